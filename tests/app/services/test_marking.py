"""An object that is finished before SAM has answered: what is stored, where, and when."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.model import commands
from app.services.engine.worker import EngineState, MarkAnswer, MarkRequest
from app.widgets.main_window import MainWindow
from tests.app.conftest import square
from tests.app.hands import LEFT, RIGHT, at, press
from vrp_core.domain.annotations import Annotation
from vrp_core.domain.masks import Rle

SEEN = square(8, 8, 24)


@pytest.fixture
def asked(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[MarkRequest]:
    """What SAM is asked; the engine says that it is there, and a test answers in its place."""
    requests: list[MarkRequest] = []
    monkeypatch.setattr(window.engine, "ask", requests.append)
    monkeypatch.setattr(window.engine, "prepare", lambda image: None)
    window.engine.state_changed.emit(EngineState.READY, "")
    window.settings.set(sharpen=True)
    press(window, Qt.Key.Key_Q)
    return requests


def click(window: MainWindow, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseClick(window.canvas.viewport(), button, pos=at(window, x, y))


def answer(window: MainWindow, request: MarkRequest, mask: Rle = SEEN) -> None:
    window.engine.marked.emit(MarkAnswer(request, mask, ()))


def stored(window: MainWindow) -> tuple[Annotation, ...]:
    return window.document.project.annotations.all()


def test_enter_waits_for_the_answer_to_the_newest_mark(window: MainWindow, asked: list[MarkRequest]) -> None:
    click(window, 20, 20)
    answer(window, asked[-1], square(0, 0, 55))
    click(window, 50, 50, RIGHT)
    press(window, Qt.Key.Key_Return)
    assert stored(window) == () and window.marking.waiting
    assert asked[-1].promised
    answer(window, asked[-1])
    (annotation,) = stored(window)
    assert (len(annotation.prompts), annotation.mask) == (2, SEEN)
    assert window.document.selected is not None and not window.marking.waiting
    answer(window, asked[-1])  # asked twice, answered twice
    assert len(stored(window)) == 1


def test_an_answer_that_is_there_is_stored_at_once(window: MainWindow, asked: list[MarkRequest]) -> None:
    click(window, 20, 20)
    answer(window, asked[-1])
    press(window, Qt.Key.Key_Return)
    assert [one.mask for one in stored(window)] == [SEEN]


def test_a_double_click_waits_too(window: MainWindow, asked: list[MarkRequest]) -> None:
    click(window, 20, 20)
    QTest.mouseDClick(window.canvas.viewport(), LEFT, pos=at(window, 20, 20))
    assert stored(window) == ()
    answer(window, asked[-1])
    assert [one.mask for one in stored(window)] == [SEEN]


def test_the_next_object_is_marked_meanwhile(window: MainWindow, asked: list[MarkRequest]) -> None:
    click(window, 20, 20)
    press(window, Qt.Key.Key_Return)
    promised = asked[-1]
    click(window, 60, 40)
    assert len(window.marking.prompts) == 1 and len(window.marking.marks) == 2
    answer(window, promised)
    assert len(stored(window)) == 1 and len(window.marking.prompts) == 1
    answer(window, asked[-1], square(50, 30, 20))
    press(window, Qt.Key.Key_Return)
    assert [one.mask for one in stored(window)] == [SEEN, square(50, 30, 20)]


def test_it_is_stored_on_its_own_photo_with_its_own_label(window: MainWindow, asked: list[MarkRequest]) -> None:
    first, label = window.document.current, window.document.label
    assert label is not None
    click(window, 20, 20)
    press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_D)
    commands.add_label(window.document, "another")
    assert window.marking.marks == ()
    answer(window, asked[-1])
    (annotation,) = stored(window)
    assert (annotation.image_id, annotation.label_id, annotation.mask) == (first, label.id, SEEN)
    assert window.document.current != first and window.document.selected is None


def test_escape_drops_it(window: MainWindow, asked: list[MarkRequest]) -> None:
    click(window, 20, 20)
    press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Escape)
    answer(window, asked[-1])
    assert stored(window) == () and window.marking.marks == ()


def test_without_an_answer_the_marks_alone_are_stored(window: MainWindow, asked: list[MarkRequest]) -> None:
    click(window, 20, 20)
    press(window, Qt.Key.Key_Return)
    window.engine.unanswered.emit(asked[-1])
    assert [one.mask for one in stored(window)] == [None]
    click(window, 50, 20)
    press(window, Qt.Key.Key_Return)
    window.engine.state_changed.emit(EngineState.FAILED, "no weights")
    click(window, 20, 50)
    press(window, Qt.Key.Key_Return)
    assert [one.mask for one in stored(window)] == [None, None, None]


def test_closing_the_project_stores_the_marks(window: MainWindow, asked: list[MarkRequest]) -> None:
    folder = window.document.project.folder
    click(window, 20, 20)
    press(window, Qt.Key.Key_Return)
    window.actions_["file.close"].trigger()
    assert window.projects.open_folder(folder)
    assert [(one.mask, len(one.prompts)) for one in stored(window)] == [(None, 1)]


def test_a_label_that_is_deleted_takes_it_along(window: MainWindow, asked: list[MarkRequest]) -> None:
    label = window.document.label
    assert label is not None
    click(window, 20, 20)
    press(window, Qt.Key.Key_Return)
    commands.delete_label(window.document, label.id)
    answer(window, asked[-1])
    assert stored(window) == ()


def test_where_sam_sees_nothing_the_marks_are_stored(window: MainWindow, asked: list[MarkRequest]) -> None:
    click(window, 20, 20)
    answer(window, asked[-1], square(0, 0, 0))
    press(window, Qt.Key.Key_Return)
    assert [one.mask for one in stored(window)] == [None]


def test_an_answer_for_an_object_that_was_deleted_meanwhile_is_dropped(
    window: MainWindow, asked: list[MarkRequest]
) -> None:
    window.settings.set(sharpen=False)
    click(window, 20, 20)
    press(window, Qt.Key.Key_Return)
    window.handlers.sharpen(window.document.objects()[0])
    press(window, Qt.Key.Key_Delete)
    answer(window, asked[-1])
    assert stored(window) == ()
