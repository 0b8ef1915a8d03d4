"""Where a project lies: in the folder of its photos, or elsewhere where that folder cannot be written."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from vrp_core.project.copies import kept_copies
from vrp_core.project.database import FILE_NAME

from .common.text import filled

translate = QCoreApplication.translate

IN_PHOTOS = "vrp-annotator"  # the project's folder inside a folder of photos
_ELSEWHERE = "VRP Annotator"  # in a person's documents
_TELLS_APART = 6  # digits of a digest, for two folders of the same name


def project_name(folder: Path) -> str:
    """What a project is called: its folder, or the folder of photos that it lies in."""
    return folder.parent.name if folder.name == IN_PHOTOS else folder.name


def place_elsewhere(photos: Path) -> Path:
    """The folder in a person's documents for the project of photos that lie where nothing can be written."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    digest = hashlib.sha256(str(photos.resolve()).encode()).hexdigest()[:_TELLS_APART]
    return Path(documents) / _ELSEWHERE / f"{photos.resolve().name} {digest}"


def places_of(folder: Path) -> Iterator[Path]:
    """Where the project of a folder may be: the folder itself, inside it, elsewhere."""
    yield folder
    yield folder / IN_PHOTOS
    yield place_elsewhere(folder)


def existing_project(folder: Path) -> Path | None:
    """The project of a folder; None where there is none yet. One whose file is gone but has copies can be restored."""
    files = (place / FILE_NAME for place in places_of(folder))
    return next((file.parent for file in files if file.is_file() or kept_copies(file)), None)


def ask_for_place(window: QWidget, photos: Path, error: OSError) -> Path | None:
    """Ask where the project shall be instead; None where the person gives up."""
    place = place_elsewhere(photos)
    text = translate("Projects", "The project cannot be kept beside the photos (%1: %2). Keep it in %3?")
    box = QMessageBox(QMessageBox.Icon.Question, translate("Projects", "Another place"), "", parent=window)
    box.setObjectName("place")
    box.setText(filled(text, str(photos), error.strerror or str(error), str(place)))
    keep = box.addButton(translate("Projects", "Keep it there"), QMessageBox.ButtonRole.AcceptRole)
    choose = box.addButton(translate("Projects", "Choose a folder…"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    box.deleteLater()
    if box.clickedButton() is keep:
        return place
    if box.clickedButton() is choose:
        chosen = QFileDialog.getExistingDirectory(window, translate("Projects", "A folder for the project"))
        return Path(chosen) / photos.name if chosen else None
    return None
