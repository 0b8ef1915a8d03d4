"""The objects on an image: annotations that a person drew and predictions of a pass, as one kind of value to show."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from vrp_core.domain.annotations import Annotation, Prediction, ReviewStatus, Role
from vrp_core.domain.errors import NotFound
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle, encode
from vrp_core.domain.prompts import PolygonPrompt, Prompt
from vrp_core.project.project import Project

_REMEMBERED = 512  # objects: after a change only what is new is made again


class ObjectKey(NamedTuple):
    """Which object of a project."""

    kind: Literal["annotation", "prediction"]
    id: int


@dataclass(frozen=True, slots=True)
class SceneObject:
    """One object on an image."""

    key: ObjectKey
    image_id: int
    label_id: int
    region: Rle  # what the network sees of a reference: the sharpened mask, or the raw prompts
    prompts: tuple[Prompt, ...] = ()  # as they were marked; none for a prediction
    sharpened: bool = False  # the region is SAM's reading of the prompts
    role: Role | None = None  # of an annotation
    status: ReviewStatus | None = None  # of a prediction
    confidence: float | None = None
    absent: bool = False

    @property
    def polygon(self) -> PolygonPrompt | None:
        """The polygon that the object is, as long as nothing else was drawn on it."""
        only = self.prompts[0] if len(self.prompts) == 1 else None
        return only if isinstance(only, PolygonPrompt) else None

    @property
    def pending(self) -> bool:
        """Nobody has decided about this prediction."""
        return self.status is ReviewStatus.PENDING


def objects_on(project: Project, image_id: int) -> list[SceneObject]:
    """Everything on an image that is not rejected, annotations first."""
    size = project.images.get(image_id).size
    drawn = [_from_annotation(one, size) for one in project.annotations.all(image_id=image_id)]
    found = [
        _from_prediction(one)
        for one in project.review.predictions(image_id=image_id)
        if one.status is not ReviewStatus.REJECTED
    ]
    return drawn + sorted(found, key=lambda one: one.key.id)


def replaced_on(project: Project, image_id: int) -> list[SceneObject]:
    """What lay on an image before the newest pass: what it has replaced."""
    return [_from_prediction(one) for one in project.passes.replaced(image_id)]


def object_of(project: Project, key: ObjectKey) -> SceneObject:
    """One object of a project.

    Raises:
        NotFound: it is gone.
    """
    if key.kind == "prediction":
        return _from_prediction(project.review.prediction(key.id))
    annotation = project.annotations.get(key.id)
    return _from_annotation(annotation, project.images.get(annotation.image_id).size)


def object_if_there(project: Project, key: ObjectKey) -> SceneObject | None:
    """One object of a project; None where a person has deleted it or a later pass has replaced it."""
    try:
        return object_of(project, key)
    except NotFound:
        return None


@lru_cache(maxsize=_REMEMBERED)
def _from_annotation(annotation: Annotation, size: Size) -> SceneObject:
    region = annotation.mask if annotation.mask is not None else encode(annotation.region(size))
    return SceneObject(
        ObjectKey("annotation", annotation.id),
        annotation.image_id,
        annotation.label_id,
        region,
        annotation.prompts,
        sharpened=annotation.mask is not None,
        role=annotation.role,
    )


def _from_prediction(prediction: Prediction) -> SceneObject:
    return SceneObject(
        ObjectKey("prediction", prediction.id),
        prediction.image_id,
        prediction.label_id,
        prediction.mask,
        status=prediction.status,
        # The scores of an edited prediction were those of another mask.
        confidence=None if prediction.status is ReviewStatus.EDITED else prediction.scores.confidence,
        absent=prediction.absent and prediction.status is ReviewStatus.PENDING,
    )
