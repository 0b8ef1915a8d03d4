"""The guided first project: each step is done by doing it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.widgets.dialogs.export import ExportDialog
from app.widgets.main_window import MainWindow
from tests.app.conftest import prediction, read_again
from tests.app.hands import LEFT, at, press
from vrp_core.domain.events import PassFinished
from vrp_core.project.demo import CLICK


@pytest.fixture
def sample(window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The window with a fresh sample project."""
    monkeypatch.setattr("tempfile.mkdtemp", lambda **named: str(tmp_path / "sample"))
    with qtbot.waitSignal(window.projects.sample_opened, timeout=30_000):
        window.actions_["file.sample"].trigger()
    return window


def close_export() -> None:
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, ExportDialog):
            dialog.reject()


def test_four_steps_from_the_click_to_the_export(sample: MainWindow, qtbot: QtBot) -> None:
    window, document = sample, sample.document
    assert window.guide.words.startswith("<b>Step 1 of 4.</b> Click the coin")
    assert document.images.record(document.current).path.endswith("coin-1.png")
    qtbot.waitUntil(lambda: window.photos.held(document.current) is not None)
    press(window, Qt.Key.Key_Q)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, CLICK.x, CLICK.y))
    press(window, Qt.Key.Key_Return)
    assert "Step 2 of 4" in window.guide.words and "Ctrl+B" in window.guide.words
    project, images = document.project, document.project.images.all()
    pass_id = project.passes.start({}, [images[0].id])  # what the engine would find
    project.passes.record(pass_id, images[0].id, [prediction(1, 0.4, size=images[0].size)])
    project.passes.finish(pass_id)
    read_again(document)
    window.runner.ended.emit(PassFinished(pass_id, 1, 0, cancelled=False))
    assert "Step 3 of 4" in window.guide.words
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_1)
    assert "Step 4 of 4" in window.guide.words
    QTimer.singleShot(300, close_export)
    window.actions_["file.export"].trigger()
    qtbot.waitUntil(lambda: window.guide.words == "")


def test_who_knows_the_rest_is_left_alone(sample: MainWindow) -> None:
    next(one for one in sample.guide.findChildren(QPushButton) if one.text() == "I know the rest").click()
    assert sample.guide.words == ""


def test_a_folder_of_ones_own_is_not_guided(window: MainWindow) -> None:
    assert window.guide.words == ""
