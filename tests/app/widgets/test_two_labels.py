"""Two labels on the same photos: what is decided about one decides nothing about the other."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.model import commands, label_commands
from app.model.targets import TargetState, open_to_pass, state_of
from app.services.engine.requests import PassRequest
from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on, prediction, read_again, square
from tests.app.hands import LEFT, at, press
from vrp_core.domain.annotations import ReviewStatus, Role
from vrp_core.domain.prompts import MaskPrompt


def mark(window: MainWindow, x: float, y: float) -> None:
    """A click and Enter, as a person marks an object."""
    press(window, Qt.Key.Key_Q)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, x, y))
    press(window, Qt.Key.Key_Return)


@pytest.fixture
def asked(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the window asks of the engine from now on, as there is none."""
    requests: list[object] = []
    monkeypatch.setattr(window.engine, "ask", requests.append)
    return requests


def test_a_reference_of_another_label_hides_no_result(window: MainWindow, qtbot: QtBot) -> None:
    found_on(window, {2: 0.4, 3: 0.8})
    label_commands.add_label(window.document, "flower")
    press(window, Qt.Key.Key_D)
    mark(window, 65, 45)  # the flower's reference lies on the photo with the doubtful result
    press(window, Qt.Key.Key_A)
    row = window.document.images.every[1]
    assert row.counts.references == 1 and state_of(row) is TargetState.DOUBTFUL
    qtbot.waitUntil(lambda: "2 to review" in window.photo_list._count.text())
    press(window, Qt.Key.Key_N)
    assert window.document.current == row.image.id
    selected = window.document.selected
    assert selected is not None and selected.confidence == 0.4


def test_the_objects_beside_a_result_that_became_a_reference_are_still_reviewed(window: MainWindow) -> None:
    project, label = window.document.project, window.document.project.labels.all()[0]
    image = project.images.all()[1]
    several = [prediction(label.id, confidence) for confidence in (0.4, 0.6)]
    project.passes.record(project.passes.start({}, [image.id]), image.id, several)
    read_again(window.document)
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_U)  # the first becomes a reference; the second waits
    assert state_of(window.document.images.row(image.id)) is TargetState.DOUBTFUL
    press(window, Qt.Key.Key_A)
    press(window, Qt.Key.Key_N)
    assert window.document.current == image.id
    assert [one.confidence for one in window.document.selection] == [0.6]


def test_with_the_list_filtered_for_a_label_the_review_goes_through_its_results_only(window: MainWindow) -> None:
    found_on(window, {2: 0.2, 4: 0.3})
    label_commands.add_label(window.document, "flower")
    project = window.document.project
    flower, images = project.labels.all()[1], project.images.all()
    pass_id = project.passes.start({}, [images[3].id, images[4].id])
    for image in images[3:5]:
        project.passes.record(pass_id, image.id, [prediction(flower.id, 0.9)])
    read_again(window.document)
    window.photo_list._label.setCurrentIndex(2)
    press(window, Qt.Key.Key_N)
    decided = []
    while (selected := window.document.selected) is not None and selected.pending and len(decided) < 5:
        decided.append((selected.image_id, selected.label_id))
        press(window, Qt.Key.Key_1)
    assert decided == [(images[3].id, flower.id), (images[4].id, flower.id)]
    assert [one.label_id for one in project.review.predictions(status=ReviewStatus.PENDING)] == [1, 1]


def test_find_leaves_alone_what_a_person_has_drawn_unless_the_photo_is_named(
    window: MainWindow, asked: list[object]
) -> None:
    document = window.document
    first, second = (image.id for image in document.project.images.all()[:2])
    commands.add_annotation(document, [MaskPrompt(square(5, 5, 9))], None, image_id=first)
    drawn = square(20, 20, 9)
    commands.add_annotation(document, [MaskPrompt(drawn)], drawn, Role.TRUTH, image_id=second)
    press(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    document.show_image(second)
    press(window, Qt.Key.Key_I)
    asks = [one for one in asked if isinstance(one, PassRequest)]
    assert asks == [PassRequest(None, leave_drawn=True), PassRequest((second,), leave_drawn=False)]
    assert second not in open_to_pass(document.images.every)
