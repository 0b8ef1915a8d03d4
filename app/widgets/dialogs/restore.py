"""Offers the copies of a damaged project."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from vrp_core.domain.errors import ProjectDamaged
from vrp_core.project.copies import kept_copies


class RestoreOffer(QObject):
    """Says what is damaged, with a button for each copy. Nothing is replaced before one is clicked."""

    def __init__(self, error: ProjectDamaged, restore: Callable[[bool], object], parent: QWidget) -> None:
        """`restore` gets whether the older copy was chosen."""
        super().__init__(parent)
        self._restore = restore
        box = QMessageBox(parent)
        box.setObjectName("restore")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("VRP Annotator"))
        box.setTextFormat(Qt.TextFormat.PlainText)  # it holds the name of a file
        box.setText(self.tr("The project file {file} is damaged.").format(file=error.path))
        box.setDetailedText(error.reason)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._older: dict[QAbstractButton, bool] = {}
        for copy in kept_copies(error.path):
            words = self.tr("Use the copy of {time}").format(time=copy.made)
            button = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
            button.setObjectName("older" if copy.older else "newest")
            self._older[button] = copy.older
        if self._older:
            words = self.tr("A copy of its last good state can take its place. The damaged file is kept beside it.")
        else:
            words = self.tr("There is no copy of it. Restore it from a backup of your own.")
        box.setInformativeText(words)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.buttonClicked.connect(self._clicked)
        box.destroyed.connect(self.deleteLater)
        box.open()

    @Slot(QAbstractButton)
    def _clicked(self, button: QAbstractButton) -> None:
        for known, older in self._older.items():
            if known is button:
                self._restore(older)
