"""Work that takes a while and needs no networks: beside the window, can be stopped, always ends in one signal."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

_LOG = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
Stopped = Callable[[], bool]


class Job(QObject):
    """One piece of work on a thread of its own."""

    progress = Signal(int, int)  # done, in all (0 while unknown)
    finished = Signal(object)  # what the work gave
    failed = Signal(object)  # the exception it ended in

    def __init__(self, work: Callable[[Progress, Stopped], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="job", daemon=True)

    def start(self) -> "Job":
        """Begin."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ask it to end; it still says how it ended."""
        self._stop.set()

    def wait(self) -> None:
        """Until it has ended."""
        self._thread.join()

    @property
    def running(self) -> bool:
        """It has not ended."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            result = self._work(lambda done, total: self.progress.emit(done, total), self._stop.is_set)
        except Exception as error:
            _LOG.exception("a job failed")
            self.failed.emit(error)
        else:
            self.finished.emit(result)


class Jobs:
    """The jobs of one part of the window, which must not go before they have ended."""

    def __init__(self, parent: QObject) -> None:
        self._parent = parent
        self._jobs: list[Job] = []

    def start(
        self,
        work: Callable[[Progress, Stopped], Any],
        finished: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Begin one; `finished` is a slot that gets what it gave, `failed` one that gets the exception it ended in."""
        job = Job(work, self._parent)
        job.finished.connect(finished)
        job.failed.connect(failed)
        self._jobs = [one for one in self._jobs if one.running] + [job]
        return job.start()

    def end(self) -> None:
        """Stop them all and wait for them."""
        for job in self._jobs:
            job.stop()
        for job in self._jobs:
            job.wait()
        self._jobs.clear()
