"""Bands and contrast of scientific pictures, chosen in the window: the photo, the list and undo follow."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from app.model.document import Document
from app.model.objects import ObjectKey, object_of
from app.services.photos import PhotoLoader
from app.services.thumbnails import Thumbnails, load
from app.widgets.common.region_picture import object_picture
from app.widgets.dialogs.reading import ReadingDialog
from vrp_core.domain.masks import encode
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.domain.reading import Reading, reading_of
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import Project


@pytest.fixture
def document(tmp_path: Path, qtbot: QtBot) -> Iterator[Document]:
    """Two photos of four bands of 8 bits, each bright in a part of its own."""
    files = []
    for number in range(2):
        bands = np.full((4, 40, 60), 10 + number, dtype=np.uint8)
        for band in range(4):
            bands[band, :, 15 * band : 15 * band + 15] = 200
        files.append(tmp_path / f"{number}.tif")
        tifffile.imwrite(files[-1], bands, photometric="minisblack", planarconfig="separate")
    document = Document()
    with Project.create(tmp_path / "project") as project:
        add_photos(project, files)
        document.open(project)
        yield document
        document.close()


def readings(document: Document) -> list[Reading]:
    return [reading_of(image.reading) for image in document.project.images.all()]


def first_column(document: Document) -> list[int]:
    """The colour of the current photo's left end in the list, where only the first band is bright."""
    record = document.images.record(document.current)
    color = load(document.file_of(record.id), reading_of(record.reading)).pixelColor(5, 20)
    return [color.red(), color.green(), color.blue()]


def test_a_choice_for_one_photo_shows_in_the_list_and_one_undo_takes_it_back(document: Document, qtbot: QtBot) -> None:
    dialog = ReadingDialog(document, [])
    qtbot.addWidget(dialog)
    before = first_column(document)
    dialog.bands.setText("4, 3, 1")
    with qtbot.waitSignal(document.pixels_changed):
        dialog.apply_button.click()
    assert readings(document) == [Reading((4, 3, 1)), Reading()]
    red, green, blue = first_column(document)
    assert blue > 150 and max(red, green) < 50 and [red, green, blue] != before
    with qtbot.waitSignal(document.pixels_changed):
        document.undo_stack.undo()
    assert readings(document) == [Reading()] * 2 and first_column(document) == before


def test_the_canvas_gets_the_chosen_band(document: Document, qtbot: QtBot) -> None:
    dialog = ReadingDialog(document, [])
    qtbot.addWidget(dialog)
    dialog.bands.setText("2")
    dialog.apply_button.click()
    photos = PhotoLoader()
    with qtbot.waitSignal(photos.loaded) as loaded:
        photos.ask(document.images.record(document.current), document.file_of(document.current))
    photos.close()
    pixels = loaded.args[0].levels[0]
    assert (pixels[20, 20] == 200).all() and (pixels[20, 5] == 10).all()


def test_a_choice_for_all_photos_holds_for_those_added_later(document: Document, qtbot: QtBot) -> None:
    dialog = ReadingDialog(document, [one.image.id for one in document.images.every])
    qtbot.addWidget(dialog)
    dialog.scope.setCurrentIndex(dialog.scope.count() - 1)
    dialog.stretch.setChecked(True)
    dialog.low.setValue(2)
    dialog.high.setValue(98)
    dialog.apply_button.click()
    assert readings(document) == [Reading((), (2, 98))] * 2
    assert document.project.readings.general() == "window=2,98"
    dialog.reset_button.click()
    assert readings(document) == [Reading()] * 2 and document.project.readings.general() == ""
    document.undo_stack.undo()
    assert document.project.readings.general() == "window=2,98"


@pytest.mark.parametrize(("bands", "words"), [("1,2", "one band or three"), ("x", "one band"), ("5", "has 4 band")])
def test_a_choice_that_the_file_has_not_is_refused_in_words(
    document: Document, qtbot: QtBot, bands: str, words: str
) -> None:
    dialog = ReadingDialog(document, [])
    qtbot.addWidget(dialog)
    dialog.bands.setText(bands)
    with qtbot.assertNotEmitted(document.pixels_changed):
        dialog.apply_button.click()
    assert words in dialog._words.text()
    assert readings(document) == [Reading()] * 2


def test_the_picture_of_an_object_shows_the_chosen_bands(document: Document, qtbot: QtBot) -> None:
    record = document.images.record(document.current)
    label = document.project.labels.add("thing").id
    everywhere = encode(np.ones(record.size, dtype=bool))
    added = document.project.annotations.add(record.id, label, [MaskPrompt(everywhere)])
    document.project.readings.choose(Reading((4, 3, 1)), [record.id])
    document.touch_images()
    scene = object_of(document.project, ObjectKey("annotation", added.id))
    thumbnails = Thumbnails()
    try:
        picture = object_picture(document, thumbnails, scene, "#ee7733", QSize(60, 40)).toImage()
    finally:
        thumbnails.close()
    left = picture.pixelColor(7, 20)  # only the first band is bright there
    assert left.blue() > 150 and max(left.red(), left.green()) < 80
