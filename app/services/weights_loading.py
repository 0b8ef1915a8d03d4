"""Brings weights to this machine beside the window: a download after consent, or a file that the person has."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vrp_core.weights import catalogue

from . import project_work
from .jobs import Job, Work


class WeightsLoading(QObject):
    """One set of weights at a time."""

    begun = Signal()
    progress = Signal(int, int)  # bytes done, and in all (0 while unknown)
    ready = Signal(str)  # the id of the weights that are there now
    failed = Signal(object)  # the exception; not after `stop`
    ended = Signal()  # however it ended

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self.weights_id = ""  # what is being brought; "" for nothing

    @property
    def stoppable(self) -> bool:
        """What is being brought can be stopped: timm fetches its own whole."""
        return bool(self.weights_id) and catalogue.row(self.weights_id).kind == "sam"

    def fetch(self, weights_id: str) -> None:
        """Download weights."""
        self._begin(weights_id, lambda progress, stopped: project_work.fetch_weights(weights_id, progress, stopped))

    def bring_in(self, weights_id: str, path: Path) -> None:
        """Take a file."""
        self._begin(weights_id, lambda progress, stopped: project_work.import_weights(weights_id, path))

    def stop(self) -> None:
        """Stop a download; the next one resumes it."""
        if self._job is not None:
            self._job.stop()

    def close_down(self) -> None:
        """The window closes."""
        self.stop()
        if self._job is not None and self.stoppable:
            self._job.wait()

    def _begin(self, weights_id: str, work: Work) -> None:
        if self.weights_id:
            return
        self.weights_id = weights_id
        self._job = job = Job(work)
        job.progress.connect(self.progress)
        job.finished.connect(self._finished)
        job.failed.connect(self._failed)
        self.begun.emit()
        job.start()

    @Slot(object)
    def _finished(self, result: object) -> None:
        brought, self.weights_id = self.weights_id, ""
        self.ended.emit()
        self.ready.emit(brought)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.weights_id = ""
        self.ended.emit()
        if not project_work.was_stopped(error):
            self.failed.emit(error)
