"""Measuring methods on a data set: the few-shot line's figures at the image's own resolution, absence, calibration.

Every method sees the same pairs with the same simulated annotations. `Provenance` says what made the figures: weights,
data, seed and commit.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from vrp_core.datasets.episodes import Episode, fixed_pairs, names_tell_scenes
from vrp_core.datasets.prompt_simulation import prompts_of_mark, simulate
from vrp_core.datasets.samples import Sample, SampleSource
from vrp_core.domain.confidence import Evidence
from vrp_core.domain.files import file_digest
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, Rle, encode
from vrp_core.evaluation.metrics import (
    RIGHT,
    Floats,
    Interval,
    Overlap,
    RocPoint,
    Tenth,
    bootstrap,
    calibration_error,
    fb_iou_interval,
    mean_iou,
    mean_iou_interval,
    overlap,
    overlap_512,
    roc_area,
    roc_curve,
    spearman,
    tenths,
)
from vrp_core.images.reading import digest_of
from vrp_core.inference.encoded import EncodedImage, EncodedReference
from vrp_core.inference.image_encoder import ImageEncoder, content_key
from vrp_core.inference.prompt_refinement import sharpen
from vrp_core.inference.segmentation import Segmentation
from vrp_core.inference.segmenter import Segmenter
from vrp_core.provenance import commit_or_version


@dataclass(frozen=True, slots=True)
class Setting:
    """How the references of one evaluation are marked, and how targets are searched."""

    kind: str = "mask"  # point, scribble, box or mask
    references: int = 1
    sharpen: bool = False
    style: str = "default"
    close_ups: int = 1  # see `SegmentConfig`

    @property
    def name(self) -> str:
        """As it is printed."""
        shots = f" x{self.references}" if self.references > 1 else ""
        near = f", close-ups {self.close_ups}" if self.close_ups > 1 else ""
        return f"{self.kind}{shots}{' sharpened' if self.sharpen else ''}{near}"


@dataclass(frozen=True, slots=True)
class Case:
    """What a picture of one pair needs."""

    episode: Episode
    mark: Rle  # the pixels that were marked on the reference
    region: Rle  # what stood for the object: the mark, or SAM's mask of it
    found: Rle  # on the target


@dataclass(frozen=True, slots=True)
class Outcome:
    """One pair."""

    category: str
    overlap: Overlap
    overlap_512: Overlap
    iou: float  # 0..1; of an absent object 1 when nothing was found
    confidence: float
    empty: bool  # no pixel was found
    evidence: Evidence | None
    references: int  # that there were: fewer than were asked for where the category has no more images
    case: Case = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one method on one data set in one setting. Intervals are over pairs."""

    miou: Interval  # per cent, as every IoU here but those of the calibration
    miou_512: Interval  # scored at 512 x 512 squashed, as the official code does
    fb_iou: Interval
    fb_iou_512: Interval
    by_category: Mapping[str, float]
    spearman: Interval  # rank correlation of confidence and true IoU
    calibration: Sequence[Tenth]
    calibration_error: Interval  # mean distance of a tenth's confidence from its share of right masks, by pairs, 0..1
    iou_error: Interval  # mean distance of SAM's expected IoU from the true one, 0..1
    references: float  # mean per pair
    pairs: int
    outcomes: Sequence[Outcome] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class AbsenceReport:
    """What happens on targets that do not show the object; shares are 0..1."""

    left_empty: Interval  # share of absent targets below the threshold, or without a pixel
    present_lost: Interval  # share of present targets, found well (IoU >= 0.5), that fall below it
    roc_area: Interval  # of the confidence as a detector of presence
    roc: Sequence[RocPoint]
    threshold: float
    absent: int
    present: int


@dataclass(frozen=True, slots=True)
class DataFacts:
    """A data set, as far as a reader needs to know it. No path: that says something of a machine only."""

    name: str
    samples: int
    images: int
    categories: int


@dataclass(frozen=True, slots=True)
class WeightsFacts:
    """A file of weights."""

    file: str  # its name
    sha256: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made some figures."""

    weights: Mapping[str, WeightsFacts]  # by what they are for: vrp, sam
    semantic: str  # the semantic encoder, by its name
    data: Sequence[DataFacts]
    seed: int
    pairs: int  # per data set and setting
    commit: str  # of the checkout that ran, or the version of the package
    torch: str
    device: str


def encoded_sample(encoder: ImageEncoder, sample: Sample) -> EncodedImage:
    """A sample's image, encoded."""
    return encoder.encode(content_key(digest_of(sample.image), sample.reading), sample.pixels()).image


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
    """The figures of some outcomes; `seed` is of their intervals."""
    own, official = _by_category(outcomes, False), _by_category(outcomes, True)
    judged = np.array([(one.confidence, one.iou, _expected_iou(one)) for one in outcomes])  # (N, 3)
    return Report(
        miou=mean_iou_interval(own, seed=seed),
        miou_512=mean_iou_interval(official, seed=seed),
        fb_iou=fb_iou_interval(own, seed=seed),
        fb_iou_512=fb_iou_interval(official, seed=seed),
        by_category={name: mean_iou({name: pairs}) for name, pairs in own.items()},
        spearman=bootstrap(lambda rows: spearman(rows[:, 0], rows[:, 1]), judged, seed=seed),
        calibration=tenths(judged),
        calibration_error=bootstrap(calibration_error, judged, seed=seed),
        iou_error=bootstrap(lambda rows: float(np.abs(rows[:, 2] - rows[:, 1]).mean()), judged, seed=seed),
        references=float(np.mean([outcome.references for outcome in outcomes])),
        pairs=len(outcomes),
        outcomes=outcomes,
    )


def absence(present: Sequence[Outcome], absent: Sequence[Outcome], threshold: float, seed: int = 0) -> AbsenceReport:
    """How well the confidence tells targets with the object from targets without it."""
    there, away = _confidences(present), _confidences(absent)
    good = np.array([outcome.confidence for outcome in present if outcome.iou >= RIGHT])
    left = np.array([outcome.empty or outcome.confidence < threshold for outcome in absent])
    return AbsenceReport(
        left_empty=_share(left, seed),
        present_lost=_share(good < threshold, seed),
        roc_area=bootstrap(roc_area, there, away, seed=seed),
        roc=roc_curve(there, away),
        threshold=threshold,
        absent=len(absent),
        present=len(present),
    )


def names_of(sources: Sequence[SampleSource]) -> list[str]:
    """What data sets are called: the last part of their paths, and the folder above where that is not enough."""
    paths = [Path(source.name) for source in sources]
    last = [path.name for path in paths]
    return [f"{path.parent.name}/{path.name}" if last.count(path.name) > 1 else path.name for path in paths]


def facts_of(source: SampleSource, name: str) -> DataFacts:
    """What a reader needs to know of a data set."""
    samples = source.samples()
    images, categories = {sample.image for sample in samples}, {sample.category for sample in samples}
    return DataFacts(name, len(samples), len(images), len(categories))


def provenance(
    weights: Mapping[str, Path], semantic: str, sources: Sequence[SampleSource], seed: int, pairs: int, device: str
) -> Provenance:
    """What makes the figures of a run.

    Args:
        weights: the files in use by what they are for.
        semantic: the semantic encoder's name.
        sources: the data sets.
        seed: of the pairs, the annotations and the intervals.
        pairs: per data set and setting.
        device: what computes.
    """
    files = {purpose: WeightsFacts(path.name, file_digest(path)) for purpose, path in weights.items()}
    data = tuple(map(facts_of, sources, names_of(sources)))
    return Provenance(files, semantic, data, seed, pairs, commit_or_version(), torch.__version__, device)


class _Judge:
    """Runs pairs and compares them with the truth."""

    def __init__(self, source: SampleSource, segmenter: Segmenter, encoder: ImageEncoder, setting: Setting) -> None:
        self._source, self._segmenter, self._setting = source, segmenter, setting
        self._encoder = encoder.with_close_ups(setting.close_ups)

    def outcome(self, episode: Episode) -> Outcome:
        """Find the object of an episode, and compare."""
        target = encoded_sample(self._encoder, episode.target)
        shots = [self._reference(one, seed) for one, seed in self._shots(episode)]
        found = self._segmenter.segment(target, [reference for reference, _ in shots])
        truth = np.zeros(target.size, dtype=bool) if episode.absent else self._source.mask(episode.target)
        ignore = self._source.ignore(episode.target)
        first, mark = shots[0]
        case = Case(episode, encode(mark), encode(first.region), encode(found.mask))
        return _compared(found, truth, ignore, case, len(shots))

    def _shots(self, episode: Episode) -> Iterator[tuple[Sample, int]]:
        """The reference of the episode, and as many further ones as the setting asks for, none of them the target.

        As for the reference itself, the target's scene is avoided where names tell scenes.
        """
        yield episode.reference, episode.seed
        same = [sample for sample in self._source.samples() if sample.category == episode.category]
        apart = names_tell_scenes(same)
        others = [
            sample
            for sample in same
            if sample.image not in {episode.reference.image, episode.target.image}
            and not (apart and sample.scene == episode.target.scene)
        ]
        order = np.random.default_rng(episode.seed).permutation(len(others))
        for number, index in enumerate(order[: self._setting.references - 1], start=1):
            yield others[int(index)], episode.seed + number

    def _reference(self, sample: Sample, seed: int) -> tuple[EncodedReference, Mask]:
        """The encoded reference, and the (H, W) bool mark that was made on it."""
        encoded = encoded_sample(self._encoder, sample)
        truth = self._source.mask(sample)
        mark = region = simulate(truth, self._setting.kind, np.random.default_rng(seed), self._setting.style)
        if self._setting.sharpen and self._setting.kind != "mask":
            prompts = prompts_of_mark(mark, self._setting.kind)
            region = sharpen(self._segmenter.sam, encoded.embedding, prompts, Size(*mark.shape))
        return self._segmenter.encode_reference(encoded, region), mark


def _compared(found: Segmentation, truth: Mask, ignore: Mask, case: Case, references: int) -> Outcome:
    """What was found beside the (H, W) bool truth; pixels under `ignore` are not scored."""
    counts = overlap(found.mask, truth, ignore)
    return Outcome(
        category=case.episode.category,
        overlap=counts,
        overlap_512=overlap_512(found.mask, truth, ignore),
        iou=counts.intersection / counts.union if counts.union else 1.0,
        confidence=found.scores.confidence,
        empty=not found.mask.any(),
        evidence=found.evidence,
        references=references,
        case=case,
    )


def _by_category(outcomes: Sequence[Outcome], official: bool) -> dict[str, list[Overlap]]:
    """The counts of each category, at the images' own resolution or at the official one."""
    grouped: defaultdict[str, list[Overlap]] = defaultdict(list)
    for outcome in outcomes:
        grouped[outcome.category].append(outcome.overlap_512 if official else outcome.overlap)
    return dict(grouped)


def _expected_iou(outcome: Outcome) -> float:
    """SAM's own estimate; 0 where nothing was found."""
    return outcome.evidence.predicted_iou if outcome.evidence else 0.0


def _share(chosen: Mask, seed: int) -> Interval:
    """The share of (N,) bool that is set; of nothing 0, which could as well be all."""
    if not len(chosen):
        return Interval(0.0, 0.0, 1.0)
    return bootstrap(lambda rows: float(rows.mean()), chosen.astype(np.float64), seed=seed)


def _confidences(outcomes: Sequence[Outcome]) -> Floats:
    """Confidence per outcome; an empty result has none."""
    return np.array([0.0 if outcome.empty else outcome.confidence for outcome in outcomes])
