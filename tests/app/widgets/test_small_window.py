"""A window on a small screen: it fits, and nothing in it is cut off."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.model import label_commands
from app.settings import SettingsStore
from app.tool_actions import TOOLS
from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on, make_project
from tests.app.hands import LEFT, at, press
from vrp_core.domain.events import TrainingStarted, Validated, to_json

SMALL = (1024, 700)
LOW = (1024, 600)


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


def trained(window: MainWindow) -> None:
    """A training run that has ended, with weights."""
    run = window.document.project.folder / "training" / "quick-1"
    run.mkdir(parents=True)
    (run / "config.json").write_text("{}")
    (run / "best.safetensors").write_bytes(b"weights")
    events = [TrainingStarted(0, 20, 1000, 1, 8, 10**6), Validated(0, 61.0, {}), Validated(20, 70.25, {})]
    (run / "events.jsonl").write_text("\n".join(json.dumps(to_json(event)) for event in events))


def places(window: MainWindow) -> list[tuple[int, int, int, int]]:
    QTest.qWait(50)  # docks move when the events are processed
    return [dock.geometry().getRect() for dock in window._docks.all]


@pytest.mark.parametrize("with_run", [False, True])
def test_training_needs_no_scrolling_on_a_low_screen(window: MainWindow, qtbot: QtBot, with_run: bool) -> None:
    window.resize(*LOW)
    qtbot.waitUntil(lambda: window.size().toTuple() == LOW)
    before = places(window)
    if with_run:  # since the panel was shown last, and lower
        window.actions_["train.show"].trigger()
        QTest.qWait(50)
        window.resizeDocks([window.training.dock], [150], Qt.Orientation.Vertical)
        QTest.qWait(50)
        window.actions_["train.show"].trigger()
        QTest.qWait(50)
        trained(window)
    window.actions_["train.show"].trigger()
    panel = window.training.panel
    buttons = [one for part in (panel.plan, panel.controls) for one in part.findChildren(QPushButton)]
    shown = [one for one in buttons if one.isVisible()]
    assert len(shown) >= 6 and (panel.controls.bar.isVisible() is with_run)
    qtbot.waitUntil(lambda: all(not one.visibleRegion().isEmpty() for one in shown))
    qtbot.waitUntil(lambda: all(one.visibleRegion().boundingRect() == one.rect() for one in shown))
    assert panel.height() >= 200 and window.canvas.height() >= 150 and window.size().toTuple() == LOW
    window.actions_["train.show"].trigger()
    qtbot.waitUntil(lambda: places(window) == before)


def test_panels_that_stood_behind_each_other_for_the_training_are_found_again(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.resize(*LOW)
    window._docks.all[3].hide()  # a person needs no references
    window.actions_["train.show"].trigger()
    labels, objects, review = (window._docks.all[place] for place in (1, 2, 4))
    qtbot.waitUntil(lambda: set(window.tabifiedDockWidgets(labels)) == {objects, review})
    objects.hide()  # nor objects, now
    make_project(tmp_path / "other").close()
    assert window.projects.open_folder(tmp_path / "other")
    assert not any(window.tabifiedDockWidgets(dock) for dock in window._docks.all)
    assert [dock.isVisible() for dock in window._docks.all] == [True, True, False, False, True]
    assert places(window)[1][1] < places(window)[4][1]


def test_panels_that_a_person_put_behind_each_other_stay_so(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(*LOW)
    labels, objects = window._docks.all[1:3]
    window.tabifyDockWidget(labels, objects)
    for _ in range(2):
        window.actions_["train.show"].trigger()
        QTest.qWait(50)
        assert window.tabifiedDockWidgets(labels) == [objects]


def test_a_window_that_is_closed_beside_the_training_remembers_its_panels(
    window: MainWindow, qtbot: QtBot, settings: SettingsStore, window_state: QSettings, tmp_path: Path
) -> None:
    window.resize(*LOW)
    window.actions_["train.show"].trigger()
    qtbot.waitUntil(lambda: len(window.tabifiedDockWidgets(window._docks.all[1])) == 3)
    window.close()
    again = MainWindow(settings, window_state)
    qtbot.addWidget(again)
    again.show()
    make_project(tmp_path / "other").close()
    assert again.projects.open_folder(tmp_path / "other")
    try:
        assert not any(again.tabifiedDockWidgets(dock) for dock in again._docks.all)
        tops = [place[1] for place in places(again)[1:]]
        assert tops == sorted(set(tops))  # one below the other
    finally:
        again.close()
