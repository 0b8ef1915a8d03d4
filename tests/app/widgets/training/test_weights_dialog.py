"""The list of weights: cards, names, copies out and in."""

import hashlib
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from safetensors.torch import save_file

from app.services import project_work
from app.services.jobs import Jobs
from app.services.training import runs, weights
from app.services.training.runs import RunState
from app.services.training.weights import Origin
from app.widgets.training.weights_dialog import WeightsDialog
from vrp_core.domain.confidence import Calibration
from vrp_core.domain.config import TrainConfig, VrpConfig, to_dict
from vrp_core.domain.errors import DiskFull, WeightsDamaged
from vrp_core.models.checkpoints import Checkpoint, build_model, save_checkpoint
from vrp_core.models.semantic import SemanticEncoder


def checkpoint(path: Path, state: dict[str, torch.Tensor] | None = None) -> Path:
    """A weights file with a card, as a run writes it."""
    config = to_dict(TrainConfig(data=("/somewhere/weld/vrp-annotator", "/else/coco.json"), out="x"))
    provenance = {"train": config, "step": 40, "validation_miou": 66.25, "validation_before": 51.0}
    weights = state if state is not None else {"one": torch.zeros(1)}
    path.parent.mkdir(parents=True, exist_ok=True)
    save_checkpoint(path, Checkpoint(VrpConfig(), "mobile_sam", Calibration(1, 2, 3, 4, 5, 0.5), provenance, weights))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project's folder with a run that has weights."""
    run = tmp_path / "project" / "training" / "quick-1"
    checkpoint(run / "best.safetensors")
    return tmp_path / "project"


@pytest.fixture
def dialog(folder: Path, qtbot: QtBot) -> Iterator[WeightsDialog]:
    """The list of that project's weights, and a part of the window that outlives it."""
    jobs = Jobs()
    dialog = WeightsDialog(folder, jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    jobs.end()


def message(dialog: WeightsDialog) -> str:
    """What a message over the dialog says."""
    box = dialog.findChild(QMessageBox, "message")
    assert box is not None
    box.close()
    return box.text()


def test_a_card_says_what_the_weights_learned_from_and_what_it_brought(folder: Path) -> None:
    shipped, own = weights.cards(folder, project_work.shipped_weights())
    assert (shipped.origin, shipped.path) == (Origin.SHIPPED, None)
    assert (own.name, own.origin, own.step) == ("quick-1", Origin.RUN, 40)
    assert own.data == ("weld", "coco.json")
    assert (own.before, own.after) == (51.0, 66.25)


def test_a_file_without_a_card_is_listed_all_the_same(folder: Path) -> None:
    (folder / "training" / "imported").mkdir()
    (folder / "training" / "imported" / "odd.safetensors").write_bytes(b"odd")
    odd = next(one for one in weights.cards(folder, None) if one.name == "odd")
    assert (odd.origin, odd.step, odd.after, odd.data) == (Origin.IMPORTED, None, None, ())
    assert odd.problem  # and it says why


def test_imported_weights_called_best_are_listed_once_by_their_own_name(folder: Path) -> None:
    place = checkpoint(folder / "training" / "imported" / "best.safetensors")
    listed = [(one.name, one.origin) for one in weights.cards(folder, None) if one.path == place]
    assert listed == [("best", Origin.IMPORTED)]
    assert weights.name_of(folder, place) == "best"


def test_use_name_and_copy_out(folder: Path, dialog: WeightsDialog, tmp_path: Path, qtbot: QtBot) -> None:
    assert not dialog.use_button.isEnabled() and not dialog.rename_button.isEnabled()  # the shipped ones are in use
    dialog.tree.select(1)
    with qtbot.waitSignal(dialog.chosen):
        dialog.use_button.click()
    assert runs.chosen(folder) == folder / "training" / "quick-1" / "best.safetensors"
    assert not dialog.use_button.isEnabled()
    dialog.rename(" welds of May ")
    assert dialog.selected is not None and dialog.selected.name == "welds of May"
    assert weights.name_of(folder, folder / "training" / "quick-1" / "best.safetensors") == "welds of May"
    dialog.take_out(tmp_path / "out")
    copied = tmp_path / "out.safetensors"
    assert copied.read_bytes() == (folder / "training" / "quick-1" / "best.safetensors").read_bytes()
    dialog.rename("")
    assert dialog.selected.name == "quick-1"
    dialog.tree.select(0)
    dialog.use_button.click()
    assert runs.chosen(folder) is None


def test_what_is_selected_stays_so_when_the_order_changes(folder: Path, dialog: WeightsDialog) -> None:
    older = checkpoint(folder / "training" / "quick-2" / "best.safetensors")
    os.utime(older, (1e9, 1e9))
    dialog.refresh()
    dialog.tree.select(2)
    assert dialog.selected is not None and dialog.selected.path == older
    checkpoint(folder / "training" / "quick-3" / "best.safetensors")  # a newer one comes before it
    os.utime(folder / "training" / "quick-3" / "best.safetensors")
    dialog.refresh()
    dialog.rename("mine")
    assert weights.name_of(folder, older) == "mine"


@pytest.mark.parametrize("content", ["{half a fi", "[]"])
def test_names_that_cannot_be_read_are_never_written_over(folder: Path, dialog: WeightsDialog, content: str) -> None:
    names = folder / "training" / "names.json"
    names.write_text(content)
    dialog.refresh()
    dialog.tree.select(1)
    assert dialog.selected is not None and dialog.selected.name == "quick-1"
    dialog.rename("mine")
    assert "names.json" in message(dialog)
    assert names.read_text() == content


def test_weights_that_a_training_is_at_work_on_are_neither_used_nor_named(
    folder: Path, dialog: WeightsDialog, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    read = runs.read_run
    monkeypatch.setattr(runs, "read_run", lambda run: replace(read(run), state=RunState.RUNNING))
    dialog.tree.select(1)
    for button in (dialog.use_button, dialog.rename_button):
        assert not button.isEnabled() and "running training" in button.toolTip()
    dialog.tree.itemDoubleClicked.emit(dialog.tree.topLevelItem(1), 0)
    assert runs.chosen(folder) is None
    monkeypatch.setattr(runs, "read_run", lambda run: replace(read(run), state=RunState.PAUSED))
    qtbot.waitUntil(lambda: dialog.use_button.isEnabled() and dialog.rename_button.isEnabled())
    assert not dialog.use_button.toolTip()
    dialog.tree.itemDoubleClicked.emit(dialog.tree.topLevelItem(1), 0)
    assert runs.chosen(folder) == folder / "training" / "quick-1" / "best.safetensors"


@pytest.mark.parametrize("yes", [False, True])
def test_a_file_that_the_ending_leads_to_is_replaced_only_when_asked(
    dialog: WeightsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, yes: bool
) -> None:
    there = tmp_path / "foo.safetensors"
    there.write_bytes(b"there")
    asked: list[str] = []
    answer = QMessageBox.StandardButton.Yes if yes else QMessageBox.StandardButton.No
    monkeypatch.setattr(QMessageBox, "question", lambda parent, title, text: asked.append(text) or answer)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(tmp_path / "foo"), ""))
    dialog.tree.select(1)
    dialog.export_button.click()
    assert asked == ["foo.safetensors exists already. Replace it?"]
    assert (there.read_bytes() != b"there") is yes
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(there), ""))
    dialog.export_button.click()  # the system has asked itself
    assert len(asked) == 1 and there.read_bytes() != b"there"


def test_a_name_is_requested_and_a_full_disk_is_reported(
    folder: Path, dialog: WeightsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *arguments, **more: ("mine", True))

    def full(path: Path, content: bytes) -> Path:
        raise DiskFull(path)

    monkeypatch.setattr(weights, "write_file", full)
    monkeypatch.setattr(runs, "write_file", full)
    dialog.tree.select(1)
    dialog.rename_button.click()
    assert "disk is full" in message(dialog)
    dialog.use_button.click()
    assert runs.chosen(folder) is None


def test_closing_does_not_wait_for_an_import_and_unusable_weights_are_still_reported(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    going = threading.Event()

    def bring_in(project: Path, file: Path) -> Path:
        assert going.wait(10)
        raise WeightsDamaged(file, "weights", "none")

    monkeypatch.setattr(weights, "bring_in", bring_in)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = WeightsDialog(folder, Jobs(), window)
    dialog.open()
    gone: list[object] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.bring_in(tmp_path / "some.safetensors")
    dialog.reject()  # it would wait here
    assert dialog.isHidden() and gone == []
    going.set()
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "message") is not None)
    box = window.findChild(QMessageBox, "message")
    assert box is not None and box.isVisible() and "some.safetensors" in box.text()
    box.close()
    qtbot.waitUntil(lambda: gone == [True])


def test_a_dialog_that_is_closed_goes(folder: Path, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = WeightsDialog(folder, Jobs(), window)
    dialog.open()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()


@pytest.mark.slow
def test_usable_weights_are_imported_under_a_new_name(
    folder: Path, dialog: WeightsDialog, tmp_path: Path, mobile_sam_file: Path, qtbot: QtBot
) -> None:
    shipped = project_work.shipped_weights()
    before = hashlib.sha256(shipped.read_bytes()).digest() if shipped is not None else b""
    model = build_model(VrpConfig(), SemanticEncoder("efficientnet_lite2"))
    file = checkpoint(tmp_path / "vrp_default.safetensors", model.encoder.state_dict())
    for name in ("vrp_default", "vrp_default-2"):
        dialog.bring_in(file)
        qtbot.waitUntil(lambda: dialog.import_button.isEnabled(), timeout=60_000)
        assert dialog.selected is not None and dialog.selected.name == name
    assert dialog.selected.origin is Origin.IMPORTED and dialog.selected.after == 66.25
    dialog.use_button.click()
    assert runs.chosen(folder) == folder / "training" / "imported" / "vrp_default-2.safetensors"
    assert shipped is None or hashlib.sha256(shipped.read_bytes()).digest() == before


@pytest.mark.parametrize(("what", "words"), [("text", "not the expected weights"), ("other", "another network")])
def test_unusable_weights_are_refused_with_a_reason(
    folder: Path, dialog: WeightsDialog, tmp_path: Path, what: str, words: str, qtbot: QtBot
) -> None:
    file = tmp_path / "some.safetensors"
    if what == "text":
        file.write_text("no weights")
    else:
        save_file({"one": torch.zeros(1)}, file)
    dialog.bring_in(file)
    qtbot.waitUntil(lambda: dialog.findChild(QMessageBox, "message") is not None, timeout=60_000)
    box = dialog.findChild(QMessageBox, "message")
    assert box is not None and words in box.text()
    box.close()
    assert not (folder / "training" / "imported").exists()
