"""Waits for a project that another window has open or is still finishing, and opens it then."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QProgressDialog, QWidget

_AGAIN_MS = 300


class WaitForProject(QProgressDialog):
    """A person who quits during a pass and starts again meets the end of that pass: no reason to send them away."""

    def __init__(self, folder: Path, attempt: Callable[[], bool], parent: QWidget) -> None:
        """`attempt` opens the project or says why not; it returns whether the project is still in use."""
        super().__init__(parent)
        self.setObjectName("wait")
        self.setWindowTitle(self.tr("VRP Annotator"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setRange(0, 0)
        self.setMinimumDuration(0)
        self.setLabelText(
            self.tr(
                "Another window has the project in {folder} open, or is storing the last results after it was closed. "
                "It opens here as soon as that ends."
            ).format(folder=folder)
        )
        self._attempt = attempt
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self._try)
        self.canceled.connect(self.end)
        self._timer.start()
        self.show()

    @Slot()
    def end(self) -> None:
        """Wait no longer."""
        self._timer.stop()
        self.hide()
        self.deleteLater()

    @Slot()
    def _try(self) -> None:
        if not self._attempt():
            self.end()
