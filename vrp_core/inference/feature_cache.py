"""A size-limited folder of packed features, so that they are computed once (design decision 7).

A key names the image's content, the model and the preprocessing, so entries never go stale. Entries are removed
to make room, the least recently used first, or all at once when a person clears it
(`vrp_core.inference.cache_folder`). An entry that is damaged, or of an earlier format, reads as absent and is removed.
"""

import contextlib
import hashlib
import os
import struct
import threading
import zlib
from pathlib import Path

from safetensors.torch import load, save

from vrp_core.domain.files import write_file
from vrp_core.inference.cache_folder import CacheFolder
from vrp_core.inference.packed import Packed

_HEADER = struct.Struct("<4sI")  # magic, CRC-32 of what follows
_MAGIC = b"VRF2"  # 1 held float16
_SWEEP_EVERY = 256  # writes between checks of the folder's size


class FeatureCache:
    """A folder of packed features. Safe to share between threads and processes: writes are atomic, reads verified."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._folder = CacheFolder(folder, limit_bytes)
        self._writes = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> Packed | None:
        """The features stored under `key`, or None."""
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:  # missing or unreadable: the caller computes the features, as without a cache
            return None
        features = _read(content)
        with contextlib.suppress(OSError):  # another process may have removed it, or another user owns it
            if features is None:
                path.unlink()
            else:
                os.utime(path)
        return features

    def put(self, key: str, features: Packed) -> None:
        """Store features under `key`.

        Raises:
            DiskFull: there is no room left on the disk.
        """
        body = save({"values": features.values, "scale": features.scale})
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


def _read(content: bytes) -> Packed | None:
    """The features of an entry, or None when it is damaged or of an earlier format."""
    if len(content) < _HEADER.size:
        return None
    magic, checksum = _HEADER.unpack_from(content)
    body = content[_HEADER.size :]
    if magic != _MAGIC or zlib.crc32(body) != checksum:
        return None
    return Packed(**load(body))
