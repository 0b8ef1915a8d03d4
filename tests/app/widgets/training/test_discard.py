"""A training run can be stopped and discarded, with its process and its weights."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.training import runs
from app.services.training.runs import RunState
from app.widgets.training.panel import TrainingPanel
from tests.app.conftest import make_squares
from vrp_core.project.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_squares(tmp_path / "project", 4) as project:
        yield project


@pytest.fixture
def process(project: Project) -> Iterator["subprocess.Popen[bytes]"]:
    """The process of a run that has weights, which the project uses."""
    folder = project.folder / "training" / "quick-1"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    (folder / "best.safetensors").write_bytes(b"weights")
    command = [sys.executable, "-c", "import time; time.sleep(600)", str(folder / "config.json")]
    process = subprocess.Popen(command)
    (folder / "pid.txt").write_text(str(process.pid))
    runs.choose(project.folder, folder / "best.safetensors")
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize("sure", [True, False])
def test_a_running_training_is_ended_and_deleted_once_a_person_is_sure(
    project: Project,
    process: "subprocess.Popen[bytes]",
    training_panel: TrainingPanel,
    monkeypatch: pytest.MonkeyPatch,
    sure: bool,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("app.widgets.training.panel.question", lambda parent, text: (asked.append(text), sure)[1])
    chosen: list[None] = []
    training_panel.chosen.connect(lambda: chosen.append(None))
    training_panel._document.open(project)
    (run,) = runs.runs_of(project.folder)
    assert run.state is RunState.RUNNING
    training_panel.controls.discard_button.click()
    assert len(asked) == 1 and "“quick-1” with its weights" in asked[0]
    assert (process.poll() is not None) is sure
    assert (runs.runs_of(project.folder) == []) is sure
    assert (runs.chosen(project.folder) is None) is sure and len(chosen) == sure
    if sure:
        assert not run.folder.exists() and not training_panel.controls.discard_button.isEnabled()
