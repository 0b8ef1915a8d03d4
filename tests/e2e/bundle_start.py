"""`make bundle`: the bundled program, outside the checkout, labels, trains and opens the window. Not in `make test`."""

import json
import subprocess
from pathlib import Path

import pytest
from pycocotools.coco import COCO

from tests.app.conftest import make_squares
from tests.e2e.conftest import ROOT, Start, wait_for_canvas
from tests.e2e.screen import Screen
from tests.e2e.test_learning import run, test_from_photos_to_weights_in_use
from vrp_core.domain.config import TrainConfig, field_sentences

PROGRAM = ROOT / "dist" / "vrp-annotator" / "vrp-annotator"

# The whole way from photos to weights, as of `make app`: the training's process is the bundled program too.
__all__ = ["run", "test_from_photos_to_weights_in_use"]


@pytest.fixture
def program() -> tuple[str, ...]:
    """The bundled program instead of main.py."""
    return (str(PROGRAM),)


def told(*arguments: object, environment: dict[str, str], folder: Path) -> str:
    """What a command of the bundled program printed; it must succeed."""
    command = [str(PROGRAM), *map(str, arguments)]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_bundle_opens_a_folder_on_the_screen(screen: Screen, start: Start, folder: Path) -> None:
    start(str(folder))
    wait_for_canvas(screen)


def test_bundle_labels_the_demo(environment: dict[str, str], tmp_path: Path) -> None:
    told("demo", "--out", tmp_path / "out", environment=environment, folder=tmp_path)
    assert len(COCO(tmp_path / "out" / "coco.json").anns) >= 7


def test_bundle_trains_a_few_steps(environment: dict[str, str], tmp_path: Path) -> None:
    make_squares(tmp_path / "project", 6, 2).close()
    out, data = tmp_path / "out", tmp_path / "project"
    flags = ("--preset", "quick", "--steps", "2", "--validate-every", "2", "--events")
    printed = told("train", "--data", data, "--out", out, *flags, environment=environment, folder=tmp_path)
    kinds = [json.loads(line)["kind"] for line in printed.splitlines() if line.startswith("{")]
    assert kinds[-1] == "TrainingFinished" and kinds.count("Step") == 2
    assert (out / "last.safetensors").is_file()


def test_bundle_explains_every_setting_of_a_training(environment: dict[str, str], tmp_path: Path) -> None:
    shown = " ".join(told("train", "--help", environment=environment, folder=tmp_path).split())
    assert field_sentences(TrainConfig)["steps"].split(".")[0] in shown


def test_bundle_doctor_finds_nothing_wrong(environment: dict[str, str], tmp_path: Path) -> None:
    told("doctor", environment=environment, folder=tmp_path)
