"""Backup copies beside a project file: its last good state, and an older one, renewed once a day.

A copy is made with SQLite's own backup, checked, and put in place whole. A damaged project can be restored from it.
"""

import contextlib
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vrp_core.domain.errors import NotFound

_LOG = logging.getLogger(__name__)
_NEWEST, _OLDER, _UNFINISHED = ".copy.sqlite", ".copy-older.sqlite", ".copy.part"  # suffixes after `project`
_BESIDE = ("-wal", "-shm", "-journal")  # files that SQLite keeps beside a database
_APART_S = 24 * 3600.0  # age at which the older copy is renewed
_EVERY_S = 600.0  # minimum interval between copies while the file stays open
_SHARE = 100  # copying takes at most this fraction of the time (1 / N)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that a project can be restored from."""

    older: bool  # the one that is renewed once a day
    made: str  # when, in local time


class Safekeeping:
    """Schedules the copies of an open project file: at most every ten minutes, and at closing.

    Those of an open file are made by a thread with a connection of its own: copying the file of a hundred thousand
    photos takes seconds, in which a person goes on deciding.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed = not copies_of(path)
        self._spoiled = False
        self._next = time.monotonic() + _EVERY_S
        self._thread: threading.Thread | None = None

    def spoiled(self) -> None:
        """Stop copying, because the file is damaged: the good copies stay."""
        self._spoiled = True

    def changed(self) -> None:
        """Note that a change was stored; begin a copy if one is due."""
        self._changed = True
        busy = self._thread is not None and self._thread.is_alive()
        if time.monotonic() >= self._next and not busy and not self._spoiled:
            self._changed = False  # the copy will have it
            self._thread = threading.Thread(target=self._copy_aside, name="copy")
            self._thread.start()

    def closing(self, connection: sqlite3.Connection) -> None:
        """Copy the changes that are in no copy yet."""
        if self._thread is not None:
            self._thread.join()
        if self._changed and not self._spoiled:
            self._changed = not keep_copy(connection, self._path, self._is_good)

    def _copy_aside(self) -> None:
        began = time.monotonic()
        try:
            with contextlib.closing(sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True)) as source:
                kept = keep_copy(source, self._path, self._is_good)
        except sqlite3.Error as error:  # the file cannot be opened a second time
            _LOG.warning("no copy of %s was made: %s", self._path, error)
            kept = False
        if not kept:
            self._changed = True
        now = time.monotonic()
        self._next = now + max(_EVERY_S, _SHARE * (now - began))

    def _is_good(self) -> bool:
        return not self._spoiled


def copies_of(path: Path) -> list[Path]:
    """The existing copies of a project file, newest first."""
    places = [_place(path, ending) for ending in (_NEWEST, _OLDER)]
    return [place for place in places if place.is_file()]


def kept_copies(path: Path) -> list[Copy]:
    """The existing copies of a project file as a person chooses among them, newest first."""
    older = _place(path, _OLDER)
    with contextlib.suppress(OSError):
        return [Copy(place == older, time_of(place)) for place in copies_of(path)]
    return []


def time_of(copy: Path) -> str:
    """When a copy was made, in local time."""
    return datetime.fromtimestamp(copy.stat().st_mtime).strftime("%Y-%m-%d %H:%M")


def newest_time(path: Path) -> str:
    """When the newest copy of a project file was made; "" if there is none."""
    with contextlib.suppress(OSError):
        return next((time_of(copy) for copy in copies_of(path)), "")
    return ""


def keep_copy(source: sqlite3.Connection, path: Path, is_good: Callable[[], bool]) -> bool:
    """Write the connection's state as the newest copy; returns whether that worked.

    If the disk is full or the file damaged, the existing copies stay and the caller continues without a new one.

    Args:
        source: of the project file.
        path: of the project file.
        is_good: asked before the copy takes its place; where it says no, the existing copies stay.
    """
    unfinished = _place(path, _UNFINISHED)
    try:
        _remove(unfinished)
        _copy(source, unfinished)
        if not is_good():
            _remove(unfinished)
            return False
        _rotate(path)
        unfinished.replace(_place(path, _NEWEST))
    except (sqlite3.Error, OSError) as error:
        _LOG.warning("no copy of %s was made: %s", path, error)
        with contextlib.suppress(OSError):
            _remove(unfinished)
        return False
    return True


def put_back(path: Path, older: bool = False) -> Path:
    """Replace a project file, whose lock the caller holds, with a copy. The replaced file is kept.

    Returns the path of the kept file.

    Raises:
        NotFound: there is no such copy.
        DiskFull, OSError: the copy could not be restored; the file is unchanged.
    """
    source = _place(path, _OLDER if older else _NEWEST)
    if not source.is_file():
        raise NotFound("copy of the project", source.name, tuple(copy.name for copy in copies_of(path)))
    kept = _free(path)
    unfinished = _place(path, _UNFINISHED)
    _remove(unfinished)
    unfinished.write_bytes(source.read_bytes())
    for ending in ("", *_BESIDE):  # keep the damaged file with SQLite's files: an expert may recover more
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
        target.execute("PRAGMA synchronous = OFF")  # the whole file is synced once, below
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
    """Make the newest copy the older one once the older one is a day old; a clock that was set back counts as a day."""
    newest, older = _place(path, _NEWEST), _place(path, _OLDER)
    if newest.is_file() and not (older.is_file() and 0 <= time.time() - older.stat().st_mtime < _APART_S):
        newest.replace(older)


def _free(path: Path) -> Path:
    names = ("damaged", *(f"damaged-{number}" for number in range(2, 10_000)))
    return next(place for name in names if not (place := _place(path, f".{name}.sqlite")).exists())
