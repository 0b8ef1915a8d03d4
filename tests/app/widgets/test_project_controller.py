"""Photos that come in show as they come, without holding up the window."""

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.services import project_work
from app.services.jobs import Progress, Stopped
from app.widgets.main_window import MainWindow
from tests.app.hands import close_project
from vrp_core.project.ingest import Ingested
from vrp_core.project.project import Project


def test_photos_that_come_in_are_shown_once_a_second(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, add = threading.Event(), project_work.add_photos

    def many(project: Project, paths: Sequence[Path], progress: Progress, stopped: Stopped) -> Ingested:
        added = add(project, paths, progress, stopped)
        for number in range(40):
            progress(number, 40)
        go_on.wait(5)
        return added

    monkeypatch.setattr(project_work, "add_photos", many)
    photos = window.document.project.folder / "photos"
    shutil.copy(photos / "photo-1.png", photos / "photo-7.png")
    looks: list[None] = []
    window.document.images_changed.connect(lambda: looks.append(None))
    window.imports.add_images([photos / "photo-7.png"])
    qtbot.waitUntil(lambda: len(window.document.images.every) == 7)  # while more are on their way
    assert len(looks) == 1
    with qtbot.waitSignal(window.imports.said):
        go_on.set()
    assert len(looks) == 2


def test_the_first_photos_of_a_project_show_at_once(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "project" / "photos", tmp_path / "others")
    window.projects.open_folder(tmp_path / "others")
    qtbot.waitUntil(lambda: len(window.document.images.every) == 6, timeout=900)


def test_photos_that_moved_or_changed_are_shown_as_they_are_once_they_are_added_again(
    window: MainWindow, qtbot: QtBot
) -> None:
    document = window.document
    photos = document.project.folder / "photos"
    photos.rename(photos.with_name("elsewhere"))
    changed = photos.with_name("elsewhere") / "photo-1.png"

    def add_again() -> str:
        with qtbot.waitSignal(window.imports.said, check_params_cb=lambda words: "added" in words) as caught:
            window.imports.add_images([changed.parent])
        (words,) = caught.args
        return str(words)

    def corner() -> list[int]:
        qtbot.waitUntil(lambda: window.photos.held(document.current) is not None)
        return [int(value) for value in window.canvas.photo._levels[0][0, 0]]

    assert "6 moved or changed" in add_again()
    assert len(document.images.every) == 6 and document.file_of(document.current) == changed
    assert corner() == [90] * 3
    Image.new("RGB", (80, 60), (250, 20, 20)).save(changed)
    assert "1 moved or changed" in add_again()
    assert corner() == [250, 20, 20]


@pytest.fixture
def unwritable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Photos in a folder in which the project's folder cannot be made, whoever runs the test."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(3):
        Image.new("RGB", (40, 30), (number, 90, 90)).save(folder / f"{number}.png")
    (folder / "vrp-annotator").write_text("a file")
    return folder


def answer(window: MainWindow, button: str) -> None:
    """Press a button of the question where the project shall be, once it is shown."""

    def press_it() -> None:
        (box,) = (one for one in window.findChildren(QMessageBox, "place") if one.isVisible())
        assert "archive" in box.text()
        next(one for one in box.buttons() if one.text().replace("&", "") == button).click()

    QTimer.singleShot(0, press_it)


def test_photos_in_a_folder_that_cannot_be_written_get_a_project_elsewhere(
    window: MainWindow, qtbot: QtBot, unwritable: Path
) -> None:
    answer(window, "Keep it there")
    assert window.projects.open_folder(unwritable)
    qtbot.waitUntil(lambda: len(window.document.images.every) == 3)
    place = window.document.project.folder
    assert "VRP Annotator" in str(place) and place.name.startswith("archive ")
    assert sorted(one.name for one in unwritable.iterdir()) == ["0.png", "1.png", "2.png", "vrp-annotator"]
    close_project(window)
    assert window.projects.open_folder(unwritable)  # the same project again, without a question
    assert window.document.project.folder == place and len(window.document.images.every) == 3


def test_a_person_may_give_up_or_choose_the_place(
    window: MainWindow, qtbot: QtBot, unwritable: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = window.document.project.folder
    answer(window, "Cancel")
    assert not window.projects.open_folder(unwritable)
    assert window.document.project.folder == before
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *arguments: str(tmp_path / "mine"))
    answer(window, "Choose a folder…")
    assert window.projects.open_folder(unwritable)
    assert window.document.project.folder == (tmp_path / "mine" / "archive").resolve()


def test_a_folder_without_photos_keeps_no_project(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "a.txt").write_text("no photo")
    window.projects.open_folder(folder)
    qtbot.waitUntil(lambda: not window.document.is_open)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "message") is not None)
    box = window.findChild(QMessageBox, "message")
    assert box is not None and "There are no photos" in box.text()
    box.close()
    qtbot.waitUntil(lambda: [path.name for path in folder.iterdir()] == ["a.txt"])
    assert str(folder / "vrp-annotator") not in window.settings.values.recent


def test_photos_without_their_files_are_reported_before_a_pass(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.runner, "start", lambda targets, leave_drawn: None)
    window.document.file_of(window.document.images.every[2].image.id).unlink()
    window.actions_["pass.all"].trigger()
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "message") is not None)
    box = window.findChild(QMessageBox, "message")
    assert box is not None and "1 photo without a file" in box.text() and "photo-3.png" in box.text()
    box.close()
