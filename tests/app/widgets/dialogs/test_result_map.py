"""The map of results: drawn around with the mouse, they are decided about at once."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.services.engine.requests import MapAnswer, MapRequest
from app.widgets.dialogs.result_map import ResultMapDialog
from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on
from tests.app.hands import LEFT, NO_BUTTON
from vrp_core.domain.annotations import ReviewStatus, Role
from vrp_core.inference.result_map import ResultMap


@pytest.fixture
def dialog(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> ResultMapDialog:
    """The map of five results: the first three are alike."""
    ids = found_on(window, {2: 0.3, 3: 0.4, 4: 0.5, 5: 0.6, 6: 0.7})
    asked: list[object] = []
    monkeypatch.setattr(window.engine, "ask", asked.append)
    window.actions_["view.map"].trigger()
    dialog = window.findChild(ResultMapDialog)
    assert dialog is not None
    (request,) = (one for one in asked if isinstance(one, MapRequest))
    points = np.array([[-0.9, -0.8], [-0.8, -0.9], [-0.7, -0.8], [0.8, 0.9], [0.9, 0.7]], dtype=np.float32)
    features = points / np.linalg.norm(points, axis=1, keepdims=True)
    window.engine.mapped.emit(MapAnswer(request, ResultMap(1, tuple(ids), features, points)))
    QTest.qWaitForWindowExposed(dialog)
    return dialog


def draw_around(dialog: ResultMapDialog, *corners: tuple[float, float]) -> None:
    """A drag with the left button from place to place of the map."""
    box, view = dialog.plot.getViewBox(), dialog.plot.viewport()
    places = [QPointF(dialog.plot.mapFromScene(box.mapViewToScene(QPointF(*corner)))) for corner in corners]
    steps = [(QEvent.Type.MouseButtonPress, places[0], LEFT, LEFT)]
    steps += [(QEvent.Type.MouseMove, place, NO_BUTTON, LEFT) for place in places[1:]]
    steps += [(QEvent.Type.MouseButtonRelease, places[-1], LEFT, NO_BUTTON)]
    for kind, place, button, held in steps:
        at = QPointF(view.mapToGlobal(place.toPoint()))
        QApplication.sendEvent(view, QMouseEvent(kind, place, at, button, held, Qt.KeyboardModifier.NoModifier))
        QTest.qWait(25)  # pyqtgraph takes a hundred moves a second


def test_results_that_are_drawn_around_are_accepted_together_and_one_undo_takes_it_back(
    window: MainWindow, dialog: ResultMapDialog
) -> None:
    review = window.document.project.review
    assert not dialog.buttons["accept"].isEnabled()
    draw_around(dialog, (-1, -1), (-0.5, -1), (-0.5, -0.6), (-1, -0.6))
    assert len(dialog.chosen) == 3 and dialog._words.text().startswith("3 result(s)")
    assert not dialog._pictures[1].pixmap().isNull()
    dialog.buttons["accept"].click()
    assert {one.id for one in review.predictions(status=ReviewStatus.ACCEPTED)} == dialog.chosen
    window.document.undo_stack.undo()
    assert review.counts()["pending"] == 5
    dialog.close()


def test_they_can_be_rejected_or_become_references(window: MainWindow, dialog: ResultMapDialog) -> None:
    draw_around(dialog, (0.5, 0.5), (1, 0.5), (1, 1), (0.5, 1))
    assert len(dialog.chosen) == 2
    dialog.buttons["reject"].click()
    assert window.document.project.review.counts()["rejected"] == 2
    draw_around(dialog, (-1, -1), (-0.75, -1), (-0.75, -0.6), (-1, -0.6))
    dialog.buttons["reference"].click()
    assert len(window.document.project.annotations.all(role=Role.REFERENCE)) == 2
    dialog.close()


def test_pictures_have_words_once_they_are_there(dialog: ResultMapDialog) -> None:
    assert [one.text() for one in dialog._titles] == [""] * 5
    draw_around(dialog, (-1, -1), (-0.75, -1), (-0.75, -0.6), (-1, -0.6))
    assert [one.text() for one in dialog._titles] == ["", "this result", "alike", "alike", "alike"]
    dialog.close()


def test_a_decision_reads_the_masks_of_no_other_results(window: MainWindow, dialog: ResultMapDialog) -> None:
    asked: list[str] = []
    draw_around(dialog, (-1, -1), (-0.5, -1), (-0.5, -0.6), (-1, -0.6))
    connection = window.document.project._database._connection
    connection.set_trace_callback(asked.append)
    dialog._draw()
    connection.set_trace_callback(None)
    assert asked and all("INDEXED BY prediction_counted" in query for query in asked)
    dialog.close()
