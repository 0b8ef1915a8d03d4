"""View > Theme."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ..settings import CHOICES, SettingsStore

translate = QCoreApplication.translate


def theme_words() -> dict[str, str]:
    """The themes in a person's language."""
    return {
        "system": translate("Theme", "the system's"),
        "light": translate("Theme", "light"),
        "dark": translate("Theme", "dark"),
    }


class ThemeMenu(QMenu):
    """The themes; the current one is ticked."""

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(translate("Theme", "Theme"))
        self._settings = settings
        group = QActionGroup(self)
        words = theme_words()
        for name in CHOICES["theme"]:
            action = self.addAction(words[name])
            action.setData(name)
            action.setCheckable(True)
            group.addAction(action)
        self.aboutToShow.connect(self._tick)
        self.triggered.connect(self._triggered)

    @Slot()
    def _tick(self) -> None:
        for action in self.actions():
            action.setChecked(action.data() == self._settings.values.theme)

    @Slot(QAction)
    def _triggered(self, action: QAction) -> None:
        self._settings.set(theme=action.data())
