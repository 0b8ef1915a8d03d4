"""Another project is opened while a target of a pass is in work: the window does not wait for it."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.model import commands
from app.services.engine.worker import EngineState
from app.widgets.main_window import MainWindow
from tests.app.conftest import make_project, square
from tests.app.hands import press
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import ProjectLocked
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.inference import propagate
from vrp_core.project.project import Project

CONTROL, PATIENCE = Qt.KeyboardModifier.ControlModifier, 60_000


class SlowTarget:
    """Holds up a pass at its third target, until it is let go."""

    def __init__(self) -> None:
        self.reached, self.go_on, self._seen = threading.Event(), threading.Event(), 0

    def __call__(self, run: Any, batch: Sequence[object]) -> list[Any]:
        self._seen += len(batch)
        if self._seen == 3:
            self.reached.set()
            assert self.go_on.wait(60)
        return find(run, batch)


find = propagate._Run._find


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowTarget]:
    target = SlowTarget()
    monkeypatch.setattr(propagate._Run, "_find", lambda run, batch: target(run, batch))
    yield target
    target.go_on.set()


@pytest.fixture
def first(
    window: MainWindow, slow: SlowTarget, mobile_sam_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The folder of a project whose pass works on its third target; Ctrl+O opens another one with a reference."""
    other = make_project(window.document.project.folder.with_name("other"), 4)
    label = other.labels.add("thing")
    other.annotations.add(other.images.all()[0].id, label.id, [MaskPrompt(square(10, 10, 20))])
    other.close()
    folder = str(window.document.project.folder.with_name("other"))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *arguments: folder)
    window.engine.start(SegmentConfig(method="gp"))
    commands.add_annotation(window.document, [MaskPrompt(square(10, 10, 20))], square(10, 10, 20))
    window.actions_["pass.all"].trigger()
    qtbot.waitUntil(slow.reached.is_set, timeout=PATIENCE)
    # Whether the window has heard of the first results yet depends on which of two threads was quicker.
    qtbot.waitUntil(lambda: bool(window.document.project.review.predictions()), timeout=PATIENCE)
    return window.document.project.folder


def closed(folder: Path) -> bool:
    try:
        Project.open(folder).close()
    except ProjectLocked:
        return False
    return True


def test_another_project_opens_at_once_and_the_first_keeps_its_results(
    window: MainWindow, first: Path, slow: SlowTarget, qtbot: QtBot
) -> None:
    press(window, Qt.Key.Key_O, CONTROL)
    assert window.document.project.folder == first.with_name("other").resolve()
    before = window.document.current
    press(window, Qt.Key.Key_D)
    assert window.document.current != before and not window.pass_panel.isVisible()
    assert "project before" in window._status.engine_text.text()
    assert not closed(first)  # nobody else may write it yet
    slow.go_on.set()
    qtbot.waitUntil(lambda: closed(first), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "ready" in window._status.engine_text.text(), timeout=PATIENCE)
    with Project.open(first) as project:
        assert len(project.review.predictions()) >= 1
        assert project.passes.unfinished() is not None  # it can be resumed
    assert window.document.project.review.predictions() == ()
    assert window.document.project.passes.all() == ()


def test_a_pass_asked_for_meanwhile_follows_the_end_of_the_other(
    window: MainWindow, first: Path, slow: SlowTarget, qtbot: QtBot
) -> None:
    press(window, Qt.Key.Key_O, CONTROL)
    window.actions_["pass.all"].trigger()
    assert window.engine.passing
    slow.go_on.set()
    qtbot.waitUntil(lambda: not window.engine.passing, timeout=PATIENCE)
    assert len(window.document.project.review.predictions()) == 3
    assert closed(first)


def test_the_project_that_is_being_left_can_be_opened_again_as_soon_as_it_is_closed(
    window: MainWindow, first: Path, slow: SlowTarget, qtbot: QtBot
) -> None:
    press(window, Qt.Key.Key_O, CONTROL)
    assert not window.projects.open_folder(first)
    slow.go_on.set()
    qtbot.waitUntil(lambda: window.document.project.folder == first, timeout=PATIENCE)
    assert any(row.counts.pending or row.counts.absent for row in window.document.images.every)


def test_quitting_meanwhile_ends_both(window: MainWindow, first: Path, slow: SlowTarget, qtbot: QtBot) -> None:
    states: list[EngineState] = []
    window.engine.state_changed.connect(lambda state, words: states.append(state))
    press(window, Qt.Key.Key_O, CONTROL)
    assert states[-1] is EngineState.LEAVING
    threading.Timer(0.2, slow.go_on.set).start()
    window.close()
    assert closed(first) and closed(first.with_name("other"))
