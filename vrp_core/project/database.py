"""The file of a project: opening, locking, and one transaction per change (design decision 6)."""

import errno
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout

from vrp_core.domain.errors import (
    DiskFull,
    ProjectDamaged,
    ProjectExists,
    ProjectLocked,
    ProjectMissing,
    ProjectTooNew,
)
from vrp_core.project.schema import VERSION, migrate, version_of

FILE_NAME = "project.sqlite"
_LOCK_NAME = ".lock"  # the operating system frees it when its owner dies, however that happens
_Parsed = TypeVar("_Parsed")


class Database:
    """One open project file. Safe to use from several threads; for writing, from one process only."""

    def __init__(self, folder: Path, writable: bool) -> None:
        """Open an existing file.

        Raises:
            ProjectMissing, ProjectLocked, ProjectTooNew, ProjectDamaged: as they say.
        """
        self.folder = folder.resolve()
        self.path = self.folder / FILE_NAME
        if not self.path.is_file():
            raise ProjectMissing(self.folder)
        self._guard = threading.RLock()
        self._lock = _take_lock(self.folder) if writable else None
        try:
            self._connection = _connect(self.path, writable)
        except BaseException:
            self._release()
            raise

    @staticmethod
    def create(folder: Path) -> "Database":
        """Make a new file in a folder, which is made too.

        Raises:
            ProjectExists: there is one already.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE_NAME
        try:
            path.open("x").close()
        except FileExistsError as error:
            raise ProjectExists(folder) from error
        return Database(folder, writable=True)

    def close(self) -> None:
        """Close the file and let others write it."""
        with self._guard:
            self._connection.close()
            self._release()

    def all(self, query: str, values: list[Any] | tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """Every row of a query."""
        with self._guard, self._translating():
            return self._connection.execute(query, values).fetchall()

    def one(self, query: str, values: list[Any] | tuple[Any, ...] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        with self._guard, self._translating():
            row: sqlite3.Row | None = self._connection.execute(query, values).fetchone()
            return row

    def parsed(
        self, query: str, values: list[Any] | tuple[Any, ...], parse: Callable[[sqlite3.Row], _Parsed]
    ) -> list[_Parsed]:
        """What `parse` makes of every row of a query.

        Raises:
            ProjectDamaged: a row holds what the program never writes, such as run lengths that do not fit the image.
        """
        return [self._parse(row, parse) for row in self.all(query, values)]

    def _parse(self, row: sqlite3.Row, parse: Callable[[sqlite3.Row], _Parsed]) -> _Parsed:
        try:
            return parse(row)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise ProjectDamaged(self.path, f"row {row['id']}: {error}") from error

    @contextmanager
    def change(self, what: str, **detail: Any) -> Iterator[sqlite3.Connection]:
        """One transaction, noted in the history; on any error nothing of it remains.

        Raises:
            DiskFull: there is no room; the project is as it was before.
        """
        with self._guard, self._translating():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute(
                    "INSERT INTO history (at, what, detail) VALUES (?, ?, ?)", (now(), what, json.dumps(detail))
                )
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk may have rolled it back already
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "full" in str(error):
                raise DiskFull(self.path) from error
            raise
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskFull(self.path) from error
            raise
        except sqlite3.IntegrityError:
            raise
        except sqlite3.DatabaseError as error:
            raise ProjectDamaged(self.path, str(error)) from error

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()


def now() -> str:
    """The time as it is stored: ISO 8601, UTC, to the second."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def _take_lock(folder: Path) -> FileLock:
    lock = FileLock(folder / _LOCK_NAME, timeout=0, thread_local=False)  # closed by whichever thread
    try:
        lock.acquire()
    except Timeout as error:
        raise ProjectLocked(folder) from error
    return lock


def _connect(path: Path, writable: bool) -> sqlite3.Connection:
    try:
        connection, found = _opened(path, "mode=rw" if writable else "mode=ro")
    except sqlite3.OperationalError as error:
        # a folder that nobody may write to has no room for what SQLite keeps beside the file; a project that was
        # closed there has nothing beside it either, and nothing changes it
        if writable or path.with_name(f"{FILE_NAME}-wal").exists():
            raise ProjectDamaged(path, str(error)) from error
        connection, found = _opened(path, "immutable=1")
    except sqlite3.DatabaseError as error:
        raise ProjectDamaged(path, str(error)) from error
    try:
        if found > VERSION:
            connection.close()
            raise ProjectTooNew(path, found, VERSION)
        connection.execute("PRAGMA foreign_keys = ON")
        if writable:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")  # a killed program loses nothing acknowledged
            migrate(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise ProjectDamaged(path, str(error)) from error
    return connection


def _opened(path: Path, how: str) -> tuple[sqlite3.Connection, int]:
    """A connection, and the version of the schema that it found."""
    connection = sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        return connection, version_of(connection)
    except BaseException:
        connection.close()
        raise
