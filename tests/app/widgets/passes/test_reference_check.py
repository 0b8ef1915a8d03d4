"""Results that got surer and not better after further references are told."""

import pytest

from app.model import commands
from app.services.engine.requests import CheckAnswer, CheckRequest
from app.widgets.main_window import MainWindow
from tests.app.conftest import square
from vrp_core.domain.annotations import Role
from vrp_core.domain.events import PassFinished
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.inference.reference_check import ReferenceCheck


@pytest.fixture
def asked(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    requests: list[object] = []
    monkeypatch.setattr(window.engine, "ask", requests.append)
    return requests


def two_passes(window: MainWindow) -> tuple[CheckRequest, int]:
    """A pass with one reference, and one with two; gives what is to be compared, and the newest pass."""
    document, project = window.document, window.document.project
    for number, image in enumerate(project.images.all()[:2]):
        commands.add_annotation(document, [MaskPrompt(square(5, 5, 9 + number))], None, Role.REFERENCE, image.id)
    first, second = (one.id for one in project.annotations.all())
    for used in ([first], [first, second]):
        pass_id = project.passes.start({"references": used}, [project.images.all()[3].id])
        project.passes.finish(pass_id)
    return CheckRequest((first,), (first, second)), pass_id


def test_after_a_pass_with_further_references_decided_photos_are_compared(
    window: MainWindow, asked: list[object]
) -> None:
    wanted, pass_id = two_passes(window)
    window.runner.ended.emit(PassFinished(pass_id, 1, 0, cancelled=False))
    assert [one for one in asked if isinstance(one, CheckRequest)] == [wanted]
    window.runner.ended.emit(PassFinished(pass_id - 1, 1, 0, cancelled=False))  # nothing was before it
    window.runner.ended.emit(PassFinished(pass_id, 1, 0, cancelled=True))
    assert len([one for one in asked if isinstance(one, CheckRequest)]) == 1


def test_surer_and_not_better_is_told_and_the_new_references_can_be_dropped(window: MainWindow) -> None:
    request, _ = two_passes(window)
    window.engine.checked.emit(CheckAnswer(request, ReferenceCheck(6, 0.78, 0.77, 0.71, 0.84)))
    words = window._banner.text
    assert "surer (71% to 84%) and not better: on 6 decided photo(s)" in words and "from 78% to 77% IoU" in words
    window._banner.buttons[0].click()
    references = window.document.project.annotations.all(role=Role.REFERENCE)
    assert [one.id for one in references] == [request.before[0]]
    window.document.undo_stack.undo()
    assert len(window.document.project.annotations.all(role=Role.REFERENCE)) == 2


def test_better_results_are_a_line_and_too_few_say_nothing(window: MainWindow) -> None:
    request, _ = two_passes(window)
    window.engine.checked.emit(CheckAnswer(request, ReferenceCheck(2, 0.78, 0.77, 0.71, 0.84)))
    assert window._banner.text == "" and "IoU" not in window.statusBar().currentMessage()
    window.engine.checked.emit(CheckAnswer(request, ReferenceCheck(6, 0.78, 0.85, 0.71, 0.84)))
    assert window._banner.text == ""
    assert "from 78% to 85% IoU" in window.statusBar().currentMessage()
