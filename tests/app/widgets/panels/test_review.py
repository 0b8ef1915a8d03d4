"""What the review says of a photo on which nothing is selected."""

from PySide6.QtCore import Qt

from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on, square
from tests.app.hands import drag, press


def test_a_corrected_result_is_not_called_nothing_found(window: MainWindow) -> None:
    (found,) = found_on(window, {2: 0.4})
    window.document.project.review.edit(found, square(5, 5, 12))
    window.document.touch_all_objects()
    press(window, Qt.Key.Key_D)
    assert window.document.selected is None
    assert "corrected" in window.review._what.text() and "Nothing was found" not in window.review._what.text()


def test_a_drawn_object_has_no_scores_and_an_empty_photo_no_result(window: MainWindow) -> None:
    assert "Nothing was found" in window.review._what.text()
    press(window, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    drag(window, (20, 20), (30, 20))
    press(window, Qt.Key.Key_Escape)
    assert window.document.selected is None and "Drawn by hand" in window.review._what.text()
