"""Lists the photos of a folder, and the files in it that are not photos."""

from dataclasses import dataclass
from pathlib import Path

from vrp_core.domain.natural_order import natural_key
from vrp_core.images.formats import is_picture
from vrp_core.images.outputs import is_output, is_output_folder, is_project_folder

_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "__macosx", "@eadir"})


@dataclass(frozen=True, slots=True)
class FoundImages:
    """The contents of a folder."""

    images: tuple[Path, ...]  # in natural order
    skipped: tuple[Path, ...] = ()  # visible entries that are not pictures this program reads, or not regular files
    outputs: tuple[Path, ...] = ()  # folders and pictures that this program wrote


def find_images(folder: Path, recursive: bool = True) -> tuple[Path, ...]:
    """The photos of a folder in natural order: see `look_through`."""
    return look_through(folder, recursive).images


def look_through(folder: Path, recursive: bool = True) -> FoundImages:
    """List every file of a folder and its sub-folders. Each linked folder is followed once, so that loops end.

    Hidden files and those of the operating system are not listed. Results of this program do not count as photos.
    """
    images: list[Path] = []
    skipped: list[Path] = []
    outputs: list[Path] = []
    for file in _files(folder, recursive, outputs):
        if not file.is_file() or not is_picture(file):
            skipped.append(file)
        elif is_output(file):
            outputs.append(file)
        else:
            images.append(file)
    return FoundImages(_sorted(images, folder), _sorted(skipped, folder), _sorted(outputs, folder))


def _files(folder: Path, recursive: bool, outputs: list[Path]) -> list[Path]:
    """Visible files, those of real folders first, so that a folder that is also linked keeps its own name."""
    seen: set[tuple[int, int]] = set()
    waiting, files = [folder], []
    linked: list[Path] = []
    while waiting or linked:
        current = waiting.pop() if waiting else linked.pop(0)
        if not _is_new(current, seen):
            continue
        if current != folder and is_project_folder(current):
            continue  # it lies beside its photos, and nobody expects photos in it
        if current != folder and is_output_folder(current):
            outputs.append(current)
            continue
        for entry in _listed(current):
            if not entry.is_dir():
                files.append(entry)
            elif recursive:
                (linked if entry.is_symlink() else waiting).append(entry)
    return files


def _is_new(folder: Path, seen: set[tuple[int, int]]) -> bool:
    try:
        found = folder.stat()
    except OSError:
        return False
    key = (found.st_dev, found.st_ino)
    if key in seen:
        return False
    seen.add(key)
    return True


def _listed(folder: Path) -> list[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return []
    return [one for one in entries if not one.name.startswith(".") and one.name.lower() not in _SYSTEM]


def _sorted(paths: list[Path], folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(paths, key=lambda path: natural_key(path.relative_to(folder).as_posix())))
