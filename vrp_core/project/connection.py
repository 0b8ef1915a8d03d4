"""Opens project files, which may come from a stranger: a file that is not this program's is refused.

SQLite executes parts of a file's schema: triggers, views, functions in defaults and indexes. So the schema is compared
byte by byte with this program's before any table is read.
"""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vrp_core.domain.errors import DiskFull, ProjectDamaged, ProjectTooNew
from vrp_core.project.copies import newest_time
from vrp_core.project.schema import VERSION, foreign_parts, migrate, version_of

_BEFORE = (
    "PRAGMA trusted_schema = OFF",  # a schema cannot call functions with side effects
    "PRAGMA cell_size_check = ON",  # a damaged page is found before it is read
    "PRAGMA foreign_keys = ON",
)
_NO_ROOM = 1 << 20  # bytes; with less free, an error of SQLite means a full disk even where it names another cause


def damaged(path: Path, reason: object) -> ProjectDamaged:
    """The error of a damaged project file; names the copy that can restore it."""
    return ProjectDamaged(path, str(reason), newest_time(path))


def connect(path: Path, writable: bool) -> sqlite3.Connection:
    """Open a project file; if it is writable, migrate it to the newest version.

    Raises:
        ProjectTooNew, ProjectDamaged, DiskFull: the file cannot be opened for this reason.
    """
    with translating(path):
        try:
            connection = _opened(path, "mode=rw" if writable else "mode=ro")
        except sqlite3.OperationalError:
            # in a read-only folder SQLite cannot write its files beside the database; a project that was
            # closed there has nothing beside it either, and nothing changes it
            if writable or path.with_name(f"{path.name}-wal").exists():
                raise
            connection = _opened(path, "immutable=1")
        try:
            _check(connection, path)
            if writable:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")  # a killed program loses nothing acknowledged
                migrate(connection)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into the engine's.

    Raises:
        DiskFull: the disk is full.
        ProjectDamaged: the file is damaged or cannot be read.
        OSError: it cannot be written.
    """
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.OperationalError as error:
        words = str(error)
        fails = "I/O" in words or "unable to open" in words
        if "full" in words or (fails and _free_bytes(path) < _NO_ROOM):
            raise DiskFull(path) from error
        if "readonly" in words:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path)) from error
        raise damaged(path, error) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise damaged(path, error) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(path) from error
        raise


def _opened(path: Path, how: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        for pragma in _BEFORE:
            connection.execute(pragma)
        version_of(connection)  # reads the first page
        return connection
    except BaseException:
        connection.close()
        raise


def _check(connection: sqlite3.Connection, path: Path) -> None:
    found = version_of(connection)
    if found > VERSION:
        raise ProjectTooNew(path, found, VERSION)
    foreign = foreign_parts(connection)
    if foreign:
        raise damaged(path, f"it holds what this program never makes: {', '.join(foreign)}")


def _free_bytes(path: Path) -> int:
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return _NO_ROOM
