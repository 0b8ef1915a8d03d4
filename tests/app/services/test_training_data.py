"""What a training learns from: other data sets beside the project's own photos, checked before anything starts."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.model.document import Document
from app.services.exporting import ExportOptions, SegmentationMode, plan_export, write_export
from app.services.training import data, runs
from app.widgets.training.data_summary import DataSummary
from app.widgets.training.panel import TrainingPanel
from tests.app.conftest import make_squares, square
from vrp_core.domain.annotations import ReviewStatus, Scores
from vrp_core.domain.errors import BadFile, ProjectDamaged
from vrp_core.project.project import NewPrediction, Project
from vrp_core.training.datasets import open_sources


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Eight photos of bright squares, all drawn by a person."""
    with make_squares(tmp_path / "project", 8) as project:
        yield project


@pytest.fixture
def panel(training_panel: TrainingPanel, project: Project, monkeypatch: pytest.MonkeyPatch) -> TrainingPanel:
    """The panel of the open project, without estimates."""
    monkeypatch.setattr("app.services.training.estimates.Estimates.ask", lambda self, config, photos: None)
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
        options = ExportOptions(segmentation=SegmentationMode.POLYGON, scores=False)
        file = write_export(plan_export(other, False, True), folder / "coco.json", options).path
        return file, other.folder / "photos"


def wait_for(qtbot: QtBot, there: Callable[[], bool]) -> None:
    qtbot.waitUntil(there, timeout=20_000)


def items(panel: TrainingPanel) -> list[str]:
    widget = panel.material.also.list
    return [widget.item(row).text() for row in range(widget.count())]


def test_a_folder_is_counted_and_kept_for_the_next_time(
    panel: TrainingPanel, project: Project, tmp_path: Path, qtbot: QtBot
) -> None:
    wait_for(qtbot, lambda: "of 8 photos are held out" in panel.material.split.text())
    panel.material.also.add(folder_set(tmp_path / "bolts"))
    assert items(panel) == ["bolts: checking…"] and not panel.plan.start_button.isEnabled()
    wait_for(qtbot, lambda: items(panel) == ["bolts: 5 photo(s): bolt 5"])
    assert panel.plan.start_button.isEnabled()
    wait_for(qtbot, lambda: "of 13 photos are held out" in panel.material.split.text())
    assert "seed 0" in panel.material.split.text()
    assert data.also_of(project.folder).data == (str(tmp_path / "bolts"),)
    panel.material.also.list.setCurrentRow(0)
    panel.material.also.remove_button.click()
    assert items(panel) == [] and data.also_of(project.folder).data == ()


def test_faulty_training_data_are_reported_and_block_the_start(
    panel: TrainingPanel, tmp_path: Path, qtbot: QtBot
) -> None:
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
    wait_for(qtbot, lambda: items(panel) == ["coco.json: 4 photo(s): square 4"])
    assert asked == ["Where the photos of coco.json are"]
    config = runs.plan(project.folder, panel._request(), tmp_path)
    assert (config.data, config.images) == ((str(project.folder), str(file)), str(photos))


def test_what_is_drawn_while_the_panel_shows_counts(panel: TrainingPanel, project: Project, qtbot: QtBot) -> None:
    wait_for(qtbot, lambda: "square: 8" in panel.material.text)
    drawn = project.annotations.all()[0]
    project.annotations.remove(drawn.id)
    panel._document.row_changed.emit(drawn.image_id)
    wait_for(qtbot, lambda: "square: 7" in panel.material.text)


def test_what_is_left_out_is_named_with_its_reason(project: Project) -> None:
    images = project.images.all()
    pass_id = project.passes.start({}, [image.id for image in images])
    label = project.labels.all()[0].id
    drawn = project.annotations.all()[0]
    assert drawn.mask is not None
    found = [NewPrediction(label, 0, drawn.mask, Scores(0.9, 0.8, 0.7, 0.6), False)]
    ids = [project.passes.record(pass_id, drawn.image_id, found)[0].id]
    mask = square(0, 0, 9, 120, 160)
    for image in [image for image in images if image.id != drawn.image_id][:3]:
        found = [NewPrediction(label, 0, mask, Scores(0.9, 0.8, 0.7, 0.6), False)]
        ids.append(project.passes.record(pass_id, image.id, found)[0].id)
    project.review.set_status([ids[0]], ReviewStatus.ACCEPTED)
    project.review.set_status(ids[1:3], ReviewStatus.REJECTED)
    material = data.material_of(project.folder)
    assert dict(material.left_out) == {"drawn by hand": 1, "rejected": 2, "pending": 1}
    words = DataSummary(Document())._lines(material)
    assert words[-1] == "left out: 1 not reviewed, 2 rejected, 1 also drawn by hand"


def test_counting_is_no_work_of_the_window_and_happens_once_at_a_time(
    panel: TrainingPanel, project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    hold = threading.Event()
    count = data.material_of

    def slow(folder: Path) -> data.Material:
        threads.append(threading.current_thread().name)
        hold.wait(10)
        return count(folder)

    wait_for(qtbot, lambda: not panel.material.counting)
    monkeypatch.setattr(data, "material_of", slow)
    for _ in range(5):
        panel._document.row_changed.emit(1)
        panel._look()
        qtbot.wait(20)
    assert threads == ["job"]
    hold.set()
    wait_for(qtbot, lambda: not panel.material.counting)
    panel._look()  # what came meanwhile
    wait_for(qtbot, lambda: not panel.material.counting)
    panel._look()
    assert threads == ["job", "job"]


def test_a_project_that_cannot_be_counted_says_why(
    panel: TrainingPanel, project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(folder: Path) -> None:
        raise ProjectDamaged(folder, "no database")

    wait_for(qtbot, lambda: panel.plan.start_button.isEnabled())
    monkeypatch.setattr(data, "material_of", damaged)
    panel.refresh_material()
    wait_for(qtbot, lambda: "could not be counted" in panel.material.text)
    assert "is damaged" in panel.material.text and not panel.plan.start_button.isEnabled()


def test_an_empty_project_learns_from_the_other_data_alone(
    training_panel: TrainingPanel, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.training.estimates.Estimates.ask", lambda self, config, photos: None)
    panel = training_panel
    with make_squares(tmp_path / "empty", 1) as empty:
        panel._document.open(empty)
        wait_for(qtbot, lambda: "square: 1" in panel.material.text)
        assert not panel.plan.start_button.isEnabled()
        bolts = folder_set(tmp_path / "bolts")
        panel.material.also.add(bolts)
        wait_for(qtbot, lambda: panel.plan.start_button.isEnabled())
        assert "only the other data sets are used" in panel.material.text
        config = runs.plan(empty.folder, panel._request(), tmp_path)
        assert config.data == (str(bolts),)
        open_sources(config)  # the engine does not refuse it
        wait_for(qtbot, lambda: "of 5 photos are held out" in panel.material.split.text())
        panel._document.close()


def test_photos_of_the_project_that_are_gone_or_changed_are_named(project: Project, tmp_path: Path) -> None:
    gone, changed = (project.images.file_of(image) for image in project.images.all()[:2])
    gone.unlink()
    Image.new("RGB", (30, 20)).save(changed)
    with pytest.raises(BadFile) as caught:
        open_sources(runs.plan(project.folder, runs.RunRequest("quick", runs.preset_config("quick")), tmp_path))
    first, second = caught.value.problems
    assert str(gone) in first and "does not exist" in first
    assert str(changed) in second and "changed since it was added" in second


def test_the_split_is_worked_out_once_for_many_decisions(
    panel: TrainingPanel, project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for(qtbot, lambda: "of 8 photos are held out" in panel.material.split.text())
    asked: list[int] = []
    split_of = data.split_of
    monkeypatch.setattr(data, "split_of", lambda *args: asked.append(1) or split_of(*args))
    for drawn in project.annotations.all()[:3]:
        project.annotations.remove(drawn.id)
        panel._document.row_changed.emit(drawn.image_id)
        panel._look()
        wait_for(qtbot, lambda: not panel.material.counting)
    wait_for(qtbot, lambda: "of 5 photos are held out" in panel.material.split.text())
    assert asked == [1]


def test_a_split_that_nobody_waits_for_reads_no_further_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    read_image = data.read_image
    monkeypatch.setattr(data, "read_image", lambda path: read.append(path) or read_image(path))
    bolts = folder_set(tmp_path / "bolts")
    assert data.split_of([bolts], "", 0.25, 0, lambda: len(read) == 2) is None
    assert len(read) == 2
    assert data.split_of([bolts], "", 0.25, 0) is not None
    assert len(read) == 5  # each once


def test_a_split_that_cannot_be_worked_out_says_why(panel: TrainingPanel, project: Project, qtbot: QtBot) -> None:
    wait_for(qtbot, lambda: "of 8 photos are held out" in panel.material.split.text())
    photo = project.images.file_of(project.images.all()[3])
    photo.write_bytes(b"no photo any more")
    panel.material.forget_split()
    panel.material.show_split(0.25, 0)
    wait_for(qtbot, lambda: "Could not work out" in panel.material.split.text())
    assert photo.name in panel.material.split.text()


def test_an_unexpected_failure_of_a_check_is_reported_and_the_others_continue(
    panel: TrainingPanel, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = data.check

    def failing(path: Path, images: str) -> data.Checked:
        if path.name == "odd":
            raise RuntimeError("nobody foresaw this")
        return check(path, images)

    monkeypatch.setattr(data, "check", failing)
    panel.material.also.add(tmp_path / "odd")
    panel.material.also.add(folder_set(tmp_path / "bolts"))
    wait_for(qtbot, lambda: items(panel)[-1] == "bolts: 5 photo(s): bolt 5")
    assert "nobody foresaw this" in items(panel)[0] and not panel.plan.start_button.isEnabled()
    monkeypatch.setattr(data, "check", check)
    panel.material.also.list.setCurrentRow(0)
    panel.material.also.remove_button.click()
    panel.material.also.add(folder_set(tmp_path / "odd"))  # mended
    wait_for(qtbot, lambda: items(panel)[-1] == "odd: 5 photo(s): bolt 5")


def test_another_project_is_read_while_a_person_works_in_it(panel: TrainingPanel, tmp_path: Path, qtbot: QtBot) -> None:
    with make_squares(tmp_path / "second", 4) as second:
        panel.material.also.add(second.folder)
        wait_for(qtbot, lambda: items(panel) == ["second: 4 photo(s): square 4"])


def test_photos_that_are_all_alike_cannot_be_held_out(tmp_path: Path) -> None:
    root = folder_set(tmp_path / "still")
    for number in range(1, 5):
        (root / "images" / f"{number}.png").write_bytes((root / "images" / "0.png").read_bytes())
    split = data.split_of([root], "", 0.25, 0)
    assert (split.apart, split.photos, split.without) == (0, 5, ("still",))


def test_the_count_of_many_photos_is_reported_as_approximate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "_COUNTED", 4)
    split = data.split_of([folder_set(tmp_path / "many")], "", 0.4, 0)
    assert (split.apart, split.photos, split.exact) == (2, 5, False)


def test_weights_that_were_brought_in_are_named(panel: TrainingPanel, project: Project) -> None:
    weights = project.folder / "training" / "imported" / "from-anna.safetensors"
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"weights")
    runs.choose(project.folder, weights)
    panel.refresh()
    assert "“from-anna” is in use" in panel.controls.state.text() and panel.controls.revert_button.isEnabled()


def test_the_choice_of_before_is_found_again(
    panel: TrainingPanel, project: Project, tmp_path: Path, qtbot: QtBot
) -> None:
    also = {"data": [str(folder_set(tmp_path / "bolts"))], "images": ""}
    (project.folder / "training").mkdir()
    (project.folder / "training" / "also.json").write_text(json.dumps(also))
    panel.refresh_material()
    wait_for(qtbot, lambda: items(panel) == ["bolts: 5 photo(s): bolt 5"])
