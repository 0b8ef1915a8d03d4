"""What a training learns from: other data sets beside the project's own photos, checked before anything starts."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.services import training, training_data
from app.services.project_work import export, plan_export
from app.widgets.training_panel import TrainingPanel
from tests.app.conftest import make_squares
from vrp_core.domain.store import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Eight photos of bright squares, all drawn by a person."""
    with make_squares(tmp_path / "project", 8) as project:
        yield project


@pytest.fixture
def panel(training_panel: TrainingPanel, project: Project, monkeypatch: pytest.MonkeyPatch) -> TrainingPanel:
    """The panel of the open project, without estimates."""
    monkeypatch.setattr("app.services.estimates.Estimates.ask", lambda self, config: None)
    training_panel._document.open(project)
    return training_panel


def folder_set(root: Path, broken: bool = False) -> Path:
    """images/ and masks/bolt/ of five photos; a broken one has a mask of another size."""
    rng = np.random.default_rng(1)
    (root / "images").mkdir(parents=True)
    (root / "masks" / "bolt").mkdir(parents=True)
    for number in range(5):
        pixels = rng.integers(0, 255, (6, 8, 3), dtype=np.uint8).repeat(10, axis=0).repeat(10, axis=1)
        Image.fromarray(pixels).save(root / "images" / f"{number}.png")
        size = (40, 40) if broken and number == 3 else (80, 60)
        Image.new("L", size, 255).save(root / "masks" / "bolt" / f"{number}.png")
    return root


def coco_set(folder: Path) -> tuple[Path, Path]:
    """A COCO file of four squares, and the folder of its photos, which is another."""
    with make_squares(folder / "other", 4) as other:
        file = export(plan_export(other, False, True), "coco", folder / "coco.json", "polygon", False)
        return file, other.folder / "photos"


def wait_for(qtbot: QtBot, there: Callable[[], bool]) -> None:
    qtbot.waitUntil(there, timeout=20_000)


def items(panel: TrainingPanel) -> list[str]:
    widget = panel.material.also.list
    return [widget.item(row).text() for row in range(widget.count())]


def test_a_folder_is_counted_and_kept_for_the_next_time(
    panel: TrainingPanel, project: Project, tmp_path: Path, qtbot: QtBot
) -> None:
    wait_for(qtbot, lambda: "of 8 photos are kept apart" in panel.material.split_text)
    panel.material.also.add(folder_set(tmp_path / "bolts"))
    assert items(panel) == ["bolts: looking…"] and not panel.plan.start_button.isEnabled()
    wait_for(qtbot, lambda: items(panel) == ["bolts: 5 photos: bolt 5"])
    assert panel.plan.start_button.isEnabled()
    wait_for(qtbot, lambda: "of 13 photos are kept apart" in panel.material.split_text)
    assert "seed 0" in panel.material.split_text
    assert training_data.also_of(project.folder).data == (str(tmp_path / "bolts"),)
    panel.material.also.list.setCurrentRow(0)
    panel.material.also.remove_button.click()
    assert items(panel) == [] and training_data.also_of(project.folder).data == ()


def test_what_is_wrong_is_said_and_nothing_can_start(panel: TrainingPanel, tmp_path: Path, qtbot: QtBot) -> None:
    panel.material.also.add(folder_set(tmp_path / "bolts", broken=True))
    wait_for(qtbot, lambda: "the mask is 40x40" in items(panel)[0])
    assert not panel.plan.start_button.isEnabled()
    panel.material.also.add(tmp_path / "nothing")
    wait_for(qtbot, lambda: "There is no data set" in items(panel)[1])


def test_a_coco_file_whose_photos_are_elsewhere_asks_for_them(
    panel: TrainingPanel, project: Project, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, photos = coco_set(tmp_path / "coco")
    asked: list[str] = []

    def choose(parent: object, title: str, folder: str) -> str:
        asked.append(title)
        return str(photos)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", choose)
    panel.material.also.add(file)
    wait_for(qtbot, lambda: items(panel) == ["coco.json: 4 photos: square 4"])
    assert asked == ["Where the photos of coco.json are"]
    config = training.plan(project.folder, "quick", tmp_path, panel.material.also.paths, **panel._changes())
    assert (config.data, config.images) == ((str(project.folder), str(file)), str(photos))


def test_what_is_drawn_while_the_panel_shows_counts(panel: TrainingPanel, project: Project, qtbot: QtBot) -> None:
    assert "square: 8" in panel.material.text
    drawn = project.annotations()[0]
    project.remove_annotation(drawn.id)
    panel._document.row_changed.emit(drawn.image_id)
    wait_for(qtbot, lambda: "square: 7" in panel.material.text)


def test_another_project_is_read_while_a_person_works_in_it(panel: TrainingPanel, tmp_path: Path, qtbot: QtBot) -> None:
    with make_squares(tmp_path / "second", 4) as second:
        panel.material.also.add(second.folder)
        wait_for(qtbot, lambda: items(panel) == ["second: 4 photos: square 4"])


def test_photos_that_are_all_alike_cannot_be_kept_apart(tmp_path: Path) -> None:
    root = folder_set(tmp_path / "still")
    for number in range(1, 5):
        (root / "images" / f"{number}.png").write_bytes((root / "images" / "0.png").read_bytes())
    split = training_data.split_of([root], "", 0.25, 0)
    assert (split.apart, split.photos, split.without) == (0, 5, ("still",))


def test_of_many_photos_only_about_how_many_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_data, "_COUNTED", 4)
    split = training_data.split_of([folder_set(tmp_path / "many")], "", 0.4, 0)
    assert (split.apart, split.photos, split.exact) == (2, 5, False)


def test_weights_that_were_brought_in_are_named(panel: TrainingPanel, project: Project) -> None:
    weights = project.folder / "training" / "imported" / "from-anna.safetensors"
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"weights")
    training.choose(project.folder, weights)
    panel.refresh()
    assert "“from-anna” is in use" in panel._state.text() and panel.revert_button.isEnabled()


def test_the_choice_of_before_is_found_again(
    panel: TrainingPanel, project: Project, tmp_path: Path, qtbot: QtBot
) -> None:
    also = {"data": [str(folder_set(tmp_path / "bolts"))], "images": ""}
    (project.folder / "training").mkdir()
    (project.folder / "training" / "also.json").write_text(json.dumps(also))
    panel.refresh_material()
    wait_for(qtbot, lambda: items(panel) == ["bolts: 5 photos: bolt 5"])
