"""Makes file names that are valid on every file system."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath

from vrp_core.domain.annotations import LabelledImage

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|com[\d¹²³]|lpt[\d¹²³])(\s*\..*)?", re.IGNORECASE
)  # device names on Windows
_LONGEST = 120  # bytes of UTF-8; file systems allow 255, and suffixes are added
_SUFFIXES = ("", ".txt", ".json", ".png", ".xml")  # longest suffix of the files written for an image


def safe_name(name: str) -> str:
    """`name` as the name of one file or folder on any system: never a path, a device, hidden or empty."""
    safe = _FORBIDDEN.sub("_", name.encode("utf-8", "replace").decode("utf-8"))
    safe = safe.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").strip(". ")
    return f"_{safe}" if not safe or _RESERVED.fullmatch(safe) else safe


def distinct(names: Sequence[str], reserved: Collection[str] = ()) -> list[str]:
    """The names in order; names that a file system could confuse get a number.

    Args:
        names: names of files, without suffix.
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
    """A key that is equal for names that some file system confuses (case, composed accents)."""
    return unicodedata.normalize("NFC", name).casefold()


def stem_of(file_name: str) -> str:
    """An image's path without its suffix, sub-folders kept, never leading out of the folder it is put into."""
    path = PurePosixPath(file_name.replace("\\", "/").replace("\0", "_"))
    inside = [part for part in path.parts if part not in ("/", "//", "..") and not part.endswith(":")]
    return PurePosixPath(*inside).with_suffix("").as_posix() if inside else "_"


def distinct_stems(images: Sequence[LabelledImage]) -> dict[int, str]:
    """The path, without suffix, of the file written for each image id; unique on every file system."""
    stems = ["/".join(map(safe_name, stem_of(image.file_name).split("/"))) for image in images]
    folders = {confusable(folder.as_posix()) for stem in stems for folder in PurePosixPath(stem).parents}
    told_apart = distinct(stems, folders - {"."})
    return {image.id: stem for image, stem in zip(images, told_apart, strict=True)}


def changed_names(images: Sequence[LabelledImage]) -> dict[str, str]:
    """The changed paths, without suffix, each with the image's own file name."""
    stems = distinct_stems(images)
    return {stems[image.id]: image.file_name for image in images if stems[image.id] != _own_stem(image.file_name)}


def _own_stem(file_name: str) -> str:
    return PurePosixPath(file_name).with_suffix("").as_posix() if PurePosixPath(file_name).name else file_name
