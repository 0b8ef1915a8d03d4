"""The data sets of a training run: opened, checked all at once, and split by category into training and validation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vrp_core.datasets.episodes import EpisodeSampler
from vrp_core.datasets.opening import OpenOptions, open_source
from vrp_core.datasets.samples import Sample, SampleSource
from vrp_core.domain.config import KINDS, TrainConfig
from vrp_core.domain.errors import BadFile, NotFound, NothingToDo
from vrp_core.training.split import Split, choose_split, load_split, without_categories


@dataclass(frozen=True, slots=True)
class TrainingSources:
    """What a run draws from."""

    opened: tuple[SampleSource, ...]  # every data set, whole, in the order of the config
    train: tuple[SampleSource, ...]
    sampler: EpisodeSampler
    split: Split

    @property
    def train_samples(self) -> list[Sample]:
        """Every sample that may be trained on."""
        return [sample for source in self.train for sample in source.samples()]


def open_sources(config: TrainConfig, goes_on: bool = False) -> TrainingSources:
    """Open and check every data set of a config.

    Args:
        config: the run.
        goes_on: the run resumes, so its held-out images stay the same; a new run chooses them.

    Raises:
        BadFile: data sets have problems; all of them are named. Or the validation images of a resumed run are
            gone.
        NotFound: a data set or a held-out category does not exist.
        NothingToDo: no category is left to train on.
    """
    options = OpenOptions(config.images, config.fold, config.lists)
    opened = [open_source(data, options) for data in config.data]
    _check(opened)
    known = {sample.category for source in opened for sample in source.samples()}
    unknown = sorted(set(config.held_out) - known)
    if unknown:
        raise NotFound("category", ", ".join(unknown), tuple(sorted(known)))
    split = (load_split(Path(config.out), opened) if goes_on else None) or choose_split(opened, config)
    kept = [split.without(without_categories(one, config.held_out), index) for index, one in enumerate(opened)]
    train = [source for source in kept if source.samples()]
    if not train:
        raise NothingToDo("categories to train on", "give more photos, or hold out fewer categories")
    sampler = EpisodeSampler(
        train,
        seed=config.seed,
        kinds=dict(zip(KINDS, config.kinds, strict=True)),
        absent=config.absent,
        shares={source.name: share for source, share in zip(opened, config.shares, strict=True)}
        if config.shares
        else None,
    )
    return TrainingSources(tuple(opened), tuple(train), sampler, split)


def _check(sources: Sequence[SampleSource]) -> None:
    problems = [f"{source.name}: {problem}" for source in sources for problem in source.problems()]
    if problems:
        raise BadFile(Path(sources[0].name), tuple(problems))
