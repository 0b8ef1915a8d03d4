"""What the window asks of the engine outside the networks: photos, the project's files, weights. Run as jobs."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from vrp_core.domain.assets import asset
from vrp_core.domain.errors import ImageUnreadable, NothingToDo
from vrp_core.images.formats import SUFFIXES
from vrp_core.images.reading import describe
from vrp_core.project import ingest
from vrp_core.project.database import Database
from vrp_core.project.demo import make_project
from vrp_core.project.file_words import file_sentences
from vrp_core.project.ingest import Ingested
from vrp_core.project.lock import LOCK_NAME
from vrp_core.project.project import Project
from vrp_core.weights import fetching, store
from vrp_core.weights.download import Cancelled

from .engine_words import translated
from .jobs import Progress, Stopped

PHOTO_PATTERNS = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))  # for a dialog that asks for files


def add_photos(project: Project, paths: Sequence[Path], progress: Progress, stopped: Stopped) -> Ingested:
    """Add photos, and the photos of folders.

    Raises:
        NotFound, NothingToDo: see `ingest.look_for_photos`.
    """
    found = ingest.look_for_photos(paths)
    return replace(ingest.add_photos(project, found.images, progress, stopped), found=found)


def file_problems(project: Project) -> tuple[str, ...]:
    """Sentences about photos whose files are gone or hold other pictures; they are left out of passes and exports."""
    return tuple(file_sentences(project.images.check_files(), translated))


def discard_empty(folder: Path) -> None:
    """Remove a closed project that holds nothing, but no other file of its folder."""
    for file in (*folder.glob("project.*sqlite*"), folder / LOCK_NAME):
        file.unlink(missing_ok=True)
    with suppress(OSError):  # somebody keeps other files there
        folder.rmdir()


def bands_of(path: Path) -> int:
    """How many bands the file of a photo has; 0 when it cannot be read."""
    try:
        return describe(path).bands
    except ImageUnreadable:
        return 0


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


def weights_present(weights_id: str) -> bool:
    """The weights are on this machine."""
    return store.status(weights_id).present is not False


def shipped_weights() -> Path | None:
    """The trained VRP encoder that came with the program."""
    path = asset("weights", "vrp_default.safetensors")
    return path if path.is_file() else None


def fetch_weights(weights_id: str, progress: Progress, stopped: Stopped) -> None:
    """Download weights; a stopped download is resumed."""
    fetching.fetch(weights_id, progress, stopped)


def import_weights(weights_id: str, path: Path) -> None:
    """Take a file the person already has."""
    fetching.import_file(weights_id, path)


def was_stopped(error: Exception) -> bool:
    """The person stopped the work; nothing went wrong."""
    return isinstance(error, Cancelled)
