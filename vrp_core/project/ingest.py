"""The one way to add photos to a project, for the window and the command line: list the files, read, add."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vrp_core.domain.errors import ImageUnreadable, NotFound, NothingToDo
from vrp_core.images.reading import digest_of, find_images, read_size
from vrp_core.project.project import NewImage, Project

_CHUNK = 64  # photos added in one transaction, so that a window can show them while others are read


@dataclass(frozen=True, slots=True)
class Ingested:
    """The result of adding photos."""

    added: int  # photos that are new to the project
    renewed: int  # photos of the project that were found at another path or with other content
    refused: tuple[ImageUnreadable, ...]  # one for each file that cannot be read


def list_photos(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files to add: each path that is a file, and for each folder the photos in it and in its sub-folders.

    Raises:
        NotFound: a path does not exist.
        NothingToDo: no photo is among them.
    """
    given = list(paths)
    for path in given:
        if not path.exists():
            raise NotFound("file or folder", str(path))
    files = tuple(file for path in given for file in (find_images(path) if path.is_dir() else [path]))
    if not files:
        raise NothingToDo("photos", "choose a folder that holds JPEG, PNG, TIFF, WebP, BMP or GIF files")
    return files


def add_photos(
    project: Project,
    files: Sequence[Path],
    progress: Callable[[int, int], None] = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Ingested:
    """Add files to a project, a few in each transaction.

    Args:
        project: open for writing.
        files: photos, see `list_photos`.
        progress: called with the numbers of files read and of all files.
        stopped: asked before each file; True ends the work, and what was read so far is added.
    """
    before = {image.id: image for image in project.images.all()}
    chunk: list[NewImage] = []
    refused: list[ImageUnreadable] = []
    for number, file in enumerate(files, start=1):
        if stopped():
            break
        try:
            chunk.append(read_new_image(file))
        except ImageUnreadable as error:
            refused.append(error)
        if len(chunk) == _CHUNK:
            project.images.add(chunk)
            chunk = []
        progress(number, len(files))
    project.images.add(chunk)
    after = {image.id: image for image in project.images.all()}
    renewed = sum(after.get(one.id, one) != one for one in before.values())
    return Ingested(len(after.keys() - before.keys()), renewed, tuple(refused))


def read_new_image(file: Path) -> NewImage:
    """What a project stores of a photo: its path, the size of the upright picture and the digest of its bytes.

    Raises:
        ImageUnreadable: the file cannot be read.
    """
    return NewImage(file, read_size(file), digest_of(file))
