"""The list of weights: cards, names, copies out and in."""

import hashlib
from pathlib import Path

import pytest
import torch
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from safetensors.torch import save_file

from app.services import checkpoints, project_work, training
from app.services.checkpoints import Origin
from app.widgets.weights_dialog import WeightsDialog
from vrp_core.domain.config import TrainConfig, VrpConfig, to_dict
from vrp_core.models.checkpoints import Checkpoint, save_checkpoint
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.vrp_sam import VrpModel
from vrp_core.scores import Calibration


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


def test_a_card_says_what_the_weights_learned_from_and_what_it_brought(folder: Path) -> None:
    shipped, own = checkpoints.cards(folder, project_work.shipped_weights())
    assert (shipped.origin, shipped.path) == (Origin.SHIPPED, None)
    assert (own.name, own.origin, own.step) == ("quick-1", Origin.RUN, 40)
    assert own.data == ("weld", "coco.json")
    assert (own.before, own.after) == (51.0, 66.25)


def test_a_file_without_a_card_is_listed_all_the_same(folder: Path) -> None:
    (folder / "training" / "imported").mkdir()
    (folder / "training" / "imported" / "odd.safetensors").write_bytes(b"odd")
    odd = next(one for one in checkpoints.cards(folder, None) if one.name == "odd")
    assert (odd.origin, odd.step, odd.after, odd.data) == (Origin.IMPORTED, None, None, ())


def test_use_name_and_copy_out(folder: Path, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = WeightsDialog(folder)
    qtbot.addWidget(dialog)
    assert not dialog.use_button.isEnabled() and not dialog.rename_button.isEnabled()  # the shipped ones are in use
    dialog._select(1)
    with qtbot.waitSignal(dialog.chosen):
        dialog.use_button.click()
    assert training.chosen(folder) == folder / "training" / "quick-1" / "best.safetensors"
    assert not dialog.use_button.isEnabled()
    dialog.rename(" welds of May ")
    assert dialog.selected is not None and dialog.selected.name == "welds of May"
    assert checkpoints.name_of(folder, folder / "training" / "quick-1" / "best.safetensors") == "welds of May"
    dialog.take_out(tmp_path / "out")
    copied = tmp_path / "out.safetensors"
    assert copied.read_bytes() == (folder / "training" / "quick-1" / "best.safetensors").read_bytes()
    dialog.rename("")
    assert dialog.selected.name == "quick-1"
    dialog._select(0)
    dialog.use_button.click()
    assert training.chosen(folder) is None


@pytest.mark.slow
def test_what_can_be_used_comes_in_under_a_name_of_its_own(
    folder: Path, tmp_path: Path, mobile_sam_file: Path, qtbot: QtBot
) -> None:
    shipped = project_work.shipped_weights()
    before = hashlib.sha256(shipped.read_bytes()).digest() if shipped is not None else b""
    model = VrpModel(VrpConfig(), SemanticEncoder("efficientnet_lite2"))
    file = checkpoint(tmp_path / "vrp_default.safetensors", model.encoder.state_dict())
    dialog = WeightsDialog(folder)
    qtbot.addWidget(dialog)
    for name in ("vrp_default", "vrp_default-2"):
        dialog.bring_in(file)
        qtbot.waitUntil(lambda: dialog.import_button.isEnabled(), timeout=60_000)
        assert dialog.selected is not None and dialog.selected.name == name
    assert dialog.selected.origin is Origin.IMPORTED and dialog.selected.after == 66.25
    dialog.use_button.click()
    assert training.chosen(folder) == folder / "training" / "imported" / "vrp_default-2.safetensors"
    assert shipped is None or hashlib.sha256(shipped.read_bytes()).digest() == before


@pytest.mark.parametrize(("what", "words"), [("text", "not the weights file"), ("other", "another network")])
def test_what_cannot_be_used_is_refused_in_words(
    folder: Path, tmp_path: Path, what: str, words: str, qtbot: QtBot
) -> None:
    file = tmp_path / "some.safetensors"
    if what == "text":
        file.write_text("no weights")
    else:
        save_file({"one": torch.zeros(1)}, file)
    dialog = WeightsDialog(folder)
    qtbot.addWidget(dialog)
    dialog.bring_in(file)
    qtbot.waitUntil(lambda: dialog.findChild(QMessageBox, "message") is not None, timeout=60_000)
    box = dialog.findChild(QMessageBox, "message")
    assert box is not None and words in box.text()
    box.close()
    assert not (folder / "training" / "imported").exists()
