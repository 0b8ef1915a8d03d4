"""An object on its way to the project: what is stored, where, when, and that nothing is lost on the way."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.model import commands
from app.services.engine.requests import MaskAnswer, MaskRequest, SharpenAnswer, SharpenRequest
from app.services.engine.worker import EngineState
from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on, square
from tests.app.hands import LEFT, RIGHT, at, press
from vrp_core.domain.annotations import Annotation, ReviewStatus
from vrp_core.domain.masks import Rle

SEEN = square(8, 8, 24)
FOUND = square(10, 10, 20)  # what `found_on` puts on the photo


@pytest.fixture
def asked(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[MaskRequest]:
    """What SAM is asked; the engine reports that it is there, and a test answers in its place."""
    requests: list[MaskRequest] = []

    def ask(request: object) -> None:
        if isinstance(request, MaskRequest):
            requests.append(request)

    monkeypatch.setattr(window.engine, "ask", ask)
    window.engine.state_changed.emit(EngineState.READY, "")
    window.settings.set(sharpen=True, live_preview=False)
    press(window, Qt.Key.Key_Q)
    return requests


def click(window: MainWindow, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseClick(window.canvas.viewport(), button, pos=at(window, x, y))


def answer(window: MainWindow, request: MaskRequest, mask: Rle = SEEN) -> None:
    window.engine.answered.emit(MaskAnswer(request, mask, ()))


def stored(window: MainWindow) -> tuple[Annotation, ...]:
    return window.document.project.annotations.all()


def test_enter_stores_what_is_shown(window: MainWindow, asked: list[MaskRequest]) -> None:
    click(window, 20, 20)
    answer(window, asked[-1])
    press(window, Qt.Key.Key_Return)
    assert [one.mask for one in stored(window)] == [SEEN]


def test_a_place_that_is_not_the_object_is_nothing_to_wait_for(window: MainWindow, asked: list[MaskRequest]) -> None:
    said: list[str] = []
    window.draft.said.connect(said.append)
    click(window, 20, 20, RIGHT)
    assert not asked and not window.draft.waiting
    press(window, Qt.Key.Key_Return)
    assert stored(window) == () and "Click the object too" in said[-1]


def test_enter_before_the_answer_stores_nothing_and_keeps_the_draft(
    window: MainWindow, asked: list[MaskRequest]
) -> None:
    click(window, 20, 20)
    answer(window, asked[-1], square(0, 0, 55))
    click(window, 50, 50, RIGHT)
    press(window, Qt.Key.Key_Return)
    assert stored(window) == () and window.draft.waiting and len(window.draft.here.prompts) == 2
    assert "still looking" in window.statusBar().currentMessage()
    answer(window, asked[-1])
    press(window, Qt.Key.Key_Return)
    assert [(len(one.prompts), one.mask) for one in stored(window)] == [(2, SEEN)]


def test_a_draft_stays_on_its_photo_when_another_is_shown(window: MainWindow, asked: list[MaskRequest]) -> None:
    click(window, 20, 20)
    press(window, Qt.Key.Key_D)
    assert not window.draft.active
    answer(window, asked[-1])
    press(window, Qt.Key.Key_A)
    assert window.draft.active and window.draft.here.answered
    press(window, Qt.Key.Key_Return)
    assert [(one.image_id, one.mask) for one in stored(window)] == [(window.document.current, SEEN)]


@pytest.mark.parametrize("tool", [Qt.Key.Key_S, Qt.Key.Key_W, Qt.Key.Key_V, Qt.Key.Key_K])
def test_a_draft_stays_when_another_tool_is_taken(window: MainWindow, asked: list[MaskRequest], tool: Qt.Key) -> None:
    click(window, 20, 20)
    answer(window, asked[-1])
    press(window, tool)
    assert window.draft.active
    press(window, Qt.Key.Key_Return)
    assert [one.mask for one in stored(window)] == [SEEN]


def test_undo_takes_back_the_newest_prompt_before_any_stored_change(
    window: MainWindow, asked: list[MaskRequest]
) -> None:
    click(window, 20, 20)
    click(window, 50, 50, RIGHT)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(window.draft.here.prompts) == 1
    assert [label.name for label in window.document.project.labels.all()] == ["thing"]


def test_a_failed_engine_is_not_waited_for_and_prompts_alone_are_stored(
    window: MainWindow, asked: list[MaskRequest]
) -> None:
    click(window, 20, 20)
    assert window.draft.waiting and "SAM is looking" in window.view_bar._hint.text()
    window.engine.unanswered.emit(asked[-1])
    assert not window.draft.waiting and "SAM is looking" not in window.view_bar._hint.text()
    press(window, Qt.Key.Key_Return)
    click(window, 50, 20)
    window.engine.state_changed.emit(EngineState.FAILED, "no weights")
    press(window, Qt.Key.Key_Return)
    assert [one.mask for one in stored(window)] == [None, None]


def test_where_sam_sees_nothing_the_prompts_are_stored(window: MainWindow, asked: list[MaskRequest]) -> None:
    click(window, 20, 20)
    answer(window, asked[-1], square(0, 0, 0))
    press(window, Qt.Key.Key_Return)
    assert [one.mask for one in stored(window)] == [None]


def test_escape_drops_the_draft(window: MainWindow, asked: list[MaskRequest]) -> None:
    click(window, 20, 20)
    press(window, Qt.Key.Key_Escape)
    answer(window, asked[-1])
    press(window, Qt.Key.Key_Return)
    assert stored(window) == () and not window.draft.active


def test_objects_are_marked_one_after_the_other_by_click_and_enter(
    window: MainWindow, asked: list[MaskRequest]
) -> None:
    for x in (15, 45):
        click(window, x, 15)
        assert asked[-1].start is None
        answer(window, asked[-1], square(x, 10, 10))
        press(window, Qt.Key.Key_Return)
        assert window.view_bar._hint.text().startswith("Click the object")  # it is what a click does now
    assert [one.mask for one in stored(window)] == [square(15, 10, 10), square(45, 10, 10)]


def test_n_selects_the_result_and_a_right_click_corrects_it_from_its_own_mask(
    window: MainWindow, asked: list[MaskRequest]
) -> None:
    (result,) = found_on(window, {2: 0.5})
    press(window, Qt.Key.Key_N)
    selected = window.document.selected
    assert selected is not None and selected.key.id == result
    click(window, 25, 25, RIGHT)
    assert asked[-1].start == FOUND and len(asked[-1].prompts) == 1
    answer(window, asked[-1])
    press(window, Qt.Key.Key_Return)
    corrected = window.document.project.review.prediction(result)
    assert (corrected.mask, corrected.status) == (SEEN, ReviewStatus.EDITED)
    assert stored(window) == ()  # no second object
    after = window.document.selected
    assert after is not None and after.confidence is None  # it was that of another mask


def test_an_object_that_was_drawn_earlier_is_corrected_too(window: MainWindow, asked: list[MaskRequest]) -> None:
    click(window, 20, 20)
    answer(window, asked[-1])
    press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_V)
    click(window, 20, 20)
    press(window, Qt.Key.Key_Q)
    click(window, 60, 50)
    assert asked[-1].start == SEEN
    answer(window, asked[-1], square(8, 8, 40))
    press(window, Qt.Key.Key_Return)
    assert [one.mask for one in stored(window)] == [square(8, 8, 40)]


def test_a_correction_of_an_object_that_is_gone_is_dropped_with_a_sentence(
    window: MainWindow, asked: list[MaskRequest]
) -> None:
    (result,) = found_on(window, {2: 0.5})
    press(window, Qt.Key.Key_N)
    click(window, 25, 25, RIGHT)
    answer(window, asked[-1])
    window.document.project.review.set_status([result], ReviewStatus.REJECTED)
    window.document.touch_objects(window.document.current)
    press(window, Qt.Key.Key_Return)
    assert "is gone" in window.statusBar().currentMessage() and not window.draft.active


def test_the_brush_paints_on_an_outline_that_is_only_shown(window: MainWindow, asked: list[MaskRequest]) -> None:
    click(window, 20, 20)
    answer(window, asked[-1])
    press(window, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    click(window, 60, 50)
    (annotation,) = stored(window)
    assert annotation.mask is not None and annotation.mask != SEEN
    window.document.undo_stack.undo()
    assert [one.mask for one in stored(window)] == [SEEN]


def test_a_sharpened_answer_for_an_object_that_was_deleted_is_dropped(
    window: MainWindow, asked: list[MaskRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    requests: list[SharpenRequest] = []
    monkeypatch.setattr(window.engine, "ask", requests.append)
    window.settings.set(sharpen=False)
    click(window, 20, 20)
    press(window, Qt.Key.Key_Return)
    one = window.document.objects()[0]
    window.handlers.sharpen(one)
    commands.remove(window.document, one)
    window.engine.sharpened.emit(SharpenAnswer(requests[-1], SEEN))
    assert stored(window) == ()


def test_a_sharpened_answer_is_stored_with_its_annotation(
    window: MainWindow, asked: list[MaskRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    requests: list[SharpenRequest] = []
    monkeypatch.setattr(window.engine, "ask", requests.append)
    window.settings.set(sharpen=False)
    click(window, 20, 20)
    press(window, Qt.Key.Key_Return)
    window.handlers.sharpen(window.document.objects()[0])
    window.engine.sharpened.emit(SharpenAnswer(requests[-1], SEEN))
    assert [one.mask for one in stored(window)] == [SEEN]
