"""A bar that appears while SAM's weights are missing: asks before it fetches them, or takes a file the person has."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ..services import project_work
from ..services.weights_loading import WeightsLoading
from ..services.weights_offer import offer_of
from .common.messages import tell
from .dialogs.weights import FetchWeightsDialog


class WeightsBar(QFrame):
    """Offers MobileSAM: once by a dialog when the bar first appears, then whenever its button is pressed."""

    ready = Signal()  # the weights are there now

    def __init__(self, weights_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights_id = weights_id
        self.loading = WeightsLoading(self)
        self.loading.begun.connect(self._begun)
        self.loading.progress.connect(self._progressed)
        self.loading.ended.connect(self._ended)
        self.loading.ready.connect(self._brought)
        self.loading.failed.connect(self._failed)
        self._offered = False
        self.setFrameShape(QFrame.Shape.StyledPanel)
        text = QLabel(self.tr("MobileSAM's weights are missing. They are needed to mark and find objects."))
        text.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(self.tr("Download"))
        self._bar.setVisible(False)
        self._get = QPushButton(self.tr("Get them…"))
        self._get.clicked.connect(self.offer)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(self.loading.stop)
        self._cancel.setVisible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(text, 1)
        row.addWidget(self._bar, 1)
        for button in (self._get, self._cancel):
            row.addWidget(button)
        self.setVisible(not project_work.weights_present(weights_id))

    def showEvent(self, event: QShowEvent) -> None:
        """Ask at the first start, after the window is on the screen."""
        super().showEvent(event)
        if not self._offered:
            self._offered = True
            QTimer.singleShot(0, self, self.offer)

    @Slot()
    def offer(self) -> None:
        """Ask for consent; nothing is fetched before it."""
        dialog = FetchWeightsDialog(offer_of(self._weights_id), self)
        dialog.download_wanted.connect(lambda: self.loading.fetch(self._weights_id))
        dialog.file_chosen.connect(lambda path: self.loading.bring_in(self._weights_id, path))
        dialog.open()

    def close_down(self) -> None:
        """The window closes."""
        self.loading.close_down()

    @Slot()
    def _begun(self) -> None:
        self._busy(True)

    @Slot()
    def _ended(self) -> None:
        self._busy(False)

    def _busy(self, busy: bool) -> None:
        self._bar.setRange(0, 0)
        self._bar.setVisible(busy)
        self._cancel.setVisible(busy)
        self._get.setVisible(not busy)

    @Slot(int, int)
    def _progressed(self, done: int, total: int) -> None:
        self._bar.setRange(0, total // 1024)
        self._bar.setValue(done // 1024)

    @Slot(str)
    def _brought(self, weights_id: str) -> None:
        if weights_id == self._weights_id:
            self.setVisible(False)
            self.ready.emit()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        tell(self, error)
