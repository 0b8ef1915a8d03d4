"""A photo whose file is gone: it is said once, in words, and nothing pretends that it will still come."""

import logging

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.services.engine.requests import EncodeRequest
from app.widgets.common.messages import inform
from app.widgets.main_window import MainWindow
from vrp_core.domain.config import SegmentConfig

PATIENCE = 120_000


def messages(window: MainWindow) -> list[str]:
    return [one.text() for one in window.findChildren(QMessageBox, "message") if one.isVisible()]


def test_the_canvas_says_that_the_photo_cannot_be_read(window: MainWindow, qtbot: QtBot) -> None:
    document = window.document
    first, second = document.project.images.all()[:2]
    assert window.canvas.photo.caption == ""
    window.photos.forget()  # it may have been read ahead
    document.project.images.file_of(second).unlink()
    document.show_image(second.id)
    assert window.canvas.photo.caption == "Loading the photo…"
    qtbot.waitUntil(lambda: len(messages(window)) == 1)
    assert "does not exist" in messages(window)[0]
    assert window.canvas.photo.caption == "The photo cannot be read"
    document.show_image(first.id)
    qtbot.waitUntil(lambda: window.canvas.photo.caption == "")


def test_what_is_said_already_is_not_said_again(window: MainWindow) -> None:
    box = inform(window, "The file is gone.")
    assert inform(window, "The file is gone.") is box and messages(window) == ["The file is gone."]
    inform(window, "Another is gone.")
    assert len(messages(window)) == 2
    box.close()
    assert inform(window, "The file is gone.") is not box


def test_the_engine_reports_in_a_person_s_words(
    window: MainWindow, qtbot: QtBot, mobile_sam_file: object, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    document = window.document
    image = document.project.images.all()[1]
    document.project.images.file_of(image).unlink()
    window.engine.start(SegmentConfig())
    with qtbot.waitSignal(window.engine.failed, timeout=PATIENCE):
        window.engine.ask(EncodeRequest(image))
    qtbot.waitUntil(lambda: "does not exist" in window._status.engine_text.toolTip())
    assert "ImageUnreadable" not in window._status.engine_text.toolTip()
