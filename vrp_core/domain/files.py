"""Writing files so that no reader ever sees half of one, and knowing whether one is still the same."""

import contextlib
import errno
import hashlib
import os
import platform
import re
import secrets
import shutil
import time
import zlib
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from vrp_core.domain.errors import DiskFull

_HOST = f"{zlib.crc32(platform.node().encode()):08x}"  # a process id means nothing on another machine
_PART = re.compile(r"\.[0-9a-f]{16}(\.(?P<host>[0-9a-f]{8})\.(?P<process>[0-9]{1,10}))?\.part")
_LEFT_S = 24 * 3600.0  # age of an unfinished file that nobody finishes
_SWEPT: set[Path] = set()  # folders this process has looked through
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
    with writing(path, durable) as file:
        file.write(content)
    return path


@contextlib.contextmanager
def writing(path: Path, durable: bool = True) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` when the block ends, and is removed when the block fails.

    Raises:
        DiskFull, OSError: as for `write_file`.
    """
    with told_of(path), within(path.parent):
        _sweep(path.parent)
        unfinished = path.with_name(unfinished_name())
        try:
            with unfinished.open("xb") as file:
                yield file
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


@contextlib.contextmanager
def within(folder: Path) -> Iterator[None]:
    """A folder to write into, made where needed with its parents. Those made here go again when the block fails.

    Raises:
        OSError: it cannot be made.
    """
    made = list(takewhile(lambda one: not os.path.lexists(one), (folder, *folder.parents)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for one in made:
            with contextlib.suppress(OSError):  # it holds something after all, or was not made
                one.rmdir()
        raise


@contextlib.contextmanager
def told_of(path: Path) -> Iterator[None]:
    """Errors of files that are not whole yet, as errors of `path`, which they are for: nobody knows their own names.

    Raises:
        DiskFull: there is no room.
        OSError: any other error of the system.
    """
    try:
        yield
    except DiskFull as error:
        raise DiskFull(path) from error
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(path) from error
        if any(_PART.fullmatch(part) for part in Path(str(error.filename)).parts):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def unfinished_name() -> str:
    """A new name for a file or folder that is not whole yet; it says which process of which machine writes it."""
    return f".{secrets.token_hex(8)}.{_HOST}.{os.getpid()}.part"


def remove_unfinished(folder: Path) -> None:
    """Remove the files and folders that killed processes left unfinished in a folder; nothing below it."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _PART.fullmatch(entry.name)
            if found is not None and _is_left(entry, found):
                with contextlib.suppress(OSError):  # its owner lives after all, or it is somebody else's
                    _remove(Path(entry.path))


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


def _sweep(folder: Path) -> None:
    """`remove_unfinished`, once for each folder in the life of a process."""
    if folder not in _SWEPT:
        _SWEPT.add(folder)
        remove_unfinished(folder)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _is_left(entry: "os.DirEntry[str]", name: "re.Match[str]") -> bool:
    """Whether nobody writes a file any more: its process has ended, or a day has passed."""
    host, process = name["host"], name["process"]
    if host == _HOST and process and os.name == "posix" and not _lives(int(process)):
        return True
    return abs(time.time() - entry.stat(follow_symlinks=False).st_mtime) > _LEFT_S


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another user's
        return True
    return True
