"""The loop in the window: corrections are offered to learn from, and new weights to find again with."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidgetItem
from pytestqt.qtbot import QtBot

from app.model import label_commands
from app.services.training import runs
from app.widgets.dialogs.further_references import FurtherReferencesDialog
from app.widgets.main_window import MainWindow
from tests.app.conftest import make_project, prediction, read_again, square
from vrp_core.domain.annotations import ReviewStatus, Role
from vrp_core.domain.events import PassStarted, Validated, to_json
from vrp_core.domain.prompts import MaskPrompt


@pytest.fixture
def found(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Thirteen photos, one with a reference, eleven with results; gives the passes that are asked for."""
    make_project(tmp_path / "loop", 13).close()
    assert window.projects.open_folder(tmp_path / "loop")
    project = window.document.project
    project.labels.add("thing")
    images = project.images.all()
    project.annotations.add(images[0].id, 1, [MaskPrompt(square(0, 0, 9))], square(0, 0, 9), Role.REFERENCE)
    pass_id = project.passes.start({}, [image.id for image in images[1:12]])
    for image in images[1:12]:
        project.passes.record(pass_id, image.id, [prediction(1, 0.6)])
    project.passes.finish(pass_id)
    window.document.touch_labels()
    window.document.touch_images()
    passes: list[str] = []
    monkeypatch.setattr(window.runner, "start", lambda targets, leave_drawn: passes.append(f"{len(targets)} photos"))
    return passes


def correct(window: MainWindow, edited: int, accepted: int) -> None:
    ids = [one.id for one in window.document.project.review.predictions(status=ReviewStatus.PENDING)]
    for one in ids[:edited]:
        window.document.project.review.edit(one, square(5, 5, 12))
    window.document.project.review.set_status(ids[edited : edited + accepted], ReviewStatus.ACCEPTED)
    read_again(window.document)


def offered(window: MainWindow) -> FurtherReferencesDialog:
    dialog = window.findChild(FurtherReferencesDialog)
    assert dialog is not None
    return dialog


def drawn(item: QListWidgetItem) -> bool:
    """There is a picture, and not all of it is empty."""
    return item.icon().pixmap(150, 112).toImage().pixelColor(75, 56).alpha() > 0


def test_corrections_are_shown_before_they_become_references(window: MainWindow, found: list[str]) -> None:
    banner = window._banner
    correct(window, 3, 7)
    assert banner.text.startswith("10 reviewed photo(s) (")
    again, use, train = banner.buttons
    assert (again.text(), use.text(), train.text()) == (
        "Look again",
        "Look at 3 further reference(s)…",
        "Train briefly",
    )
    before = window.document.current
    use.click()
    dialog = offered(window)
    assert len(dialog.chosen) == 3
    assert len(window.document.project.annotations.all(role=Role.REFERENCE)) == 1  # so far only looked at
    assert all(drawn(dialog.list.item(row)) for row in range(3))
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.use_button.text() == "Use 2, and find again"
    dialog.use_button.click()
    references = window.document.project.annotations.all(role=Role.REFERENCE)
    assert len(references) == 3 and window.document.current == before
    assert all(one.mask == square(5, 5, 12) for one in references[1:])  # never one that was only accepted
    assert found == ["2 photos"]  # those that nobody has reviewed
    window.document.undo_stack.undo()
    assert len(window.document.project.annotations.all(role=Role.REFERENCE)) == 1


def test_five_decisions_offer_a_second_look_once(
    window: MainWindow, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(window.runner, "look_again", lambda: asked.append("again"))
    correct(window, 1, 3)
    assert window._banner.text == ""
    correct(window, 0, 1)
    assert window._banner.text.startswith("Your decisions teach")
    (again,) = window._banner.buttons
    again.click()
    assert asked == ["again"] and window._banner.text == ""
    correct(window, 0, 2)
    assert window._banner.text == ""  # until the tenth


def test_an_object_removed_after_the_offer_does_not_become_a_reference(window: MainWindow, found: list[str]) -> None:
    correct(window, 10, 0)
    _, use, _ = window._banner.buttons
    corrected = window.document.project.review.predictions(status=ReviewStatus.EDITED)
    window.document.project.review.set_status([one.id for one in corrected[2:]], ReviewStatus.REJECTED)
    use.click()
    offered(window).use_button.click()
    references = window.document.project.annotations.all(role=Role.REFERENCE)
    assert [one.image_id for one in references[1:]] == [one.image_id for one in corrected[:2]]


def test_an_offer_whose_label_has_gone_does_nothing(window: MainWindow, found: list[str]) -> None:
    correct(window, 10, 0)
    _, use, _ = window._banner.buttons
    label_commands.delete_label(window.document, 1)
    use.click()
    assert found == []
    window.document.undo_stack.undo()
    assert [label.name for label in window.document.project.labels.all()] == ["thing"]


def test_the_last_training_says_what_to_expect(window: MainWindow, found: list[str]) -> None:
    run = window.document.project.folder / "training" / "quick-1"
    run.mkdir(parents=True)
    (run / "config.json").write_text("{}")
    (run / "corrections.txt").write_text("0")
    lines = (json.dumps(to_json(Validated(step, miou, {}))) for step, miou in ((0, 61.0), (20, 70.25)))
    (run / "events.jsonl").write_text("\n".join(lines))
    correct(window, 10, 0)
    assert "brought 61.0 → 70.2 mIoU" in window._banner.text
    window._banner.buttons[2].click()
    assert window.training.dock.isVisible() and window.actions_["train.show"].isChecked()


def test_new_weights_offer_a_new_pass_over_undecided_photos(window: MainWindow, found: list[str]) -> None:
    correct(window, 0, 5)
    folder = window.document.project.folder
    weights = folder / "training" / "quick-3" / "best.safetensors"
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"weights")
    runs.choose(folder, weights)
    window.training.panel.chosen.emit()
    assert window._banner.text.startswith("“quick-3” is in use now. 7 photo(s)")
    QTest.mouseClick(window._banner.buttons[0], Qt.MouseButton.LeftButton)
    assert found == ["7 photos"] and window._banner.text == ""


def test_a_second_look_is_offered_when_photos_are_decided_however_many_results_that_takes(
    window: MainWindow, found: list[str]
) -> None:
    """Six decisions on four photos are too few photos; the fifth photo is the moment, not the fifth decision."""
    project = window.document.project
    images = project.images.all()
    pass_id = project.passes.start({}, [image.id for image in images[1:3]])
    for image in images[1:3]:
        project.passes.record(pass_id, image.id, [prediction(1, 0.5), replace(prediction(1, 0.5), instance=1)])
    four = {image.id for image in images[1:5]}
    project.review.set_status(
        [one.id for one in project.review.predictions() if one.image_id in four], ReviewStatus.ACCEPTED
    )
    read_again(window.document)
    assert window.document.images.corrections == 6 and window._banner.text == ""
    project.review.set_status([project.review.predictions(images[5].id)[0].id], ReviewStatus.ACCEPTED)
    window.document.touch_objects(images[5].id)
    assert window._banner.text.startswith("Your decisions teach")


def test_an_offer_of_a_second_look_goes_with_the_decisions_and_with_the_pass(
    window: MainWindow, found: list[str]
) -> None:
    correct(window, 0, 5)
    assert window._banner.text.startswith("Your decisions teach")
    some = window.document.project.review.predictions(status=ReviewStatus.ACCEPTED)[0]
    window.document.project.review.set_status([some.id], ReviewStatus.PENDING)
    window.document.touch_objects(some.image_id)
    assert window._banner.text == ""  # four are too few
    window.document.project.review.set_status([some.id], ReviewStatus.ACCEPTED)
    window.document.touch_objects(some.image_id)
    assert window._banner.text.startswith("Your decisions teach")
    window.engine.pass_event.emit(PassStarted(2, 1, 0))  # by its key, say
    assert window._banner.text == ""


def test_the_panels_at_the_right_get_their_heights_back(window: MainWindow, found: list[str], qtbot: QtBot) -> None:
    window.resize(1280, 720)
    window._docks._arrange()
    QTest.qWait(50)

    def heights() -> list[int]:
        return [dock.height() for dock in window._docks.all[1:]]

    before = heights()
    window.actions_["train.show"].trigger()
    qtbot.waitUntil(lambda: sum(heights()) < sum(before) - 50)
    window.actions_["train.show"].trigger()
    qtbot.waitUntil(lambda: heights() == before)
