"""The wheel, built and installed into an empty environment outside the checkout, does the program's work."""

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from pycocotools.coco import COCO

ROOT = Path(__file__).parent.parent
# What a build reads. The test builds a copy: setuptools writes into the folder it builds and packs what it left there.
SOURCES = ("app", "vrp_core", "assets", "setup.py", "setup.cfg", "pyproject.toml", "README.md", "LICENSE", "NOTICE")
MUST_HOLD = (
    "vrp_core/assets/weights/vrp_default.safetensors",
    "vrp_core/assets/weights/CARD.md",
    "vrp_core/assets/icons/app.svg",
    "vrp_core/assets/episodes/images/coin-1.jpg",
    "vrp_core/assets/episodes/masks/coin/coin-1.png",
    "vrp_annotator/application.py",
    "vrp_annotator/widgets/main_window.py",
)
WINDOW = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtWidgets import QApplication
application = QApplication([])
from vrp_annotator.application import make_window
window = make_window()
window.show()
print(window.windowIcon().isNull(), "torch" in sys.modules)
window.close()
"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without network."""
    folder = tmp_path_factory.mktemp("build")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    run(sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "-w", "dist", ".", cwd=folder)
    (built,) = (folder / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that has the wheel, and of this environment only its dependencies."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    venv.create(folder)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = programs / "python"
    run(sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel))
    places = json.loads(run(str(python), "-c", "import json, site; print(json.dumps(site.getsitepackages()))"))
    dependencies = [place for place in sys.path if Path(place).name in {"site-packages", "dist-packages"}]
    # pip runs before this file exists: it would count the program as installed if it saw this environment.
    Path(places[0], "dependencies.pth").write_text("\n".join(dependencies), encoding="utf-8")
    return programs


def run(*command: str, cwd: Path | None = None) -> str:
    """What a program prints; its complaints are the message of a failure."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    result = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_wheel_holds_two_packages_and_their_files(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"vrp_core", "vrp_annotator"}
    assert set(MUST_HOLD) <= names


def test_wheel_holds_every_module_and_every_asset_of_the_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    expected = set()
    for folder, installed_as in (("app", "vrp_annotator"), ("vrp_core", "vrp_core"), ("assets", "vrp_core/assets")):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        expected |= {f"{installed_as}/{path.relative_to(ROOT / folder).as_posix()}" for path in files}
    assert {name for name in names if ".dist-info/" not in name} == expected


def test_installed_program_labels_the_demo(installed: Path, tmp_path: Path, mobile_sam_file: Path) -> None:
    run(str(installed / "vrp-annotator"), "demo", "--out", str(tmp_path / "out"), cwd=tmp_path)
    coco = COCO(tmp_path / "out" / "coco.json")
    assert len(coco.imgs) >= 7 and len(coco.anns) >= 7


def test_installed_doctor_finds_nothing_wrong(installed: Path, tmp_path: Path, mobile_sam_file: Path) -> None:
    findings = json.loads(run(str(installed / "vrp-annotator"), "doctor", "--json", cwd=tmp_path))
    assert [one for one in findings if not one["ok"]] == []


def test_installed_window_is_made_with_its_icons_and_without_torch(installed: Path, tmp_path: Path) -> None:
    assert run(str(installed / "python"), "-c", WINDOW, cwd=tmp_path).split() == ["False", "False"]
    assert (installed / "vrp-annotator-window").is_file()


def test_installed_engine_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    code = "import vrp_core, vrp_annotator; print(vrp_core.__file__); print(vrp_annotator.__file__)"
    for place in run(str(installed / "python"), "-c", code, cwd=tmp_path).splitlines():
        assert Path(place).is_relative_to(installed.parent)
