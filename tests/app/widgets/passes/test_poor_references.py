"""A reference that a pass does not find even on its own photo is told where a person looks; the pass goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.model import commands
from app.widgets.main_window import MainWindow
from tests.app.conftest import square
from vrp_core.domain.annotations import Role
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.events import PassFinished, PassStarted, ReferenceTested
from vrp_core.domain.prompts import MaskPrompt

PATIENCE = 60_000
_ADVICE = (
    "is not found even on that photo. It is small there: search close-ups too, or mark it with another kind of prompt."
)


@pytest.fixture
def engine_window(window: MainWindow, mobile_sam_file: Path) -> Iterator[MainWindow]:
    """The window with the real engine."""
    window.engine.start(SegmentConfig(method="gp"))
    yield window


def mark(window: MainWindow, mask_side: int, at: tuple[int, int]) -> None:
    image = window.document.project.images.all()[0]
    commands.add_annotation(window.document, [MaskPrompt(square(*at, mask_side))], None, Role.REFERENCE, image.id)


@pytest.mark.parametrize(("at", "side", "poor"), [((10, 10), 20, False), ((70, 5), 1, True)])
def test_a_pass_tells_a_poor_reference_and_searches_all_photos(
    engine_window: MainWindow, qtbot: QtBot, at: tuple[int, int], side: int, poor: bool
) -> None:
    window = engine_window
    mark(window, side, at)
    window.document.step(1)
    with qtbot.waitSignal(window.runner.ended, timeout=PATIENCE) as ended:
        window.actions_["pass.all"].trigger()
    assert ended.args[0].done == 5
    photo = window.document.project.images.all()[0]
    assert window._banner.text == (f"thing on {photo.path} {_ADVICE}" if poor else "")
    if poor:
        QTest.mouseClick(window._banner.buttons[0], Qt.MouseButton.LeftButton)
        assert window.document.current == photo.id
        assert window._banner.text == ""


def test_many_poor_references_stay_a_few_lines_and_the_next_pass_takes_them_away(window: MainWindow) -> None:
    images, label = window.document.project.images.all(), window.document.project.labels.all()[0]
    window.engine.pass_event.emit(PassStarted(1, 5, 0))
    for image in (*images[:5], images[0]):  # the last is marked twice on one photo
        window.engine.pass_event.emit(ReferenceTested(image.id, label.id, 0.1, True))
    window.engine.pass_event.emit(ReferenceTested(images[5].id, label.id, 0.9, False))
    lines = window._banner.text.splitlines()
    assert len(lines) == 4 and lines[-1] == "2 more reference(s) as well."
    window.document.project.images.remove([images[0].id])  # while its words are shown
    window.engine.pass_event.emit(ReferenceTested(images[5].id, label.id, 0.1, True))
    assert images[0].path not in window._banner.text
    window.engine.pass_event.emit(PassFinished(1, 5, 0, cancelled=False))
    assert window._banner.text
    window.engine.pass_event.emit(PassStarted(2, 5, 0))
    assert window._banner.text == ""
