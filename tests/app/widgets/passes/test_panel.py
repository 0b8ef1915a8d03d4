"""A pass as the window shows it: its bar, and resuming it. The tests emit the engine's events."""

import threading
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.services.engine.requests import PassRequest
from app.widgets.main_window import MainWindow
from tests.app.conftest import make_project, prediction
from tests.app.hands import close_project
from vrp_core.domain.events import PassEvent, PassFinished, PassStarted, TargetDone


def tell(window: MainWindow, *events: PassEvent) -> None:
    """As the engine does it: from a thread of its own, so it reaches the window later."""

    wanted = partial(window.engine._mailbox.is_about, window.document.project)

    def emit() -> None:
        for event in events:
            window.engine._tell(window.engine.pass_event, event, wanted=wanted)

    thread = threading.Thread(target=emit)
    thread.start()
    thread.join()


@pytest.fixture
def begun(window: MainWindow) -> int:
    """A pass over three photos, of which one is done; gives its id."""
    project = window.document.project
    images = [image.id for image in project.images.all()[1:4]]
    pass_id = project.passes.start({}, images)
    project.passes.record(pass_id, images[0], [prediction(1, 0.9)])
    return pass_id


@pytest.fixture
def asked(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[PassRequest]:
    """The passes that the engine is asked for."""
    asked: list[PassRequest] = []

    def ask(request: object) -> None:
        if isinstance(request, PassRequest):
            asked.append(request)

    monkeypatch.setattr(window.engine, "ask", ask)
    return asked


def test_the_bar_goes_when_the_pass_breaks_off(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    passing = [True]
    monkeypatch.setattr(type(window.engine), "passing", property(lambda self: passing[0]))
    window.engine.pass_event.emit(PassStarted(1, 5, 0))
    window.engine.failed.emit(OSError("a photo cannot be read"))  # of a mark: the pass goes on
    assert window.pass_panel.isVisible()
    passing[0] = False
    window.engine.failed.emit(OSError("the drive was pulled out"))
    assert not window.pass_panel.isVisible()


@pytest.mark.parametrize("at_once", [False, True])
def test_a_pass_of_a_closed_project_shows_in_no_other(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, at_once: bool
) -> None:
    make_project(tmp_path / "other").close()
    tell(window, PassStarted(1, 5, 0))
    qtbot.waitUntil(window.pass_panel.isVisible)
    image_id = window.document.current
    tell(window, TargetDone(image_id, (), True), PassFinished(1, 1, 0, cancelled=True))
    if not at_once:
        window.actions_["file.close"].trigger()
        qtbot.wait(1)
    assert window.projects.open_folder(tmp_path / "other")
    qtbot.wait(150)
    assert not window.pass_panel.isVisible()
    assert window.statusBar().currentMessage() == ""


def test_a_stopped_pass_can_be_resumed(window: MainWindow, begun: int, asked: list[PassRequest]) -> None:
    window.engine.pass_event.emit(PassStarted(begun, 3, 0))
    window.engine.pass_event.emit(PassFinished(begun, 1, 0, cancelled=True))
    assert window.statusBar().currentMessage() == "Stopped: 1 photo(s) searched"
    assert window._banner.text.startswith("The pass was stopped: 2 photo(s) left.")
    QTest.mouseClick(window._banner.buttons[0], Qt.MouseButton.LeftButton)
    assert asked == [PassRequest(None, begun)]
    assert window._banner.text == ""


def test_a_new_pass_takes_the_offer_away(window: MainWindow, begun: int) -> None:
    window.engine.pass_event.emit(PassStarted(begun, 3, 0))
    window.engine.pass_event.emit(PassFinished(begun, 1, 0, cancelled=True))
    window.engine.pass_event.emit(PassStarted(begun + 1, 3, 0))
    assert window._banner.text == ""


def test_an_interrupted_pass_is_offered_at_opening(
    window: MainWindow, begun: int, asked: list[PassRequest], tmp_path: Path
) -> None:
    close_project(window)
    assert window._banner.text == ""
    assert window.projects.open_folder(tmp_path / "project")
    assert window._banner.text == "A pass was interrupted: 2 photo(s) left."
    QTest.mouseClick(window._banner.buttons[0], Qt.MouseButton.LeftButton)
    assert asked == [PassRequest(None, begun)]


def test_a_pass_that_came_to_its_end_offers_nothing(window: MainWindow, begun: int) -> None:
    window.document.project.passes.finish(begun)
    window.engine.pass_event.emit(PassStarted(begun, 3, 0))
    window.engine.pass_event.emit(PassFinished(begun, 3, 1, cancelled=False))
    assert window.statusBar().currentMessage() == "3 photo(s) searched, 1 failed"
    assert window._banner.text == ""
