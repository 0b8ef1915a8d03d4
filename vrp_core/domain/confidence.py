"""How far a prediction can be trusted (design decision 5)."""

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

_FARTHEST = 700.0  # where `exp` still has a value


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about one prediction before it is judged; each 0..1."""

    predicted_iou: float  # SAM's own estimate of the mask
    prior_agreement: float  # see `agreement`
    certainty: float  # mean distance of the mask's pixel probabilities from one half, doubled
    cycle_iou: float | None  # IoU of the annotation found back from the prediction with the annotation itself
    likeness: float = 0.0  # cosine of the mean features of what was found and of the reference's object
    strangeness: float = 0.0  # the same with the reference's background


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic map from evidence to confidence: the chance that the mask's true IoU is at least one half."""

    bias: float
    predicted_iou: float
    prior_agreement: float
    certainty: float
    cycle_iou: float
    cycle_default: float  # stands in for the cycle where it was not computed
    likeness: float = 0.0
    strangeness: float = 0.0

    def confidence(self, evidence: Evidence) -> float:
        """One number, 0..1."""
        cycle = self.cycle_default if evidence.cycle_iou is None else evidence.cycle_iou
        logit = (
            self.bias
            + self.predicted_iou * evidence.predicted_iou
            + self.prior_agreement * evidence.prior_agreement
            + self.certainty * evidence.certainty
            + self.cycle_iou * cycle
            + self.likeness * evidence.likeness
            + self.strangeness * evidence.strangeness
        )
        return 1 / (1 + exp(min(-logit, _FARTHEST)))


def agreement(similarity: NDArray[np.float32], coverage: NDArray[np.float32], valid: NDArray[np.bool_]) -> float:
    """The chance that a random cell inside the mask resembles the object more than a random cell outside it.

    This is the area under the ROC curve of the similarity as a detector of the mask: 0.5 means no difference.

    Args:
        similarity: (G, G) float32, larger where the target resembles the object.
        coverage: (G, G) float32 share of each cell that the mask covers.
        valid: (G, G) bool, cells that show the image.
    """
    inside = coverage[valid].astype(np.float64)
    outside = 1 - inside
    if inside.sum() == 0 or outside.sum() == 0:
        return 0.5
    values, ranks = np.unique(similarity[valid], return_inverse=True)
    inside_at = np.bincount(ranks, inside, len(values))
    outside_at = np.bincount(ranks, outside, len(values))
    below = np.cumsum(outside_at) - outside_at
    return float((inside_at * (below + outside_at / 2)).sum() / (inside.sum() * outside.sum()))
