"""One action looks again at what is doubtful; the window says what was learned, and where to see it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.passes.history_dialog import PassHistoryDialog
from tests.app.conftest import make_squares, prediction
from vrp_core.domain.annotations import Role
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import NothingToDo
from vrp_core.domain.events import LabelLearned, PassFinished, PassStarted, TargetDone
from vrp_core.project.project import Project

PATIENCE = 120_000


@pytest.fixture
def squares(tmp_path: Path) -> Iterator[Project]:
    """Eight photos of squares, six of them drawn; the first is the reference."""
    with make_squares(tmp_path / "squares", drawn=6, bare=2) as project:
        first = project.annotations.all()[0]
        project.annotations.put(replace(first, role=Role.REFERENCE))
        yield project


def show(window: MainWindow, project: Project) -> None:
    window.document.close()
    window.document.open(project)
    window.engine.use(project)


def test_the_action_waits_for_a_pass_and_has_a_key(window: MainWindow) -> None:
    action = window.actions_["pass.look_again"]
    assert not action.isEnabled() and "After a pass" in action.toolTip()
    assert action.shortcut().toString() == "Ctrl+Shift+I"
    document = window.document
    image, label = document.project.images.all()[1], document.project.labels.all()[0]
    pass_id = document.project.passes.start({}, [image.id])
    document.project.passes.record(pass_id, image.id, [prediction(label.id, 0.3)])
    document.touch_objects(image.id)
    document.show_image(image.id)
    assert action.isEnabled()


def test_a_second_look_through_the_real_networks(
    window: MainWindow, squares: Project, qtbot: QtBot, mobile_sam_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vrp_core.project.decided_photos.SURE", 2.0)
    show(window, squares)
    window.engine.start(SegmentConfig())
    with qtbot.waitSignal(window.runner.ended, timeout=PATIENCE):
        window.actions_["pass.all"].trigger()
    before = squares.annotations.all()
    with qtbot.waitSignal(window.runner.ended, timeout=PATIENCE) as ended:
        QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert ended.args[0].done == 2
    assert "square: 5 decided photos" in window._banner.text + window.statusBar().currentMessage()
    assert squares.annotations.all() == before
    newest = squares.passes.all()[0]
    assert newest.finished and len(newest.config["decided"]) == 5
    history = PassHistoryDialog(squares, window)
    qtbot.addWidget(history)
    texts = [history.tree.topLevelItem(0).child(number).text(0) for number in range(2)]
    assert texts == ["references", "decided photos learned from"]


def test_too_few_decisions_are_told(
    window: MainWindow, qtbot: QtBot, mobile_sam_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Exception] = []
    monkeypatch.setattr(window.projects, "tell", told.append)
    window.engine.start(SegmentConfig())
    with qtbot.waitSignal(window.engine.failed, timeout=PATIENCE):
        window.runner.look_again()
    assert isinstance(told[0], NothingToDo)
    assert window.document.project.passes.unfinished() is None


def test_the_banner_says_what_was_learned_and_shows_a_photo_that_changed(window: MainWindow) -> None:
    project = window.document.project
    images, label = project.images.all(), project.labels.all()[0]
    pass_id = project.passes.start({}, [images[2].id, images[3].id])
    (stored,) = project.passes.record(pass_id, images[3].id, [prediction(label.id, 0.5)])
    window.engine.pass_event.emit(PassStarted(pass_id, 2, 0))
    window.engine.pass_event.emit(LabelLearned(label.id, 6, 0.5, 0.75))
    window.engine.pass_event.emit(TargetDone(images[2].id, (), True))
    window.engine.pass_event.emit(TargetDone(images[3].id, (stored,), True))
    window.engine.pass_event.emit(PassFinished(pass_id, 2, 0, cancelled=False))
    first, second = window._banner.text.splitlines()
    assert "6 decided photos" in first and "75%" in first and "50%" in first
    assert second == "1 photo(s) got a new result."
    QTest.mouseClick(window._banner.buttons[0], Qt.MouseButton.LeftButton)
    assert window.document.current == images[3].id


def test_where_nothing_changed_the_status_bar_says_why(window: MainWindow) -> None:
    label = window.document.project.labels.all()[0]
    window.engine.pass_event.emit(PassStarted(1, 1, 0))
    window.engine.pass_event.emit(LabelLearned(label.id, 6, 0.8, 0.7))
    window.engine.pass_event.emit(PassFinished(1, 1, 0, cancelled=False))
    assert window._banner.text == ""
    assert "Its results stay" in window.statusBar().currentMessage()


def test_a_pass_that_is_no_second_look_says_nothing_of_it(window: MainWindow) -> None:
    window.engine.pass_event.emit(PassStarted(1, 1, 0))
    window.engine.pass_event.emit(LabelLearned(1, 6, 0.5, 0.4))
    window.engine.pass_event.emit(PassStarted(2, 1, 0))  # the one before was broken
    window.engine.pass_event.emit(PassFinished(2, 1, 0, cancelled=False))
    assert window._banner.text == ""
