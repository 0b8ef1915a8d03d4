"""The first page: recent projects, a new one, the sample."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from .. import theme
from .common.action_set import ActionSet
from .common.text import soften
from .project_places import project_name

_PRIMARY = ("file.new", "file.open", "file.sample")


class StartPage(QWidget):
    """Three ways to begin."""

    chosen = Signal(str)  # a project's folder

    def __init__(self, actions: ActionSet, recent: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._buttons: dict[str, QPushButton] = {}
        mark = QLabel()
        mark.setPixmap(theme.app_icon().pixmap(72, 72))
        title = QLabel("<h1>VRP Annotator</h1>")
        words = QLabel(
            self.tr(
                "Mark one object on one photo. The program finds similar objects in your other photos"
                " and shows the least certain first."
            )
        )
        words.setWordWrap(True)
        for label in (mark, title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Recent projects"))
        self._list.itemActivated.connect(self._activated)
        self._heading = QLabel(self.tr("Recent projects"))
        column = QVBoxLayout()
        column.setSpacing(10)
        for widget in (mark, title, words):
            column.addWidget(widget)
        for action_id in _PRIMARY:
            column.addWidget(self._button(action_id))
        column.addSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(self._list)
        drop = QLabel(self.tr("or drop a folder of photos here"))
        drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        soften(drop)
        column.addWidget(drop)
        frame = QWidget()
        frame.setMaximumWidth(520)
        frame.setLayout(column)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(frame, 4, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.show_recent(recent)

    def show_recent(self, recent: Sequence[str]) -> None:
        """The projects that were open before and are still there."""
        self._list.clear()
        for folder in recent:
            if Path(folder).is_dir():
                item = QListWidgetItem(f"{project_name(Path(folder))}   {folder}")
                item.setData(Qt.ItemDataRole.UserRole, folder)
                self._list.addItem(item)
        self._heading.setVisible(self._list.count() > 0)
        self._list.setVisible(self._list.count() > 0)
        self._list.setMaximumHeight(24 + 26 * min(6, self._list.count()))

    def _button(self, action_id: str) -> QPushButton:
        action = self._actions[action_id]
        button = QPushButton(action.icon(), action.text())
        button.setMinimumHeight(38)
        button.setObjectName(action_id)
        button.clicked.connect(action.trigger)
        action.changed.connect(self._show_icons)  # another theme draws them in another colour
        self._buttons[action_id] = button
        return button

    @Slot()
    def _show_icons(self) -> None:
        for action_id, button in self._buttons.items():
            button.setIcon(self._actions[action_id].icon())

    @Slot(QListWidgetItem)
    def _activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
