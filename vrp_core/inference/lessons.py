"""What decided photos of a folder teach the locator about the others.

They become further references, and a correction is fitted to them. Which of these helps differs from folder to folder,
and so does whether SAM draws the outline better than the coarse mask. So each way is tried on the decided photos
themselves, every one found from the others only, and the best is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor

from vrp_core.domain.masks import mask_iou
from vrp_core.inference.encoded import EncodedImage, EncodedReference
from vrp_core.inference.segmentation import Found
from vrp_core.inference.segmenter import Learned
from vrp_core.models.correction import Correction, fit_correction
from vrp_core.models.evidence import ReferenceState
from vrp_core.models.sam import GRID_SIDE
from vrp_core.models.transforms import grid_coverage, mask_of_logits
from vrp_core.models.vrp_locator import CoarseResult

# More counts no more: an accepted mask is the first look's own, so its IoU there is 1 however well it fits the object.
_NEEDS_NO_EDIT = 0.9

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LocatorState:
    """What the locator knows of one label."""

    references: ReferenceState
    correction: Correction | None = None
    sam_outlines: bool = True  # SAM draws the outline; else it is that of the coarse mask


class Locating(Protocol):
    """The method that is taught: `vrp_core.inference.methods.LocatorPrompter`."""

    def prepare(self, references: Sequence[EncodedReference]) -> LocatorState:
        """The state of some references."""
        ...

    def find(self, prepared: LocatorState, target: EncodedImage) -> Found:
        """Find the object on a target."""
        ...

    def coarse(self, prepared: LocatorState, target: EncodedImage) -> CoarseResult:
        """The coarse mask on a target, without a correction."""
        ...

    def outlined(self, coarse: CoarseResult, target: EncodedImage) -> Found:
        """SAM's answer to the prompts of a coarse mask on a target."""
        ...


@torch.no_grad()
def learned(locating: Locating, references: Sequence[EncodedReference], decided: Sequence[EncodedReference]) -> Learned:
    """Learn a label from its references and at least two decided photos."""
    plain = locating.prepare(references)
    before = float(np.mean([_iou(locating.find(plain, one.image).logits, one) for one in decided]))
    without = [locating.prepare([*references, *_others(decided, i)]) for i in range(len(decided))]
    coarse = [locating.coarse(state, one.image) for state, one in zip(without, decided, strict=True)]
    looks, shares = [one.look for one in coarse], [_share(one) for one in decided]
    corrections = [fit_correction(_others(looks, i), _others(shares, i)) for i in range(len(decided))]
    corrected = [one.corrected(correction) for one, correction in zip(coarse, corrections, strict=True)]
    # (with a correction, with SAM's outlines) -> IoU, see `Learned`
    after = {
        (bool(correct), by_sam): _mean_iou(locating, results, decided, by_sam)
        for correct, results in enumerate((coarse, corrected))
        for by_sam in (True, False)
    }
    best = max(after, key=lambda way: after[way])
    together = locating.prepare([*references, *decided]).references
    correction = fit_correction(looks, shares) if best[0] else None
    return Learned(LocatorState(together, correction, sam_outlines=best[1]), before, after[best])


def _mean_iou(
    locating: Locating, results: Sequence[CoarseResult], decided: Sequence[EncodedReference], by_sam: bool
) -> float:
    masks = [
        locating.outlined(result, one.image).logits if by_sam and not result.empty else result.located.logits[0, 0]
        for result, one in zip(results, decided, strict=True)
    ]
    return float(np.mean([_iou(logits, one) for logits, one in zip(masks, decided, strict=True)]))


def _others(items: Sequence[T], left_out: int) -> list[T]:
    return [*items[:left_out], *items[left_out + 1 :]]


def _iou(logits: Tensor, decided: EncodedReference) -> float:
    return min(mask_iou(mask_of_logits(logits, decided.image.size), decided.region), _NEEDS_NO_EDIT)


def _share(decided: EncodedReference) -> Tensor:
    """(F, F) share of each fine cell that the decided mask covers."""
    return grid_coverage(decided.region, GRID_SIDE)[0].to(decided.features.weights.device)
