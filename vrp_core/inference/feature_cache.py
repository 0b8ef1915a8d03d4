"""A size-limited folder of half-precision tensors, so that features are computed once (design decision 7).

A key names the image's content, the model and the preprocessing, so entries never go stale. Entries are removed
to make room, the least recently used first, or all at once when a person clears it
(`vrp_core.inference.cache_folder`). A damaged entry reads as absent and is removed.
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
from vrp_core.inference.cache_folder import CacheFolder

_HEADER = struct.Struct("<4sI")  # magic, CRC-32 of what follows
_MAGIC = b"VRF1"
_SWEEP_EVERY = 256  # writes between checks of the folder's size


class FeatureCache:
    """A folder of named tensors. Safe to share between threads and processes: writes are atomic, reads verified."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._folder = CacheFolder(folder, limit_bytes)
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
        return self._folder.size_bytes()

    def sweep(self) -> None:
        """Remove the least recently used entries while the folder is over its limit."""
        self._folder.sweep()

    def _count_write(self) -> None:
        with self._lock:
            self._writes += 1
            due = self._writes % _SWEEP_EVERY == 1  # also at the first write: short runs grow the folder too
        if due:
            self.sweep()

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._folder.folder / name[:2] / name


def _unpack(content: bytes) -> dict[str, Tensor] | None:
    """The tensors of an entry, or None when it is damaged."""
    if len(content) < _HEADER.size:
        return None
    magic, checksum = _HEADER.unpack_from(content)
    body = content[_HEADER.size :]
    if magic != _MAGIC or zlib.crc32(body) != checksum:
        return None
    return load(body)
