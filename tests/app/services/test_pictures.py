"""Photos and thumbnails that come late: of a project that was closed, of objects that are no more, beside the photo."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDockWidget
from pytestqt.qtbot import QtBot

from app.model import commands
from app.model.objects import ObjectKey, SceneObject
from app.services import photos as photos_module
from app.services import thumbnails as thumbnails_module
from app.services.photos import Photo, PhotoLoader
from app.services.thumbnails import Thumbnails
from app.widgets.main_window import MainWindow
from tests.app.conftest import make_project, square
from tests.app.hands import close_project
from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.errors import ImageChanged
from vrp_core.domain.geometry import Size
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.domain.reading import Reading
from vrp_core.images.reading import read_image
from vrp_core.project.project import Project


class Gate:
    """Holds up whoever goes through it, from the moment it is shut."""

    def __init__(self) -> None:
        self._open, self.reached = threading.Event(), threading.Event()
        self.open()

    def shut(self) -> None:
        self.reached.clear()
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    def go_through(self) -> None:
        self.reached.set()
        assert self._open.wait(10)


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open()


@pytest.fixture
def loader(gate: Gate, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[PhotoLoader]:
    """A loader that reads a photo when the gate is open."""

    def read(path: Path, reading: Reading) -> np.ndarray:
        gate.go_through()
        return read_image(path)

    monkeypatch.setattr(photos_module, "read_image", read)
    loader = PhotoLoader()
    yield loader
    gate.open()
    loader.close()


@pytest.fixture
def thumbnails(gate: Gate, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Thumbnails]:
    """Thumbnails that are drawn when the gate is open."""
    outlined = thumbnails_module._outlined

    def draw(plain: QImage, size: Size, objects: list[tuple[SceneObject, str]]) -> QImage:
        drawn = outlined(plain, size, objects)
        gate.go_through()
        return drawn

    monkeypatch.setattr(thumbnails_module, "_outlined", draw)
    thumbnails = Thumbnails()
    yield thumbnails
    gate.open()
    thumbnails.close()


def of(project: Project, number: int) -> tuple[ImageRecord, Path]:
    record = project.images.all()[number]
    return record, project.images.file_of(record)


def test_a_photo_of_the_project_before_is_not_kept(
    loader: PhotoLoader, gate: Gate, project: Project, tmp_path: Path, qtbot: QtBot
) -> None:
    seen: list[Photo] = []
    loader.loaded.connect(seen.append)
    gate.shut()
    loader.ask(*of(project, 0))
    assert gate.reached.wait(10)
    loader.forget()
    gate.open()
    with make_project(tmp_path / "other", photos=2) as other, qtbot.waitSignal(loader.loaded):
        loader.ask(*of(other, 1))  # the thread has come to this one: the one before is through
    assert [photo.image_id for photo in seen] == [2]
    assert loader.held(1) is None


def test_a_photo_that_arrives_after_the_project_is_gone_is_not_shown(
    loader: PhotoLoader, gate: Gate, project: Project, qtbot: QtBot
) -> None:
    seen: list[Photo] = []
    loader.loaded.connect(seen.append)
    loader.ask(*of(project, 0))
    loader.close()  # it is read; that it is there has yet to be told
    loader.forget()
    qtbot.wait(20)
    assert seen == [] and loader.held(1) is None


def test_the_photo_beside_is_waited_for(loader: PhotoLoader, gate: Gate, project: Project, qtbot: QtBot) -> None:
    seen: list[int] = []
    loader.loaded.connect(lambda photo: seen.append(photo.image_id))
    gate.shut()
    loader.ask(*of(project, 0))
    assert gate.reached.wait(10)
    loader.load_beside(*of(project, 5))
    loader.prefetch(*of(project, 1))
    loader.ask(*of(project, 3))  # one goes on before anything is read
    gate.open()
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == [1, 4, 6]  # the photo in hand comes before the one beside it; nobody waits for the neighbour


def test_a_photo_is_read_once_however_often_it_is_asked_for(
    loader: PhotoLoader, gate: Gate, project: Project, qtbot: QtBot
) -> None:
    seen: list[Photo] = []
    loader.loaded.connect(seen.append)
    gate.shut()
    loader.prefetch(*of(project, 0))
    assert gate.reached.wait(10)
    loader.ask(*of(project, 0))
    gate.open()
    with qtbot.waitSignal(loader.loaded):
        pass
    with qtbot.waitSignal(loader.loaded):
        loader.ask(*of(project, 1))
    assert [photo.image_id for photo in seen] == [1, 2]


def test_the_compared_reference_loads_although_the_user_moves_on(
    window: MainWindow, gate: Gate, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.add_annotation(window.document, [MaskPrompt(square(5, 5, 20))], square(5, 5, 20))
    folder = window.document.project.folder
    close_project(window)
    monkeypatch.setattr(photos_module, "read_image", lambda path, reading: (gate.go_through(), read_image(path))[1])
    gate.shut()
    assert window.projects.open_folder(folder)
    window.document.step(3)
    window.settings.set(compare=True)
    window.document.step(1)
    gate.open()
    qtbot.waitUntil(lambda: bool(window.compare.canvas.photo._levels))


@pytest.mark.parametrize("gone", ["object", "project"])
def test_a_thumbnail_of_a_removed_object_is_not_kept(
    thumbnails: Thumbnails, gate: Gate, project: Project, qtbot: QtBot, gone: str
) -> None:
    (first, path), (second, other_path) = of(project, 0), of(project, 1)
    drawn = SceneObject(ObjectKey("annotation", 1), first.id, 1, square(5, 5, 50))
    gate.shut()
    thumbnails.ask(first, path, [(drawn, "#00ff00")])
    assert gate.reached.wait(10)
    if gone == "object":
        thumbnails.outdate(first.id)
    else:
        thumbnails.forget()
    gate.open()
    with qtbot.waitSignal(thumbnails.ready):
        thumbnails.ask(second, other_path, [])  # when this one is there, the one before is through
    assert thumbnails.get(first.id) is None


def test_a_changed_photo_is_not_shown_with_annotations_of_the_earlier_one(
    loader: PhotoLoader, project: Project, qtbot: QtBot
) -> None:
    record, path = of(project, 0)
    Image.fromarray(read_image(path)[:, ::-1]).save(path)
    with qtbot.waitSignal(loader.failed) as failed:
        assert loader.ask(record, path) is None
    assert isinstance(failed.args[1], ImageChanged) and loader.held(record.id) is None


def test_a_reference_shows_its_picture_although_the_list_does_not_show_its_photo(
    window: MainWindow, gate: Gate, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.add_annotation(window.document, [MaskPrompt(square(5, 5, 20))], square(5, 5, 20))
    folder, reference = window.document.project.folder, window.document.current
    window.document.step(3)
    (photos,) = (one for one in window.findChildren(QDockWidget) if one.objectName() == "photos")
    photos.close()
    close_project(window)
    qtbot.wait(50)  # pictures that were on their way have arrived
    load = thumbnails_module.load
    monkeypatch.setattr(thumbnails_module, "load", lambda *asked: (gate.go_through(), load(*asked))[1])
    gate.shut()  # the picture is not made before the project is open
    assert window.projects.open_folder(folder)
    gate.open()
    qtbot.waitUntil(lambda: window.thumbnails.get(reference) is not None)
