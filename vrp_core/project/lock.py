"""One writer at a time: the lock of a project's folder."""

from pathlib import Path

from filelock import FileLock, Timeout

from vrp_core.domain.errors import ProjectLocked

_NAME = ".lock"  # the operating system frees it when its owner dies, however that happens


def take_lock(folder: Path) -> FileLock:
    """The lock for writing, held until it is released, by whichever thread.

    Raises:
        ProjectLocked: another process holds it.
    """
    lock = FileLock(folder / _NAME, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise ProjectLocked(folder) from error
    return lock
