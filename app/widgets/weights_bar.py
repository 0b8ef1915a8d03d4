"""A bar that appears when SAM's weights are missing: download them, or use a file."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ..services import project_work
from ..services.jobs import Job
from .common.messages import tell


class WeightsBar(QFrame):
    """Offers to fetch MobileSAM."""

    ready = Signal()  # the weights are there now

    def __init__(self, weights_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights_id = weights_id
        self._job: Job | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        text = QLabel(self.tr("MobileSAM (about 45 MB) is needed to outline and find objects. It is downloaded once."))
        text.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(self.tr("Download"))
        self._bar.setVisible(False)
        self._fetch = QPushButton(self.tr("Download"))
        self._fetch.clicked.connect(self._start)
        self._import = QPushButton(self.tr("Use a file I have…"))
        self._import.clicked.connect(self._choose)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(self.stop)
        self._cancel.setVisible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(text, 1)
        row.addWidget(self._bar, 1)
        for button in (self._fetch, self._import, self._cancel):
            row.addWidget(button)
        self.setVisible(not project_work.weights_present(weights_id))

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
    def _start(self) -> None:
        self._begin(
            Job(lambda progress, stopped: project_work.fetch_weights(self._weights_id, progress, stopped), self)
        )

    @Slot()
    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("MobileSAM weights"))
        if path:
            self._begin(Job(lambda progress, stopped: project_work.import_weights(self._weights_id, Path(path)), self))

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
        self._fetch.setVisible(not busy)
        self._import.setVisible(not busy)

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
