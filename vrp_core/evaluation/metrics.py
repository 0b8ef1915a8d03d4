"""How good masks are and how far a confidence can be believed: mIoU and FB-IoU as the few-shot line counts them, rank
correlation, ROC, calibration, each with its bootstrap interval.

Intervals say how far a figure would move with other pairs of the same data set. They say nothing of other data sets,
and pairs that share an image count as independent.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.masks import Mask

Floats = NDArray[np.float64]

_OFFICIAL_SIDE = 512  # pixels; where VRP-SAM's code scores
_ROC_THRESHOLDS = 21  # points of the ROC curve that are reported, evenly over 0..1

RIGHT = 0.5  # IoU from which a mask counts as right; the confidence is fitted to be the chance of it


@dataclass(frozen=True, slots=True)
class Overlap:
    """Pixel counts of one pair."""

    intersection: int
    union: int
    background_intersection: int
    background_union: int


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % bootstrap interval over pairs, in the figure's own unit."""

    value: float
    low: float
    high: float

    def __format__(self, spec: str) -> str:
        """The figure alone, as a number is formatted."""
        return format(self.value, spec)


@dataclass(frozen=True, slots=True)
class Tenth:
    """Pairs whose confidence lies in one tenth of 0..1."""

    confidence: float  # mean
    right: float  # share of right masks, which the confidence should equal
    expected_iou: float  # mean of SAM's own estimate; 0 where nothing was found
    iou: float  # mean of the true one
    pairs: int


@dataclass(frozen=True, slots=True)
class RocPoint:
    """What a threshold of the confidence lets through."""

    threshold: float
    absent: float  # share of absent targets at or above it
    present: float  # share of present ones


def overlap(found: Mask, truth: Mask, ignore: Mask | None = None) -> Overlap:
    """Count a pair's pixels; those under `ignore` (H, W) bool count nowhere."""
    scored = np.ones_like(truth) if ignore is None else ~ignore
    both, either = int((found & truth & scored).sum()), int(((found | truth) & scored).sum())
    total = int(scored.sum())
    return Overlap(both, either, total - either, total - both)


def overlap_512(found: Mask, truth: Mask, ignore: Mask | None = None) -> Overlap:
    """Count a pair's pixels where the official evaluation does: squashed to 512 x 512, aspect not kept."""
    squashed = None if ignore is None else to_512(ignore)
    return overlap(to_512(found), to_512(truth), squashed)


def to_512(mask: Mask) -> Mask:
    """An (H, W) bool mask squashed to (512, 512): each pixel takes the one at its upper left corner."""
    rows, columns = (np.arange(_OFFICIAL_SIDE) * extent // _OFFICIAL_SIDE for extent in mask.shape)
    return mask[np.ix_(rows, columns)]


def mean_iou(by_class: Mapping[str, Sequence[Overlap]]) -> float:
    """Mean over classes of summed intersection over summed union, per cent (HSNet's and VRP-SAM's mIoU)."""
    return float(np.mean([_ratio(pairs) for pairs in by_class.values()])) * 100


def fb_iou(pairs: Sequence[Overlap]) -> float:
    """Mean of foreground and background IoU over all pairs, per cent."""
    background = sum(pair.background_intersection for pair in pairs) / max(1, sum(p.background_union for p in pairs))
    return (_ratio(pairs) + background) / 2 * 100


def mean_iou_interval(by_class: Mapping[str, Sequence[Overlap]], rounds: int = 1000, seed: int = 0) -> Interval:
    """mIoU with its interval: pairs are drawn again within each class, with replacement."""
    sums = _drawn_sums(by_class, rounds, seed)
    return _interval(mean_iou(by_class), _ratios(sums[..., 0], sums[..., 1]).mean(axis=0) * 100)


def mean_iou_gain(
    before: Mapping[str, Sequence[Overlap]], now: Mapping[str, Sequence[Overlap]], rounds: int = 1000, seed: int = 0
) -> Interval:
    """How far mIoU rose, with its interval; both have the same pairs, or targets, in the same order.

    Both are drawn alike, so what makes a pair hard for either cancels out.
    """
    sums = (_drawn_sums(pairs, rounds, seed) for pairs in (before, now))
    first, second = (_ratios(one[..., 0], one[..., 1]).mean(axis=0) * 100 for one in sums)
    return _interval(mean_iou(now) - mean_iou(before), second - first)


def fb_iou_interval(by_class: Mapping[str, Sequence[Overlap]], rounds: int = 1000, seed: int = 0) -> Interval:
    """FB-IoU over the pairs of all classes with its interval, from the same draws as mIoU's."""
    sums = _drawn_sums(by_class, rounds, seed).sum(axis=0)  # (rounds, 4)
    drawn = (_ratios(sums[:, 0], sums[:, 1]) + sums[:, 2] / np.maximum(sums[:, 3], 1)) / 2 * 100
    return _interval(fb_iou([pair for pairs in by_class.values() for pair in pairs]), drawn)


def bootstrap(figure: Callable[..., float], *groups: Floats, rounds: int = 1000, seed: int = 0) -> Interval:
    """A figure of some groups with its interval: each group's rows are drawn again, with replacement.

    Args:
        figure: takes the groups in order.
        groups: arrays of (N, ...) rows, N of their own, at least one row each.
        rounds: how often they are drawn.
        seed: of the draws.
    """
    rng = np.random.default_rng(seed)
    drawn = [figure(*(group[rng.integers(0, len(group), len(group))] for group in groups)) for _ in range(rounds)]
    return _interval(figure(*groups), np.array(drawn))


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


def roc_curve(positive: Floats, negative: Floats) -> tuple[RocPoint, ...]:
    """What each of some thresholds lets through of present and of absent targets' confidences."""
    return tuple(
        RocPoint(float(at), float((negative >= at).mean()), float((positive >= at).mean()))
        for at in np.linspace(0, 1, _ROC_THRESHOLDS)
    )


def tenths(judged: Floats) -> tuple[Tenth, ...]:
    """The calibration of (N, 3) confidence, true IoU and expected IoU: each tenth of the confidence that occurs."""
    tenth = np.minimum((judged[:, 0] * 10).astype(int), 9)
    found = []
    for number in np.unique(tenth):
        confidence, iou, expected = judged[tenth == number].T
        right = float((iou >= RIGHT).mean())
        found.append(Tenth(float(confidence.mean()), right, float(expected.mean()), float(iou.mean()), len(iou)))
    return tuple(found)


def calibration_error(judged: Floats) -> float:
    """Mean distance of a tenth's confidence from its share of right masks, each by its pairs; rows as for `tenths`."""
    return sum(abs(one.confidence - one.right) * one.pairs for one in tenths(judged)) / len(judged)


def _drawn_sums(by_class: Mapping[str, Sequence[Overlap]], rounds: int, seed: int) -> Floats:
    """(classes, rounds, 4) pixel counts in the order of `Overlap`, summed over pairs drawn again within each class."""
    rng = np.random.default_rng(seed)
    classes = [_counts(pairs) for pairs in by_class.values()]
    # A class of one pair says nothing of its own spread; such classes lend each other theirs.
    single = np.concatenate([np.zeros((0, 4)), *(counts for counts in classes if len(counts) == 1)])
    sums = []
    for counts in classes:
        pool = single if len(counts) == 1 else counts
        draws = max(1, len(counts) - 1)  # one fewer, scaled: as many would make few pairs look surer (Rao and Wu)
        drawn = pool[rng.integers(0, len(pool), size=(rounds, draws))].sum(axis=1)
        sums.append(drawn * (len(counts) / draws))
    return np.stack(sums)


def _counts(pairs: Sequence[Overlap]) -> Floats:
    """(N, 4) pixel counts in the order of `Overlap`."""
    rows = [(p.intersection, p.union, p.background_intersection, p.background_union) for p in pairs]
    return np.array(rows, dtype=np.float64)


def _interval(value: float, drawn: Floats) -> Interval:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Interval(value, float(low), float(high))


def _ratios(intersection: Floats, union: Floats) -> Floats:
    """`_ratio` of many sums at once."""
    return np.where(union > 0, intersection / np.maximum(union, 1), 1.0)


def _ratio(pairs: Sequence[Overlap]) -> float:
    union = sum(pair.union for pair in pairs)
    return sum(pair.intersection for pair in pairs) / union if union else 1.0


def _ranks(values: Floats) -> Floats:
    """Ranks from 1, ties sharing their mean."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean_rank: Floats = last - (counts - 1) / 2
    return mean_rank[inverse]
