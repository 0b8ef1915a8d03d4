"""Whether further references made results better, or only surer: told by photos that a person has decided about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from vrp_core.domain.annotations import Annotation, Role
from vrp_core.domain.masks import Mask, mask_iou
from vrp_core.inference.encoded import EncodedReference
from vrp_core.inference.encoded_photos import encode_photos
from vrp_core.inference.image_encoder import ImageEncoder
from vrp_core.inference.propagate import marked_on
from vrp_core.inference.second_look import decided_mask
from vrp_core.inference.segmenter import Prepared, Segmenter
from vrp_core.project.project import Project

_BETTER = 0.005  # of IoU: less is no difference
_SURER = 0.02  # of confidence


@dataclass(frozen=True, slots=True)
class ReferenceCheck:
    """Means over the same decided results; each 0..1."""

    compared: int  # labels on photos
    iou_before: float
    iou_after: float
    confidence_before: float
    confidence_after: float

    @property
    def surer_not_better(self) -> bool:
        """The confidence rose and the masks did not improve."""
        surer = self.confidence_after - self.confidence_before >= _SURER
        return surer and self.iou_after - self.iou_before < _BETTER


@dataclass(frozen=True, slots=True)
class _Decided:
    """What is right for one label on one photo."""

    image_id: int
    label_id: int
    truth: Mask  # (H, W) bool


def _photos_to_compare(project: Project, without: frozenset[int], most: int) -> list[_Decided]:
    """The most instructive decided photos outside `without`, drawn and corrected ones first."""
    photos = (
        (label, image)
        for label, images in project.review.decided_photos().items()
        for image in images
        if image not in without
    )
    masks = ((image, label, decided_mask(project, label, image)) for label, image in photos)
    return [_Decided(image, label, mask) for image, label, mask in islice(masks, most) if mask is not None]


def check_references(
    project: Project,
    segmenter: Segmenter,
    encoder: ImageEncoder,
    before: Sequence[int],
    after: Sequence[int],
    most: int = 8,
    cancelled: Callable[[], bool] = lambda: False,
) -> ReferenceCheck | None:
    """Find the decided objects again, with the references before and with those after.

    Args:
        project: where photos, decisions and annotations are.
        segmenter: finds the objects.
        encoder: encodes photos, most of them from the cache.
        before: ids of the annotations that were references, look-alikes included.
        after: ids of those that are references now.
        most: photos at most.
        cancelled: ends it early.

    Returns:
        The comparison; None where nothing could be compared.
    """
    used = [one for one in project.annotations.all() if one.id in {*before, *after} and one.role is not Role.TRUTH]
    decided = _photos_to_compare(project, frozenset(one.image_id for one in used), most)
    wanted = [*(one.image_id for one in used), *(one.image_id for one in decided)]
    photos = encode_photos(project, wanted, encoder, cancelled)
    if any(image_id not in photos for image_id in wanted):
        return None
    marked = {one.id: marked_on(photos[one.image_id], one, segmenter) for one in used}
    sets = [_prepared([one for one in used if one.id in ids], marked, segmenter) for ids in (before, after)]
    rows: list[tuple[float, float, float, float]] = []
    for one in decided:
        if cancelled():
            return None
        if all(one.label_id in prepared for prepared in sets):
            target = photos[one.image_id]
            first, second = (segmenter.segment(target, prepared[one.label_id]) for prepared in sets)
            ious = (mask_iou(result.mask, one.truth) for result in (first, second))
            rows.append((*ious, first.scores.confidence, second.scores.confidence))  # type: ignore[arg-type]
    return ReferenceCheck(len(rows), *np.mean(rows, axis=0).tolist()) if rows else None


def _prepared(
    annotations: Sequence[Annotation], marked: Mapping[int, EncodedReference], segmenter: Segmenter
) -> dict[int, Prepared]:
    """Label id -> its references, prepared."""
    positive = {one.label_id for one in annotations if one.role is Role.REFERENCE}
    of_label = {label: [marked[one.id] for one in annotations if one.label_id == label] for label in positive}
    return {label: segmenter.prepare(references) for label, references in of_label.items()}
