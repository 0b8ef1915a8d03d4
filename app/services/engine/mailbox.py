"""What waits for the engine's thread, in the order in which it is done, and which project it is about."""

import threading
from collections.abc import Callable

from vrp_core.domain.config import SegmentConfig
from vrp_core.project.project import Project

from .comparison import CompareRequest, HeatRequest
from .requests import (
    CheckRequest,
    EncodeRequest,
    LoadTask,
    MapRequest,
    MaskRequest,
    PassRequest,
    Request,
    SharpenRequest,
    TargetTask,
    Task,
)

# A click is answered between two targets of a pass.
_ORDER: tuple[type, ...] = (
    MaskRequest,
    SharpenRequest,
    EncodeRequest,
    CompareRequest,
    HeatRequest,
    MapRequest,
    PassRequest,
    CheckRequest,
)
_LOOK_S = 0.1  # between two looks whether the engine's thread lives


class Mailbox:
    """Written by the window's thread, read by the engine's. Of each kind only the newest request waits, except
    sharpening, where every one is done."""

    def __init__(self) -> None:
        self._wake = threading.Condition()
        self._closed = self._paused = self._stopping = False
        self._config: SegmentConfig | None = None
        self._waiting: list[Request] = []
        self._project: Project | None = None  # whose requests wait
        self._pass_of: Project | None = None  # whose pass runs: while it is being ended, of a project that was left
        self._at_work_on: Project | None = None

    # --- the window's thread -----------------------------------------------------------------------------------------

    def want(self, config: SegmentConfig) -> None:
        """Use the networks of a config from now on."""
        with self._wake:
            self._config = config
            self._wake.notify_all()

    def use(self, project: Project | None) -> None:
        """From now on requests are about this project. What waits is dropped; a pass over another one is cancelled."""
        with self._wake:
            self._project = project
            self._waiting.clear()
            self._paused = self._stopping = False
            self._wake.notify_all()

    def put(self, request: Request) -> None:
        """Ask for something."""
        with self._wake:
            if isinstance(request, PassRequest):
                self._paused = self._stopping = False
            if not isinstance(request, SharpenRequest):
                self._waiting = [one for one in self._waiting if type(one) is not type(request)]
            self._waiting.append(request)
            self._wake.notify_all()

    def pause_pass(self, paused: bool) -> None:
        """Hold the pass after its current target, or continue it."""
        with self._wake:
            self._paused = paused
            self._wake.notify_all()

    def cancel_pass(self) -> None:
        """End the pass after its current target."""
        with self._wake:
            self._stopping, self._paused = True, False
            self._wake.notify_all()

    def close(self) -> None:
        """Let the engine's thread end after its current task."""
        with self._wake:
            self._closed = self._stopping = True
            self._wake.notify_all()

    # --- both threads ------------------------------------------------------------------------------------------------

    def is_about(self, project: Project | None) -> bool:
        """What concerns this project is still wanted. One that was left may have the same ids as the next."""
        return project is self._project

    @property
    def passing(self) -> bool:
        """A pass over the project is running or paused, or about to start."""
        return (self._pass_of is not None and not self.leaving) or self.waits(PassRequest)

    @property
    def leaving(self) -> bool:
        """What runs is the end of a pass over a project that was left."""
        return self._pass_of is not None and self._pass_of is not self._project

    @property
    def stopping(self) -> bool:
        """The pass that runs was cancelled."""
        return self.leaving or self._stopping

    def wait_until_left(self, project: Project, alive: Callable[[], bool]) -> None:
        """Wait until nothing is done on a project any more, as long as the engine's thread is `alive`."""
        with self._wake:
            while alive() and any(project is one for one in (self._at_work_on, self._pass_of)):
                self._wake.wait(_LOOK_S)

    def waits(self, kind: type) -> bool:
        """A request of this kind has not been started yet."""
        return any(isinstance(one, kind) for one in tuple(self._waiting))

    # --- the engine's thread -----------------------------------------------------------------------------------------

    def next_task(self, serves: Callable[[SegmentConfig], bool]) -> tuple[Task, Project | None] | None:
        """Wait for something to do; the task before is done.

        Args:
            serves: whether the loaded networks are those of a config.

        Returns:
            The most urgent task, and the project that it is about; None when the mailbox was closed.
        """
        with self._wake:
            self._at_work_on = None
            self._wake.notify_all()
            while not self._closed:
                task = self._urgent(serves)
                if task is not None:
                    project = self._pass_of if isinstance(task, TargetTask) else self._project
                    self._at_work_on = None if isinstance(task, LoadTask) else project
                    return task, project
                self._wake.wait()
            return None

    def pass_ended(self) -> None:
        """The pass has no target left, was cancelled, or failed."""
        with self._wake:
            self._pass_of = None
            self._wake.notify_all()

    def give_up(self, config: SegmentConfig) -> tuple[Request, ...]:
        """Drop what waited for networks that could not be loaded; gives it. The thread sleeps until it is asked again,
        or loads another config that was asked for meanwhile."""
        with self._wake:
            if self._config != config:
                return ()
            self._config = None
            dropped, self._waiting = tuple(self._waiting), []
            return dropped

    def _urgent(self, serves: Callable[[SegmentConfig], bool]) -> Task | None:
        if self._pass_of is not None and self.stopping:
            return TargetTask()
        if self._config is None:
            return None
        if not serves(self._config):
            return LoadTask(self._config)
        ready = [one for one in self._waiting if not (self._pass_of is not None and isinstance(one, PassRequest))]
        if ready:
            task = min(ready, key=lambda one: _ORDER.index(type(one)))
            self._waiting.remove(task)
            if isinstance(task, PassRequest):
                self._pass_of = self._project
            return task
        return TargetTask() if self._pass_of is not None and not self._paused else None
