"""The list of photos, as a person sees it."""

from PySide6.QtCore import QPoint

from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on
from vrp_core.domain.events import PassFinished


def test_after_a_pass_the_least_certain_photo_is_seen_first(window: MainWindow) -> None:
    images = [row.image.id for row in window.document.images.every]
    window.photo_list.view.setFixedHeight(160)  # room for one row of photos
    window.document.show_image(images[0])  # the reference of a pass, which comes last
    found_on(window, {2: 0.9, 3: 0.3, 4: 0.6, 5: 0.8, 6: 0.7})
    window.runner.ended.emit(PassFinished(1, 5, 0, False))
    seen = window.photo_list.view.indexAt(QPoint(20, 20))
    assert window.photo_list.model.position(images[2]) == seen.row() == 0
    assert window.document.current == images[0]
