"""The shipped weights and one's own on the same photo, by one key."""

from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.services.engine.comparison import CompareAnswer, CompareRequest, Found
from app.services.engine.worker import EngineWorker
from app.services.training import runs
from app.widgets.main_window import MainWindow
from tests.app.conftest import make_project, square
from vrp_core.domain.annotations import Role
from vrp_core.domain.confidence import Calibration
from vrp_core.domain.config import SegmentConfig, VrpConfig
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.models.checkpoints import Checkpoint, build_model, save_checkpoint
from vrp_core.models.semantic import SemanticEncoder


@pytest.fixture
def asked(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[CompareRequest]:
    """What the engine is asked; weights of one's own are in use."""
    folder = window.document.project.folder
    weights = folder / "training" / "quick-3" / "best.safetensors"
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"weights")
    runs.choose(folder, weights)
    window.training._chosen()
    asked: list[CompareRequest] = []

    def ask(request: object) -> None:
        if isinstance(request, CompareRequest):
            asked.append(request)

    monkeypatch.setattr(window.engine, "ask", ask)
    return asked


def answer(window: MainWindow, request: CompareRequest) -> None:
    found = ({1: Found(square(5, 5, 10), 0.31)}, {1: Found(square(10, 10, 20), 0.92)})
    window.engine.compared.emit(CompareAnswer(request, found))


def test_one_key_shows_what_each_finds_in_turn(window: MainWindow, asked: list[CompareRequest]) -> None:
    QTest.keyClick(window.canvas, Qt.Key.Key_B)
    assert "both weights" in window.controller.overlay_caption
    QTest.keyClick(window.canvas, Qt.Key.Key_B)  # impatient
    (request,) = asked
    assert [Path(one.vrp_weights).parent.name for one in request.configs] == ["", "quick-3"]
    answer(window, request)
    assert window.controller.overlay_caption == "shipped weights – thing 31%"
    QTest.keyClick(window.canvas, Qt.Key.Key_B)
    assert window.controller.overlay_caption == "quick-3 – thing 92%"
    QTest.keyClick(window.canvas, Qt.Key.Key_B)
    assert window.controller.overlay_caption.startswith("shipped")
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert window.controller.overlay_caption == ""
    assert window.document.project.review.predictions() == ()  # nothing is stored


def test_leaving_the_photo_ends_it_and_a_late_answer_is_dropped(
    window: MainWindow, asked: list[CompareRequest]
) -> None:
    QTest.keyClick(window.canvas, Qt.Key.Key_B)
    window.document.step(1)
    assert window.controller.overlay_caption == ""
    answer(window, asked[0])
    assert window.controller.overlay_caption == ""


def test_only_a_change_of_this_photo_ends_it(window: MainWindow, asked: list[CompareRequest]) -> None:
    here, other = (image.id for image in window.document.project.images.all()[:2])
    assert window.document.current == here
    QTest.keyClick(window.canvas, Qt.Key.Key_B)
    window.document.touch_objects(other)  # a pass has found something there
    answer(window, asked[0])
    window.document.touch_objects(other)
    assert window.controller.overlay_caption == "shipped weights – thing 31%"
    window.document.touch_objects(here)
    assert window.controller.overlay_caption == ""


def test_the_photo_s_own_objects_are_hidden_meanwhile(window: MainWindow, asked: list[CompareRequest]) -> None:
    project = window.document.project
    drawn = project.annotations.add(window.document.current, 1, [MaskPrompt(square(0, 0, 9))], square(0, 0, 9))
    window.document.touch_objects(window.document.current)
    (key,) = (one.key for one in window.document.objects())
    assert key.id == drawn.id
    item = window.canvas.objects.item(key)
    assert item is not None and item.isVisible()
    QTest.keyClick(window.canvas, Qt.Key.Key_B)
    answer(window, asked[0])
    window.controller.show_objects()
    assert not item.isVisible()
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert item.isVisible()


def test_without_weights_of_one_s_own_there_is_nothing_to_compare(window: MainWindow) -> None:
    action = window.actions_["view.other_weights"]
    assert not action.isEnabled()
    assert "of your own first" in action.toolTip()


@pytest.mark.slow
def test_the_engine_finds_with_both_weights(tmp_path: Path, mobile_sam_file: Path, qtbot: QtBot) -> None:
    files = []
    for seed in (0, 1):
        torch.manual_seed(seed)
        model = build_model(VrpConfig(), SemanticEncoder("efficientnet_lite2"))
        files.append(tmp_path / f"{seed}.safetensors")
        calibration = Calibration(1.0, 2.0, 3.0, 4.0, 5.0, 0.5)
        save_checkpoint(files[-1], Checkpoint(VrpConfig(), "mobile_sam", calibration, {}, model.encoder.state_dict()))
    project = make_project(tmp_path / "project", 2)
    label = project.labels.add("thing")
    first, second = project.images.all()
    marked = square(10, 10, 20)
    project.annotations.add(first.id, label.id, [MaskPrompt(marked)], marked, Role.REFERENCE)
    engine = EngineWorker()
    engine.use(project)
    configs = tuple(SegmentConfig(vrp_weights=str(file)) for file in files)
    engine.start(configs[1])
    with qtbot.waitSignal(engine.compared, timeout=120_000) as caught:
        engine.ask(CompareRequest(second, configs))
    engine.close()
    project.close()
    one, other = caught.args[0].found
    assert set(one) == set(other) == {label.id}
    assert one[label.id] != other[label.id]
