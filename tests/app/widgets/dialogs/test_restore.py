"""A damaged project is opened again from a copy, by a click."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from tests.app.hands import close_project
from vrp_core.project.copies import kept_copies
from vrp_core.project.database import FILE_NAME


def offer(window: MainWindow, qtbot: QtBot) -> QMessageBox:
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "restore") is not None)
    box = window.findChild(QMessageBox, "restore")
    assert isinstance(box, QMessageBox) and box.isVisible()
    return box


def button(box: QMessageBox, words: str) -> QPushButton:
    (found,) = [
        one for one in box.findChildren(QPushButton) if words in (one.objectName(), one.text().replace("&", ""))
    ]
    return found


@pytest.fixture
def folder(window: MainWindow) -> Path:
    """A closed project with a label, a copy of it, and an older one without."""
    document = window.document
    folder = document.project.folder
    document.project.labels.add("kept")
    close_project(window)
    assert [copy.older for copy in kept_copies(folder / FILE_NAME)] == [False, True]
    return folder


def test_a_click_restores_a_damaged_project(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b"x" * 5000)
    window.projects.open_recent(str(folder))
    box = offer(window, qtbot)
    assert button(box, "newest").text() == f"Use the copy of {kept_copies(folder / FILE_NAME)[0].made}"
    assert str(folder / FILE_NAME) in box.text() and (folder / FILE_NAME).read_bytes() == b"x" * 5000
    qtbot.mouseClick(button(box, "newest"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.document.is_open)
    assert "kept" in [label.name for label in window.document.project.labels.all()]
    assert (folder / "project.damaged.sqlite").read_bytes() == b"x" * 5000
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "message") is not None)
    assert "project.damaged.sqlite" in window.findChild(QMessageBox, "message").text()


def test_the_older_copy_can_be_chosen(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b"x" * 5000)
    window.projects.open_recent(str(folder))
    qtbot.mouseClick(button(offer(window, qtbot), "older"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.document.is_open)
    assert "kept" not in [label.name for label in window.document.project.labels.all()]


def test_cancel_changes_nothing(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b"x" * 5000)
    window.projects.open_recent(str(folder))
    qtbot.mouseClick(button(offer(window, qtbot), "Cancel"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "restore") is None)
    assert not window.document.is_open and (folder / FILE_NAME).read_bytes() == b"x" * 5000


def test_a_project_whose_file_is_gone_is_offered_too(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    """Opening its folder must not begin a new project in its place."""
    (folder / FILE_NAME).unlink()
    assert not window.projects.open_folder(folder)
    qtbot.mouseClick(button(offer(window, qtbot), "newest"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.document.is_open)
    assert "kept" in [label.name for label in window.document.project.labels.all()]


def test_without_a_copy_it_says_so(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    for copy in folder.glob("*.copy*"):
        copy.unlink()
    (folder / FILE_NAME).write_bytes(b"x" * 5000)
    window.projects.open_recent(str(folder))
    box = offer(window, qtbot)
    assert "no copy" in box.informativeText()
    assert {one.text().replace("&", "") for one in box.findChildren(QPushButton)} == {"Cancel", "Show Details..."}


def test_damage_that_shows_while_the_project_is_opened_is_offered_too(
    window: MainWindow, qtbot: QtBot, folder: Path
) -> None:
    connection = sqlite3.connect(folder / FILE_NAME)
    connection.execute("UPDATE image SET digest = x'ff', height = 'tall'")
    connection.commit()
    connection.close()
    window.projects.open_recent(str(folder))
    box = offer(window, qtbot)
    assert not window.document.is_open
    qtbot.mouseClick(button(box, "newest"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.document.is_open)
    assert len(window.document.images.every) == 6
