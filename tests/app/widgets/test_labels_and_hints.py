"""Words that tell what one can do, and questions before something is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.model import label_commands
from app.widgets.dialogs.accept import AcceptDialog
from app.widgets.dialogs.clean import CleanDialog
from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on, read_again
from tests.app.hands import LEFT, at, press
from vrp_core.domain.annotations import ReviewStatus, Role


@pytest.mark.parametrize(("answer", "left"), [(False, 1), (True, 0)])
def test_deleting_a_label_with_objects_asks_with_their_number(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, answer: bool, left: int
) -> None:
    found_on(window, {2: 0.5, 3: 0.6})
    asked: list[str] = []

    def question(parent: object, text: str) -> bool:
        asked.append(text)
        return answer

    monkeypatch.setattr("app.widgets.panels.labels.question", question)
    window.labels._delete()
    assert "“thing” with its 2 object(s)" in asked[0]
    assert len(window.document.project.labels.all()) == left


def test_a_label_without_objects_is_deleted_at_once(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.widgets.panels.labels.question", lambda *arguments: pytest.fail("it asked"))
    window.labels._delete()
    assert window.document.project.labels.all() == ()


def test_quitting_with_an_unfinished_object_asks(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    press(window, Qt.Key.Key_Q)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 20, 20))
    asked: list[str] = []

    def question(parent: object, text: str) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr("app.widgets.main_window.question", question)
    window.close()
    assert window.isVisible() and "1 photo(s) hold an unfinished object" in asked[0]
    press(window, Qt.Key.Key_Escape)
    window.close()
    assert len(asked) == 1 and not window.isVisible()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (Qt.Key.Key_V, "Shift+click adds"),
        (Qt.Key.Key_Q, "right-click what is not part"),
        (Qt.Key.Key_P, "Enter closes the polygon"),
        (Qt.Key.Key_G, "Drag corners"),
        (Qt.Key.Key_K, "cut it in two"),
    ],
)
def test_the_hint_is_that_of_the_tool(window: MainWindow, key: Qt.Key, words: str) -> None:
    press(window, key)
    assert words in window.view_bar._hint.text()


def test_photos_of_the_list_are_accepted_together_and_one_undo_takes_it_back(window: MainWindow) -> None:
    found_on(window, {2: 0.5, 3: 0.6, 5: 0.7})
    window.photo_list.view.selectAll()
    window.actions_["photos.accept"].trigger()
    review = window.document.project.review
    assert review.counts()["accepted"] == 3
    window.document.undo_stack.undo()
    assert review.counts()["pending"] == 3


def test_photos_of_the_list_give_references_and_their_drawn_objects_another_label(window: MainWindow) -> None:
    found = found_on(window, {2: 0.5, 3: 0.6, 5: 0.7})
    document, project = window.document, window.document.project
    project.review.set_status(found[:2], ReviewStatus.ACCEPTED)
    read_again(document)
    window.photo_list.view.selectAll()
    window.actions_["photos.reference"].trigger()
    references = project.annotations.all(role=Role.REFERENCE)
    assert [one.image_id for one in references] == [project.review.prediction(one).image_id for one in found[:2]]
    label_commands.add_label(document, "other")
    window.photo_list.view.selectAll()
    window.actions_["photos.label"].trigger()
    assert {one.label_id for one in project.annotations.all()} == {2}
    document.undo_stack.undo()
    assert {one.label_id for one in project.annotations.all()} == {1}


def test_what_was_said_of_the_state_before_a_step_is_gone_after_it(window: MainWindow) -> None:
    found_on(window, {1: 0.9})
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_1)
    assert window.statusBar().currentMessage() == "Nothing is left to review."
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.statusBar().currentMessage() == ""


def test_the_eraser_says_what_it_erases_from(window: MainWindow) -> None:
    found_on(window, {1: 0.9})
    press(window, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    assert window.view_bar._hint.text() == "Erase from the object under the eraser"
    press(window, Qt.Key.Key_N)
    assert window.view_bar._hint.text().startswith("Erase from the selected object")


def test_dialogs_about_all_results_read_no_mask_of_other_photos(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_on(window, {2: 0.9, 3: 0.8, 4: 0.7})
    monkeypatch.setattr("app.widgets.panels.labels.question", lambda *arguments: False)
    asked: list[str] = []
    connection = window.document.project._database._connection
    connection.set_trace_callback(asked.append)
    window.labels._delete()
    AcceptDialog(window.document, window).close()
    clean = CleanDialog(window.document, window.controller, window)
    clean.scope.setCurrentIndex(clean.scope.count() - 1)  # all that is to be reviewed
    clean.smooth.setValue(3)
    clean.reject()
    connection.set_trace_callback(None)
    assert asked and not [one for one in asked if "prediction.*" in one]
