"""Naming files so that every file system takes them."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath

from vrp_core.domain.annotations import LabelledImage

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|com[\d¹²³]|lpt[\d¹²³])(\s*\..*)?", re.IGNORECASE
)  # device names on Windows
_LONGEST = 120  # bytes of UTF-8; file systems take 255, and suffixes are added
_SUFFIXES = ("", ".txt", ".json", ".png", ".xml")  # of the files that are written for an image


def safe_name(name: str) -> str:
    """`name` as the name of one file or folder on any system: never a path, a device, hidden or empty."""
    safe = _FORBIDDEN.sub("_", name.encode("utf-8", "replace").decode("utf-8"))
    safe = safe.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").strip(". ")
    return f"_{safe}" if not safe or _RESERVED.fullmatch(safe) else safe


def distinct(names: Sequence[str], reserved: Collection[str] = ()) -> list[str]:
    """The names in their order, those that a file system could confuse told apart by a number.

    Args:
        names: of files, without the suffix that they will get.
        reserved: `confusable` names that files must not have, because folders have them.
    """
    taken: set[str] = set()
    counts: dict[str, int] = {}
    told_apart = []
    for name in names:
        candidate, count = name, counts.get(name, 1)
        while confusable(candidate) in taken or any(f"{confusable(candidate)}{end}" in reserved for end in _SUFFIXES):
            count += 1
            candidate = f"{name}_{count}"
        counts[name] = count
        taken.add(confusable(candidate))
        told_apart.append(candidate)
    return told_apart


def confusable(name: str) -> str:
    """What two names share that are one name on some file system (case, composed accents)."""
    return unicodedata.normalize("NFC", name).casefold()


def stem_of(file_name: str) -> str:
    """An image's path without its suffix, sub-folders kept, never leading out of the folder it is put into."""
    path = PurePosixPath(file_name.replace("\\", "/").replace("\0", "_"))
    inside = [part for part in path.parts if part not in ("/", "//", "..") and not part.endswith(":")]
    return PurePosixPath(*inside).with_suffix("").as_posix() if inside else "_"


def distinct_stems(images: Sequence[LabelledImage]) -> dict[int, str]:
    """For every image id the path, without suffix, of the file written for it; no two alike, on any file system."""
    stems = ["/".join(map(safe_name, stem_of(image.file_name).split("/"))) for image in images]
    folders = {confusable(folder.as_posix()) for stem in stems for folder in PurePosixPath(stem).parents}
    told_apart = distinct(stems, folders - {"."})
    return {image.id: stem for image, stem in zip(images, told_apart, strict=True)}


def changed_names(images: Sequence[LabelledImage]) -> dict[str, str]:
    """The paths, without suffix, that differ from the image's own, each with the image's file name: the way back."""
    stems = distinct_stems(images)
    return {stems[image.id]: image.file_name for image in images if stems[image.id] != _own_stem(image.file_name)}


def _own_stem(file_name: str) -> str:
    return PurePosixPath(file_name).with_suffix("").as_posix() if PurePosixPath(file_name).name else file_name
