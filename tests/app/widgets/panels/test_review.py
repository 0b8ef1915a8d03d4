"""What the review says of a photo on which nothing is selected."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on, prediction, read_again, square
from tests.app.hands import drag, press


def test_a_corrected_result_is_not_called_nothing_found(window: MainWindow) -> None:
    (found,) = found_on(window, {2: 0.4})
    window.document.project.review.edit(found, square(5, 5, 12))
    read_again(window.document)
    press(window, Qt.Key.Key_D)
    assert window.document.selected is None
    assert "corrected" in window.review._what.text() and "Nothing was found" not in window.review._what.text()


def test_a_drawn_object_has_no_scores_and_an_empty_photo_no_result(window: MainWindow) -> None:
    assert "Nothing was found" in window.review._what.text()
    press(window, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    drag(window, (20, 20), (30, 20))
    press(window, Qt.Key.Key_Escape)
    assert window.document.selected is None and "Drawn by hand" in window.review._what.text()


def test_the_check_against_the_reference_has_a_row_where_it_was_made(window: MainWindow) -> None:
    project, review = window.document.project, window.review
    (image, label), found = (project.images.all()[1].id, project.labels.all()[0].id), prediction(1, 0.4).scores
    for cycle, shown in ((0.7, "70%"), (None, None)):
        result = replace(prediction(label, 0.4), scores=replace(found, cycle_iou=cycle))
        pass_id = project.passes.start({}, [image])
        project.passes.record(pass_id, image, [result])
        project.passes.finish(pass_id)
        read_again(window.document)
        press(window, Qt.Key.Key_N)
        _, bar, number = review._bars["cycle"]
        assert review._bars["confidence"][2].text() == "40%"
        assert (number.text() if number.isVisibleTo(review) else None) == shown
        assert bar.isVisibleTo(review) is (shown is not None)


def test_the_panel_is_as_wide_as_its_longest_row(window: MainWindow, qtbot: QtBot) -> None:
    review = window.review
    name, _, _ = review._bars["confidence"]
    name.setText("Vertrauenswahrscheinlichkeitsangabenzusammenfassung")
    dock = next(one for one in window.findChildren(QDockWidget) if one.objectName() == "review")
    qtbot.waitUntil(lambda: review.minimumSizeHint().width() > 300)
    qtbot.waitUntil(lambda: dock.width() > review.minimumSizeHint().width())
