"""Every tool corrects: corners, knife, brush and eraser on results and on what was drawn, with real events."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on, square
from tests.app.hands import LEFT, RIGHT, at, drag, press
from vrp_core.domain.annotations import ReviewStatus
from vrp_core.domain.masks import area, decode

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def click(window: MainWindow, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseClick(window.canvas.viewport(), button, pos=at(window, x, y))


def polygon(window: MainWindow) -> tuple[tuple[float, float], ...]:
    selected = window.document.selected
    assert selected is not None and selected.polygon is not None
    return selected.polygon.points


def draw_triangle(window: MainWindow) -> None:
    press(window, Qt.Key.Key_P)
    for x, y in ((10, 10), (60, 10), (10, 50)):
        click(window, x, y)
    press(window, Qt.Key.Key_Return)


def near(point: tuple[float, float], x: float, y: float) -> bool:
    return abs(point[0] - x) < 1 and abs(point[1] - y) < 1


def test_corners_of_a_drawn_polygon_are_dragged_added_and_removed(window: MainWindow) -> None:
    draw_triangle(window)
    press(window, Qt.Key.Key_V)
    drag(window, (60, 10), (65, 20), (70, 30))
    assert near(polygon(window)[1], 70, 30)
    drag(window, (10, 30), (8, 30), (4, 30))  # on an edge: a new corner
    assert len(polygon(window)) == 4 and near(polygon(window)[3], 4, 30)
    click(window, 4, 30, RIGHT)
    assert len(polygon(window)) == 3
    for _ in range(3):
        window.document.undo_stack.undo()
    assert near(polygon(window)[1], 60, 10) and len(polygon(window)) == 3


def test_a_triangle_keeps_its_last_three_corners(window: MainWindow) -> None:
    draw_triangle(window)
    press(window, Qt.Key.Key_V)
    click(window, 10, 10, RIGHT)
    assert len(polygon(window)) == 3


def test_undo_takes_back_a_corner_of_an_open_polygon_and_the_photo_keeps_the_others(window: MainWindow) -> None:
    press(window, Qt.Key.Key_P)
    for x, y in ((10, 10), (60, 10), (10, 50), (30, 30)):
        click(window, x, y)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_D)
    press(window, Qt.Key.Key_A)
    press(window, Qt.Key.Key_Return)
    assert len(polygon(window)) == 3


def test_corners_of_a_found_mask_are_dragged(window: MainWindow) -> None:
    (result,) = found_on(window, {2: 0.5})
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_G)
    drag(window, (30, 30), (40, 35), (50, 40))
    corrected = window.document.project.review.prediction(result)
    assert corrected.status is ReviewStatus.EDITED and decode(corrected.mask)[35, 40]


def test_the_brush_edits_the_result_that_n_selected(window: MainWindow) -> None:
    (result,) = found_on(window, {2: 0.5})
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_B, SHIFT)
    click(window, 60, 45)
    corrected = window.document.project.review.prediction(result)
    assert corrected.status is ReviewStatus.EDITED and area(corrected.mask) > 400
    assert len(window.document.objects()) == 1


def test_the_eraser_takes_the_object_under_it_when_none_is_selected(window: MainWindow) -> None:
    (result,) = found_on(window, {1: 0.5})
    window.settings.set(brush=6)
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_E, SHIFT)
    click(window, 20, 20)
    assert area(window.document.project.review.prediction(result).mask) < 400


def test_the_knife_cuts_the_selected_object(window: MainWindow) -> None:
    found_on(window, {2: 0.5})
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_K)
    drag(window, (20, 4), (20, 20), (20, 40))
    assert sorted(area(one.region) for one in window.document.objects()) == [200, 200]


def test_shift_click_selects_several_and_j_joins_them(window: MainWindow) -> None:
    press(window, Qt.Key.Key_B, SHIFT)
    for x in (15, 60):
        click(window, x, 20)
        press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_V)
    click(window, 15, 20)
    QTest.mouseClick(window.canvas.viewport(), LEFT, SHIFT, at(window, 60, 20))
    assert len(window.document.selection) == 2
    press(window, Qt.Key.Key_J)
    assert len(window.document.objects()) == 1


def test_a_selected_object_is_pasted_on_the_next_photo(window: MainWindow) -> None:
    press(window, Qt.Key.Key_B, SHIFT)
    click(window, 30, 30)
    press(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.document.current == window.document.project.images.all()[1].id
    assert len(window.document.objects()) == 1


def test_a_square_that_is_filled_has_no_hole(window: MainWindow) -> None:
    found_on(window, {2: 0.5})
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_E, SHIFT)
    window.settings.set(brush=4)
    click(window, 20, 20)
    window.actions_["edit.fill_holes"].trigger()
    selected = window.document.selected
    assert selected is not None and selected.region == square(10, 10, 20)
