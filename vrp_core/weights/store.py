"""The weights on this machine: the cache that every SAM ends in, and the files that other libraries keep.

Whatever source a SAM came from, the cache holds one safetensors file of named tensors and a note of its provenance.
Listing loads neither torch nor the network libraries; placing does.
"""

import importlib.util
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from vrp_core import __version__
from vrp_core.domain.documents import read_document
from vrp_core.domain.errors import DiskFull, WeightsDamaged, WeightsMissing
from vrp_core.domain.files import file_digest
from vrp_core.weights.catalogue import row

if TYPE_CHECKING:  # listing weights must not load torch
    from torch import Tensor

CACHE_VARIABLE = "VRP_ANNOTATOR_CACHE"


@dataclass(frozen=True, slots=True)
class Status:
    """What this machine has of one row."""

    id: str
    present: bool
    detail: str


def cache_dir() -> Path:
    """The folder of everything we keep for a user; the environment variable VRP_ANNOTATOR_CACHE overrides it."""
    return Path(os.environ.get(CACHE_VARIABLE) or platformdirs.user_cache_dir("vrp-annotator"))


def path_of(weights_id: str) -> Path:
    """The safetensors file of a SAM.

    Raises:
        NotFound: there is no such row.
        WeightsMissing: the file is not on this machine.
    """
    row(weights_id)
    path = place_of(weights_id)
    if not path.is_file():
        raise WeightsMissing(weights_id)
    return path


def status(weights_id: str) -> Status:
    """What this machine has of a row, without loading anything."""
    weights = row(weights_id)
    if weights.kind == "package":
        present = importlib.util.find_spec(weights.package) is not None
        return Status(weights_id, present, "installed with the program" if present else "its package is missing")
    if weights.kind == "hub":
        file = file_of(weights_id)
        detail = f"in {file.parent}" if file is not None else "fetched by timm on first use"
        return Status(weights_id, file is not None, detail)
    path = place_of(weights_id)
    if not path.is_file():
        return Status(weights_id, False, "not fetched")
    return Status(weights_id, True, f"{path.stat().st_size / 1e6:.0f} MB in {path.parent}")


def file_of(weights_id: str) -> Path | None:
    """The file of weights that are on this machine; None where there is none, or a package carries them."""
    weights = row(weights_id)
    if weights.kind == "hub":  # the hub's client keeps each version in a folder of its own
        place = hub_dir() / f"models--{weights.repository.replace('/', '--')}" / "snapshots"
        return next(iter(sorted(place.glob("*/model.safetensors"))), None)
    path = place_of(weights_id)
    return path if path.is_file() else None


def hub_dir() -> Path:
    """Where the hub's client keeps its files."""
    home = Path(os.environ.get("HF_HOME") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "huggingface")
    return Path(os.environ.get("HF_HUB_CACHE") or home / "hub").expanduser()


def verify(weights_id: str) -> None:
    """Check a cached file against the digest taken when it was placed.

    Raises:
        WeightsMissing: there is no file.
        WeightsDamaged: the file has changed since.
    """
    if row(weights_id).kind != "sam":
        return
    path = path_of(weights_id)
    note = _note(weights_id)
    if not note.is_file():
        raise WeightsDamaged(path, "a note of its digest beside it", "none")
    expected = read_document(note, dict[str, Any]).get("sha256")
    found = file_digest(path)
    if found != expected:
        raise WeightsDamaged(path, f"sha256 {expected}", f"sha256 {found}")


def remove(weights_id: str) -> None:
    """Delete a cached file and whatever is left of a download of it.

    Raises:
        WeightsMissing: there is no file.
    """
    shutil.rmtree(parts_of_download(weights_id), ignore_errors=True)
    path_of(weights_id).unlink()
    _note(weights_id).unlink(missing_ok=True)


def keep_state(weights_id: str, state: "dict[str, Tensor]", origin: str, originals: tuple[Path, ...]) -> Path:
    """Place a converted state in the cache, whole or not at all.

    Args:
        weights_id: a SAM of the catalogue.
        state: its tensors by name.
        origin: where they come from, for the note of their provenance.
        originals: the files that they were converted from.

    Raises:
        DiskFull: there is no room.
    """
    try:
        return _place_state(weights_id, state, origin, originals)
    except Exception as error:  # safetensors words the system's error itself, with no number to ask for
        if "No space left" in str(error):
            raise DiskFull(place_of(weights_id)) from error
        raise


def _place_state(weights_id: str, state: "dict[str, Tensor]", origin: str, originals: tuple[Path, ...]) -> Path:
    from safetensors.torch import save_file

    place = place_of(weights_id)
    place.parent.mkdir(parents=True, exist_ok=True)
    provenance = {
        "source": origin,
        "original_sha256": " ".join(file_digest(file) for file in originals),
        "converter": __version__,
    }
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        temporary = Path(folder) / place.name
        # One value: safetensors writes several in an order of chance, and figures name weights by the file's digest.
        save_file(state, temporary, metadata={"provenance": json.dumps(provenance)})
        note = {**provenance, "sha256": file_digest(temporary), "size": temporary.stat().st_size}
        note_file = Path(folder) / _note(weights_id).name
        note_file.write_text(json.dumps(note, indent=1), encoding="utf-8")
        note_file.replace(_note(weights_id))
        temporary.replace(place)
    return place


def place_of(weights_id: str) -> Path:
    """Where the cache holds the safetensors file of a SAM, once it is there."""
    return cache_dir() / "weights" / f"{weights_id}.safetensors"


def _note(weights_id: str) -> Path:
    return cache_dir() / "weights" / f"{weights_id}.json"


def parts_of_download(weights_id: str) -> Path:
    """The folder of a download that has not ended: it is resumed from there."""
    return cache_dir() / "downloads" / weights_id
