"""Training from the window: a real process that outlives it, is paused, killed, gone on with, and chosen or not."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
import torch
from PIL import Image
from PySide6.QtWidgets import QApplication, QSpinBox
from pytestqt.qtbot import QtBot

from app.model.document import Document
from app.services import training
from app.services.training import RunState
from app.widgets.training_options import TrainingOptions
from app.widgets.training_panel import TrainingPanel
from vrp_core.data.images import digest_of, read_size
from vrp_core.domain.annotations import Role
from vrp_core.domain.config import VrpConfig
from vrp_core.domain.masks import encode
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.domain.store import NewImage, Project
from vrp_core.models.checkpoints import Checkpoint, load_checkpoint, save_checkpoint
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.vrp_sam import VrpModel
from vrp_core.scores import Calibration

SHORT = {"steps": 8, "batch": 2, "validate_every": 2, "validation_pairs": 2, "patience": 0}
CALIBRATION = Calibration(1.0, 2.0, 3.0, 4.0, 5.0, 0.5)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Eight photos of bright squares at different places on different noise, all drawn by a person."""
    rng = np.random.default_rng(0)
    folder = tmp_path / "project"
    (folder / "photos").mkdir(parents=True)
    with Project.create(folder) as project:
        label = project.add_label("square")
        for number in range(8):
            coarse = rng.integers(0, 120, (6, 8, 3), dtype=np.uint8)
            pixels = np.asarray(Image.fromarray(coarse).resize((160, 120), Image.Resampling.BICUBIC)).copy()
            top, left = (int(rng.integers(5, 70)) for _ in range(2))
            pixels[top : top + 40, left : left + 40] = (240, 220, 90)
            mask = np.zeros((120, 160), dtype=bool)
            mask[top : top + 40, left : left + 40] = True
            file = folder / "photos" / f"{number}.png"
            Image.fromarray(pixels).save(file)
            (image,) = project.add_images([NewImage(file, read_size(file), digest_of(file))])
            project.add_annotation(image.id, label.id, [MaskPrompt(encode(mask))], encode(mask), Role.TRUTH)
        yield project


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A checkpoint to start from: an untrained network with a calibration of its own."""
    torch.manual_seed(0)
    model = VrpModel(VrpConfig(), SemanticEncoder("efficientnet_lite2"))
    path = tmp_path / "base.safetensors"
    save_checkpoint(path, Checkpoint(VrpConfig(), "mobile_sam", CALIBRATION, {}, model.encoder.state_dict()))
    return path


def finish(folder: Path, seconds: float = 150) -> training.Run:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        run = training.read_run(folder)
        if run.state is not RunState.RUNNING:
            return run
        time.sleep(0.2)
    raise AssertionError("the run did not end")


def wait_for_step(folder: Path, step: int) -> None:
    end = time.monotonic() + 150
    while training.read_run(folder).progress.step < step:
        assert time.monotonic() < end and training.read_run(folder).state is RunState.RUNNING
        time.sleep(0.1)


@pytest.mark.slow
def test_a_run_is_compared_with_what_it_started_from_and_can_be_used(
    project: Project, base: Path, mobile_sam_file: Path
) -> None:
    run = training.start(project.folder, "quick", start_from=str(base), **SHORT)
    with pytest.raises(RuntimeError):
        training.start(project.folder, "quick", start_from=str(base), **SHORT)
    run = finish(run.folder)
    assert run.state is RunState.FINISHED, run.error
    progress = run.progress
    assert progress.step == 8 and len(progress.losses) == 8
    assert progress.before is not None and progress.best is not None
    assert (run.weights is not None) == (progress.best > progress.before)
    assert load_checkpoint(run.folder / "last.safetensors").calibration == CALIBRATION
    training.choose(project.folder, run.folder / "last.safetensors")
    assert training.chosen(project.folder) == run.folder / "last.safetensors"
    training.choose(project.folder, None)
    assert training.chosen(project.folder) is None


@pytest.mark.slow
def test_paused_and_killed_runs_go_on_from_their_last_save(project: Project, base: Path, mobile_sam_file: Path) -> None:
    run = training.start(project.folder, "quick", start_from=str(base), **(SHORT | {"steps": 12}))
    wait_for_step(run.folder, 2)
    training.pause(run.folder)
    paused = finish(run.folder)
    assert paused.state is RunState.PAUSED
    reached = paused.progress.step
    assert 2 <= reached < 12
    training.go_on(run.folder)
    wait_for_step(run.folder, reached + 1)
    process = psutil.Process(int((run.folder / "pid.txt").read_text()))
    os.kill(process.pid, signal.SIGKILL)
    assert finish(run.folder).state is RunState.PAUSED
    training.go_on(run.folder)
    done = finish(run.folder)
    assert done.state is RunState.FINISHED
    assert [step for step, _ in done.progress.mious] == [0, 2, 4, 6, 8, 10, 12]


def test_a_run_that_cannot_begin_says_why(project: Project, tmp_path: Path) -> None:
    run = training.start(project.folder, "quick", start_from=str(tmp_path / "nowhere.safetensors"), **SHORT)
    run = finish(run.folder)
    assert run.state is RunState.FAILED
    assert "nowhere" in run.error


def test_the_panel_says_what_there_is_to_learn_from(project: Project, qtbot: QtBot) -> None:
    project.add_label("rare")
    document = Document()
    panel = TrainingPanel(document)
    qtbot.addWidget(panel)
    panel.show()
    document.open(project)
    QApplication.processEvents()
    text = panel._material.text()
    assert "square: 8" in text and "rare: 0" in text and "4 more are needed" in text
    assert panel.start_button.isEnabled()
    assert not panel.pause_button.isEnabled() and not panel.use_button.isEnabled()


def test_a_last_line_that_was_cut_off_is_no_event(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text(
        '{"kind": "TrainingStarted", "step": 0, "steps": 9}\n'
        '{"kind": "Step", "step": 1, "loss": 0.5, "seconds": 1}\n'
        '{"kind": "St'
    )
    progress = training.read_run(tmp_path).progress
    assert (progress.step, progress.steps, progress.losses) == (1, 9, ((1, 0.5),))


@pytest.mark.slow
def test_by_the_panel_from_the_button_to_weights_in_use(
    project: Project, base: Path, mobile_sam_file: Path, qtbot: QtBot
) -> None:
    document = Document()
    panel = TrainingPanel(document)
    qtbot.addWidget(panel)
    panel.resize(900, 500)
    panel.show()
    document.open(project)
    options = TrainingOptions(training.options_of("quick"), {}, panel)
    steps = next(one for one in options.findChildren(QSpinBox) if one.accessibleName() == "steps")
    steps.setValue(4)
    assert options.changed() == {"steps": 4}
    panel.options = options.changed() | {key: value for key, value in SHORT.items() if key != "steps"} | {
        "start_from": str(base), "lr": 1e-3,
    }  # fmt: skip
    panel.start_button.click()
    assert panel._run is not None
    assert panel._run.state is RunState.RUNNING and not panel.start_button.isEnabled()
    qtbot.waitUntil(lambda: panel._run.state is RunState.FINISHED, timeout=150_000)
    qtbot.waitUntil(lambda: panel._result.text() != "")
    if panel._run.weights is not None:
        with qtbot.waitSignal(panel.chosen):
            panel.use_button.click()
        assert training.chosen(project.folder) == panel._run.weights
        panel.revert_button.click()
    else:
        assert "not get better" in panel._result.text() and not panel.use_button.isEnabled()
    assert training.chosen(project.folder) is None
    assert panel._curve._lines is not None  # drawn
