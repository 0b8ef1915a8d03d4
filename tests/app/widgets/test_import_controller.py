"""Photos and annotations that come in through the window: real files, what is asked, what is said."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.services.importing import Source
from app.widgets.common.messages import report
from app.widgets.dialogs.importing import ImportDialog
from app.widgets.main_window import MainWindow
from tests.app.conftest import square
from vrp_core.domain.annotations import Role
from vrp_core.domain.masks import decode, mask_iou
from vrp_core.domain.prompts import BoxPrompt, MaskPrompt

SQUARE = (10.0, 10.0, 30.0, 30.0)  # on every photo of `make_project`


def message(window: MainWindow, qtbot: QtBot) -> QMessageBox:
    """The message that is shown, once it is."""
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "message") is not None, timeout=60_000)
    box = window.findChild(QMessageBox, "message")
    assert box is not None
    return box


def press(box: QMessageBox, words: str) -> None:
    """Press the button with these words."""
    next(one for one in box.findChildren(QPushButton) if words in one.text().replace("&", "")).click()


def labelme_folder(folder: Path) -> Path:
    """Two files of labelme, a rectangle around the square of a photo each."""
    folder.mkdir()
    for number in (1, 2):
        shape = {"label": "thing", "shape_type": "rectangle", "points": [SQUARE[:2], SQUARE[2:]]}
        document = {"version": "5.5.0", "shapes": [shape], "imagePath": f"photo-{number}.png"}
        (folder / f"photo-{number}.json").write_text(json.dumps(document | {"imageHeight": 60, "imageWidth": 80}))
    return folder


def test_the_dialog_asks_for_a_folder_and_what_is_made_of_it(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    folder = labelme_folder(tmp_path / "labelme")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *arguments: str(folder))
    dialog = ImportDialog(window)
    press_folder = next(one for one in dialog.findChildren(QPushButton) if one.text().startswith("Folder"))
    press_folder.click()
    dialog.use.setCurrentIndex(1)
    dialog.sharpen.setChecked(False)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.import_button.click()
    assert chosen.args == [Source(folder, as_references=True, sharpen=False)]


def test_boxes_of_a_folder_come_in_as_prompts_without_sam(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.imports.bring_in(Source(labelme_folder(tmp_path / "labelme"), sharpen=False))
    assert "2 annotations on 2 photos" in message(window, qtbot).text()
    assert "without a mask" in message(window, qtbot).text()
    found = window.document.project.annotations.all()
    assert [(one.role, one.mask, one.prompts) for one in found] == [(Role.REFERENCE, None, (BoxPrompt(*SQUARE),))] * 2


@pytest.mark.slow
def test_sam_makes_masks_of_imported_boxes_and_one_undo_takes_them_back(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, mobile_sam_file: Path
) -> None:
    said: list[str] = []
    window.imports.said.connect(said.append)
    window.imports.bring_in(Source(labelme_folder(tmp_path / "labelme")))
    assert "2 annotations on 2 photos" in message(window, qtbot).text()
    found = window.document.project.annotations.all()
    drawn = decode(square(10, 10, 20))
    assert [one.role for one in found] == [Role.TRUTH] * 2
    assert all(one.mask is not None and mask_iou(decode(one.mask), drawn) > 0.85 for one in found)
    assert any("photo 2 of 2" in words for words in said)
    window.actions_["edit.undo"].trigger()
    assert window.document.project.annotations.all() == ()


def brighter(path: Path) -> None:
    """Another picture of the same scene."""
    pixels = np.asarray(Image.open(path)).astype(int) + 20
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(path)


def test_annotations_stay_on_changed_photos_of_the_same_scene(window: MainWindow, qtbot: QtBot) -> None:
    document = window.document
    (label,) = document.project.labels.all()
    image = document.images.every[0].image
    document.project.annotations.add(image.id, label.id, [MaskPrompt(square(10, 10, 20))], square(10, 10, 20))
    file = document.file_of(image.id)
    brighter(file)
    window.imports.add_images([file])
    box = message(window, qtbot)
    assert "holds another picture now" in box.text()
    assert len(document.images.every) == 7
    with qtbot.waitSignal(document.pixels_changed):
        press(box, "Same scene")
    assert len(document.images.every) == 6
    (annotation,) = document.project.annotations.all()
    now = document.images.record(annotation.image_id)
    assert (now.path, annotation.image_id) == (image.path, image.id) and now.digest != image.digest
    assert not document.project.images.check_files().ids


def test_changed_photos_are_new_photos_when_nobody_says_otherwise(window: MainWindow, qtbot: QtBot) -> None:
    document = window.document
    (label,) = document.project.labels.all()
    image = document.images.every[0].image
    document.project.annotations.add(image.id, label.id, [MaskPrompt(square(10, 10, 20))], square(10, 10, 20))
    brighter(document.file_of(image.id))
    window.imports.add_images([document.file_of(image.id)])
    press(message(window, qtbot), "OK")
    (annotation,) = document.project.annotations.all()
    assert "earlier" in document.project.images.get(annotation.image_id).path


def test_a_long_list_is_cut_and_saved_whole(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"line {number}" for number in range(20_000)]
    box = report(window, "Not everything was added:", lines)
    assert box.text().splitlines()[-1] == "and 19988 more" and "line 11" in box.text() and "line 12" not in box.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(tmp_path / "list.txt"), ""))
    assert [one.text().replace("&", "") for one in box.findChildren(QPushButton)].count("OK") == 1
    press(box, "Save list")
    assert (tmp_path / "list.txt").read_text().splitlines() == lines


def test_a_short_list_needs_no_file(window: MainWindow) -> None:
    box = report(window, "Two things:", ["a", "b"])
    assert box.text() == "Two things:\n\na\nb"
    assert not [one for one in box.findChildren(QPushButton) if "Save" in one.text()]
    box.close()
