"""Finds objects that a project already has, so that repeating an import changes nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from vrp_core.domain import masks
from vrp_core.domain.annotations import ReviewStatus
from vrp_core.domain.masks import Rle
from vrp_core.domain.prompts import MaskPrompt, Prompt
from vrp_core.project.project import Project

_SAME_OBJECT = 0.9  # IoU; exported and re-imported outlines, if simplified, have less than 1
_OVERLAP = 0.3  # from this IoU, two masks of a label are two versions of one object
_BOXES_MEET = 0.2  # masks are compared only if their boxes have at least this IoU


@dataclass
class _Known:
    """The objects of one label on one photo."""

    codes: set[str] = field(default_factory=set)
    regions: list[Rle] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    prompts: set[tuple[Prompt, ...]] = field(default_factory=set)


class AlreadyThere:
    """The annotations of a project and the found masks that a person accepted, by photo and name of the label."""

    def __init__(self, project: Project) -> None:
        self._known: defaultdict[tuple[int, str], _Known] = defaultdict(_Known)
        names = {label.id: label.name for label in project.labels.all()}
        sizes = {image.id: image.size for image in project.images.all()}
        for annotation in project.annotations.all():
            mask = annotation.mask
            if mask is None and annotation.has_outline and annotation.prompts:
                mask = masks.encode(annotation.region(sizes[annotation.image_id]))
            self.add(annotation.image_id, names[annotation.label_id], annotation.prompts, mask)
        for status in (ReviewStatus.ACCEPTED, ReviewStatus.EDITED):
            for prediction in project.review.predictions(status=status):
                self.add(prediction.image_id, names[prediction.label_id], (), prediction.mask)

    def add(self, image_id: int, label: str, prompts: Sequence[Prompt], mask: Rle | None) -> None:
        """Record an object."""
        known = self._known[image_id, label]
        region = mask or next((prompt.rle for prompt in prompts if isinstance(prompt, MaskPrompt)), None)
        if region is not None:
            known.codes.add(region.counts)
            known.regions.append(region)
            known.boxes.append(masks.bounding_box(region))
        known.prompts.add(tuple(prompts))

    def has(self, image_id: int, label: str, prompts: Sequence[Prompt], mask: Rle | None) -> bool:
        """Whether the project has this object, or a nearly equal one of the same label."""
        known = self._known.get((image_id, label))
        if known is None:
            return False
        if mask is None:
            return tuple(prompts) in known.prompts
        return mask.counts in known.codes or self._agreement(known, mask) >= _SAME_OBJECT

    def overlaps(self, image_id: int, label: str, mask: Rle) -> bool:
        """Whether the project has an object of the same label at the same place."""
        known = self._known.get((image_id, label))
        return known is not None and self._agreement(known, mask) >= _OVERLAP

    def _agreement(self, known: _Known, mask: Rle) -> float:
        return max((masks.iou(known.regions[place], mask) for place in _meeting(known, mask)), default=0.0)


def _meeting(known: _Known, mask: Rle) -> Sequence[int]:
    """The indices of the regions whose box is nearly that of the mask."""
    if not known.boxes:
        return ()
    boxes, (x, y, width, height) = np.array(known.boxes), masks.bounding_box(mask)
    across = np.minimum(boxes[:, 0] + boxes[:, 2], x + width) - np.maximum(boxes[:, 0], x)
    down = np.minimum(boxes[:, 1] + boxes[:, 3], y + height) - np.maximum(boxes[:, 1], y)
    both = np.clip(across, 0, None) * np.clip(down, 0, None)
    either = boxes[:, 2] * boxes[:, 3] + width * height - both
    places: list[int] = np.flatnonzero(both >= _BOXES_MEET * either).tolist()
    return places
