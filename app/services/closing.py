"""Projects that were closed while something was still read or written: the window goes on, and their work ends."""

import logging
import threading
from collections.abc import Callable, Sequence

from vrp_core.project.project import Project

from .engine.worker import EngineWorker
from .jobs import Job

_LOG = logging.getLogger(__name__)


class ClosingProjects:
    """Each on a thread of its own, which releases the project's lock as soon as nothing works on it any more."""

    def __init__(self, engine: EngineWorker) -> None:
        self._engine = engine
        self._threads: list[threading.Thread] = []

    def begin(self, project: Project, jobs: Sequence[Job], then: Callable[[], None] | None = None) -> None:
        """Close a project that the engine was told to leave.

        Args:
            project: it.
            jobs: what else works on it, and was told to stop.
            then: what to do with its closed files.
        """
        thread = threading.Thread(target=self._end, args=(project, jobs, then), name="closing", daemon=True)
        self._threads = [one for one in self._threads if one.is_alive()] + [thread]
        thread.start()

    def wait(self) -> None:
        """Wait until all are closed; for who may wait."""
        for thread in tuple(self._threads):
            thread.join()

    def _end(self, project: Project, jobs: Sequence[Job], then: Callable[[], None] | None) -> None:
        try:
            for job in jobs:
                job.wait()
            self._engine.wait_until_left(project)
        finally:
            project.close()
        _LOG.info("closed %s", project.folder)
        if then is not None:
            then()
