"""The engine behind the window: one thread that owns the networks.

It does, in this order: the newest live prompt, sharpening, the encoding of the current image, the newest comparison of
weights, one target of a running pass. So a click is answered between two targets, and of waiting clicks only the
newest counts. Results come as signals.
"""

import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, SignalInstance

from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import VrpError
from vrp_core.domain.events import PassEvent, PassFinished
from vrp_core.domain.masks import decode, encode
from vrp_core.domain.polygons import polygons_of
from vrp_core.project.project import Project

from ..engine_words import error_words
from ..speaking import Speaker
from .background import checked, mapped
from .comparison import CompareAnswer, CompareRequest, HeatRequest, find_on, heat_on
from .mailbox import Mailbox
from .networks import NetworkCache, networks_of
from .requests import (
    CheckRequest,
    EncodeRequest,
    LoadTask,
    MapRequest,
    MaskAnswer,
    MaskRequest,
    PassRequest,
    Request,
    SharpenAnswer,
    SharpenRequest,
    TargetTask,
    Task,
)

if TYPE_CHECKING:  # torch is loaded on the engine's own thread
    from vrp_core.inference.engine import Engine

_LOG = logging.getLogger(__name__)
_NICENESS = 10  # the window's thread goes first


class EngineState(str, Enum):
    """What the status bar says."""

    OFF = "not loaded"
    LOADING = "loading"
    READY = "ready"
    ENCODING = "reading the photo"
    MARKING = "finding the outline"
    COMPARING = "comparing"
    PASSING = "finding"
    LEAVING = "finishing another project"
    FAILED = "failed"


class EngineWorker(Speaker):
    """The engine's thread and its mailbox. What it says about a project that was left reaches nobody."""

    state_changed = Signal(object, str)  # EngineState, a few words (device and model, or what failed)
    image_ready = Signal(int)  # the image's features are there: prompts are answered at once
    answered = Signal(object)  # MaskAnswer
    unanswered = Signal(object)  # the MaskRequest that ended in an exception
    sharpened = Signal(object)  # SharpenAnswer
    compared = Signal(object)  # CompareAnswer
    checked = Signal(object)  # CheckAnswer
    heated = Signal(object)  # HeatAnswer
    mapped = Signal(object)  # MapAnswer
    pass_event = Signal(object)  # PassEvent
    failed = Signal(object)  # the exception a request ended in

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox = Mailbox()
        self._networks = NetworkCache()
        self._running: Iterator[PassEvent] | None = None
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    # --- asked by the window -----------------------------------------------------------------------------------------

    def start(self, config: SegmentConfig) -> None:
        """Load the networks of a config; others are loaded when it changes."""
        self._mailbox.want(config)
        if not self._thread.is_alive() and self._thread.ident is None:
            self._thread.start()

    def use(self, project: Project | None) -> None:
        """Work on a project. A pass over the one before ends after its current target; nobody waits for that here."""
        self._mailbox.use(project)
        self._networks.forget_other()
        if self._mailbox.leaving:
            self._say(EngineState.LEAVING)

    def wait_until_left(self, project: Project) -> None:
        """Wait until the thread has nothing to do with a project any more; for threads that may wait."""
        self._mailbox.wait_until_left(project, self._thread.is_alive)

    def ask(self, request: Request) -> None:
        """Ask for something; the answer comes as a signal."""
        self._mailbox.put(request)

    def pause_pass(self, paused: bool) -> None:
        """Hold the pass after its current target, or continue it."""
        self._mailbox.pause_pass(paused)

    def cancel_pass(self) -> None:
        """End the pass after its current target; finished targets are kept, the others can be resumed."""
        self._mailbox.cancel_pass()

    @property
    def passing(self) -> bool:
        """A pass is running or paused, or about to start."""
        return self._mailbox.passing

    def close(self) -> None:
        """End the thread after its current task."""
        self._mailbox.close()
        if self._thread.ident is not None:
            self._thread.join()

    # --- the engine's thread -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        while (following := self._mailbox.next_task(self._networks.serve)) is not None:
            task, project = following
            try:
                self._do(task, project)
                if not (self._mailbox.leaving or self.passing or self._mailbox.waits(MaskRequest)):
                    self._say(EngineState.READY)
            except Exception as error:
                if not (isinstance(error, VrpError) and self._mailbox.is_about(project)):
                    _LOG.exception("the engine failed")
                self._fail(task, project, error)
        self._end_pass()

    def _do(self, task: Task, project: Project | None) -> None:
        engine = self._networks.engine
        if isinstance(task, LoadTask):
            self._say(EngineState.LOADING)
            self._networks.load(task.config)
            _give_way()
        elif isinstance(task, TargetTask):
            self._one_target(project)
        elif project is None:  # it was closed before the networks were there
            self._mailbox.pass_ended()
        elif isinstance(task, PassRequest):
            self._begin_pass(project, task)
        elif isinstance(task, CompareRequest):
            self._say(EngineState.COMPARING)
            each = ((one, self._networks.engine_for(one)) for one in task.configs)
            compared = tuple(find_on(project, task.image, networks, one) for one, networks in each)
            self._tell_about(project, self.compared, CompareAnswer(task, compared))
        elif isinstance(task, HeatRequest):
            self._say(EngineState.COMPARING)
            self._tell_about(project, self.heated, heat_on(project, task, engine))
        elif isinstance(task, MapRequest):
            self._say(EngineState.COMPARING)
            found = mapped(project, engine, task, partial(self._interrupted, project))
            self._tell_about(project, self.mapped, found)
        elif isinstance(task, CheckRequest):
            self._say(EngineState.COMPARING)
            self._tell_about(project, self.checked, checked(project, engine, task, partial(self._interrupted, project)))
        elif isinstance(task, EncodeRequest):
            self._say(EngineState.ENCODING)
            self._networks.encode(project, task.image)
            self._tell_about(project, self.image_ready, task.image.id)
        elif isinstance(task, MaskRequest):
            self._answer(project, engine, task)
        else:
            self._sharpen(project, engine, task)

    def _fail(self, task: Task, project: Project | None, error: Exception) -> None:
        failed: tuple[Task, ...] = (task,)
        if isinstance(task, LoadTask):
            failed = self._mailbox.give_up(task.config)
        if isinstance(task, LoadTask | TargetTask | PassRequest):  # after other failures the pass continues
            self._end_pass()
        self._say(EngineState.READY if self._networks.loaded else EngineState.FAILED, error_words(error))
        for one in failed:
            if isinstance(one, MaskRequest):
                self._tell_about(project, self.unanswered, one)
        if isinstance(task, LoadTask):
            self._tell(self.failed, error)
        else:
            self._tell_about(project, self.failed, error)

    def _answer(self, project: Project, engine: "Engine", request: MaskRequest) -> None:
        from vrp_core.inference.mask_refinement import refine
        from vrp_core.inference.prompt_refinement import sharpen

        self._say(EngineState.MARKING)
        embedding = self._networks.encode(project, request.image).embedding
        sam, size = engine.segmenter.sam, request.image.size
        if request.start is None:
            mask = sharpen(sam, embedding, request.prompts, size)
        else:
            mask = refine(sam, embedding, decode(request.start), request.prompts, size)
        answer = MaskAnswer(request, encode(mask), tuple(polygons_of(mask)))
        self._tell_about(project, self.answered, answer)

    def _sharpen(self, project: Project, engine: "Engine", request: SharpenRequest) -> None:
        from vrp_core.inference.prompt_refinement import sharpen

        self._say(EngineState.MARKING)
        embedding = self._networks.encode(project, request.image).embedding
        mask = sharpen(engine.segmenter.sam, embedding, request.prompts, request.image.size)
        self._tell_about(project, self.sharpened, SharpenAnswer(request, encode(mask)))

    def _interrupted(self, project: Project) -> bool:
        """Long work ends where the project was closed, or a click waits."""
        return not self._mailbox.is_about(project) or self._mailbox.waits(MaskRequest)

    def _begin_pass(self, project: Project, request: PassRequest) -> None:
        from vrp_core.inference.pass_inputs import start_pass, start_second_look
        from vrp_core.inference.propagate import run_pass

        loaded = self._networks.loaded
        assert loaded is not None
        self._networks.forget_other()
        pass_id = request.pass_id
        if request.second_look:
            pass_id = start_second_look(project, loaded.config, loaded.engine.segmenter)
        elif pass_id is None:
            pass_id = start_pass(project, loaded.config, request.targets, request.leave_drawn)
        else:
            self._say(EngineState.LOADING)  # where its networks are not the loaded ones
            loaded = networks_of(project, pass_id, loaded)
        engine = loaded.engine
        self._running = run_pass(project, pass_id, engine.segmenter, engine.encoder, lambda: self._mailbox.stopping)

    def _one_target(self, project: Project | None) -> None:
        self._say(EngineState.LEAVING if self._mailbox.leaving else EngineState.PASSING)
        event: Any = next(self._running, None) if self._running is not None else None
        if event is None or isinstance(event, PassFinished):
            self._end_pass()
        if event is not None:
            self._tell_about(project, self.pass_event, event)

    def _end_pass(self) -> None:
        running, self._running = self._running, None
        close = getattr(running, "close", None)
        if close is not None:
            close()
        self._mailbox.pass_ended()

    def _tell_about(self, project: Project | None, signal: SignalInstance, value: object) -> None:
        """Say what concerns a project, unless the project has been left when it arrives."""
        self._tell(signal, value, wanted=partial(self._mailbox.is_about, project))

    def _say(self, state: EngineState, words: str = "") -> None:
        loaded = self._networks.loaded
        if not words and loaded is not None:
            sam = loaded.engine.segmenter.sam
            words = f"{loaded.config.method.upper()}, {sam.weights_id}, {sam.device}"
        self._tell(self.state_changed, state, words)


def _give_way() -> None:
    """Let the window's thread go first. Not before the networks are loaded: imports hold the interpreter's lock."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
