"""The VRP weights that a project can use: the shipped ones, those of its runs, and those that were brought in.

Their cards come from the metadata of the files, without reading the weights, so a list of many is quick.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from app.services import training
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.files import write_file

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
    """Weights, and what their file says of them."""

    name: str
    path: Path | None  # None: the shipped ones
    origin: Origin
    date: str  # of the file
    data: tuple[str, ...] = ()
    step: int | None = None
    before: float | None = None  # validation mIoU of what the training started from, per cent
    after: float | None = None


def cards(project: Path, shipped: Path | None) -> tuple[Card, ...]:
    """Every card, the shipped weights first, then the newest first."""
    folder = training.folder_of(project)
    names = _names(project)
    found = [(Origin.RUN, path) for path in folder.glob("*/best.safetensors")]
    found += [(Origin.IMPORTED, path) for path in (folder / _IMPORTED).glob(f"*{_ENDING}")]
    found.sort(key=lambda one: one[1].stat().st_mtime, reverse=True)
    own = tuple(_card(path, origin, names.get(_place(project, path)) or _plain_name(path)) for origin, path in found)
    return (*([_card(shipped, Origin.SHIPPED, "shipped")] if shipped is not None else []), *own)


def name_of(project: Path, weights: Path) -> str:
    """What a person calls weights: the name given to them, else that of their run or file."""
    return _names(project).get(_place(project, weights)) or _plain_name(weights)


def rename(project: Path, card: Card, name: str) -> None:
    """Give weights of the project another name; an empty one gives back the run's or the file's."""
    assert card.path is not None
    names = _names(project) | {_place(project, card.path): name.strip()}
    write_file(training.folder_of(project) / _NAMES, json.dumps(names, indent=1, ensure_ascii=False).encode())


def bring_in(project: Path, file: Path) -> Path:
    """Check a weights file and copy it into the project; gives the copy. It loads networks: run it as a job.

    Raises:
        WeightsDamaged: the file cannot be read.
        WeightsMismatch: it holds something else than VRP weights, or those of another network.
    """
    from vrp_core.loading import load_engine

    load_engine(SegmentConfig(vrp_weights=str(file)))  # only what can be used is taken
    folder = training.folder_of(project) / _IMPORTED
    folder.mkdir(parents=True, exist_ok=True)
    place = _free(folder, file.stem)
    write_file(place, file.read_bytes())
    return place


def take_out(card: Card, shipped: Path | None, file: Path) -> Path:
    """Copy weights to a file of their own; gives it, with the ending that it should have."""
    source = card.path or shipped
    assert source is not None
    file = file if file.suffix == _ENDING else file.with_name(file.name + _ENDING)
    if file.resolve() != source.resolve():
        write_file(file, source.read_bytes())
    return file


def _card(path: Path, origin: Origin, name: str) -> Card:
    said = _provenance(path)
    config: dict[str, Any] = said.get("train") or {}
    return Card(
        name,
        None if origin is Origin.SHIPPED else path,
        origin,
        datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y-%m-%d %H:%M"),
        _data(config.get("data") or ()),
        said.get("step"),
        said.get("validation_before"),
        said.get("validation_miou"),
    )


def _provenance(path: Path) -> dict[str, Any]:
    """What a file says of its making; nothing where it cannot be read, as only its use has to fail."""
    try:
        with safe_open(path, framework="numpy") as file:
            said = json.loads((file.metadata() or {}).get("provenance", "{}"))
    except (SafetensorError, OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _data(paths: Sequence[str]) -> tuple[str, ...]:
    return tuple(Path(path).parent.name if Path(path).name == "vrp-annotator" else Path(path).name for path in paths)


def _plain_name(path: Path) -> str:
    return path.parent.name if path.stem in {"best", "last"} else path.stem


def _place(project: Path, path: Path) -> str:
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path)


def _names(project: Path) -> dict[str, str]:
    try:
        names = json.loads((training.folder_of(project) / _NAMES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return names if isinstance(names, dict) else {}


def _free(folder: Path, stem: str) -> Path:
    names = (stem, *(f"{stem}-{number}" for number in range(2, 10_000)))
    return next(place for name in names if not (place := folder / f"{name}{_ENDING}").exists())
