"""The list of objects on the current photo, and deciding about them one by one."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle
from pytestqt.qtbot import QtBot

from app.model.objects import ObjectKey
from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on, read_again, square
from tests.app.hands import LEFT, at, press
from vrp_core.domain.annotations import ReviewStatus, Scores
from vrp_core.project.project import NewPrediction

_KEY = Qt.ItemDataRole.UserRole


def three_on_one(window: MainWindow, number: int = 2) -> dict[float, int]:
    """Three results on one photo; gives their ids by their confidence."""
    project = window.document.project
    image, label = project.images.all()[number - 1], project.labels.all()[0]
    pass_id = project.passes.start({}, [image.id])
    places = {0.9: (5, 5), 0.4: (30, 5), 0.6: (5, 35)}
    project.passes.record(
        pass_id,
        image.id,
        [
            NewPrediction(label.id, place, square(*corner, 15), Scores(0.9, 0.8, 0.7, confidence), False)
            for place, (confidence, corner) in enumerate(places.items())
        ],
    )
    project.passes.finish(pass_id)
    read_again(window.document)
    return {one.scores.confidence: one.id for one in project.review.predictions(image_id=image.id)}


def rows(window: MainWindow) -> list[tuple[str, str]]:
    tree = window.object_list.tree
    items = (tree.topLevelItem(number) for number in range(tree.topLevelItemCount()))
    return [(item.text(1), item.text(2)) for item in items if item is not None]


def selected(window: MainWindow) -> int:
    one = window.document.selected
    assert one is not None
    return one.key.id


def test_results_are_listed_the_least_certain_first_each_with_its_score(window: MainWindow) -> None:
    three_on_one(window)
    press(window, Qt.Key.Key_D)
    assert rows(window) == [("to review", "40%"), ("to review", "60%"), ("to review", "90%")]


def test_an_empty_photo_says_so_in_place_of_a_list(window: MainWindow) -> None:
    assert window.object_list.tree.isHidden() and not window.object_list._empty.isHidden()


def test_each_instance_has_a_colour_of_its_own(window: MainWindow) -> None:
    found = three_on_one(window)
    press(window, Qt.Key.Key_D)
    items = [window.canvas.objects.item(ObjectKey("prediction", number)) for number in found.values()]
    assert len({item._color.name() for item in items if item is not None}) == 3


def test_a_click_in_the_list_selects_on_the_photo_and_back(window: MainWindow) -> None:
    found = three_on_one(window)
    press(window, Qt.Key.Key_D)
    tree = window.object_list.tree
    row = window.object_list.row_of(ObjectKey("prediction", found[0.6]))
    assert row is not None
    QTest.mouseClick(tree.viewport(), LEFT, pos=tree.visualItemRect(row).center())
    assert selected(window) == found[0.6]
    press(window, Qt.Key.Key_V)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 37, 12))
    assert [ObjectKey(*item.data(0, _KEY)).id for item in tree.selectedItems()] == [found[0.4]]


def test_an_unchecked_object_is_hidden_on_the_photo(window: MainWindow) -> None:
    found = three_on_one(window)
    press(window, Qt.Key.Key_D)
    key = ObjectKey("prediction", found[0.9])
    row, item = window.object_list.row_of(key), window.canvas.objects.item(key)
    assert row is not None and item is not None and item.isVisible()
    row.setCheckState(0, Qt.CheckState.Unchecked)
    assert not item.isVisible() and window.canvas.objects.at(10, 10) is None
    press(window, Qt.Key.Key_A)
    press(window, Qt.Key.Key_D)
    again = window.canvas.objects.item(key)
    assert again is not None and not again.isVisible()


def test_1_decides_about_one_object_and_goes_to_the_next_then_to_the_next_photo(window: MainWindow) -> None:
    found = three_on_one(window)
    (last,) = found_on(window, {4: 0.5})
    review = window.document.project.review
    press(window, Qt.Key.Key_N)
    assert selected(window) == found[0.4]
    press(window, Qt.Key.Key_1)
    assert selected(window) == found[0.6]
    press(window, Qt.Key.Key_3)
    assert selected(window) == found[0.9]
    press(window, Qt.Key.Key_1)
    assert selected(window) == last and window.document.current == window.document.project.images.all()[3].id
    statuses = {confidence: review.prediction(number).status for confidence, number in found.items()}
    accepted, rejected = ReviewStatus.ACCEPTED, ReviewStatus.REJECTED
    assert statuses == {0.4: accepted, 0.6: rejected, 0.9: accepted}


def test_tab_goes_through_the_objects_the_least_certain_first(window: MainWindow) -> None:
    found = three_on_one(window)
    press(window, Qt.Key.Key_D)
    order = []
    for _ in range(4):
        press(window, Qt.Key.Key_Tab)
        order.append(selected(window))
    assert order == [found[0.4], found[0.6], found[0.9], found[0.4]]


def test_key_2_leaves_a_result_undecided_and_shows_the_next(window: MainWindow) -> None:
    found = three_on_one(window)
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_2)
    assert selected(window) == found[0.6]
    assert "later" in window.statusBar().currentMessage()
    review = window.document.project.review
    assert {review.prediction(number).status for number in found.values()} == {ReviewStatus.PENDING}


def test_without_a_selection_all_are_accepted_and_the_message_says_so(window: MainWindow) -> None:
    found = three_on_one(window)
    press(window, Qt.Key.Key_D)
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_1)
    review = window.document.project.review
    assert {review.prediction(number).status for number in found.values()} == {ReviewStatus.ACCEPTED}


def test_several_selected_objects_are_decided_together_and_one_undo_takes_it_back(window: MainWindow) -> None:
    found = three_on_one(window)
    press(window, Qt.Key.Key_D)
    window.document.select(ObjectKey("prediction", found[0.4]))
    window.document.select(ObjectKey("prediction", found[0.9]), add=True)
    press(window, Qt.Key.Key_3)
    review = window.document.project.review
    assert review.counts()["rejected"] == 2
    window.document.undo_stack.undo()
    assert review.counts()["rejected"] == 0


def click_padlock(window: MainWindow, key: ObjectKey) -> None:
    tree = window.object_list.tree
    row = window.object_list.row_of(key)
    assert row is not None
    place = tree.visualRect(tree.indexFromItem(row, 3)).center()
    QTest.mouseClick(tree.viewport(), LEFT, pos=place)


def test_a_locked_object_is_neither_selected_nor_changed_nor_decided(window: MainWindow) -> None:
    found = three_on_one(window)
    press(window, Qt.Key.Key_D)
    click_padlock(window, ObjectKey("prediction", found[0.4]))
    press(window, Qt.Key.Key_V)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 37, 12))
    assert window.document.selected is None  # the mouse goes through it
    press(window, Qt.Key.Key_N)
    assert selected(window) == found[0.6]  # the least certain that may be decided about
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_3)
    review = window.document.project.review
    assert {one.scores.confidence: one.status for one in review.predictions()} == {
        0.4: ReviewStatus.PENDING,
        0.6: ReviewStatus.REJECTED,
        0.9: ReviewStatus.REJECTED,
    }
    click_padlock(window, ObjectKey("prediction", found[0.4]))
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 37, 12))
    assert selected(window) == found[0.4]


def test_a_key_locks_the_selection_and_without_one_unlocks_all(window: MainWindow) -> None:
    three_on_one(window)
    press(window, Qt.Key.Key_D)
    for _ in range(2):
        press(window, Qt.Key.Key_Tab)
        press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert window.document.selected is None and len(window.document.locked.others(window.document.objects())) == 1
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert len(window.document.locked.others(window.document.objects())) == 3


def test_padlocks_can_be_seen_in_the_dark(window: MainWindow, qtbot: QtBot) -> None:
    three_on_one(window)
    press(window, Qt.Key.Key_D)

    def lightness() -> int:
        item = window.object_list.tree.topLevelItem(0)
        assert item is not None
        picture = item.icon(3).pixmap(16, 16).toImage()
        pixels = [picture.pixelColor(x, y) for x in range(16) for y in range(16)]
        return max((one.lightness() for one in pixels if one.alpha() > 60), default=0)

    try:
        window.settings.set(theme="dark")
        qtbot.waitUntil(lambda: lightness() > 150)
        window.settings.set(theme="light")
        qtbot.waitUntil(lambda: lightness() < 100)
    finally:
        window.settings.set(theme="light")


def test_a_change_of_one_object_leaves_the_rows_of_the_others(window: MainWindow) -> None:
    ids = three_on_one(window)
    window.document.show_image(window.document.project.images.all()[1].id)
    before = {confidence: window.object_list.row_of(ObjectKey("prediction", one)) for confidence, one in ids.items()}
    window.document.project.review.edit(ids[0.4], square(30, 5, 12))
    window.document.touch_objects(window.document.current)
    assert [row[0] for row in rows(window)] == ["to review", "to review", "corrected"]  # in the order of the doubt
    for confidence, one in ids.items():
        same = window.object_list.row_of(ObjectKey("prediction", one)) is before[confidence]
        assert same is (confidence != 0.4)


def test_the_name_of_an_object_is_whole_in_the_narrow_panel(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 720)
    three_on_one(window)
    window.document.show_image(window.document.project.images.all()[1].id)
    tree = window.object_list.tree

    def room() -> int:
        item = tree.topLevelItem(0)
        assert item is not None
        indicator = tree.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth)
        gaps = 4 * tree.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin)
        return tree.header().sectionSize(0) - indicator - tree.iconSize().width() - gaps - 8

    qtbot.waitUntil(lambda: room() > tree.fontMetrics().horizontalAdvance("thing"))


@given(decisions=st.lists(st.tuples(st.integers(0, 7), st.sampled_from(ReviewStatus)), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
def test_rows_stay_in_the_order_of_the_doubt(window: MainWindow, decisions: list[tuple[int, ReviewStatus]]) -> None:
    """Whatever is decided, the list is what a new list of the same objects would be."""
    project = window.document.project
    image, label = project.images.all()[1], project.labels.all()[0]
    pass_id = project.passes.start({}, [image.id])
    found = [
        NewPrediction(label.id, number, square(5 * number, 5, 4), Scores(0.9, 0.8, 0.7, number / 10), number == 3)
        for number in range(8)
    ]
    stored = project.passes.record(pass_id, image.id, found)
    window.document.show_image(image.id)
    window.document.touch_objects(image.id)
    for number, status in decisions:
        project.review.set_status([stored[number].id], status)
        window.document.touch_objects(image.id)
        shown = rows(window)
        window.object_list._fill_anew()
        assert rows(window) == shown
    project.review.set_status([one.id for one in project.review.predictions(image.id)], ReviewStatus.PENDING)
