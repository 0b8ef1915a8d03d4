"""File > Open recent."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ..settings import SettingsStore
from .common.text import menu_text
from .project_places import project_name


class RecentMenu(QMenu):
    """The projects that were open before and still exist; filled each time it opens."""

    chosen = Signal(str)  # a project's folder

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Open recent"))
        self._settings = settings
        self.aboutToShow.connect(self._fill)
        self.triggered.connect(self._triggered)

    @Slot()
    def _fill(self) -> None:
        self.clear()
        for folder in self._settings.values.recent:
            if Path(folder).is_dir():
                self.addAction(menu_text(f"{project_name(Path(folder))}   {folder}")).setData(folder)
        if self.isEmpty():
            self.addAction(self.tr("No project yet")).setEnabled(False)

    @Slot(QAction)
    def _triggered(self, action: QAction) -> None:
        self.chosen.emit(action.data())
