"""Writing files so that no reader ever sees half of one, and knowing whether one is still the same."""

import contextlib
import errno
import hashlib
import os
import platform
import secrets
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from vrp_core.domain.errors import DiskFull

_FULL = (errno.ENOSPC, errno.EDQUOT)


def write_file(path: Path, content: bytes, durable: bool = True) -> Path:
    """Put `content` at `path` in one step, making its folder where needed, and return `path`.

    Args:
        path: the file; its folder holds the unfinished one meanwhile.
        content: its bytes.
        durable: wait until they are on the disk. A cache need not: it can check what it reads.

    Raises:
        DiskFull: there is no room; what was at `path` before is still there.
        OSError: the file cannot be written for another reason.
    """
    with _told_when_full(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(unfinished_name())
        try:
            _write_new(unfinished, content, durable)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    return path


def unfinished_name() -> str:
    """A new name for a file that is not whole yet; it says which process of which machine writes it."""
    return f".{zlib.crc32(platform.node().encode()):08x}-{os.getpid()}-{secrets.token_hex(4)}.part"


def remove_unfinished(folder: Path, is_alive: Callable[[int], bool]) -> list[Path]:
    """Remove what killed processes of this machine left unfinished in a folder, files and folders; gives their paths.

    Args:
        folder: to look in, not below it.
        is_alive: whether there is a process of a number.
    """
    machine = f"{zlib.crc32(platform.node().encode()):08x}"
    removed = []
    for path in sorted(folder.glob(f".{machine}-*-????????.part")):
        process = path.name.split("-")[1]
        if process.isdigit() and not is_alive(int(process)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
            removed.append(path)
    return removed


def file_digest(path: Path) -> str:
    """sha256 of a file's bytes, hex.

    Raises:
        OSError: the file cannot be read.
    """
    checksum = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            checksum.update(block)
    return checksum.hexdigest()


def file_stamp(path: Path) -> str:
    """What the file system says of a file: while it stays the same, so does the content.

    Size and time of the last change alone do not show that two files of one camera, or of one archive, swapped names.

    Raises:
        OSError: there is no such file.
    """
    found = path.stat()
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}:{found.st_ino}"


@contextlib.contextmanager
def _told_when_full(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(path) from error
        raise


def _write_new(path: Path, content: bytes, durable: bool) -> None:
    with path.open("xb") as file:
        file.write(content)
        if durable:
            file.flush()
            os.fsync(file.fileno())
