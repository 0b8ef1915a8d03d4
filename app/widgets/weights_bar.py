"""A bar that appears while SAM's weights are missing: asks before it fetches them, or takes a file the person has."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ..services import project_work
from ..services.jobs import Job
from ..services.weights_offer import offer_of
from .common.messages import tell
from .dialogs.weights import FetchWeightsDialog


class WeightsBar(QFrame):
    """Offers MobileSAM: once by a dialog when the bar first appears, then whenever its button is pressed."""

    ready = Signal()  # the weights are there now

    def __init__(self, weights_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights_id = weights_id
        self._job: Job | None = None
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
        self._cancel.clicked.connect(self.stop)
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
        dialog.download_wanted.connect(self._fetch)
        dialog.file_chosen.connect(self._import)
        dialog.open()

    def stop(self) -> None:
        """Stop a download; the next one resumes it."""
        if self._job is not None:
            self._job.stop()

    def close_down(self) -> None:
        """The window closes."""
        if self._job is not None:
            self._job.stop()
            self._job.wait()

    @Slot()
    def _fetch(self) -> None:
        self._begin(
            Job(lambda progress, stopped: project_work.fetch_weights(self._weights_id, progress, stopped), self)
        )

    @Slot(object)
    def _import(self, path: Path) -> None:
        self._begin(Job(lambda progress, stopped: project_work.import_weights(self._weights_id, path), self))

    def _begin(self, job: Job) -> None:
        self._job = job
        job.progress.connect(self._progressed)
        job.finished.connect(self._finished)
        job.failed.connect(self._failed)
        self._busy(True)
        job.start()

    def _busy(self, busy: bool) -> None:
        self._bar.setRange(0, 0)
        self._bar.setVisible(busy)
        self._cancel.setVisible(busy)
        self._get.setVisible(not busy)

    @Slot(int, int)
    def _progressed(self, done: int, total: int) -> None:
        self._bar.setRange(0, total // 1024)
        self._bar.setValue(done // 1024)

    @Slot(object)
    def _finished(self, result: object) -> None:
        self._busy(False)
        self.setVisible(False)
        self.ready.emit()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._busy(False)
        if not project_work.was_stopped(error):
            tell(self, error)
