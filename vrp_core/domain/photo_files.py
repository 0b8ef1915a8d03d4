"""Whether the files of a project's photos are still the pictures that were added."""

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from vrp_core.domain.annotations import ImageRecord

_BLOCK = 1 << 20  # bytes read at a time
_READERS = 4  # most of the time is spent waiting for the disk


@dataclass(frozen=True, slots=True)
class FileReport:
    """The photos whose files are not what was added. Nothing that is on them may be shown, exported or learned."""

    missing: tuple[ImageRecord, ...] = ()
    changed: tuple[ImageRecord, ...] = ()  # the file holds another picture

    @property
    def ids(self) -> frozenset[int]:
        """The ids of all of them."""
        return frozenset(record.id for record in (*self.missing, *self.changed))


def digest_of(path: Path) -> str:
    """sha256 of the file's bytes, hex.

    Raises:
        OSError: the file cannot be read.
    """
    checksum = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            checksum.update(block)
    return checksum.hexdigest()


def stamp_of(path: Path) -> str:
    """What the file system says of a file: while it stays the same, so does the content.

    Size and time of the last change alone do not show that two files of one camera, or of one archive, swapped names.

    Raises:
        OSError: there is no such file.
    """
    found = path.stat()
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}:{found.st_ino}"


def holds(path: Path, record: ImageRecord) -> bool:
    """Whether a file is there and has the content of an image. It is read only where its stamp differs."""
    try:
        return bool(record.stamp and stamp_of(path) == record.stamp) or digest_of(path) == record.digest
    except OSError:
        return False


def check_files(records: Iterable[ImageRecord], file_of: Callable[[ImageRecord], Path]) -> FileReport:
    """Look at the file of every image; one that cannot be read counts as missing."""
    images = tuple(records)
    with ThreadPoolExecutor(_READERS, "file check") as readers:
        whole = list(readers.map(lambda record: holds(file_of(record), record), images))
    wrong = [record for record, good in zip(images, whole, strict=True) if not good]
    missing = tuple(record for record in wrong if not _readable(file_of(record)))
    absent = {record.id for record in missing}
    return FileReport(missing, tuple(record for record in wrong if record.id not in absent))


def _readable(path: Path) -> bool:
    try:
        with path.open("rb"):
            return True
    except OSError:
        return False
