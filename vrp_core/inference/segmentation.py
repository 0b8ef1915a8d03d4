"""What is found on a target, and how the results on its close-ups become one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from torch import Tensor

from vrp_core.domain.annotations import Scores
from vrp_core.domain.close_ups import Window, trusted
from vrp_core.domain.confidence import Evidence
from vrp_core.domain.mask_crop import MaskCrop
from vrp_core.domain.masks import Mask
from vrp_core.inference.encoded import EncodedImage


@dataclass(frozen=True, slots=True)
class Found:
    """The raw result of a method on one target."""

    logits: Tensor  # (S, S) float32 mask logits of the frame
    predicted_iou: float  # 0..1 SAM's own estimate
    contrast: Tensor  # (G, G) float32, larger where the target resembles the object
    own_contrast: Tensor  # (G, G) float32, the same as if no look-alike had been pointed out
    presence: float = 0.0  # 0..1 probability that the object is present, if the method estimates it


@dataclass(frozen=True, slots=True)
class Segmentation:
    """One label's mask on one target."""

    mask: Mask  # (H, W) bool
    scores: Scores
    evidence: Evidence | None  # the inputs of the confidence; None if nothing was found
    found: Found | None = None  # the raw result behind it; None if nothing was found
    views: "tuple[View, ...]" = ()  # what it was joined from, if the target has close-ups


@dataclass(frozen=True, slots=True)
class View:
    """A target, or one of its close-ups, with what was found there."""

    window: Window  # of the target
    image: EncodedImage
    result: Segmentation

    def found(self, one: MaskCrop | None) -> int:
        """How many pixels of an object, cut to this view, were found here."""
        return 0 if one is None else int(np.count_nonzero(self.result.mask[one.place] & one.mask))


def joined(views: Sequence[View]) -> Segmentation:
    """What was found on a target and on its close-ups as one result, with the scores of the surest of them.

    Where a close-up that counts shows the target, the close-up decides, and not the whole.
    """
    confidences = [view.result.scores.confidence for view in views]
    whole_counts, *near_counts = trusted(confidences[0], confidences[1:])
    counting = [view for view, counts in zip(views[1:], near_counts, strict=True) if counts]
    mask = views[0].result.mask.copy() if whole_counts else np.zeros(views[0].window.size, dtype=bool)
    for view in counting:
        mask[view.window.place] = False
    for view in counting:
        mask[view.window.place] |= view.result.mask
    surest = views[int(np.argmax(confidences))].result
    return replace(surest, mask=mask, views=tuple(views))
