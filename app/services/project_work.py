"""What the window asks of the engine outside the networks: photos in, annotations in and out, weights. Run as jobs."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vrp_core.domain.annotations import Role
from vrp_core.domain.assets import asset
from vrp_core.domain.errors import NothingToDo
from vrp_core.exchange.project_import import Imported as Imported  # for the window, which asks for work here only
from vrp_core.exchange.project_import import import_file
from vrp_core.images.formats import SUFFIXES
from vrp_core.project import ingest
from vrp_core.project.database import Database
from vrp_core.project.demo import make_project
from vrp_core.project.ingest import Ingested
from vrp_core.project.project import Project
from vrp_core.weights import catalogue
from vrp_core.weights.download import Cancelled

from .jobs import Progress, Stopped

PHOTO_PATTERNS = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))  # for a dialog that asks for files


def add_photos(project: Project, paths: Sequence[Path], progress: Progress, stopped: Stopped) -> Ingested:
    """Add photos, and the photos of folders.

    Raises:
        NotFound, NothingToDo: see `ingest.look_for_photos`.
    """
    found = ingest.look_for_photos(paths)
    return replace(ingest.add_photos(project, found.images, progress, stopped), found=found)


def make_sample(folder: Path) -> Path:
    """The demo's photos as a project in a new folder.

    Raises:
        NothingToDo: the photos are not installed.
    """
    try:
        make_project(folder).close()
    except ImportError as error:
        raise NothingToDo("sample photos", "install them with: pip install 'vrp-annotator[demo]'") from error
    return folder


def restore(folder: Path, older: bool) -> tuple[Path, Path]:
    """Replace a damaged project by a copy of its last good state; returns its folder and the damaged file's new path.

    Raises:
        NotFound, ProjectLocked, ProjectDamaged, DiskFull: see `Database.restore`.
    """
    return folder, Database.restore(folder, older)


def bring_in(project: Project, path: Path, as_references: bool) -> Imported:
    """Annotations of another tool's file or folder, as references or as truth."""
    return import_file(project, path, Role.REFERENCE if as_references else Role.TRUTH)


def weights_present(weights_id: str) -> bool:
    """The weights are on this machine."""
    return catalogue.status(weights_id).present is not False


def shipped_weights() -> Path | None:
    """The trained VRP encoder that came with the program."""
    path = asset("weights", "vrp_default.safetensors")
    return path if path.is_file() else None


def fetch_weights(weights_id: str, progress: Progress, stopped: Stopped) -> None:
    """Download weights; a stopped download is resumed."""
    catalogue.fetch(weights_id, progress, stopped)


def import_weights(weights_id: str, path: Path) -> None:
    """Take a file the person already has."""
    catalogue.import_file(weights_id, path)


def was_stopped(error: Exception) -> bool:
    """The person stopped the work; nothing went wrong."""
    return isinstance(error, Cancelled)
