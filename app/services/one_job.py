"""Work of which only the newest answer counts: one piece at a time, beside the window."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.services.jobs import Job, Progress, Stopped

Work = Callable[[Progress, Stopped], Any]


class OneJob(QObject):
    """Stops what runs when something newer is asked for, and begins the newer when the older has ended."""

    finished = Signal(object)  # what the newest work gave
    failed = Signal(object)  # the exception it ended in

    def __init__(self, parent: QObject, settle_ms: int = 0) -> None:
        """`settle_ms`: how long nothing newer must be asked for before the work begins."""
        super().__init__(parent)
        self._waiting: Work | None = None
        self._running: Job | None = None
        self._awaited = False  # somebody waits for the one that runs
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(settle_ms)
        self._settled.timeout.connect(self._begin)

    @property
    def busy(self) -> bool:
        """An answer will come."""
        return self._waiting is not None or self._awaited

    @property
    def running(self) -> bool:
        """Some work has not ended, wanted or not."""
        return self._running is not None and self._running.running

    def ask(self, work: Work) -> None:
        """Do this, in place of what was asked for before."""
        self.cancel()
        self._waiting = work
        self._settled.start()

    def cancel(self) -> None:
        """Nobody waits for an answer any more."""
        self._settled.stop()
        self._waiting, self._awaited = None, False
        if self._running is not None:
            self._running.stop()

    def end(self) -> None:
        """Cancel, and wait until nothing runs."""
        self.cancel()
        if self._running is not None:
            self._running.wait()

    @Slot()
    def _begin(self) -> None:
        if self._waiting is None or self._running is not None:
            return  # it begins when what runs has ended
        job = Job(self._waiting, self)
        job.finished.connect(self._finished)
        job.failed.connect(self._failed)
        self._running, self._waiting, self._awaited = job, None, True
        job.start()

    @Slot(object)
    def _finished(self, answer: object) -> None:
        if self._ended():
            self.finished.emit(answer)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if self._ended():
            self.failed.emit(error)

    def _ended(self) -> bool:
        """Forget what ran; gives whether somebody waits for its answer."""
        assert self._running is not None
        self._running.wait()  # it has told its end already
        self._running.deleteLater()
        awaited, self._running, self._awaited = self._awaited, None, False
        if not self._settled.isActive():
            self._begin()
        return awaited
