"""A document over a small real project, and the window around it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.model import label_commands
from app.model.document import Document
from app.settings import SETTINGS_VARIABLE, SettingsStore
from app.widgets.main_window import MainWindow
from app.widgets.training.panel import TrainingPanel
from vrp_core.domain.annotations import Role, Scores
from vrp_core.domain.masks import Rle, encode
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import NewPrediction, Project


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """What a test starts it ends: a thread of ours that outlives its window fails the test."""
    before = set(threading.enumerate())
    yield
    ours = ("engine", "photos", "thumbnails", "job", "reader", "worker", "writer")
    left = [one for one in threading.enumerate() if one not in before and one.name.startswith(ours)]
    for one in left:
        one.join(5)
    assert not [one for one in left if one.is_alive()]


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the person's settings."""
    path = tmp_path / "settings" / "settings.json"
    monkeypatch.setenv(SETTINGS_VARIABLE, str(path))
    return path


def square(left: int, top: int, side: int, height: int = 60, width: int = 80) -> Rle:
    """A square on an empty mask."""
    mask = np.zeros((height, width), dtype=bool)
    mask[top : top + side, left : left + side] = True
    return encode(mask)


def prediction(
    label_id: int, confidence: float, absent: bool = False, size: tuple[int, int] = (60, 80)
) -> NewPrediction:
    """A square that a pass found, on a photo of this height and width."""
    return NewPrediction(label_id, 0, square(10, 10, 20, *size), Scores(0.9, 0.8, 0.7, confidence), absent)


def make_project(folder: Path, photos: int = 6) -> Project:
    """Grey photos of 80 x 60 with a bright square, named photo-1 and so on; nothing is marked."""
    (folder / "photos").mkdir(parents=True)
    files = []
    for number in range(1, photos + 1):
        pixels = np.full((60, 80, 3), 90, dtype=np.uint8)
        pixels[10:30, 10:30] = 200
        pixels[40:44, 60:64] = number  # no two files are the same
        Image.fromarray(pixels).save(folder / "photos" / f"photo-{number}.png")
        files.append(folder / "photos" / f"photo-{number}.png")
    project = Project.create(folder)
    add_photos(project, files)
    return project


def make_squares(folder: Path, drawn: int, bare: int = 0) -> Project:
    """Photos of bright squares at different places on different noise; on the first so many a person has drawn them."""
    rng = np.random.default_rng(0)
    (folder / "photos").mkdir(parents=True)
    project = Project.create(folder)
    label = project.labels.add("square")
    for number in range(drawn + bare):
        coarse = rng.integers(0, 120, (6, 8, 3), dtype=np.uint8)
        pixels = np.asarray(Image.fromarray(coarse).resize((160, 120), Image.Resampling.BICUBIC)).copy()
        left, top = (int(rng.integers(5, 70)) for _ in range(2))
        pixels[top : top + 40, left : left + 40] = (240, 220, 90)
        file = folder / "photos" / f"{number}.png"
        Image.fromarray(pixels).save(file)
        add_photos(project, [file])
        image = project.images.find(file)
        if number < drawn:
            mask = square(left, top, 40, 120, 160)
            project.annotations.add(image.id, label.id, [MaskPrompt(mask)], mask, Role.TRUTH)
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Six photos."""
    return make_project(tmp_path / "project")


@pytest.fixture
def document(project: Project, qtbot: QtBot) -> Iterator[Document]:
    """An open document of six photos with one label; a pass has found something on five of them."""
    label = project.labels.add("thing")
    images = project.images.all()
    pass_id = project.passes.start({}, [image.id for image in images[1:]])
    for image, confidence in zip(images[1:], (0.9, 0.3, 0.6, 0.2, 0.7), strict=True):
        project.passes.record(pass_id, image.id, [prediction(label.id, confidence, absent=confidence < 0.25)])
    project.passes.finish(pass_id)
    document = Document()
    document.open(project)
    yield document
    document.close()


@pytest.fixture
def settings(tmp_path: Path, qtbot: QtBot) -> SettingsStore:
    """Settings of the test's own."""
    return SettingsStore(tmp_path / "settings" / "own.json")


@pytest.fixture
def window_state(tmp_path: Path) -> QSettings:
    """Where the window keeps its geometry."""
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(
    tmp_path: Path, qtbot: QtBot, settings: SettingsStore, window_state: QSettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """A window with an open project of six photos and one label. The engine is not started: no torch."""
    monkeypatch.setattr("app.widgets.action_handlers.ActionHandlers.start_engine", lambda self: None)
    monkeypatch.setattr("app.widgets.main_window.question", lambda *arguments: True)
    settings.set(sharpen=False)
    window = MainWindow(settings, window_state)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    make_project(tmp_path / "project").close()
    assert window.projects.open_folder(tmp_path / "project")
    label_commands.add_label(window.document, "thing")
    QTest.qWaitForWindowActive(window)
    qtbot.waitUntil(lambda: window.photos.held(window.document.current) is not None)
    yield window
    window.close()


def read_again(document: Document) -> None:
    """Show what a test has written to the project itself."""
    document.touch_all_objects([row.image.id for row in document.images.every])


def found_on(window: MainWindow, confidences: dict[int, float]) -> list[int]:
    """Let a pass find a square on photos, by their number from 1, with a confidence; gives the predictions' ids."""
    project = window.document.project
    images, label = project.images.all(), project.labels.all()[0]
    chosen = [(images[number - 1].id, confidence) for number, confidence in confidences.items()]
    pass_id = project.passes.start({}, [image_id for image_id, _ in chosen])
    for image_id, confidence in chosen:
        project.passes.record(pass_id, image_id, [prediction(label.id, confidence)])
    project.passes.finish(pass_id)
    read_again(window.document)
    return [project.review.predictions(image_id=image_id)[0].id for image_id, _ in chosen]


@pytest.fixture
def training_panel(qtbot: QtBot) -> Iterator[TrainingPanel]:
    """The panel of a document that has nothing open yet; it ends its jobs before it goes."""
    panel = TrainingPanel(Document())
    qtbot.addWidget(panel)
    panel.resize(1400, 330)
    panel.show()
    yield panel
    panel.close_down()
