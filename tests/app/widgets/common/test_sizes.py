"""Dialogs on a small screen: their buttons are in reach."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from app.settings import SettingsStore
from app.widgets.dialogs.shortcuts import ShortcutsDialog


def test_a_dialog_is_never_higher_than_the_screen(
    qtbot: QtBot, settings: SettingsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QScreen, "availableSize", lambda screen: QSize(1024, 600))
    dialog = ShortcutsDialog(settings)
    qtbot.addWidget(dialog)
    dialog.show()
    buttons = dialog.findChild(QDialogButtonBox)
    assert buttons is not None
    assert QRect(0, 0, 1024, 560).contains(QRect(buttons.pos(), buttons.size()))
