"""Adds photos to a project, for the window and the command line: lists the files, reads and adds them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vrp_core.domain.errors import ImageUnreadable, NotFound, NothingToDo
from vrp_core.domain.files import file_stamp
from vrp_core.images.decoding import Header
from vrp_core.images.folder import FoundImages, look_through
from vrp_core.images.formats import NAMES
from vrp_core.images.reading import describe, digest_of
from vrp_core.images.refusal import refusing
from vrp_core.project.intake import Intake, NewImage
from vrp_core.project.project import Project

_CHUNK = 64  # photos per transaction, so that a window can show them while others are read


@dataclass(frozen=True, slots=True)
class Ingested:
    """The result of adding photos."""

    added: int  # photos that are new to the project
    renewed: int  # photos of the project that were found at another path or with other content
    refused: tuple[ImageUnreadable, ...]  # one refusal for each file that cannot be read
    moved: tuple[tuple[str, str], ...] = ()  # old and new path of photos recognised by their content
    replaced: tuple[
        tuple[str, str], ...
    ] = ()  # path, and the new path of the photo that was there, where another picture took its place
    partly_read: tuple[tuple[Path, Header], ...] = ()  # files with several pictures, or with more than three bands
    found: FoundImages = field(default=FoundImages(()))  # everything else found in the folders


def look_for_photos(paths: Iterable[Path]) -> FoundImages:
    """List what can be added: each path that is a file, and the photos of each folder and its sub-folders.

    Raises:
        NotFound: a path does not exist.
        NothingToDo: the paths hold no photo.
    """
    given = list(paths)
    for path in given:
        if not path.exists():
            raise NotFound("file or folder", str(path))
    parts = [look_through(path) if path.is_dir() else FoundImages((path,)) for path in given]
    found = FoundImages(*(tuple(file for part in parts for file in kind(part)) for kind in _KINDS))
    if not found.images:
        raise NothingToDo("photos", f"choose a folder that holds {NAMES} files")
    return found


_KINDS: tuple[Callable[[FoundImages], tuple[Path, ...]], ...] = (
    lambda found: found.images,
    lambda found: found.skipped,
    lambda found: found.outputs,
)


def check_some_readable(files: Iterable[Path]) -> None:
    """Check, before a project is created, that at least one of the files can be read.

    Raises:
        ImageUnreadable: none can be read; the error is that of the first file.
    """
    first: ImageUnreadable | None = None
    for file in files:
        try:
            describe(file)
            return
        except ImageUnreadable as error:
            first = first or error
    if first is not None:
        raise first


def add_photos(
    project: Project,
    files: Sequence[Path],
    progress: Callable[[int, int], None] = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
    keep_annotations: bool = False,
) -> Ingested:
    """Add files to a project, a few in each transaction. `intake.take_in` decides which photo a file is.

    Args:
        project: open for writing.
        files: photos, see `look_for_photos`.
        progress: called with the numbers of files read and of all files.
        stopped: called before each file; True stops reading, and the files read so far are added.
        keep_annotations: changed files show the same scene as before.
    """
    before = {image.id: image for image in project.images.all()}
    taking = _Taking(project, keep_annotations)
    refused: list[ImageUnreadable] = []
    partly: list[tuple[Path, Header]] = []
    for number, file in enumerate(files, start=1):
        if stopped():
            break
        try:
            image, header = _read(file)
        except ImageUnreadable as error:
            refused.append(error)
        else:
            taking.take(image)
            if header.pictures > 1 or header.bands > 4:
                partly.append((file, header))
        progress(number, len(files))
    intake = taking.finish()
    after = {image.id: image for image in project.images.all()}
    renewed = len(intake.moved) + len(intake.renewed)
    added = len(after.keys() - before.keys())
    return Ingested(added, renewed, tuple(refused), intake.moved, intake.replaced, tuple(partly))


class _Taking:
    """Photos to add: those that no later file can affect are added at once, the others together at the end."""

    def __init__(self, project: Project, keep_annotations: bool) -> None:
        self._project = project
        self._keep_annotations = keep_annotations
        self._chunk: list[NewImage] = []
        self._disputed: list[NewImage] = []

    def take(self, image: NewImage) -> None:
        """Add a photo, now or later."""
        self._chunk.append(image)
        if len(self._chunk) == _CHUNK:
            self._add_chunk()

    def finish(self) -> Intake:
        """Add the remaining photos."""
        self._add_chunk()
        return self._project.images.take_in(self._disputed, self._keep_annotations)

    def _add_chunk(self) -> None:
        at_once = self._project.images.undisputed(self._chunk)
        self._disputed += [image for image in self._chunk if image.path not in at_once]
        self._project.images.take_in([image for image in self._chunk if image.path in at_once])
        self._chunk = []


def _read(file: Path) -> tuple[NewImage, Header]:
    with refusing(file):
        stamp = file_stamp(file)
    header = describe(file)
    return NewImage(file, header.size, digest_of(file), stamp), header
