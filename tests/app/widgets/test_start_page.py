"""The first page: what it looks like before and after something changes."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app import theme
from app.widgets.main_window import MainWindow


@pytest.fixture(autouse=True)
def usual_theme() -> Iterator[None]:
    yield
    theme.apply("system")


def test_its_icons_have_the_colour_of_the_theme(window: MainWindow, qtbot: QtBot) -> None:
    button = window.start_page.findChild(QPushButton, "file.new")
    assert button is not None

    def drawn() -> QImage:
        return button.icon().pixmap(16, 16).toImage()

    window.settings.set(theme="light")
    qtbot.wait(50)
    before = drawn()
    window.settings.set(theme="dark")
    qtbot.waitUntil(lambda: drawn() != before)
    assert drawn() == window.actions_["file.new"].icon().pixmap(16, 16).toImage()
