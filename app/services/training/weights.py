"""The VRP weights that a project can use: the shipped ones, those of its runs, and imported ones.

Their cards come from the metadata of the files, without reading the weights, so a list of many is quick.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from msgspec import Struct
from safetensors import SafetensorError, safe_open

from vrp_core.domain.documents import Number, typed_text
from vrp_core.domain.errors import BadFile
from vrp_core.domain.files import write_file

from ..engine_words import error_words
from . import runs
from .runs import RunState

_LOG = logging.getLogger(__name__)
_IMPORTED = "imported"
_NAMES = "names.json"  # in the project's training folder: a file's place in the project -> what a person calls it
_ENDING = ".safetensors"


class Origin(str, Enum):
    """Where weights come from."""

    SHIPPED = "came with the program"
    RUN = "trained in this project"
    IMPORTED = "brought in"


@dataclass(frozen=True, slots=True)
class Card:
    """Weights, and the facts in their file."""

    name: str
    path: Path | None  # None: the shipped ones
    origin: Origin
    date: str  # of the file
    data: tuple[str, ...] = ()
    step: int | None = None
    before: float | None = None  # validation mIoU of what the training started from, per cent
    after: float | None = None
    problem: str = ""  # why the file says nothing of them


def cards(project: Path, shipped: Path | None) -> tuple[Card, ...]:
    """Every card, the shipped weights first, then the newest first."""
    folder = runs.folder_of(project)
    names = _names_if_any(project)
    saved = (path for path in folder.glob(f"*/best{_ENDING}") if not _is_imported(path))
    found = [(Origin.RUN, path) for path in saved]
    found += [(Origin.IMPORTED, path) for path in (folder / _IMPORTED).glob(f"*{_ENDING}")]
    found.sort(key=lambda one: one[1].stat().st_mtime, reverse=True)
    own = tuple(_card(path, origin, names.get(_place(project, path)) or _plain_name(path)) for origin, path in found)
    return (*([_card(shipped, Origin.SHIPPED, "shipped")] if shipped is not None else []), *own)


def name_of(project: Path, weights: Path) -> str:
    """The name of weights: the given one, else that of their run or file."""
    return _names_if_any(project).get(_place(project, weights)) or _plain_name(weights)


def goes_on(card: Card) -> bool:
    """Whether an active training may replace these weights."""
    run = card.path.parent if card.path is not None and card.origin is Origin.RUN else None
    return run is not None and runs.read_run(run).state is RunState.RUNNING


def rename(project: Path, card: Card, name: str) -> None:
    """Rename weights of the project; an empty name restores that of the run or file.

    Raises:
        BadFile: the names that were given before cannot be read; they stay as they are.
    """
    assert card.path is not None
    names = _names(project) | {_place(project, card.path): name.strip()}
    write_file(runs.folder_of(project) / _NAMES, json.dumps(names, indent=1, ensure_ascii=False).encode())


def bring_in(project: Path, file: Path) -> Path:
    """Check a weights file and copy it into the project; returns the copy. It loads networks: run it as a job.

    Raises:
        WeightsDamaged: the file cannot be read.
        WeightsMismatch: it holds something else than VRP weights, or those of another network.
    """
    from vrp_core.models.checkpoints import build_vrp, load_checkpoint
    from vrp_core.models.semantic import SemanticEncoder

    checkpoint = load_checkpoint(file)
    build_vrp(checkpoint, SemanticEncoder(checkpoint.config.semantic), file)  # only what can be used is taken
    place = _free(runs.folder_of(project) / _IMPORTED, file.stem)
    write_file(place, file.read_bytes())
    return place


def take_out(card: Card, shipped: Path | None, file: Path) -> Path:
    """Copy weights to a file; returns its path, with the right suffix."""
    source = card.path or shipped
    assert source is not None
    file = with_ending(file)
    if file.resolve() != source.resolve():
        write_file(file, source.read_bytes())
    return file


def with_ending(file: Path) -> Path:
    """The file that an export to `file` writes."""
    return file if file.suffix == _ENDING else file.with_name(file.name + _ENDING)


class _Data(Struct):
    data: tuple[str, ...] = ()


class _Provenance(Struct):
    """The part of a file's provenance that is shown."""

    train: _Data | None = None
    step: int | None = None
    validation_before: Number | None = None  # mIoU, per cent
    validation_miou: Number | None = None


def _card(path: Path, origin: Origin, name: str) -> Card:
    said, problem = _provenance(path)
    return Card(
        name,
        None if origin is Origin.SHIPPED else path,
        origin,
        datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y-%m-%d %H:%M"),
        _data(said.train.data if said.train else ()),
        said.step,
        said.validation_before,
        said.validation_miou,
        problem,
    )


def _provenance(path: Path) -> tuple[_Provenance, str]:
    """A file's provenance, or why it cannot be read. Only using the file has to fail."""
    try:
        with safe_open(path, framework="numpy") as file:
            return typed_text((file.metadata() or {}).get("provenance", "{}"), _Provenance), ""
    except (SafetensorError, OSError, ValueError) as error:
        return _Provenance(), str(error)


def _data(paths: Sequence[str]) -> tuple[str, ...]:
    return tuple(Path(path).parent.name if Path(path).name == "vrp-annotator" else Path(path).name for path in paths)


def _plain_name(path: Path) -> str:
    of_a_run = path.stem in {"best", "last"} and not _is_imported(path)
    return path.parent.name if of_a_run else path.stem


def _is_imported(path: Path) -> bool:
    return path.parent.name == _IMPORTED


def _place(project: Path, path: Path) -> str:
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path)


def _names(project: Path) -> dict[str, str]:
    file = runs.folder_of(project) / _NAMES
    try:
        return typed_text(file.read_bytes(), dict[str, str])
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BadFile(file, (f"it should hold the names of weights, each beside its place: {error}",)) from error


def _names_if_any(project: Path) -> dict[str, str]:
    """The given names; none if they cannot be read, since the names of runs and files can be shown."""
    try:
        return _names(project)
    except BadFile as error:
        _LOG.warning(error_words(error))
        return {}


def _free(folder: Path, stem: str) -> Path:
    names = (stem, *(f"{stem}-{number}" for number in range(2, 10_000)))
    return next(place for name in names if not (place := folder / f"{name}{_ENDING}").exists())
