"""Lists the photos of a folder, and the files in it that are not photos."""

from dataclasses import dataclass
from pathlib import Path

from natsort import natsorted

from vrp_core.images.formats import is_picture
from vrp_core.images.outputs import is_output, is_output_folder, is_project_folder

_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "__macosx", "@eadir"})


@dataclass(frozen=True, slots=True)
class FoundImages:
    """The contents of a folder."""

    images: tuple[Path, ...]  # in natural order
    skipped: tuple[Path, ...] = ()  # visible entries that are not pictures this program reads: other files, folders
    # that may not be read, what is no regular file
    outputs: tuple[Path, ...] = ()  # folders and pictures that this program wrote


def find_images(folder: Path) -> tuple[Path, ...]:
    """The photos of a folder and its sub-folders in natural order: see `look_through`."""
    return look_through(folder).images


def look_through(folder: Path) -> FoundImages:
    """List every file of a folder and its sub-folders. Each linked folder is followed once, so that loops end.

    Hidden files and those of the operating system are not listed. Results of this program do not count as photos.

    Raises:
        OSError: the folder itself cannot be read; a sub-folder is skipped.
    """
    images: list[Path] = []
    skipped: list[Path] = []
    outputs: list[Path] = []
    for file in _files(folder, outputs):
        if not file.is_file() or not is_picture(file):
            skipped.append(file)
        elif is_output(file):
            outputs.append(file)
        else:
            images.append(file)
    return FoundImages(_sorted(images, folder), _sorted(skipped, folder), _sorted(outputs, folder))


def _files(folder: Path, outputs: list[Path]) -> list[Path]:
    """Visible files, those of real folders first, so that a folder that is also linked keeps its own name."""
    seen: set[tuple[int, int]] = set()
    waiting, files = [folder], []
    linked: list[Path] = []
    while waiting or linked:
        current = waiting.pop() if waiting else linked.pop(0)
        try:
            if not _is_new(current, seen):
                continue
            if current != folder and is_project_folder(current):
                continue  # it lies beside its photos, and nobody expects photos in it
            if current != folder and is_output_folder(current):
                outputs.append(current)
                continue
            entries = [(entry, entry.is_dir()) for entry in _listed(current)]
        except OSError:  # such as `lost+found` of a disk
            if current == folder:
                raise
            files.append(current)
            continue
        for entry, is_folder in entries:
            if not is_folder:
                files.append(entry)
            else:
                (linked if entry.is_symlink() else waiting).append(entry)
    return files


def _is_new(folder: Path, seen: set[tuple[int, int]]) -> bool:
    found = folder.stat()
    key = (found.st_dev, found.st_ino)
    if key in seen:
        return False
    seen.add(key)
    return True


def _listed(folder: Path) -> list[Path]:
    return [one for one in sorted(folder.iterdir()) if not one.name.startswith(".") and one.name.lower() not in _SYSTEM]


def _sorted(paths: list[Path], folder: Path) -> tuple[Path, ...]:
    return tuple(natsorted(paths, key=lambda path: path.relative_to(folder).as_posix()))
