"""Why something was found: a map over the photo."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from app.services.engine.comparison import HeatAnswer, HeatRequest
from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on
from tests.app.hands import at, press


@pytest.fixture
def asked(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[HeatRequest]:
    requests: list[HeatRequest] = []
    monkeypatch.setattr(
        window.engine, "ask", lambda one: requests.append(one) if isinstance(one, HeatRequest) else None
    )
    return requests


def color(window: MainWindow, x: float, y: float) -> QColor:
    picture = window.canvas.viewport().grab().toImage()
    ratio = picture.width() / window.canvas.viewport().width()
    return picture.pixelColor((at(window, x, y).toPointF() * ratio).toPoint())


def test_y_shows_how_sure_it_is_where_and_again_the_photo(window: MainWindow, asked: list[HeatRequest]) -> None:
    found_on(window, {2: 0.4})
    press(window, Qt.Key.Key_N)
    before = color(window, 60, 20)
    press(window, Qt.Key.Key_Y)
    (request,) = asked
    assert (request.image.id, request.label_id) == (window.document.current, 1)
    heat = np.zeros((48, 64), dtype=np.float32)
    heat[:, 32:] = 0.9
    window.engine.heated.emit(HeatAnswer(request, heat))
    assert "“thing”" in window.controller.overlay_caption and "At most 90%" in window.controller.overlay_caption
    assert color(window, 60, 20).lightness() > color(window, 5, 50).lightness() + 60
    press(window, Qt.Key.Key_Y)
    assert window.controller.overlay_caption == "" and color(window, 60, 20) == before


def test_an_answer_for_a_photo_that_was_left_is_not_shown(window: MainWindow, asked: list[HeatRequest]) -> None:
    press(window, Qt.Key.Key_Y)
    press(window, Qt.Key.Key_D)
    window.engine.heated.emit(HeatAnswer(asked[0], np.ones((3, 4), dtype=np.float32)))
    assert window.controller.overlay_caption == "" and not window.canvas.heat.isVisible()
