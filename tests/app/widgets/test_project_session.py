"""A project that is opened again shows the photo, order and filter that it showed before."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.targets import Order, TargetState
from app.widgets.main_window import MainWindow
from app.widgets.project_places import project_name
from tests.app.conftest import found_on
from tests.app.hands import close_project, press


def path(window: MainWindow) -> str:
    return window.document.images.record(window.document.current).path


def test_photo_order_and_filter_come_back(window: MainWindow, tmp_path: Path) -> None:
    found_on(window, {2: 0.9, 4: 0.3, 5: 0.5})
    window.photo_list.order_by(Order.DOUBT)
    window.photo_list._state.setCurrentIndex((None, *TargetState).index(TargetState.DOUBTFUL))
    press(window, Qt.Key.Key_N)
    before = path(window)
    close_project(window)
    assert window.projects.open_folder(tmp_path / "project")
    shown = window.document.images.filter
    assert (path(window), shown.order, shown.state) == (before, Order.DOUBT, TargetState.DOUBTFUL)
    assert window.photo_list.model.rowCount() == 3


def test_the_zoom_comes_back_with_the_photo(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_D)
    for _ in range(4):
        press(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    window.canvas.centerOn(60, 20)
    press(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    before = window.canvas.place
    assert before is not None
    close_project(window)
    assert window.projects.open_folder(tmp_path / "project")
    qtbot.waitUntil(lambda: window.canvas.place is not None)
    assert window.canvas.place == pytest.approx(before, abs=1)
    qtbot.waitUntil(lambda: window.photos.held(window.document.current) is not None)
    assert window.canvas.place == pytest.approx(before, abs=1)
    press(window, Qt.Key.Key_F)
    close_project(window)
    assert window.projects.open_folder(tmp_path / "project")
    qtbot.wait(50)
    assert window.canvas.place is None  # it was the whole photo


def test_a_photo_that_is_gone_gives_way_to_the_first(window: MainWindow, tmp_path: Path) -> None:
    press(window, Qt.Key.Key_D)
    gone = window.document.current
    window.document.project.images.remove([gone])
    close_project(window)
    assert window.projects.open_folder(tmp_path / "project")
    assert path(window).endswith("photo-1.png")


def test_a_project_is_called_by_the_folder_of_its_photos() -> None:
    assert project_name(Path("/data/butterflies/vrp-annotator")) == "butterflies"
    assert project_name(Path("/data/my project")) == "my project"
