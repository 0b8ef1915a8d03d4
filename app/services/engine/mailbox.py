"""The requests that wait for the engine's thread, in the order in which they are done."""

import threading
from collections.abc import Callable

from vrp_core.domain.config import SegmentConfig

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


class Mailbox:
    """Written by the window's thread, read by the engine's. Of each kind only the newest request waits, except
    sharpening, where every one is done."""

    def __init__(self) -> None:
        self._wake = threading.Condition()
        self._closed = self._paused = self._passing = self._stopping = False
        self._config: SegmentConfig | None = None
        self._waiting: list[Request] = []

    # --- the window's thread -----------------------------------------------------------------------------------------

    def want(self, config: SegmentConfig) -> None:
        """Use the networks of a config from now on."""
        with self._wake:
            self._config = config
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

    def clear(self, alive: Callable[[], bool]) -> None:
        """Drop what waits, cancel the pass and wait for its end, as long as the engine's thread is `alive`."""
        self.cancel_pass()
        with self._wake:
            self._waiting.clear()
            while self._passing and alive():
                self._wake.wait(0.02)

    def close(self) -> None:
        """Let the engine's thread end after its current task."""
        with self._wake:
            self._closed = self._stopping = True
            self._wake.notify_all()

    # --- both threads ------------------------------------------------------------------------------------------------

    @property
    def passing(self) -> bool:
        """A pass is running or paused, or about to start."""
        return self._passing or self.waits(PassRequest)

    @property
    def stopping(self) -> bool:
        """The pass was cancelled."""
        return self._stopping

    def waits(self, kind: type) -> bool:
        """A request of this kind has not been started yet."""
        return any(isinstance(one, kind) for one in tuple(self._waiting))

    # --- the engine's thread -----------------------------------------------------------------------------------------

    def next_task(self, serves: Callable[[SegmentConfig], bool]) -> Task | None:
        """Wait for something to do.

        Args:
            serves: whether the loaded networks are those of a config.

        Returns:
            The most urgent task; None when the mailbox was closed.
        """
        with self._wake:
            while not self._closed:
                task = self._urgent(serves)
                if task is not None:
                    return task
                self._wake.wait()
            return None

    def pass_ended(self) -> None:
        """The pass has no target left, was cancelled, or failed."""
        with self._wake:
            self._passing = False
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
        if self._passing and self._stopping:
            return TargetTask()
        if self._config is None:
            return None
        if not serves(self._config):
            return LoadTask(self._config)
        ready = [one for one in self._waiting if not (self._passing and isinstance(one, PassRequest))]
        if ready:
            task = min(ready, key=lambda one: _ORDER.index(type(one)))
            self._waiting.remove(task)
            self._passing = self._passing or isinstance(task, PassRequest)
            return task
        return TargetTask() if self._passing and not self._paused else None
