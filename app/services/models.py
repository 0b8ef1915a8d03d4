"""The networks that a project finds with: what there is, what goes together, and the project's choice."""

import importlib.util
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from msgspec import Struct
from safetensors import SafetensorError, safe_open

from vrp_core.domain.config import METHODS, SegmentConfig, TrainConfig, VrpConfig
from vrp_core.domain.documents import typed_text
from vrp_core.domain.files import write_file
from vrp_core.weights import catalogue, store
from vrp_core.weights.origins import origins
from vrp_core.weights.spaces import same_space

from .project_work import shipped_weights
from .training import runs, weights

_FILE = "model.json"  # in the project's training folder
NAMES = {"mobile_sam": "MobileSAM", "sam_vit_b": "SAM ViT-B", "sam_vit_l": "SAM ViT-L", "sam_vit_h": "SAM ViT-H"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a project finds with, beside the VRP weights (`runs.chosen`)."""

    method: str
    sam: str
    semantic: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """Frozen weights of the catalogue, and whether they are here."""

    id: str
    name: str
    size: str  # in words; "" where it is not known
    licence: str
    present: bool
    importable: bool  # a file of them can be taken
    fetchable: bool


@dataclass(frozen=True, slots=True)
class Trained:
    """VRP weights, and what they were trained with."""

    name: str
    path: Path | None  # None: the shipped ones
    size: str
    sam: str  # "" where the file does not say
    semantic: str

    def fits(self, sam: str) -> bool:
        """They work with this SAM."""
        return bool(self.sam) and same_space(sam, self.sam)


def sams() -> tuple[Frozen, ...]:
    """Every SAM."""
    return tuple(_frozen(row) for row in catalogue.CATALOGUE.values() if row.kind == "sam")


def semantics() -> tuple[Frozen, ...]:
    """Every semantic encoder."""
    return tuple(_frozen(row) for row in catalogue.CATALOGUE.values() if row.kind != "sam")


def trained(project: Path) -> tuple[Trained, ...]:
    """All VRP weights that a project can use."""
    shipped = shipped_weights()
    found = []
    for card in weights.cards(project, shipped):
        file = card.path or shipped
        assert file is not None
        found.append(_trained(card.name, card.path, file))
    return tuple(found)


def choice_of(project: Path | None) -> Choice:
    """The choice of a project; the program's own where nothing, or nothing that exists, was chosen."""
    usual = _usual()
    if project is None:
        return usual
    try:
        stored = typed_text((runs.folder_of(project) / _FILE).read_bytes(), _Stored)
    except (OSError, ValueError):
        return usual
    known = {one.id: one.kind for one in catalogue.CATALOGUE.values()}
    if stored.method not in METHODS or known.get(stored.sam) != "sam" or known.get(stored.semantic, "sam") == "sam":
        return usual
    return Choice(stored.method, stored.sam, stored.semantic)


def choose(project: Path, choice: Choice) -> None:
    """Use these for a project from now on."""
    write_file(runs.folder_of(project) / _FILE, json.dumps(asdict(choice)).encode())


def follow_weights(project: Path) -> None:
    """Other VRP weights were chosen for a project: find with them, through a SAM that they work with."""
    file = runs.chosen(project) or shipped_weights()
    before = choice_of(project)
    if file is None:
        return
    found = _trained("", None, file)
    sam = before.sam if found.fits(before.sam) else found.sam or before.sam
    after = replace(before, method="vrp", sam=sam, semantic=found.semantic or before.semantic)
    if after != before:
        choose(project, after)


def for_training(project: Path, config: TrainConfig) -> TrainConfig:
    """The config of a run for the networks that a project finds with.

    A new network is trained for all of them. Fine-tuned weights keep their encoder, and a SAM that they work with.
    """
    choice = choice_of(project)
    if not config.start_from:
        return replace(config, sam=choice.sam, vrp=replace(config.vrp, semantic=choice.semantic))
    return replace(config, sam=choice.sam) if same_space(choice.sam, config.sam) else config


class _Stored(Struct):
    method: str
    sam: str
    semantic: str


def _usual() -> Choice:
    config = SegmentConfig()
    return Choice(config.method, config.sam, config.semantic)


def _frozen(row: catalogue.Weights) -> Frozen:
    kept = row.kind == "sam"
    return Frozen(
        row.id,
        NAMES.get(row.id, row.id),
        _size(row),
        row.licence,
        store.status(row.id).present,
        importable=kept,
        fetchable=row.kind != "package",
    )


def _size(row: catalogue.Weights) -> str:
    """Of what is here, else of the download."""
    file = store.file_of(row.id)
    if file is not None:
        return _megabytes(file)
    if row.kind == "package":
        found = importlib.util.find_spec(row.package)
        places = found.submodule_search_locations if found is not None else None
        files = [one for place in places or () for one in Path(place).rglob("*") if one.is_file()]
        return f"{sum(one.stat().st_size for one in files) / 1e6:.0f} MB" if files else ""
    return next((one.megabytes for one in origins(row.id) if one.size), "")


def _trained(name: str, path: Path | None, file: Path) -> Trained:
    """What the metadata of a file says; weights of unknown origin go with nothing."""
    try:
        with safe_open(file, framework="numpy") as opened:
            metadata = opened.metadata() or {}
        config = typed_text(metadata.get("config", "{}"), _Network)
        return Trained(name, path, _megabytes(file), metadata.get("sam", ""), config.semantic)
    except (SafetensorError, OSError, ValueError):
        return Trained(name, path, "", "", "")


class _Network(Struct):
    semantic: str = VrpConfig().semantic


def _megabytes(file: Path) -> str:
    return f"{file.stat().st_size / 1e6:.0f} MB"
