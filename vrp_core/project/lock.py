"""One writer at a time: the lock of a project's folder."""

from pathlib import Path
from typing import TYPE_CHECKING

from vrp_core.domain.errors import ProjectLocked

if TYPE_CHECKING:
    from filelock import FileLock

LOCK_NAME = ".lock"  # the operating system releases it when its owner dies


def take_lock(folder: Path) -> "FileLock":
    """Take the lock for writing; any thread may release it.

    Raises:
        ProjectLocked: another process holds it.
        OSError: the folder cannot be written; its `filename` is the folder.
    """
    from filelock import FileLock, Timeout  # here, as commands that only read a project need no lock

    lock = FileLock(folder / LOCK_NAME, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise ProjectLocked(folder) from error
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from error
    return lock
