"""Before and after the newest pass, by one key."""

from PySide6.QtCore import Qt

from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on
from tests.app.hands import press
from vrp_core.domain.annotations import ReviewStatus


def test_o_shows_what_the_newest_pass_has_replaced_and_again_what_is_found_now(window: MainWindow) -> None:
    found_on(window, {2: 0.35, 3: 0.5})
    found_on(window, {2: 0.8, 3: 0.9})
    press(window, Qt.Key.Key_N)
    controller = window.controller
    press(window, Qt.Key.Key_O)
    assert controller.overlay_caption == "Before the newest pass: 35%"
    press(window, Qt.Key.Key_O)
    assert controller.overlay_caption == ""
    press(window, Qt.Key.Key_O)
    press(window, Qt.Key.Key_D)  # another photo shows its own
    assert controller.overlay_caption == ""
    press(window, Qt.Key.Key_O)
    assert controller.overlay_caption == "Before the newest pass: 50%"
    press(window, Qt.Key.Key_Escape)
    assert controller.overlay_caption == ""
    assert window.document.project.review.counts()["pending"] == 2  # looking changes nothing


def test_where_nothing_was_replaced_it_says_so(window: MainWindow) -> None:
    (first,) = found_on(window, {2: 0.35})
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_O)
    assert window.controller.overlay_caption == ""
    assert "replaced nothing" in window.statusBar().currentMessage()
    press(window, Qt.Key.Key_1)
    found_on(window, {2: 0.8})  # a decision is not replaced
    review = window.document.project.review
    assert [one.id for one in review.predictions(status=ReviewStatus.ACCEPTED)] == [first]
    assert window.document.project.passes.replaced(window.document.images.every[1].image.id) == ()
