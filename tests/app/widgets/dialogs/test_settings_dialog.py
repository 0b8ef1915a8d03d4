"""The settings: nothing that they say is cut off, in any language, and everything is said in it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QFormLayout, QLabel, QTabWidget
from pytestqt.qtbot import QtBot

from app import translation
from app.model.document import Document
from app.settings import SettingsStore
from app.widgets.dialogs.export import ExportDialog
from app.widgets.dialogs.settings import SettingsDialog
from app.widgets.dialogs.shortcuts import ShortcutsDialog


@pytest.fixture
def speak() -> Iterator[Callable[[str], None]]:
    """Changes the language of the window; the one of the code comes back after the test."""
    application = QCoreApplication.instance()
    assert application is not None
    yield lambda language: translation.install(application, language)
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)


@pytest.mark.parametrize("language", translation.LANGUAGES)
def test_every_sentence_is_whole(
    settings: SettingsStore, qtbot: QtBot, language: str, speak: Callable[[str], None]
) -> None:
    speak(language)
    dialog = SettingsDialog(settings)
    qtbot.addWidget(dialog)
    dialog.show()
    pages = dialog.findChild(QTabWidget)
    assert pages is not None
    for page in range(pages.count()):
        pages.setCurrentIndex(page)
        boxes = [one for one in dialog.findChildren(QCheckBox) if one.isVisible()]
        assert boxes and all(one.width() >= one.sizeHint().width() for one in boxes)


@pytest.mark.parametrize("language", translation.LANGUAGES)
def test_every_field_has_for_a_screen_reader_the_name_beside_it(
    settings: SettingsStore, qtbot: QtBot, language: str, speak: Callable[[str], None]
) -> None:
    speak(language)
    dialog = SettingsDialog(settings)
    qtbot.addWidget(dialog)
    fields = dialog.findChildren(QAbstractSpinBox)
    assert len(fields) == 4
    for field in fields:
        (form,) = [one for one in dialog.findChildren(QFormLayout) if one.indexOf(field) >= 0]
        label = form.labelForField(field)
        assert isinstance(label, QLabel) and field.accessibleName() == label.text()


def test_values_are_shown_in_the_language_of_the_window(
    settings: SettingsStore, document: Document, qtbot: QtBot, speak: Callable[[str], None]
) -> None:
    speak("de")
    for dialog in (SettingsDialog(settings), ShortcutsDialog(settings), ExportDialog(document)):
        qtbot.addWidget(dialog)
        shown = {box.itemText(row) for box in dialog.findChildren(QComboBox) for row in range(box.count())}
        assert shown and not shown & {"auto", "default", "rle", "polygon", "system"}
        dialog.reject()


def test_a_keymap_is_chosen_by_its_name(settings: SettingsStore, qtbot: QtBot) -> None:
    settings.set(keymap="isat")
    dialog = ShortcutsDialog(settings)
    qtbot.addWidget(dialog)
    (box,) = dialog.findChildren(QComboBox)
    assert box.currentText() == "ISAT"
    for text, name in (("CVAT", "cvat"), ("the program's own", "default")):
        box.setCurrentText(text)
        assert settings.values.keymap == name
