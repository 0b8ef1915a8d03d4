"""The settings: nothing that they say is cut off, in any language."""

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QCheckBox, QTabWidget
from pytestqt.qtbot import QtBot

from app import translation
from app.settings import SettingsStore
from app.widgets.dialogs.settings import SettingsDialog


@pytest.mark.parametrize("language", translation.LANGUAGES)
def test_every_sentence_is_whole(settings: SettingsStore, qtbot: QtBot, language: str) -> None:
    application = QCoreApplication.instance()
    assert application is not None
    translation.install(application, language)
    try:
        dialog = SettingsDialog(settings)
        qtbot.addWidget(dialog)
        dialog.show()
        pages = dialog.findChild(QTabWidget)
        assert pages is not None
        for page in range(pages.count()):
            pages.setCurrentIndex(page)
            boxes = [one for one in dialog.findChildren(QCheckBox) if one.isVisible()]
            assert boxes and all(one.width() >= one.sizeHint().width() for one in boxes)
    finally:
        for translator in application.findChildren(QTranslator):
            application.removeTranslator(translator)
