"""The catalogues of the window: fresh, complete, with every placeholder, and used."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import translation
from app.services.engine_words import error_words, failure_words, translated
from app.settings import SettingsStore
from app.widgets.dialogs.settings import SettingsDialog
from tests.domain.errors_to_try import KINDS, example, parts_of
from vrp_core.domain.error_values import to_values
from vrp_core.domain.errors import NothingToDo, TrainingLocked, VrpError
from vrp_core.domain.events import Failed, FailureCause
from vrp_core.domain.messages import explain, texts
from vrp_core.exchange import summary
from vrp_core.exchange.formats import FORMATS
from vrp_core.project import file_words

ROOT = Path(__file__).parent.parent.parent
CATALOGUES = ROOT / "assets" / "translations"
_PLACEHOLDER = re.compile(r"%(?:n|\d)|</?b>|<br>|{[\w.!]+}")
FORMS = {"en": 2, "de": 2, "zh_CN": 1}  # plural forms of each language


@pytest.fixture(autouse=True)
def no_language_is_left(qapp: QApplication) -> Iterator[None]:
    """Other tests read the texts of the code."""
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


def messages(language: str) -> list[tuple[str, list[str], bool]]:
    """Source, translations and whether it is finished, of every message of a catalogue."""
    found = []
    for message in ElementTree.parse(CATALOGUES / f"{language}.ts").iter("message"):
        source, target = message.findtext("source"), message.find("translation")
        assert source is not None and target is not None
        forms = [form.text or "" for form in target.findall("numerusform")]
        found.append((source, forms or [target.text or ""], target.get("type") is None))
    return found


def test_catalogues_are_fresh(tmp_path: Path) -> None:
    for file in CATALOGUES.iterdir():
        shutil.copy(file, tmp_path)
    command = [str(ROOT / ".ci" / "translations"), str(tmp_path)]
    subprocess.run(command, check=True, env={"PYTHON": sys.executable, "PATH": "/usr/bin:/bin"})
    for file in sorted(CATALOGUES.iterdir()):
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), f"{file.name}: run make translations"


@pytest.mark.parametrize("language", sorted(translation.LANGUAGES))
def test_every_message_is_translated_with_its_placeholders(language: str) -> None:
    found = messages(language)
    assert len(found) > (400 if language != "en" else 15)
    for source, forms, finished in found:
        assert finished and all(forms), f"{language}: {source!r} is not translated"
        assert len(forms) == (FORMS[language] if "%n" in source else 1)
        for form in forms:
            assert sorted(_PLACEHOLDER.findall(form)) == sorted(_PLACEHOLDER.findall(source)), form


@pytest.mark.parametrize("language", ["de", "zh_CN"])
def test_menu_letters_stay_within_one_menu_word(language: str) -> None:
    for source, forms, _ in messages(language):
        assert all(form.count("&") == source.count("&") for form in forms), source


@pytest.mark.parametrize(
    ("setting", "system", "expected"),
    [
        ("de", "zh_CN", "de"),
        ("system", "de_AT", "de"),
        ("system", "zh_CN", "zh_CN"),
        ("system", "zh_TW", "en"),
        ("system", "fr_FR", "en"),
    ],
)
def test_the_language_is_the_setting_s_or_the_system_s(setting: str, system: str, expected: str) -> None:
    assert translation.language_of(setting, QLocale(system)) == expected


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [("en", "1 photo", "3 photos"), ("de", "1 Foto", "3 Fotos"), ("zh_CN", "1 张照片", "3 张照片")],
)
def test_plurals_are_those_of_the_language(qapp: QApplication, language: str, one: str, many: str) -> None:
    translation.install(qapp, language)
    words = [QCoreApplication.translate("PhotoList", "%n photo(s)", "", number) for number in (1, 3)]
    assert words == [one, many]


def test_a_dialog_speaks_the_language_that_was_chosen(
    qapp: QApplication, qtbot: QtBot, settings: SettingsStore
) -> None:
    translation.install(qapp, "de")
    dialog = SettingsDialog(settings)
    qtbot.addWidget(dialog)
    assert dialog.windowTitle() == "Einstellungen"


@pytest.mark.parametrize("language", ["de", "zh_CN"])
def test_every_text_of_the_engine_that_the_window_shows_is_in_the_catalogue(language: str) -> None:
    formats = {one.sentence for one in FORMATS.values()}
    shown = {*texts(), *file_words.texts(), *summary.texts(), *formats}
    assert shown <= {source for source, _, _ in messages(language)}


@pytest.mark.parametrize("language", ["de", "zh_CN"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_is_said_in_the_language_with_all_it_knows(
    qapp: QApplication, language: str, kind: type[VrpError]
) -> None:
    translation.install(qapp, language)
    error = example(kind)
    said = error_words(error)
    assert said != explain(error)
    assert all(part in said for part in parts_of(error))


def test_the_clauses_of_an_error_are_translated_too(qapp: QApplication) -> None:
    error = NothingToDo("references", "mark the object on at least one photo")
    translation.install(qapp, "de")
    assert error_words(error) == ("Nicht vorhanden: Referenzen – markieren Sie das Objekt auf mindestens einem Foto.")


def test_a_failed_process_is_reported_in_the_language_of_the_window(qapp: QApplication) -> None:
    translation.install(qapp, "de")
    error = TrainingLocked(Path("out"))
    assert failure_words(Failed(FailureCause.OTHER, explain(error), to_values(error))) == error_words(error)
    assert failure_words(Failed(FailureCause.OTHER, "of an earlier version")) == "of an earlier version"


def test_what_an_export_leaves_out_is_said_in_the_language_of_the_window(qapp: QApplication) -> None:
    translation.install(qapp, "de")
    said = summary.left_out_sentences({"rejected": 2}, ["a.jpg"], translate=translated)
    assert said == ("1 ungeprüftes Foto bleibt weg: a.jpg", "2 abgelehnte Masken bleiben weg")


def test_the_window_says_errors_in_one_place() -> None:
    callers = [file for file in (ROOT / "app").rglob("*.py") if "messages import explain" in file.read_text("utf-8")]
    assert [file.name for file in callers] == ["engine_words.py"]
