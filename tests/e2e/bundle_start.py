"""`make bundle`: the bundled program opens a folder on a virtual screen and labels the demo. Not in `make test`."""

import os
import subprocess
from pathlib import Path

from pycocotools.coco import COCO

from tests.e2e.conftest import ROOT, wait_for_canvas
from tests.e2e.screen import Screen
from vrp_core.weights import catalogue

PROGRAM = ROOT / "dist" / "vrp-annotator" / "vrp-annotator"


def environment(tmp_path: Path) -> dict[str, str]:
    """Without the checkout's Python, with the weights that are here."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_"))}
    return {
        **inherited,
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "VRP_ANNOTATOR_SETTINGS": str(tmp_path / "settings.json"),
        catalogue.CACHE_VARIABLE: str(catalogue.cache_dir()),
    }


def test_bundle_opens_a_folder_on_the_screen(
    screen: Screen, folder: Path, tmp_path: Path, mobile_sam_file: Path
) -> None:
    shown = environment(tmp_path) | {"DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb"}
    with (tmp_path / "log.txt").open("wb") as log:
        process = subprocess.Popen([str(PROGRAM), str(folder)], cwd=tmp_path, env=shown, stdout=log, stderr=log)
    try:
        wait_for_canvas(screen)
    finally:
        process.kill()
        process.wait()
        print((tmp_path / "log.txt").read_text(encoding="utf-8", errors="replace"))


def test_bundle_labels_the_demo(tmp_path: Path, mobile_sam_file: Path) -> None:
    command = [str(PROGRAM), "demo", "--out", str(tmp_path / "out")]
    result = subprocess.run(
        command, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert len(COCO(tmp_path / "out" / "coco.json").anns) >= 7


def test_bundle_doctor_finds_nothing_wrong(tmp_path: Path, mobile_sam_file: Path) -> None:
    command = [str(PROGRAM), "doctor"]
    result = subprocess.run(
        command, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
