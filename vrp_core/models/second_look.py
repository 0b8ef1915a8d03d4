"""What decided photos of a folder tell about the others: they become further references, and correct the locator.

Both are fitted and judged on the decided photos themselves, each as a target of the others, so that a photo never
helps to find its own object.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from vrp_core.models.correction import Correction, Look, coarse_iou, fit_correction
from vrp_core.models.evidence import ReferenceState, Region
from vrp_core.models.sam import GRID_SIDE
from vrp_core.models.vrp_locator import LocatorModel, state_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned of one label."""

    state: ReferenceState  # of the references and the decided photos together
    correction: Correction
    before: float  # IoU, 0..1, mean over the decided photos: found from the references alone
    after: float  # each of them found from the references and the other decided photos


@torch.no_grad()
def lesson(model: LocatorModel, references: Sequence[Region], decided: Sequence[Region]) -> Lesson:
    """Learn a label from its references and at least two decided photos."""
    shares = [_square(one.fine_weights) for one in decided]
    plain = state_of(references)
    before = [_iou(model.coarse(plain, one.image).look, share) for one, share in zip(decided, shares, strict=True)]
    looks = [
        model.coarse(state_of([*references, *_without(decided, i)]), one.image).look for i, one in enumerate(decided)
    ]
    after = []
    for i, look in enumerate(looks):
        corrected = fit_correction(_without(looks, i), _without(shares, i))(look)
        after.append(coarse_iou(corrected, shares[i], look.valid))
    state, correction = state_of([*references, *decided]), fit_correction(looks, shares)
    return Lesson(state, correction, float(np.mean(before)), float(np.mean(after)))


def _without(items: Sequence[T], left_out: int) -> list[T]:
    return [*items[:left_out], *items[left_out + 1 :]]


def _iou(look: Look, share: Tensor) -> float:
    return coarse_iou(look.logits, share, look.valid)


def _square(fine: Tensor) -> Tensor:
    """(F * F,) as (F, F)."""
    return fine.reshape(GRID_SIDE, GRID_SIDE)
