"""A size-limited folder of half-precision tensors, so that features are computed once (design decision 7).

A key names the image's content, the model and the preprocessing, so entries never go stale. Entries are removed
only to make room, the least recently used first. A damaged entry reads as absent and is removed.
"""

import contextlib
import hashlib
import os
import struct
import threading
import zlib
from collections.abc import Mapping
from pathlib import Path

from safetensors.torch import load, save
from torch import Tensor

from vrp_core.domain.files import write_file

_HEADER = struct.Struct("<4sI")  # magic, CRC-32 of what follows
_MAGIC = b"VRF1"
_SWEEP_EVERY = 256  # writes between checks of the folder's size
_SWEEP_TO = 0.9  # share of the cap left after a sweep, so that the next write does not sweep again


class FeatureCache:
    """A folder of named tensors. Safe to share between threads and processes: writes are atomic, reads verified."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._folder = folder
        self._limit = limit_bytes
        self._writes = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> dict[str, Tensor] | None:
        """The tensors stored under `key`, float16 on the CPU, or None."""
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:  # missing or unreadable: the caller computes the features, as without a cache
            return None
        tensors = _unpack(content)
        with contextlib.suppress(OSError):  # another process may have removed it, or another user owns it
            if tensors is None:
                path.unlink()
            else:
                os.utime(path)
        return tensors

    def put(self, key: str, tensors: Mapping[str, Tensor]) -> None:
        """Store tensors of any float type under `key`, in half precision.

        Raises:
            DiskFull: there is no room left on the disk.
        """
        halves = {name: value.detach().half().cpu().contiguous() for name, value in tensors.items()}
        body = save(halves)
        write_file(self._path(key), _HEADER.pack(_MAGIC, zlib.crc32(body)) + body, durable=False)
        self._count_write()

    def size_bytes(self) -> int:
        """Bytes on disk now."""
        return sum(size for _, size, _ in self._entries())

    def sweep(self) -> None:
        """Remove the least recently used entries while the folder is over its cap."""
        entries = sorted(self._entries())
        excess = sum(size for _, size, _ in entries) - self._limit
        if excess <= 0:
            return
        excess += int(self._limit * (1 - _SWEEP_TO))
        for _, size, path in entries:
            if excess <= 0:
                break
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            excess -= size

    def _count_write(self) -> None:
        with self._lock:
            self._writes += 1
            due = self._writes % _SWEEP_EVERY == 1  # also at the first write: short runs grow the folder too
        if due:
            self.sweep()

    def _entries(self) -> list[tuple[float, int, Path]]:
        """Last use, size and place of every entry."""
        entries = []
        for path in self._folder.glob("*/*"):
            with contextlib.suppress(FileNotFoundError):
                status = path.stat()
                entries.append((status.st_mtime, status.st_size, path))
        return entries

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._folder / name[:2] / name


def _unpack(content: bytes) -> dict[str, Tensor] | None:
    """The tensors of an entry, or None when it is damaged."""
    if len(content) < _HEADER.size:
        return None
    magic, checksum = _HEADER.unpack_from(content)
    body = content[_HEADER.size :]
    if magic != _MAGIC or zlib.crc32(body) != checksum:
        return None
    return load(body)
