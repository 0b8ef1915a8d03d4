"""Copies of a project's last good state, and the way back to them."""

import os
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from vrp_core.cli.main import main
from vrp_core.domain.errors import NotFound, ProjectDamaged, ProjectLocked
from vrp_core.project import copies
from vrp_core.project.database import Database
from vrp_core.project.project import Project


def labels_of(folder: Path) -> list[str]:
    """What the project says now."""
    with Project.open(folder, writable=False) as project:
        return [label.name for label in project.labels.all()]


def add(folder: Path, name: str) -> None:
    """One session that changes something."""
    with Project.open(folder) as project:
        project.labels.add(name)


def finish_copy(project: Project) -> None:
    """Wait for the copy that is being made."""
    thread = project._database._copies._thread
    assert thread is not None
    thread.join(30)


def labels_in_copy(folder: Path) -> int:
    copy = sqlite3.connect(folder / "project.copy.sqlite")
    (many,) = copy.execute("SELECT COUNT(*) FROM label").fetchone()
    copy.close()
    return int(many)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed project with one label."""
    with Project.create(tmp_path / "p") as project:
        project.labels.add("coin")
    return tmp_path / "p"


def test_a_damaged_file_is_restored_to_what_it_was_when_it_was_closed(folder: Path) -> None:
    add(folder, "cup")
    file = folder / "project.sqlite"
    file.write_bytes(b"x" * 5000)
    with pytest.raises(ProjectDamaged) as caught:
        Project.open(folder)
    assert caught.value.copy == copies.time_of(folder / "project.copy.sqlite")
    assert main(["project", "restore", str(folder)]) == 0
    assert labels_of(folder) == ["coin", "cup"]
    assert (folder / "project.damaged.sqlite").read_bytes() == b"x" * 5000


def test_a_file_that_is_gone_is_restored(folder: Path) -> None:
    (folder / "project.sqlite").unlink()
    with pytest.raises(ProjectDamaged):
        Project.open(folder)
    assert main(["project", "restore", str(folder)]) == 0
    assert labels_of(folder) == ["coin"]


def test_what_sqlite_keeps_beside_a_damaged_file_is_not_mixed_into_the_restored_one(folder: Path) -> None:
    (folder / "project.sqlite-wal").write_bytes(b"y" * 4000)
    (folder / "project.sqlite").write_bytes(b"x" * 5000)
    Database.restore(folder)
    assert not (folder / "project.sqlite-wal").exists()
    assert (folder / "project.damaged.sqlite-wal").read_bytes() == b"y" * 4000
    assert labels_of(folder) == ["coin"]


def test_the_older_copy_is_renewed_once_a_day_and_can_be_chosen(folder: Path) -> None:
    add(folder, "cup")
    assert len(copies.copies_of(folder / "project.sqlite")) == 2
    add(folder, "plate")  # within the day: the older copy stays
    Database.restore(folder, older=True)
    assert labels_of(folder) == ["coin"]
    yesterday = time.time() - 86_401
    os.utime(folder / "project.copy-older.sqlite", (yesterday, yesterday))
    add(folder, "bowl")
    Database.restore(folder, older=True)
    assert labels_of(folder) == ["coin", "cup", "plate"]


def test_what_is_damaged_never_becomes_the_copy(folder: Path) -> None:
    with sqlite3.connect(folder / "project.sqlite") as connection:
        connection.execute("UPDATE label SET threshold = 'high'")
    connection.close()
    project = Project.open(folder)
    with pytest.raises(ProjectDamaged):
        project.labels.all()
    project.passes.start({}, [])
    project.close()
    Database.restore(folder)
    assert labels_of(folder) == ["coin"]


def test_a_session_that_changes_nothing_copies_nothing(folder: Path) -> None:
    before = (folder / "project.copy.sqlite").stat()
    labels_of(folder)
    Project.open(folder).close()
    after = (folder / "project.copy.sqlite").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_project_is_copied_during_a_long_session(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "_EVERY_S", 0.0)
    monkeypatch.setattr(copies, "_SHARE", 0)
    with Project.open(folder) as project:
        project.labels.add("cup")
        finish_copy(project)
        assert labels_in_copy(folder) == 2


def test_nobody_waits_for_a_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "_EVERY_S", 0.0)
    monkeypatch.setattr(copies, "_SHARE", 0)
    copy, begun, go_on = copies._copy, threading.Event(), threading.Event()

    def held(source: sqlite3.Connection, place: Path) -> None:
        begun.set()
        assert go_on.wait(30)
        copy(source, place)

    monkeypatch.setattr(copies, "_copy", held)
    with Project.open(folder) as project:
        project.labels.add("cup")
        assert begun.wait(30)
        project.labels.add("plate")  # written and read while the copy is not made yet
        assert [label.name for label in project.labels.all()] == ["coin", "cup", "plate"]
        go_on.set()
        finish_copy(project)
        project.labels.add("bowl")
    assert labels_in_copy(folder) == 4


def test_a_copy_that_is_being_made_when_damage_is_found_is_not_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "_EVERY_S", 0.0)
    monkeypatch.setattr(copies, "_SHARE", 0)
    copy, go_on = copies._copy, threading.Event()

    def held(source: sqlite3.Connection, place: Path) -> None:
        assert go_on.wait(30)
        copy(source, place)

    monkeypatch.setattr(copies, "_copy", held)
    with Project.open(folder) as project:
        project.labels.add("cup")
        project._database._connection.execute("UPDATE label SET threshold = 'high'")
        with pytest.raises(ProjectDamaged):
            project.labels.all()
        go_on.set()
    assert labels_in_copy(folder) == 1
    assert not list(folder.glob("*.part*"))


def test_no_room_for_a_copy_does_not_disturb_the_work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    add(folder, "cup")
    monkeypatch.undo()
    assert labels_of(folder) == ["coin", "cup"]
    assert not list(folder.glob("*.part*"))


def test_an_open_project_and_one_without_copies_are_not_restored(folder: Path) -> None:
    with Project.open(folder), pytest.raises(ProjectLocked):
        Database.restore(folder)
    for copy in copies.copies_of(folder / "project.sqlite"):
        copy.unlink()
    with pytest.raises(NotFound):
        Database.restore(folder)
    assert labels_of(folder) == ["coin"]
