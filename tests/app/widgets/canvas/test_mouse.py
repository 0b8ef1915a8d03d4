"""The mouse and held keys as systems send them: double clicks, lost releases, touchpads."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.model import commands
from app.widgets.main_window import MainWindow
from tests.app.conftest import square
from tests.app.hands import LEFT, NO_BUTTON, RIGHT, at, mouse, press
from vrp_core.domain.masks import area
from vrp_core.domain.prompts import MaskPrompt

KIND = QEvent.Type


def leave_for_a_field(window: MainWindow) -> None:
    """The focus goes elsewhere, and the release of the key with it."""
    window.canvas.setFocus()
    field = window.photo_list.findChild(QLineEdit)
    assert field is not None
    window.activateWindow()
    field.setFocus()


def wheel(
    window: MainWindow, turned: QPoint, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> tuple[int, int]:
    """Turn the wheel; gives how far the view went right and down."""
    view, canvas = window.canvas.viewport(), window.canvas
    bars = canvas.horizontalScrollBar(), canvas.verticalScrollBar()
    before = [bar.value() for bar in bars]
    place = QPointF(view.rect().center())
    event = QWheelEvent(
        place, QPointF(view.mapToGlobal(place)), QPoint(), turned, NO_BUTTON, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    return bars[0].value() - before[0], bars[1].value() - before[1]


def test_a_stroke_soon_after_another_is_a_stroke(window: MainWindow) -> None:
    window.settings.set(brush=6)
    window.toolbox.take("tool.brush")
    areas = []
    for first, places in ((KIND.MouseButtonPress, (20, 30)), (KIND.MouseButtonDblClick, (30, 50))):
        mouse(window, first, 30, 20, LEFT, LEFT)
        for y in places:
            mouse(window, KIND.MouseMove, 30, y, NO_BUTTON, LEFT)
        mouse(window, KIND.MouseButtonRelease, 30, places[-1], LEFT, NO_BUTTON)
        (annotation,) = window.document.project.annotations.all()
        assert annotation.mask is not None
        areas.append(area(annotation.mask))
    assert areas[1] > areas[0] + 100


def test_a_quick_second_right_click_is_a_second_mark(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Q)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 20, 20))
    for kind, x in ((KIND.MouseButtonPress, 50), (KIND.MouseButtonDblClick, 51)):
        mouse(window, kind, x, 50, RIGHT, RIGHT)
        mouse(window, KIND.MouseButtonRelease, x, 50, RIGHT, NO_BUTTON)
    assert len(window.draft.here.prompts) == 3


def test_a_left_double_click_still_finishes_a_point(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Q)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 20, 20))
    QTest.mouseDClick(window.canvas.viewport(), LEFT, pos=at(window, 20, 20))
    (annotation,) = window.document.project.annotations.all()
    assert len(annotation.prompts) == 1


def test_space_pans_no_more_when_the_focus_has_left(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Q)
    window.canvas.setFocus()
    QTest.keyPress(window.canvas, Qt.Key.Key_Space)
    leave_for_a_field(window)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 20, 20))
    assert len(window.draft.here.prompts) == 1


def test_what_x_hid_is_shown_when_the_focus_leaves(window: MainWindow) -> None:
    commands.add_annotation(window.document, [MaskPrompt(square(5, 5, 20))], square(5, 5, 20))
    item = window.canvas.objects.item(window.document.objects()[0].key)
    assert item is not None
    QTest.keyPress(window.canvas, Qt.Key.Key_X)
    assert not item.isVisible()
    leave_for_a_field(window)
    assert item.isVisible()


def test_where_the_wheel_scrolls_a_touchpad_scrolls_both_ways(window: MainWindow) -> None:
    window.settings.set(wheel_zooms=False)
    window.canvas.zoom_to(30)
    right, down = wheel(window, QPoint(-120, 0))
    assert right > 0 and down == 0
    right, down = wheel(window, QPoint(60, -120))
    assert right < 0 < down
    right, down = wheel(window, QPoint(0, -120), Qt.KeyboardModifier.ShiftModifier)
    assert right > 0 and down == 0
