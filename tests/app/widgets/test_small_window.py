"""A window on a small screen: it fits, and nothing in it is cut off."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.model import label_commands
from app.tool_actions import TOOLS
from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on
from tests.app.hands import LEFT, at, press

SMALL = (1024, 700)


def make_small(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(*SMALL)
    qtbot.waitUntil(lambda: window.size().toTuple() == SMALL)


def whole(label: QLabel) -> bool:
    """All lines of a label are seen."""
    return label.isVisible() and label.heightForWidth(label.width()) <= label.height()


def test_the_window_can_be_made_small(window: MainWindow, qtbot: QtBot) -> None:
    make_small(window, qtbot)
    assert window.canvas.width() > 500
    assert whole(window.references._hint)
    press(window, Qt.Key.Key_Q)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 20, 20))
    assert "Enter" in window.view_bar._hint.text()
    qtbot.waitUntil(lambda: whole(window.view_bar._hint))


@pytest.mark.parametrize("selected", [False, True])
def test_the_hint_of_every_tool_is_whole_on_a_small_screen(window: MainWindow, qtbot: QtBot, selected: bool) -> None:
    make_small(window, qtbot)
    found_on(window, {1: 0.3})
    if selected:
        window.document.select(window.document.objects()[0].key)
    for tool in TOOLS:
        window.actions_[tool].trigger()
        qtbot.waitUntil(lambda: whole(window.view_bar._hint))


def test_a_long_label_does_not_widen_the_list(window: MainWindow) -> None:
    before = window.photo_list.minimumSizeHint()
    label_commands.add_label(window.document, "corrosion under insulation at a flange joint in the north of the farm")
    assert window.photo_list.minimumSizeHint() == before


def test_the_words_of_the_view_bar_come_back_with_the_room(window: MainWindow, qtbot: QtBot) -> None:
    words = [one for one in window.view_bar.findChildren(QLabel) if one.text() in {"Brightness", "Contrast"}]
    assert len(words) == 2
    make_small(window, qtbot)
    assert not any(word.isVisible() for word in words)
    window.resize(1600, 900)
    qtbot.waitUntil(lambda: all(word.isVisible() for word in words))


def test_as_it_is_is_offered_where_something_is_changed(window: MainWindow) -> None:
    bar = window.view_bar
    (plain,) = bar.findChildren(QPushButton)
    assert not plain.isVisible()
    bar._brightness.setValue(30)
    assert plain.isVisible()
    plain.click()
    assert bar._brightness.value() == 0 and not plain.isVisible()


def test_learning_fits_a_small_screen_too(window: MainWindow, qtbot: QtBot) -> None:
    make_small(window, qtbot)
    window.actions_["train.show"].trigger()
    qtbot.waitUntil(lambda: window.training.dock.isVisible())
    assert window.width() == SMALL[0]
    for button in window.training.panel.material.findChildren(QPushButton):
        column = window.training.panel.material
        assert button.mapTo(column, button.rect().bottomRight()).x() < column.visibleRegion().boundingRect().right() + 1
