"""The second look: doubtful photos are searched again with what a person's decisions on other photos have taught.

Decided photos teach the method (`vrp_core.inference.lessons`). A label is looked at again only where that finds these
photos themselves better, each from the others. A photo keeps its result where the way back, from the result to a
reference and to decided photos, gets clearly worse.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from vrp_core.domain.annotations import Annotation, ReviewStatus, Role
from vrp_core.domain.errors import NothingToDo
from vrp_core.domain.events import LabelLearned
from vrp_core.domain.masks import Mask, decode
from vrp_core.inference.encoded import EncodedImage, EncodedReference, all_views
from vrp_core.inference.encoded_photos import encode_photos
from vrp_core.inference.image_encoder import ImageEncoder
from vrp_core.inference.search import Search
from vrp_core.inference.segmentation import Segmentation
from vrp_core.inference.segmenter import Prepared, Segmenter
from vrp_core.inference.workers import one_worker
from vrp_core.project.decided_photos import enough_to_learn
from vrp_core.project.passes import NewPrediction
from vrp_core.project.project import Project

CLEARLY = 0.05  # of IoU: a smaller loss on the way back is noise (docs/second-look.md)

_MOST = 8  # decided photos that are learned from: each is one more reference, and evidence costs as many times more
_GOOD = (ReviewStatus.EDITED, ReviewStatus.ACCEPTED)
_JUDGES = 3  # photos that the way back leads to: a reference and decided photos


@dataclass(frozen=True, slots=True)
class Taught:
    """One label as decided photos have taught it."""

    event: LabelLearned
    prepared: Prepared
    judges: tuple[EncodedReference, ...]


@dataclass(frozen=True, slots=True)
class SecondSearch(Search):
    """Searches a target for the taught labels; predicts nothing where the first look was better."""

    taught: Mapping[int, Taught]

    @property
    def labels(self) -> Collection[int]:
        """The ids of the labels that are searched for: those that were taught."""
        return self.taught.keys()

    def predictions(self, target: EncodedImage, without: Collection[int] = ()) -> list[NewPrediction]:
        """One prediction for each label whose second look is no worse than the first, or for each object."""
        wanted = {label: taught for label, taught in self.taught.items() if label not in without}
        found = {label: self._second(label, taught, target) for label, taught in wanted.items()}
        return [one for label, result in found.items() if result for one in self._of_label(label, result, target)]

    def _second(self, label: int, taught: Taught, target: EncodedImage) -> Segmentation | None:
        first = self.segmenter.segment(target, self.references[label], cycle=False)
        second = self.segmenter.segment(target, taught.prepared, self.config.cycle)
        return second if way_back(self.segmenter, target, taught, first, second) > -CLEARLY else None


def way_back(
    segmenter: Segmenter, target: EncodedImage, taught: Taught, first: Segmentation, second: Segmentation
) -> float:
    """By how much the way back from the second result to the judges is better than from the first; IoU."""
    one, other = (segmenter.back_iou(target, result.mask, taught.judges) for result in (first, second))
    return other - one


def learn(
    segmenter: Segmenter,
    label_id: int,
    references: Sequence[EncodedReference],
    decided: Sequence[EncodedReference],
) -> Taught:
    """Learn a label from at least two decided photos, given as further references."""
    nearest = [one.close_up or one for one in decided]  # one view of each: what is left out must not be seen
    prepared, learned = segmenter.prepare(references), segmenter.prompter.learn(all_views(references), nearest)
    judges = (prepared.references[0], *decided)[:_JUDGES]
    event = LabelLearned(label_id, len(decided), learned.before, learned.after)
    return Taught(event, replace(prepared, state=learned.state), judges)


# --- what a project offers --------------------------------------------------------------------------------------------


def photos_to_learn_from(
    project: Project, references: Iterable[Annotation], without: Collection[int]
) -> list[tuple[int, int]]:
    """The labels that have enough decided photos, each with these: (label id, image id).

    Args:
        project: where the decisions are.
        references: of the pass.
        without: ids of photos whose file is missing or shows another picture.

    Raises:
        NothingToDo: no label has enough.
    """
    labels = {one.label_id for one in references}
    decided = {
        label: [image for image in images if image not in without]
        for label, images in project.review.decided_photos().items()
        if label in labels
    }
    enough = enough_to_learn(decided)
    if not enough:
        raise NothingToDo("decisions to learn from", "accept or correct the results on five photos of a label first")
    return [(label, image) for label, images in decided.items() if label in enough for image in images[:_MOST]]


def taught_labels(
    project: Project,
    decided: Iterable[tuple[int, int]],
    references: Mapping[int, Sequence[EncodedReference]],
    segmenter: Segmenter,
    encoder: ImageEncoder,
) -> Iterator[Taught]:
    """Learn each label from its decided photos; those that lost their decision or their file since are left out."""
    there = {image.id for image in project.images.all()} - project.images.check_files().ids
    photos_of: dict[int, list[int]] = {}
    for label, image in decided:
        if label in references and image in there:
            photos_of.setdefault(label, []).append(image)
    for label, images in photos_of.items():
        decided_masks = ((image, decided_mask(project, label, image)) for image in images)
        masks = {image: mask for image, mask in decided_masks if mask is not None}
        photos = encode_photos(project, masks, encoder)
        examples = [segmenter.encode_reference(photo, masks[image]) for image, photo in photos.items()]
        if len(examples) > 1:
            with one_worker(segmenter.sam.device) as worker:
                taught = worker.submit(learn, segmenter, label, references[label], examples).result()
            yield taught


def decided_mask(project: Project, label_id: int, image_id: int) -> Mask | None:
    """Everything of a label that a person has accepted, corrected or drawn on a photo, as one mask.

    None where there is nothing, or where something of the label waits for review again since the pass was started.
    """
    size = project.images.get(image_id).size
    found = project.review.predictions(image_id, label_id)
    if any(one.status is ReviewStatus.PENDING and not one.absent for one in found):
        return None
    good = [one for one in found if one.status in _GOOD]
    drawn = project.annotations.all(image_id, label_id, Role.TRUTH)
    masks = [*(decode(one.mask) for one in good), *(one.region(size) for one in drawn)]
    return np.logical_or.reduce(masks) if masks else None
