"""How far a prediction can be trusted (design decision 5)."""

from dataclasses import dataclass, replace
from math import exp

import numpy as np
from numpy.typing import NDArray

_SURELY_WRONG, _SURELY_RIGHT = 0.05, 0.95  # confidences
_HARDLY = 0.02  # of confidence, makes no difference
_FARTHEST = 700.0  # where `exp` still has a value
# By how much more it resembles a look-alike than the object where it is as likely the one as the other, and how fast
# that changes. Coins lie at 0.07 of round stones, other stones at 0.4 and more (tests/e2e/test_not_this.py).
_RATHER_ALIKE, _ALIKE_STEP = 0.25, 0.05  # cosines


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about one prediction before it is judged; each 0..1 unless it says otherwise."""

    predicted_iou: float  # SAM's own estimate of the mask
    prior_agreement: float  # see `agreement`
    certainty: float  # mean distance of the mask's pixel probabilities from one half, doubled
    cycle_iou: float | None  # IoU of the annotation found back from the prediction with the annotation itself
    object_similarity: float = 0.0  # cosine of the mean features of what was found and of the reference's object
    background_similarity: float = 0.0  # the same with the reference's background
    presence: float = 0.0  # chance that the target shows the object, by a method that learned to tell
    contrast: float = 0.0  # -2..2; by how much it resembles the object more than the references' own background
    look_alike_similarity: float | None = (
        None  # as `object_similarity`, of the most similar look-alike, if there is one
    )


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic map from evidence to confidence: the chance that the mask's true IoU is at least one half.

    A `cycle_iou` of 0 leaves the cycle out: nothing is decided by it, so it is never computed.
    """

    bias: float
    predicted_iou: float
    prior_agreement: float
    certainty: float
    cycle_iou: float
    cycle_default: float  # stands in for the cycle where it was not computed
    object_similarity: float = 0.0
    background_similarity: float = 0.0
    presence: float = 0.0
    contrast: float = 0.0

    def confidence(self, evidence: Evidence) -> float:
        """One number, 0..1."""
        cycle = self.cycle_default if evidence.cycle_iou is None else evidence.cycle_iou
        logit = (
            self.bias
            + self.predicted_iou * evidence.predicted_iou
            + self.prior_agreement * evidence.prior_agreement
            + self.certainty * evidence.certainty
            + self.cycle_iou * cycle
            + self.object_similarity * evidence.object_similarity
            + self.background_similarity * evidence.background_similarity
            + self.presence * evidence.presence
            + self.contrast * evidence.contrast
        )
        return _logistic(logit) * _no_look_alike(evidence)

    def decides(self, evidence: Evidence) -> bool:
        """Whether the cycle, which costs as much as the prediction, could not change much, whatever it said."""
        low, high = sorted(self.confidence(replace(evidence, cycle_iou=cycle)) for cycle in (0.0, 1.0))
        return high <= _SURELY_WRONG or low >= _SURELY_RIGHT or high - low <= _HARDLY


def _no_look_alike(evidence: Evidence) -> float:
    """The chance that it is not what a person has called a look-alike: 1 where there is none."""
    if evidence.look_alike_similarity is None:
        return 1.0
    more = evidence.look_alike_similarity - evidence.object_similarity
    return _logistic((_RATHER_ALIKE - more) / _ALIKE_STEP)


def _logistic(logit: float) -> float:
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
