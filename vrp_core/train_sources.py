"""The data sets of a training run: opened, checked all at once, and split by category into training and validation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vrp_core.data.episodes import Episode, EpisodeSampler, fixed_pairs
from vrp_core.data.samples import Sample, SampleSource, coco_source, folder_source, project_source, subset
from vrp_core.data.splitting import held_out_images, pairs_across
from vrp_core.domain.config import KINDS, TrainConfig
from vrp_core.domain.errors import BadFile, NotFound, NothingToDo


@dataclass(frozen=True, slots=True)
class TrainingSources:
    """What a run draws from."""

    train: tuple[SampleSource, ...]
    validation: tuple[SampleSource, ...]
    sampler: EpisodeSampler
    pairs: tuple[Episode, ...]  # to validate on

    @property
    def all(self) -> tuple[SampleSource, ...]:
        """Training and validation together."""
        return self.train + self.validation

    @property
    def train_samples(self) -> list[Sample]:
        """Every sample that may be trained on."""
        return [sample for source in self.train for sample in source.samples()]


def open_sources(config: TrainConfig) -> TrainingSources:
    """Open and check every data set of a config.

    Raises:
        BadFile: data sets have problems; every one of every data set is named.
        NotFound: a data set or a held-out category does not exist.
        NothingToDo: no category is left to train on.
    """
    opened = [open_source(Path(path), config.images) for path in config.data]
    _check(opened)
    known = {sample.category for source in opened for sample in source.samples()}
    unknown = sorted(set(config.held_out) - known)
    if unknown:
        raise NotFound("category", ", ".join(unknown), tuple(sorted(known)))
    pairs: list[Episode] = []
    kept = [_without(source, config.held_out) for source in opened]
    if config.held_out_share:
        kept, pairs = _keep_images_apart(kept, config)
    train = [source for source in kept if source.samples()]
    validation = [source for source in (held_out_of(source, config.held_out) for source in opened) if source.samples()]
    if not train:
        raise NothingToDo("categories to train on", "give more images, or hold out fewer categories")
    sampler = EpisodeSampler(
        train,
        seed=config.seed,
        kinds=dict(zip(KINDS, config.kinds, strict=True)),
        absent=config.absent,
        shares={source.name: share for source, share in zip(opened, config.shares, strict=True)}
        if config.shares
        else None,
    )
    for source in validation:
        pairs += fixed_pairs(source, max(1, config.validation_pairs // len(validation)), config.seed)
    return TrainingSources(tuple(train), tuple(validation or (opened if pairs else ())), sampler, tuple(pairs))


def open_source(path: Path, images: str = "") -> SampleSource:
    """A data set by what lies at its path: a COCO JSON file, a project, or images/ with masks/<category>/.

    Raises:
        NotFound: nothing of the kind is there.
    """
    if path.is_file() and path.suffix == ".json":
        return coco_source(path, Path(images) if images else path.parent)
    if (path / "project.sqlite").is_file():
        return project_source(path)
    if (path / "masks").is_dir():
        return folder_source(path)
    raise NotFound("data set", str(path), ("a COCO JSON file", "a project", "a folder with images/ and masks/"))


def _keep_images_apart(sources: list[SampleSource], config: TrainConfig) -> tuple[list[SampleSource], list[Episode]]:
    """The sources without the images that are kept for validation, and pairs that have those as targets."""
    kept: list[SampleSource] = []
    pairs: list[Episode] = []
    for source in sources:
        held = held_out_images(source, config.held_out_share, config.seed)
        pairs += pairs_across(source, held, max(1, config.validation_pairs // len(sources)), config.seed)
        kept.append(subset(source, [sample for sample in source.samples() if sample.image not in held]))
    return kept, pairs


def _check(sources: Sequence[SampleSource]) -> None:
    problems = [f"{source.name}: {problem}" for source in sources for problem in source.problems()]
    if problems:
        raise BadFile(Path(sources[0].name), tuple(problems))


def _without(source: SampleSource, held_out: tuple[str, ...]) -> SampleSource:
    """The samples of categories not held out, on images that show none that is."""
    shown = {sample.image for sample in source.samples() if sample.category in held_out}
    return subset(source, [s for s in source.samples() if s.category not in held_out and s.image not in shown])


def held_out_of(source: SampleSource, held_out: tuple[str, ...]) -> SampleSource:
    """The samples of a data set that training held out."""
    return subset(source, [sample for sample in source.samples() if sample.category in held_out])
