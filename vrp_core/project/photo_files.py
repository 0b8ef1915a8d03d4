"""Checks whether the files of a project's photos still show the pictures that were added."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.files import file_digest, file_stamp
from vrp_core.domain.together import together

_READERS = 4  # threads; most of the time is spent waiting for the disk


@dataclass(frozen=True, slots=True)
class FileReport:
    """The photos whose files are missing or changed. Their annotations must not be shown, exported or trained on."""

    missing: tuple[ImageRecord, ...] = ()
    changed: tuple[ImageRecord, ...] = ()  # the file holds another picture

    @property
    def ids(self) -> frozenset[int]:
        """The ids of all of them."""
        return frozenset(record.id for record in (*self.missing, *self.changed))


def holds(path: Path, record: ImageRecord) -> bool:
    """Whether a file exists and has the content of an image. It is read only if its stamp differs."""
    try:
        return bool(record.stamp and file_stamp(path) == record.stamp) or file_digest(path) == record.digest
    except OSError:
        return False


def check_files(records: Iterable[ImageRecord], file_of: Callable[[ImageRecord], Path]) -> FileReport:
    """Check the file of every image; an unreadable file counts as missing."""
    images = tuple(records)
    whole = together(lambda record: holds(file_of(record), record), images, _READERS)
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
