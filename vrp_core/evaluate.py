"""Measuring methods on a data set: the few-shot line's figures at the image's own resolution, absence, calibration.

Every method sees the same pairs with the same simulated annotations; pairs, seed and weights are in the report, so a
reader can tell what made it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from vrp_core.data.episodes import Episode, fixed_pairs
from vrp_core.data.images import digest_of, read_image
from vrp_core.data.prompt_simulation import prompts_of_mark, simulate
from vrp_core.data.samples import Sample, SampleSource
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask
from vrp_core.encoding import ImageEncoder
from vrp_core.metrics import Interval, Overlap, fb_iou, mean_iou_interval, overlap, roc_area, spearman
from vrp_core.scores import Evidence
from vrp_core.segment import EncodedReference, Segmenter
from vrp_core.sharpen import sharpen


@dataclass(frozen=True, slots=True)
class Setting:
    """How the references of one evaluation are marked."""

    kind: str = "mask"  # point, scribble, box or mask
    references: int = 1
    sharpen: bool = False
    style: str = "default"

    @property
    def name(self) -> str:
        """As it is printed."""
        shots = f" x{self.references}" if self.references > 1 else ""
        return f"{self.kind}{shots}{' sharpened' if self.sharpen else ''}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One pair."""

    category: str
    overlap: Overlap
    iou: float  # 0..1; of an absent object 1 when nothing was found
    confidence: float
    empty: bool  # no pixel was found
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one method on one data set in one setting."""

    miou: Interval
    fb_iou: float
    by_category: Mapping[str, float]
    spearman: float  # of confidence and true IoU
    calibration: Sequence[tuple[float, float, int]]  # mean confidence, share with IoU >= 0.5, pairs; per tenth
    pairs: int
    outcomes: Sequence[Outcome] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class AbsenceReport:
    """What happens on targets that do not show the object."""

    left_empty: float  # share of absent targets below the threshold, or without a pixel
    present_lost: float  # share of present targets, found well (IoU >= 0.5), that fall below it
    roc_area: float  # of the confidence as a detector of presence
    absent: int
    present: int


def evaluate(
    source: SampleSource,
    segmenter: Segmenter,
    encoder: ImageEncoder,
    setting: Setting,
    pairs: int,
    seed: int,
    absent: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Outcome]:
    """Run one method over the pairs of a data set.

    Args:
        source: the data set.
        segmenter: the method.
        encoder: its networks behind the cache.
        setting: how references are marked.
        pairs: how many pairs.
        seed: which pairs.
        absent: use targets that do not show the object.
        progress: called with the number of pairs done.
    """
    judge = _Judge(source, segmenter, encoder, setting)
    outcomes = []
    for done, episode in enumerate(fixed_pairs(source, pairs, seed, setting.kind, absent), start=1):
        outcomes.append(judge.outcome(episode))
        progress(done)
    return outcomes


def summarise(outcomes: Sequence[Outcome], seed: int = 0) -> Report:
    """The figures of some outcomes."""
    by_category: defaultdict[str, list[Overlap]] = defaultdict(list)
    for outcome in outcomes:
        by_category[outcome.category].append(outcome.overlap)
    confidences = np.array([outcome.confidence for outcome in outcomes])
    ious = np.array([outcome.iou for outcome in outcomes])
    return Report(
        miou=mean_iou_interval(by_category, seed=seed),
        fb_iou=fb_iou([outcome.overlap for outcome in outcomes]),
        by_category={name: mean_iou_interval({name: found}, rounds=1).value for name, found in by_category.items()},
        spearman=spearman(confidences, ious),
        calibration=tuple(_tenths(confidences, ious >= 0.5)),
        pairs=len(outcomes),
        outcomes=outcomes,
    )


def absence(present: Sequence[Outcome], absent: Sequence[Outcome], threshold: float) -> AbsenceReport:
    """How well the confidence tells targets with the object from targets without it."""
    well_found = [outcome for outcome in present if outcome.iou >= 0.5]
    return AbsenceReport(
        left_empty=float(np.mean([outcome.empty or outcome.confidence < threshold for outcome in absent])),
        present_lost=float(np.mean([outcome.confidence < threshold for outcome in well_found])) if well_found else 0.0,
        roc_area=roc_area(_confidences(present), _confidences(absent)),
        absent=len(absent),
        present=len(present),
    )


class _Judge:
    """Runs pairs and compares them with the truth."""

    def __init__(self, source: SampleSource, segmenter: Segmenter, encoder: ImageEncoder, setting: Setting) -> None:
        self._source, self._segmenter, self._encoder, self._setting = source, segmenter, encoder, setting

    def outcome(self, episode: Episode) -> Outcome:
        target = self._encoder.encode(digest_of(episode.target.image), read_image(episode.target.image)).image
        found = self._segmenter.segment(target, [self._reference(one, seed) for one, seed in self._shots(episode)])
        truth = np.zeros(target.size, dtype=bool) if episode.absent else self._source.mask(episode.target)
        counts = overlap(found.mask, truth, self._source.ignore(episode.target))
        iou = counts.intersection / counts.union if counts.union else 1.0
        empty = not found.mask.any()
        return Outcome(episode.category, counts, iou, found.scores.confidence, empty, found.evidence)

    def _shots(self, episode: Episode) -> Iterator[tuple[Sample, int]]:
        """The reference of the episode, and as many further ones as the setting asks for, none of them the target."""
        yield episode.reference, episode.seed
        others = [
            sample
            for sample in self._source.samples()
            if sample.category == episode.category
            and sample.image not in {episode.reference.image, episode.target.image}
        ]
        order = np.random.default_rng(episode.seed).permutation(len(others))
        for number, index in enumerate(order[: self._setting.references - 1], start=1):
            yield others[int(index)], episode.seed + number

    def _reference(self, sample: Sample, seed: int) -> EncodedReference:
        encoded = self._encoder.encode(digest_of(sample.image), read_image(sample.image)).image
        truth = self._source.mask(sample)
        region = simulate(truth, self._setting.kind, np.random.default_rng(seed), self._setting.style)
        if self._setting.sharpen and self._setting.kind != "mask":
            prompts = prompts_of_mark(region, self._setting.kind)
            region = sharpen(self._segmenter.sam, encoded.embedding, prompts, Size(*region.shape))
        return self._segmenter.encode_reference(encoded, region)


def _tenths(confidences: np.ndarray, right: Mask) -> Iterator[tuple[float, float, int]]:
    """Mean confidence, share of right masks and pairs for each tenth of the confidence that occurs."""
    tenth = np.minimum((confidences * 10).astype(int), 9)
    for number in range(10):
        here = tenth == number
        if here.any():
            yield float(confidences[here].mean()), float(right[here].mean()), int(here.sum())


def _confidences(outcomes: Sequence[Outcome]) -> np.ndarray:
    """Confidence per outcome; an empty result has none."""
    return np.array([0.0 if outcome.empty else outcome.confidence for outcome in outcomes])
