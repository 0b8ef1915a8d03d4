"""The language of the window: catalogues in assets/translations, made by `make translations`.

The compiled catalogues are kept beside their sources, so that an installed program needs no compiler; a test compares
the two. English has a catalogue too: it holds the plural forms.
"""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from vrp_core.domain.assets import asset

SYSTEM = "system"
# A catalogue's name -> the language's own name.
LANGUAGES = {"en": "English", "de": "Deutsch", "zh_CN": "简体中文"}
_FOLDER = "translations"


def language_of(setting: str, system: QLocale | None = None) -> str:
    """The catalogue for a setting; of the system's languages the first that has one, else English."""
    if setting in LANGUAGES:
        return setting
    for wanted in (system or QLocale.system()).uiLanguages():
        tags = wanted.split("-")
        if tags[:2] == ["zh", "Hans"] or tags in (["zh", "CN"], ["zh", "SG"]):
            return "zh_CN"
        if tags[0] in LANGUAGES:
            return tags[0]
    return "en"


def install(application: QCoreApplication, setting: str) -> None:
    """Show the window's and Qt's own texts in a language; it takes effect for windows that are made afterwards."""
    language = language_of(setting)
    for found in application.findChildren(QTranslator):
        application.removeTranslator(found)
        found.deleteLater()
    of_qt, ours = QTranslator(application), QTranslator(application)
    if of_qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(of_qt)
    if ours.load(str(asset(_FOLDER, f"{language}.qm"))):
        application.installTranslator(ours)
