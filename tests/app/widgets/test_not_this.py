"""A look-alike: rejected, remembered as what the object is not, and drawn unlike an object."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.model.objects import ObjectKey
from app.model.targets import TargetState, state_of
from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on
from tests.app.hands import at, drag, press
from vrp_core.domain.annotations import ReviewStatus, Role


def red_share(window: MainWindow) -> float:
    """The share of pixels in the found square that are red."""
    window.canvas.viewport().repaint()
    picture = window.canvas.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    pixels = np.frombuffer(picture.constBits(), dtype=np.uint8).reshape(picture.height(), picture.bytesPerLine())
    rgb = pixels[:, : 3 * picture.width()].reshape(picture.height(), picture.width(), 3).astype(int)
    ratio = picture.width() / window.canvas.viewport().width()
    first, last = at(window, 13, 13) * ratio, at(window, 27, 27) * ratio
    inside = rgb[first.y() : last.y(), first.x() : last.x()]
    return float(((inside[..., 0] > 180) & (inside[..., 1] < 120) & (inside[..., 2] < 120)).mean())


def test_4_rejects_a_result_and_keeps_it_as_what_the_object_is_not(window: MainWindow) -> None:
    found = found_on(window, {2: 0.3, 4: 0.6})
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_4)
    project = window.document.project
    assert project.review.prediction(found[0]).status is ReviewStatus.REJECTED
    (annotation,) = project.annotations.all()
    assert annotation.role is Role.NEGATIVE and annotation.mask == project.review.prediction(found[0]).mask
    selected = window.document.selected  # on to the next result
    assert selected is not None and selected.key == ObjectKey("prediction", found[1])
    assert state_of(window.document.images.row(annotation.image_id)) is TargetState.DONE
    assert window.references.list.item(0).text().endswith("not this")
    assert window.references.first() is None  # it is no reference to compare with
    window.document.undo_stack.undo()
    assert project.annotations.all() == ()
    assert project.review.prediction(found[0]).status is ReviewStatus.PENDING


def test_it_is_crossed_out_on_the_photo_and_not_filled(window: MainWindow, qtbot: QtBot) -> None:
    found_on(window, {2: 0.3})
    press(window, Qt.Key.Key_N)
    before = red_share(window)
    window.settings.set(auto_advance=False)
    press(window, Qt.Key.Key_4)
    press(window, Qt.Key.Key_Escape)
    assert before < 0.02 < red_share(window) < 0.6  # lines, not a surface
    tree = window.object_list.tree
    assert tree.topLevelItem(0).text(1) == "not this"  # type: ignore[union-attr]


def test_a_drawn_object_can_be_a_look_alike_too_and_a_copy_of_it_is_none(window: MainWindow) -> None:
    press(window, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    window.document.show_image(window.document.images.every[0].image.id)
    drag(window, (20, 20), (30, 20))
    press(window, Qt.Key.Key_4)
    (annotation,) = window.document.project.annotations.all()
    assert annotation.role is Role.NEGATIVE
    press(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(window.document.project.annotations.all()) == 1
    window.references.list.setCurrentRow(0)
    window.references._stop_using()
    assert window.document.project.annotations.all() == ()
    window.document.undo_stack.undo()
    assert window.document.project.annotations.all() == (annotation,)
