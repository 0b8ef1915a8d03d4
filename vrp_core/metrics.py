"""How good masks are: mIoU and FB-IoU as the few-shot line counts them, with bootstrap intervals, and two rankings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.masks import Mask

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Pixel counts of one pair."""

    intersection: int
    union: int
    background_intersection: int
    background_union: int


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % bootstrap interval over pairs, in per cent."""

    value: float
    low: float
    high: float


def overlap(found: Mask, truth: Mask, ignore: Mask | None = None) -> Overlap:
    """Count a pair's pixels; those under `ignore` (H, W) bool count nowhere."""
    scored = np.ones_like(truth) if ignore is None else ~ignore
    both, either = int((found & truth & scored).sum()), int(((found | truth) & scored).sum())
    total = int(scored.sum())
    return Overlap(both, either, total - either, total - both)


def mean_iou(by_class: Mapping[str, Sequence[Overlap]]) -> float:
    """Mean over classes of summed intersection over summed union, per cent (HSNet's and VRP-SAM's mIoU)."""
    return float(np.mean([_ratio(pairs) for pairs in by_class.values()])) * 100


def fb_iou(pairs: Sequence[Overlap]) -> float:
    """Mean of foreground and background IoU over all pairs, per cent."""
    background = sum(pair.background_intersection for pair in pairs) / max(1, sum(p.background_union for p in pairs))
    return (_ratio(pairs) + background) / 2 * 100


def mean_iou_interval(by_class: Mapping[str, Sequence[Overlap]], rounds: int = 1000, seed: int = 0) -> Interval:
    """mIoU with its interval: pairs are drawn again within each class, with replacement."""
    rng = np.random.default_rng(seed)
    per_class = []
    for pairs in by_class.values():
        counts = np.array([(pair.intersection, pair.union) for pair in pairs], dtype=np.float64)
        drawn = counts[rng.integers(0, len(counts), size=(rounds, len(counts)))].sum(axis=1)  # (rounds, 2)
        per_class.append(drawn[:, 0] / np.maximum(drawn[:, 1], 1))
    rounds_mean = np.mean(per_class, axis=0) * 100
    low, high = np.percentile(rounds_mean, [2.5, 97.5])
    return Interval(mean_iou(by_class), float(low), float(high))


def spearman(first: Floats, second: Floats) -> float:
    """Rank correlation of two (N,) arrays, ties sharing their mean rank."""
    a, b = _ranks(first), _ranks(second)
    if a.std() == 0 or b.std() == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def roc_area(positive: Floats, negative: Floats) -> float:
    """The chance that a positive's score is above a negative's, ties counting half."""
    ranks = _ranks(np.concatenate([positive, negative]))
    count = len(positive)
    return float((ranks[:count].sum() - count * (count + 1) / 2) / (count * len(negative)))


def _ratio(pairs: Sequence[Overlap]) -> float:
    union = sum(pair.union for pair in pairs)
    return sum(pair.intersection for pair in pairs) / union if union else 1.0


def _ranks(values: Floats) -> Floats:
    """Ranks from 1, ties sharing their mean."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean_rank: Floats = last - (counts - 1) / 2
    return mean_rank[inverse]
