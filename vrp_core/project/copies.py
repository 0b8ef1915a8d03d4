"""Copies of a project file beside it: its last good state, and one that is at least a day older.

A copy is made with SQLite's own backup, checked, and put in place whole. A damaged project can be restored from it.
"""

import contextlib
import logging
import os
import sqlite3
import time
from datetime import datetime
from pathlib import Path

from vrp_core.domain.errors import NotFound

_LOG = logging.getLogger(__name__)
_NEWEST, _OLDER, _UNFINISHED = ".copy.sqlite", ".copy-older.sqlite", ".copy.part"  # what follows `project`
_BESIDE = ("-wal", "-shm", "-journal")  # files that SQLite keeps beside a database
_APART_S = 24 * 3600.0  # how far the two copies lie apart at least
_EVERY_S = 600.0  # between two copies of a file that stays open and changes
_SHARE = 100  # copies take at most one part in so many of the time


class Safekeeping:
    """When the copies of an open project file are made: at most every ten minutes, and when it is closed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed = not copies_of(path)
        self._spoiled = False
        self._next = time.monotonic() + _EVERY_S

    def spoiled(self) -> None:
        """Something in the file was found damaged: the copies stay what they are."""
        self._spoiled = True

    def changed(self, connection: sqlite3.Connection) -> None:
        """A change was stored."""
        self._changed = True
        if time.monotonic() >= self._next:
            self.closing(connection)

    def closing(self, connection: sqlite3.Connection) -> None:
        """Make a copy of what is not in one yet."""
        if not self._changed or self._spoiled:
            return
        began = time.monotonic()
        self._changed = not keep_copy(connection, self._path)
        now = time.monotonic()
        self._next = now + max(_EVERY_S, _SHARE * (now - began))


def copies_of(path: Path) -> list[Path]:
    """The copies of a project file that are there, the newest first."""
    places = [_place(path, ending) for ending in (_NEWEST, _OLDER)]
    return [place for place in places if place.is_file()]


def time_of(copy: Path) -> str:
    """When a copy was made, in local time."""
    return datetime.fromtimestamp(copy.stat().st_mtime).strftime("%Y-%m-%d %H:%M")


def newest_time(path: Path) -> str:
    """When the newest copy of a project file was made; "" where there is none."""
    with contextlib.suppress(OSError):
        return next((time_of(copy) for copy in copies_of(path)), "")
    return ""


def keep_copy(source: sqlite3.Connection, path: Path) -> bool:
    """Copy what a connection sees to the place of the newest copy; gives whether it worked.

    Without room for a copy, or where the file is damaged, the copies stay as they were: the work goes on without.
    """
    unfinished = _place(path, _UNFINISHED)
    try:
        _remove(unfinished)
        _copy(source, unfinished)
        _rotate(path)
        unfinished.replace(_place(path, _NEWEST))
    except (sqlite3.Error, OSError) as error:
        _LOG.warning("no copy of %s was made: %s", path, error)
        with contextlib.suppress(OSError):
            _remove(unfinished)
        return False
    return True


def put_back(path: Path, older: bool = False) -> Path:
    """Put a copy in the place of a project file, whose lock the caller holds. What was there is kept.

    Gives the place where it is kept.

    Raises:
        NotFound: there is no such copy.
        DiskFull, OSError: the copy could not be put back; the file is what it was.
    """
    source = _place(path, _OLDER if older else _NEWEST)
    if not source.is_file():
        raise NotFound("copy of the project", source.name, tuple(copy.name for copy in copies_of(path)))
    kept = _free(path)
    unfinished = _place(path, _UNFINISHED)
    _remove(unfinished)
    unfinished.write_bytes(source.read_bytes())
    for ending in ("", *_BESIDE):  # a damaged file with what is beside it: perhaps somebody can read more out of it
        beside = path.with_name(path.name + ending)
        if beside.exists():
            kept.with_name(kept.name + ending).write_bytes(beside.read_bytes())
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    unfinished.replace(path)
    return kept


def _place(path: Path, ending: str) -> Path:
    return path.with_name(path.stem + ending)


def _remove(copy: Path) -> None:
    for ending in ("", *_BESIDE):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)


def _copy(source: sqlite3.Connection, place: Path) -> None:
    target = sqlite3.connect(place, isolation_level=None)
    try:
        target.execute("PRAGMA synchronous = OFF")  # the whole file is waited for once, below
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # so that the copy is one file
        found = target.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)
    finally:
        target.close()
    with place.open("rb+") as file:
        os.fsync(file.fileno())


def _rotate(path: Path) -> None:
    """Let the newest copy become the older one where that is a day old; a clock that went back counts as a day."""
    newest, older = _place(path, _NEWEST), _place(path, _OLDER)
    if newest.is_file() and not (older.is_file() and 0 <= time.time() - older.stat().st_mtime < _APART_S):
        newest.replace(older)


def _free(path: Path) -> Path:
    names = ("damaged", *(f"damaged-{number}" for number in range(2, 10_000)))
    return next(place for name in names if not (place := _place(path, f".{name}.sqlite")).exists())
