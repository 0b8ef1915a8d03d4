"""Names that people gave are shown as they are, and make nothing wider."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.model import commands, label_commands
from app.widgets.common.messages import inform
from app.widgets.common.text import NameLine, escaped, tooltip
from app.widgets.dialogs.accept import AcceptDialog
from app.widgets.dialogs.export import ExportDialog
from app.widgets.main_window import MainWindow
from tests.app.conftest import prediction, square
from vrp_core.domain.annotations import Role
from vrp_core.domain.prompts import MaskPrompt

MARKUP = "<5 mm <b>crack"
LONG = "corrosion under insulation at flange joint, secondary containment, north side of the tank farm number 12"


def read(markup: str) -> str:
    """What a person reads of a rich text."""
    document = QTextDocument()
    document.setHtml(markup)
    return document.toPlainText()


def find(window: MainWindow, name: str) -> None:
    """A label of that name, in hand, of which a pass has found one object on the photo in hand."""
    label_commands.add_label(window.document, name)
    project, image_id = window.document.project, window.document.current
    pass_id = project.passes.start({}, [image_id])
    project.passes.record(pass_id, image_id, [prediction(project.labels.get(name).id, 0.9)])
    project.passes.finish(pass_id)
    window.document.touch_objects(image_id)


def least_width(window: MainWindow) -> int:
    QApplication.processEvents()  # a layout learns of a longer text by an event
    return window.minimumSizeHint().width()


def test_a_name_is_no_markup(window: MainWindow, qtbot: QtBot) -> None:
    find(window, MARKUP)
    assert read(window.review._what.text()) == f"{MARKUP}: to review"
    assert read(window.review._what.toolTip()) == MARKUP
    assert window.review._threshold_title.shown.startswith("“<5 mm")
    dialog = ExportDialog(window.document, window)
    dialog._pending.click()
    qtbot.waitUntil(lambda: "1 object" in read(dialog._summary.text()))
    assert f"{MARKUP}: 1" in read(dialog._summary.text())
    dialog.reject()


def test_a_message_shows_names_as_they_are(window: MainWindow) -> None:
    inform(window, "<b>.jpg cannot be read")
    box = window.findChild(QMessageBox, "message")
    assert box is not None and box.textFormat() is Qt.TextFormat.PlainText
    box.close()


@pytest.mark.parametrize("name", [LONG, "x" * 150])
def test_long_names_make_the_window_no_wider(window: MainWindow, qtbot: QtBot, name: str) -> None:
    window.settings.set(compare=True)
    before = least_width(window)
    photos = window.document.project.folder / "photos"
    shutil.copy(photos / "photo-1.png", photos / f"{name}.png")
    window.imports.add_images([photos / f"{name}.png"])
    qtbot.waitUntil(lambda: len(window.document.images.every) == 7)
    (image_id,) = [row.image.id for row in window.document.images.every if name in row.image.path]
    window.document.show_image(image_id)
    find(window, name)
    commands.add_annotation(window.document, [MaskPrompt(square(5, 5, 20))], square(5, 5, 20), Role.REFERENCE)
    assert window.compare._title.text() == f"Reference: photos/{name}.png"
    assert least_width(window) == before
    window.document.select(window.document.objects()[1].key)
    assert name in read(window.review._what.toolTip())
    assert least_width(window) == before
    window._banner.offer(f"“{name}” is in use now")
    assert least_width(window) == before
    assert AcceptDialog(window.document, window).minimumSizeHint().width() < 800


def test_a_line_leaves_out_its_middle_and_the_tooltip_has_it_all(qtbot: QtBot) -> None:
    line = NameLine()
    qtbot.addWidget(line)
    line.resize(200, 20)
    line.show()
    line.say("short")
    assert line.shown == "short"
    line.say(LONG)
    assert line.shown.startswith("corro") and line.shown.endswith("12") and "…" in line.shown
    assert read(line.toolTip()) == LONG
    line.resize(2000, 20)
    assert line.shown == line.text() == LONG
    assert not line.grab().isNull()


def test_text_in_markup() -> None:
    assert read(f"<b>{escaped('R&D <5 mm')}</b>") == "R&D <5 mm"
    assert read(escaped("one\ntwo")) == "one\ntwo"
    assert tooltip("") == ""
