"""Two processes never train in one place: the second is refused before it writes, and a killed one frees the lock."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vrp_core.cli.main import main
from vrp_core.domain.errors import TrainingLocked
from vrp_core.project.project import Project
from vrp_core.training.lock import training_lock

ROOT = Path(__file__).parent.parent.parent
HOLDER = """
import sys, time
from pathlib import Path
from vrp_core.training.lock import training_lock
with training_lock(Path(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    Project.create(tmp_path / "project").close()
    return tmp_path / "project"


def holder(out: Path) -> "subprocess.Popen[str]":
    """Another process that trains in `out`, as far as its lock goes."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(out)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "locked\n"
    return process


@pytest.fixture
def first(project: Path) -> Iterator["subprocess.Popen[str]"]:
    process = holder(project / "training" / "first")
    yield process
    process.kill()
    process.communicate()


def test_the_second_training_of_a_project_is_refused_before_it_writes(
    project: Path, first: "subprocess.Popen[str]", capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(project.rglob("*"))
    out = project / "training" / "second"
    assert main(["train", "--data", str(project), "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert "Another training runs" in said and str(project / "training") in said
    assert sorted(project.rglob("*")) == before


def test_killing_the_first_lets_the_second_begin(project: Path, first: "subprocess.Popen[str]") -> None:
    second = project / "training" / "second"
    with pytest.raises(TrainingLocked), training_lock(second):
        pass
    first.send_signal(signal.SIGKILL)
    first.wait()
    with training_lock(second):
        pass


def test_outside_of_a_project_a_run_locks_its_own_folder(tmp_path: Path) -> None:
    with training_lock(tmp_path / "runs" / "one"):
        with pytest.raises(TrainingLocked), training_lock(tmp_path / "runs" / "one"):
            pass
        with training_lock(tmp_path / "runs" / "two"):
            pass


def test_the_lock_is_free_after_a_run_that_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run"
    for _ in range(2):
        assert main(["train", "--data", str(tmp_path / "nowhere"), "--out", str(out)]) == 1
        assert "nowhere" in capsys.readouterr().err
    with training_lock(out):
        pass
