"""Background work that needs no networks: it can be stopped, and ends in one signal."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance, Slot

from .speaking import Speaker

_LOG = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
Stopped = Callable[[], bool]
Work = Callable[[Progress, Stopped], Any]
_RUNNING: set["Job"] = set()  # until their last word has arrived in the window's thread


class Job(Speaker):
    """One piece of work on a thread of its own. It outlives a window that started it and is closed before it ends."""

    progress = Signal(int, int)  # done, in all (0 while unknown)
    finished = Signal(object)  # what the work gave
    failed = Signal(object)  # the exception it ended in

    _over = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._over.connect(self._let_go)
        self._stop = threading.Event()
        self._left = False
        self._thread = threading.Thread(target=self._run, name="job", daemon=True)

    def start(self) -> "Job":
        """Start the thread."""
        _RUNNING.add(self)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ask it to stop; it still emits how it ended."""
        self._stop.set()

    def leave(self) -> None:
        """Ask it to stop, and report nothing any more: not even what is on its way."""
        self._left = True
        self.stop()

    def wait(self) -> None:
        """Wait until it has ended."""
        self._thread.join()

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            result = self._work(lambda done, total: self._report(self.progress, done, total), self._stop.is_set)
        except Exception as error:
            _LOG.exception("a job failed")
            self._report(self.failed, error)
        else:
            self._report(self.finished, result)
        self._over.emit()

    @property
    def over(self) -> bool:
        """Whether nothing more will come from it."""
        return self not in _RUNNING

    @Slot()
    def _let_go(self) -> None:
        _RUNNING.discard(self)

    def _report(self, signal: SignalInstance, *values: object) -> None:
        self._tell(signal, *values, wanted=lambda: not self._left)


class Jobs:
    """The jobs of one part of the window."""

    def __init__(self) -> None:
        self._jobs: list[Job] = []

    def start(
        self,
        work: Work,
        finished: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progress: Callable[[int, int], None] | None = None,
    ) -> Job:
        """Start a job.

        Args:
            work: what it does.
            finished: a slot that gets the result.
            failed: a slot that gets the exception it ended in.
            progress: a slot that gets how much is done, and of how much.
        """
        job = Job(work)
        job.finished.connect(finished)
        job.failed.connect(failed)
        if progress is not None:
            job.progress.connect(progress)
        self._jobs = [one for one in self._jobs if not one.over] + [job]
        return job.start()

    def leave(self) -> list[Job]:
        """Stop all jobs, which report nothing any more; returns those that have not ended."""
        for job in self._jobs:
            job.leave()
        left, self._jobs = [one for one in self._jobs if one.running], []
        return left

    def end(self) -> None:
        """Stop all jobs and wait for them."""
        for job in self._jobs:
            job.stop()
        for job in self._jobs:
            job.wait()
        self._jobs.clear()


class LatestJob(QObject):
    """Runs only the newest work: a new request stops the running work and starts when that has ended."""

    finished = Signal(object)  # what the newest work gave
    failed = Signal(object)  # the exception it ended in

    def __init__(self, parent: QObject, settle_ms: int = 0) -> None:
        """`settle_ms`: how long to wait for a newer request before work starts."""
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
        """Whether an answer will come."""
        return self._waiting is not None or self._awaited

    @property
    def running(self) -> bool:
        """Whether some work has not ended, wanted or not."""
        return self._running is not None and self._running.running

    def ask(self, work: Work) -> None:
        """Request this work instead of the previous one."""
        self.cancel()
        self._waiting = work
        self._settled.start()

    def cancel(self) -> None:
        """Drop the request."""
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
        job = Job(self._waiting)
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
        """Forget the finished work; returns whether its answer is wanted."""
        assert self._running is not None
        self._running.wait()  # it has reported its end already
        self._running.deleteLater()
        awaited, self._running, self._awaited = self._awaited, None, False
        if not self._settled.isActive():
            self._begin()
        return awaited
