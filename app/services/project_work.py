"""What the window asks of the engine outside the networks: photos in, annotations in and out, weights. Run as jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from vrp_core.domain.annotations import Role
from vrp_core.domain.errors import ImageUnreadable, NothingToDo
from vrp_core.domain.messages import explain
from vrp_core.exchange.project_import import Imported, import_file
from vrp_core.images.reading import digest_of, find_images, read_size
from vrp_core.project.demo import make_project
from vrp_core.project.project import NewImage, Project
from vrp_core.weights import catalogue
from vrp_core.weights.download import Cancelled

from .jobs import Progress, Stopped

_CHUNK = 64  # photos that come into the project together


@dataclass(frozen=True, slots=True)
class AddedPhotos:
    """What became of the photos somebody added."""

    added: int
    renewed: int  # that were in, and were found at another place or with another content
    refused: tuple[str, ...]  # a sentence for each that could not be read


def add_photos(project: Project, paths: Sequence[Path], progress: Progress, stopped: Stopped) -> AddedPhotos:
    """Add photos and the photos of folders, a few at a time; those that cannot be read are named."""
    files = [file for path in paths for file in (find_images(path) if path.is_dir() else [path])]
    if not files:
        raise NothingToDo("photos", "choose a folder that holds JPEG, PNG, TIFF, WebP, BMP or GIF files")
    chunk: list[NewImage] = []
    refused: list[str] = []
    before = {image.id: image for image in project.images()}
    for number, file in enumerate(files, start=1):
        if stopped():
            break
        try:
            chunk.append(NewImage(file, read_size(file), digest_of(file)))
        except ImageUnreadable as error:
            refused.append(explain(error))
        if len(chunk) == _CHUNK or number == len(files):
            project.add_images(chunk)
            chunk = []
            progress(number, len(files))
    after = {image.id: image for image in project.images()}
    renewed = sum(after.get(one.id, one) != one for one in before.values())
    return AddedPhotos(len(after.keys() - before.keys()), renewed, tuple(refused))


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


def bring_in(project: Project, path: Path, as_references: bool) -> Imported:
    """Annotations of another tool's file or folder, as references or as truth."""
    return import_file(project, path, Role.REFERENCE if as_references else Role.TRUTH)


def weights_present(weights_id: str) -> bool:
    """The weights are on this machine."""
    return catalogue.status(weights_id).present is not False


def shipped_weights() -> Path | None:
    """The trained VRP encoder that came with the program."""
    path = Path(str(files("assets"))) / "weights" / "vrp_default.safetensors"
    return path if path.is_file() else None


def fetch_weights(weights_id: str, progress: Progress, stopped: Stopped) -> None:
    """Download weights; a download that was stopped goes on from there."""
    catalogue.fetch(weights_id, progress, stopped)


def import_weights(weights_id: str, path: Path) -> None:
    """Take a file the person already has."""
    catalogue.import_file(weights_id, path)


def was_stopped(error: Exception) -> bool:
    """The person stopped the work; nothing went wrong."""
    return isinstance(error, Cancelled)
