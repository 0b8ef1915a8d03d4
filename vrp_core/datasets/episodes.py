"""Episodes: a reference, a target and what is to be found, drawn reproducibly.

An episode is a function of the seed and its number alone. So any run can resume where another stopped, and processes
that train together draw different episodes by taking different numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vrp_core.datasets.samples import Sample, SampleSource

_TEMPER = 0.5  # categories are drawn by their number of images to this power: between uniform and proportional
_TRIES = 20  # attempts to find a target without the category


@dataclass(frozen=True, slots=True)
class Episode:
    """One pair."""

    reference: Sample
    target: Sample
    category: str
    kind: str  # how the reference is marked: point, scribble, box or mask
    absent: bool  # the target does not show the category: its truth is empty
    seed: int  # of everything random inside the episode


@dataclass(frozen=True, slots=True)
class _Category:
    """A category within its source."""

    source: SampleSource
    name: str
    samples: tuple[Sample, ...]  # scene by scene
    apart: bool  # references and targets are of different scenes


class EpisodeSampler:
    """Draws training episodes from several sources."""

    def __init__(
        self,
        sources: Sequence[SampleSource],
        seed: int,
        kinds: Mapping[str, float],
        absent: float = 0.0,
        shares: Mapping[str, float] | None = None,
    ) -> None:
        """Open the sources' categories.

        Args:
            sources: data sets.
            seed: of everything drawn.
            kinds: relative shares of the annotation kinds.
            absent: share of targets without the category.
            shares: relative share of each source by its name; None lets every category count by its size.
        """
        self._seed = seed
        self._categories = [category for source in sources for category in _categories(source)]
        self._chances = _chances(self._categories, shares)
        self._kinds = list(kinds)
        kind_shares = np.array(list(kinds.values()), dtype=np.float64)
        self._kind_chances = kind_shares / kind_shares.sum()
        self._absent = absent

    def sample(self, index: int) -> Episode:
        """Episode number `index`."""
        rng = np.random.default_rng([self._seed, index])
        category = self._categories[int(rng.choice(len(self._categories), p=self._chances))]
        kind = self._kinds[int(rng.choice(len(self._kinds), p=self._kind_chances))]
        reference, target = _pair(category, rng)
        absent = False
        if rng.random() < self._absent:
            other = _target_without(category, rng)
            if other is not None:
                target, absent = other, True
        return Episode(reference, target, category.name, kind, absent, int(rng.integers(2**31)))


def fixed_pairs(source: SampleSource, pairs: int, seed: int, kind: str = "mask", absent: bool = False) -> list[Episode]:
    """Evaluation pairs: as many of each category as of any other, the same for every seed, method and run."""
    categories = _categories(source)
    episodes = []
    for index in range(pairs):
        rng = np.random.default_rng([seed, index])
        category = categories[index % len(categories)]
        reference, target = _pair(category, rng)
        if absent:
            other = _target_without(category, rng)
            if other is None:
                continue
            target = other
        episodes.append(Episode(reference, target, category.name, kind, absent, int(rng.integers(2**31))))
    return episodes


def names_tell_scenes(samples: Sequence[Sample]) -> bool:
    """Whether the names of a category's images tell scenes: several, none with more than half of the images.

    Else the part before the number is a habit, as `IMG_` and `DSC_` of two cameras. Pairs across two such groups would
    all hold one of the smaller one's few images.
    """
    counts = Counter(sample.scene for sample in samples)
    return 2 * max(counts.values()) <= len(samples)


def _categories(source: SampleSource) -> list[_Category]:
    grouped: defaultdict[str, list[Sample]] = defaultdict(list)
    for sample in source.samples():
        grouped[sample.category].append(sample)
    return [
        _Category(source, name, tuple(sorted(samples, key=lambda one: one.scene)), names_tell_scenes(samples))
        for name, samples in sorted(grouped.items())
    ]


def _chances(categories: Sequence[_Category], shares: Mapping[str, float] | None) -> NDArray[np.float64]:
    """How likely each category is: by its tempered size within its source, by the shares between sources."""
    sizes = np.array([len(category.samples) for category in categories], dtype=np.float64) ** _TEMPER
    if shares is not None:
        names = [category.source.name for category in categories]
        totals = {name: sizes[[other == name for other in names]].sum() for name in set(names)}
        sizes *= np.array([shares[name] / totals[name] for name in names])
    return sizes / sizes.sum()


def _pair(category: _Category, rng: np.random.Generator) -> tuple[Sample, Sample]:
    """Two different images of the category, of different scenes where their names tell scenes."""
    samples = category.samples
    reference = samples[int(rng.integers(len(samples)))]
    if category.apart:
        others = [sample for sample in samples if sample.scene != reference.scene]
    else:
        others = [sample for sample in samples if sample.image != reference.image]
    return reference, others[int(rng.integers(len(others)))]


def _target_without(category: _Category, rng: np.random.Generator) -> Sample | None:
    """An image of the same source that is not known to show the category, or None when none is soon found."""
    samples = category.source.samples()
    for _ in range(_TRIES):
        target = samples[int(rng.integers(len(samples)))]
        if category.name not in category.source.shown(target.image):
            return target
    return None
