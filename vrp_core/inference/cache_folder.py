"""The folder of the feature cache: its size, its limit, and making room. Loads no torch.

Several programs may use it at once. A reader that finds an entry gone computes the features again.
"""

import contextlib
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path

from vrp_core.domain.files import remove_unfinished
from vrp_core.weights.store import cache_dir

LIMIT_BYTES = 20 * 1024**3
_SWEEP_TO = 0.9  # share of the limit left after a sweep, so that the next write does not sweep again


class CacheFolder:
    """Entries as files, in folders of two letters."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.folder = folder
        self.limit_bytes = limit_bytes

    def size_bytes(self, stopped: Callable[[], bool] = lambda: False) -> int:
        """Bytes on disk now; of those counted until stopped."""
        return sum(size for _, size, _ in takewhile(lambda _: not stopped(), self._entries()))

    def sweep(self) -> None:
        """Remove the least recently used entries while the folder is over its limit."""
        entries = sorted(self._entries())
        excess = sum(size for _, size, _ in entries) - self.limit_bytes
        if excess <= 0:
            return
        excess += int(self.limit_bytes * (1 - _SWEEP_TO))
        for _, size, path in entries:
            if excess <= 0:
                break
            _remove(path)
            excess -= size

    def clear(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Remove every entry, until stopped. What is being written meanwhile stays, and so do the folders."""
        for _, _, path in self._entries():
            if stopped():
                return
            if not path.name.startswith("."):  # else somebody writes it
                _remove(path)
        for folder in self.folder.glob("*"):
            remove_unfinished(folder)

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """Last use, size and place of every entry."""
        for path in self.folder.glob("*/*"):
            with contextlib.suppress(OSError):  # another process has removed it
                status = path.stat()
                yield status.st_mtime, status.st_size, path


def user_cache_folder() -> CacheFolder:
    """The feature cache in the user's cache folder; all projects share it."""
    return CacheFolder(cache_dir() / "features", LIMIT_BYTES)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):  # another process has removed it, or still reads it
        path.unlink()
