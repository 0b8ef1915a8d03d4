"""The file of a project: opening, locking, and one transaction per change (design decision 6)."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from vrp_core.domain.errors import ProjectDamaged, ProjectExists, ProjectLocked, ProjectMissing
from vrp_core.project.connection import connect, damaged, translating
from vrp_core.project.copies import Safekeeping, copies_of, put_back
from vrp_core.project.lock import take_lock

FILE_NAME = "project.sqlite"
_WORDS = 300  # characters of a reason that are shown
_Parsed = TypeVar("_Parsed")
_Struct = TypeVar("_Struct", bound=msgspec.Struct)


class Database:
    """One open project file. Safe to use from several threads; for writing, from one process only."""

    def __init__(self, folder: Path, writable: bool) -> None:
        """Open an existing file.

        Raises:
            ProjectMissing, ProjectLocked, ProjectTooNew, ProjectDamaged: the file cannot be opened for this reason.
        """
        self.folder = folder.resolve()
        self.path = self.folder / FILE_NAME
        if not self.path.is_file():
            raise damaged(self.path, "the file is gone") if copies_of(self.path) else ProjectMissing(self.folder)
        self._guard = threading.RLock()
        with translating(self.path):
            self._lock = take_lock(self.folder) if writable else None
        self._copies = Safekeeping(self.path)
        try:
            self._connection = connect(self.path, writable)
        except BaseException:
            self._release()
            raise

    @staticmethod
    def create(folder: Path) -> "Database":
        """Create a project file, and its folder where needed.

        Raises:
            ProjectExists: the folder already holds a project.
            ProjectLocked, DiskFull, OSError: it cannot be created.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE_NAME
        try:
            path.open("x").close()
        except FileExistsError as error:
            raise ProjectExists(folder) from error
        try:
            return Database(folder, writable=True)
        except ProjectLocked:  # another process has opened it meanwhile
            raise
        except BaseException:
            if path.is_file() and not path.stat().st_size:  # nothing of a project yet: the next try can create it
                path.unlink()
            raise

    @staticmethod
    def restore(folder: Path, older: bool = False) -> Path:
        """Replace the file with the copy of its last good state; returns the path where the replaced file is kept.

        Args:
            folder: of the project.
            older: use the older copy, which is renewed once a day.

        Raises:
            ProjectLocked: the project is open.
            NotFound: there is no such copy.
            ProjectDamaged, ProjectTooNew: the copy cannot be used, but has replaced the file.
        """
        path = folder.resolve() / FILE_NAME
        if not path.parent.is_dir():
            raise ProjectMissing(folder)
        lock = take_lock(path.parent)
        try:
            with translating(path):
                kept = put_back(path, older)
            connect(path, writable=True).close()
        finally:
            lock.release()
        return kept

    def close(self) -> None:
        """Update the copy, close the file and release its lock."""
        with self._guard:
            if self._lock is not None and self._lock.is_locked:
                self._copies.closing(self._connection)
            self._connection.close()
            self._release()

    def all(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Every row of a query."""
        with self._guard, self._noting(), translating(self.path):
            return self._connection.execute(query, values).fetchall()

    def one(self, query: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        with self._guard, self._noting(), translating(self.path):
            row: sqlite3.Row | None = self._connection.execute(query, values).fetchone()
            return row

    def parsed(self, query: str, values: Sequence[Any], parse: Callable[[sqlite3.Row], _Parsed]) -> list[_Parsed]:
        """Every row of a query, converted by `parse`.

        Raises:
            ProjectDamaged: a row holds a value that the program never writes, such as run lengths of another size.
        """
        with self._noting():
            return [self._parse(row, parse) for row in self.all(query, values)]

    def structs(self, query: str, values: Sequence[Any], kind: type[_Struct]) -> list[_Struct]:
        """Every row of a query, read in one step: for the thousands of a list.

        Python takes its global lock again for each row. Beside a busy thread, as where torch is loaded, each may wait
        for milliseconds, and ten thousand for half a minute. So SQLite makes one text of all rows.

        Args:
            query: its columns have the names of the struct's fields; those that it lacks, at the end, get defaults.
            values: of its parameters.
            kind: with `array_like`. Floats keep 15 digits; rows keep the order of the query.

        Raises:
            ProjectDamaged: as for `parsed`.
        """
        with self._noting(), translating(self.path):
            with self._guard:
                names = kind.__struct_fields__
                if kind.__struct_defaults__:
                    there = {name for name, *_ in self._connection.execute(f"{query} LIMIT 0", values).description}
                    names = tuple(name for name in names if name in there)
                together = f"SELECT json_group_array(json_array({', '.join(names)})) FROM ({query})"
                (text,) = self._connection.execute(together, values).fetchone()
            try:
                return msgspec.json.decode(text, type=list[kind])  # type: ignore[valid-type]
            except ValueError as error:
                raise damaged(self.path, str(error)[:_WORDS]) from error

    def _parse(self, row: sqlite3.Row, parse: Callable[[sqlite3.Row], _Parsed]) -> _Parsed:
        try:
            return parse(row)
        except ValueError as error:
            raise damaged(self.path, f"{row.keys()[0]} {row[0]!r}: {error}"[:_WORDS]) from error

    @contextmanager
    def change(self, what: str, **detail: Any) -> Iterator[sqlite3.Connection]:
        """One transaction, recorded in the history and rolled back on any error.

        Raises:
            DiskFull: the disk is full; the project is unchanged.
        """
        with self._guard, self._noting(), translating(self.path):
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
            self._copies.changed()

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """Stop updating the copies once the file is known to be damaged."""
        try:
            yield
        except ProjectDamaged:
            self._copies.spoiled()
            raise

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()


def now() -> str:
    """The current time as stored: ISO 8601, UTC, to the second."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
