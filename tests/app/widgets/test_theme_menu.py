"""View > Theme: the current theme is ticked, and choosing another one changes the window at once and for later."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from app import theme
from app.widgets.main_window import MainWindow
from app.widgets.theme_menu import ThemeMenu


@pytest.fixture(autouse=True)
def light_again() -> Iterator[None]:
    yield
    theme.apply("system")


def test_a_theme_is_chosen_from_the_view_menu(window: MainWindow) -> None:
    (menu,) = window.findChildren(ThemeMenu)
    before = QApplication.palette().color(QPalette.ColorRole.Window).lightness()
    by_name = {action.data(): action for action in menu.actions()}
    by_name["dark"].trigger()
    assert QApplication.palette().color(QPalette.ColorRole.Window).lightness() < before / 2
    assert window.settings.values.theme == "dark"
    menu.aboutToShow.emit()
    assert [name for name, action in by_name.items() if action.isChecked()] == ["dark"]
    by_name["light"].trigger()
    assert QApplication.palette().color(QPalette.ColorRole.Window).lightness() == before
