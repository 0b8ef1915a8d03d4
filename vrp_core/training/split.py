"""The images that a run holds out for validation: chosen once, and saved in the folder of the run.

A run that is resumed after its data have grown must not validate on images it has learned from, nor compare figures of
different pairs. Photos are known by their digest, so a project may move.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from vrp_core.datasets.episodes import Episode, fixed_pairs
from vrp_core.datasets.samples import Sample, SampleSource, subset
from vrp_core.datasets.splitting import held_out_images, pairs_across
from vrp_core.domain.config import TrainConfig
from vrp_core.domain.documents import typed_text
from vrp_core.domain.errors import BadFile
from vrp_core.domain.files import write_file
from vrp_core.images.reading import digest_of

_FILE = "validation.json"
_PAIR = ("category", "kind", "absent", "seed")  # fields of an episode that are written as they are


class _PairInFile(Struct):
    category: str
    kind: Literal["point", "scribble", "box", "mask"]
    absent: bool
    seed: int
    reference: tuple[int, str]  # data set, digest
    target: tuple[int, str]


class _SplitFile(Struct):
    images: list[list[str]]
    pairs: list[_PairInFile]


@dataclass(frozen=True, slots=True)
class Split:
    """Images that are not trained on, and the pairs to validate on."""

    images: tuple[frozenset[Path], ...]  # of each source, those held out besides the held-out categories
    pairs: tuple[Episode, ...]

    def without(self, source: SampleSource, number: int) -> SampleSource:
        """What may be trained on of the source of a number, as far as its images go."""
        return subset(source, [sample for sample in source.samples() if sample.image not in self.images[number]])


def choose_split(sources: Sequence[SampleSource], config: TrainConfig) -> Split:
    """A new split: a share of the images of what is not held out, and pairs within the held-out categories."""
    kept = [without_categories(source, config.held_out) for source in sources]
    images = tuple(
        held_out_images(source, config.held_out_share, config.seed) if config.held_out_share else frozenset()
        for source in kept
    )
    pairs: list[Episode] = []
    for source, held in zip(kept, images, strict=True):
        if held:
            pairs += pairs_across(source, held, max(1, config.validation_pairs // len(sources)), config.seed)
    held_out = [
        source for source in (only_categories(source, config.held_out) for source in sources) if source.samples()
    ]
    for source in held_out:
        pairs += fixed_pairs(source, max(1, config.validation_pairs // len(held_out)), config.seed)
    return Split(images, tuple(pairs))


def save_split(folder: Path, split: Split, sources: Sequence[SampleSource]) -> None:
    """Keep the split of a run in its folder."""
    number = {source.name: index for index, source in enumerate(sources)}
    digest = cache(digest_of)

    def place(sample: Sample) -> tuple[int, str]:
        return number[sample.source], digest(sample.image)

    content = {
        "images": [sorted(digest(image) for image in of_source) for of_source in split.images],
        "pairs": [
            {name: getattr(pair, name) for name in _PAIR}
            | {"reference": place(pair.reference), "target": place(pair.target)}
            for pair in split.pairs
        ],
    }
    write_file(folder / _FILE, json.dumps(content, indent=1).encode())


def load_split(folder: Path, sources: Sequence[SampleSource]) -> Split | None:
    """The split that a run began with, or None for a new run.

    Raises:
        BadFile: it cannot be read, or a photo of its pairs is not in the data any more.
    """
    path = folder / _FILE
    if not path.is_file():
        return None
    digest = cache(digest_of)
    found = {
        (number, digest(sample.image), sample.category): sample
        for number, source in enumerate(sources)
        for sample in source.samples()
    }
    try:
        content = typed_text(path.read_bytes(), _SplitFile)
        pairs = [
            Episode(
                reference=found[(*pair.reference, pair.category)],
                target=found[(*pair.target, pair.category)],
                **{name: getattr(pair, name) for name in _PAIR},
            )
            for pair in content.pairs
        ]
        held = [frozenset(of_source) for of_source in content.images]
        if len(held) != len(sources):
            raise ValueError(f"it is of {len(held)} data sets, not of {len(sources)}")
    except KeyError as error:
        gone = f"a photo that the run was validated on, or its mask, is gone ({error}): begin a new run"
        raise BadFile(path, (gone,)) from error
    except (OSError, ValueError) as error:
        raise BadFile(path, (str(error),)) from error
    images = tuple(
        frozenset(sample.image for sample in source.samples() if digest(sample.image) in of_source)
        for source, of_source in zip(sources, held, strict=True)
    )
    return Split(images, tuple(pairs))


def without_categories(source: SampleSource, held_out: tuple[str, ...]) -> SampleSource:
    """The samples of categories not held out, on images that show none that is."""
    shown = {sample.image for sample in source.samples() if sample.category in held_out}
    return subset(source, [s for s in source.samples() if s.category not in held_out and s.image not in shown])


def only_categories(source: SampleSource, held_out: tuple[str, ...]) -> SampleSource:
    """The samples of a data set that training held out."""
    return subset(source, [sample for sample in source.samples() if sample.category in held_out])
