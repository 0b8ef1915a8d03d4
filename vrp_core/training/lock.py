"""One training at a time: two that write the same folder would each undo what the other has saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from vrp_core.domain.errors import TrainingLocked
from vrp_core.project.database import FILE_NAME

_LOCK = ".lock"


@contextmanager
def training_lock(out: Path) -> Iterator[None]:
    """Keep other processes from training here; the operating system frees the lock of one that dies.

    Args:
        out: the folder of the run. Runs inside a project, `<project>/training/<run>`, exclude each other.

    Raises:
        TrainingLocked: another training runs here.
    """
    folder = _shared_folder(out.absolute())
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise TrainingLocked(folder) from error
    try:
        yield
    finally:
        lock.release()


def _shared_folder(out: Path) -> Path:
    """The folder whose lock a run takes: that of all runs of a project, or the run's own."""
    inside = (out.parent.parent / FILE_NAME).is_file()
    return out.parent if inside else out
