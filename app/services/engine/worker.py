"""The engine behind the window: one thread that owns the networks.

It does, in this order: the newest live mark, the encoding of the image in hand, the newest comparison of weights, one
target of a running pass. So a click is answered between two targets, and of waiting clicks only the newest counts.
Results come as signals.
"""

import logging
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import VrpError
from vrp_core.domain.events import PassEvent, PassFinished
from vrp_core.domain.masks import Rle, encode
from vrp_core.domain.polygons import PolygonWithHoles, polygons_of
from vrp_core.domain.prompts import Prompt
from vrp_core.project.project import Project

from .comparison import CompareAnswer, CompareRequest, find_on
from .networks import Networks, load, networks_of

if TYPE_CHECKING:  # torch is loaded on the engine's own thread
    from vrp_core.inference.engine import Engine
    from vrp_core.inference.segmenter import EncodedImage

_LOG = logging.getLogger(__name__)
_KEPT_IMAGES = 6
_NICENESS = 10  # the window's thread goes first


class EngineState(str, Enum):
    """What the status bar says."""

    OFF = "not loaded"
    LOADING = "loading"
    READY = "ready"
    ENCODING = "reading the photo"
    MARKING = "marking"
    COMPARING = "comparing"
    PASSING = "finding"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class MarkRequest:
    """What SAM shall make of some marks."""

    number: int  # tells answers that nobody waits for any more
    image: ImageRecord
    prompts: tuple[Prompt, ...]
    preview: bool  # the mouse only hovers
    promised: bool = False  # its answer will be stored: no newer request takes its place


@dataclass(frozen=True, slots=True)
class MarkAnswer:
    """SAM's reading of the marks."""

    request: MarkRequest
    mask: Rle
    polygons: tuple[PolygonWithHoles, ...]


@dataclass(frozen=True, slots=True)
class PassRequest:
    """A pass to start, or with `pass_id` to go on with."""

    targets: tuple[int, ...] | None
    pass_id: int | None = None


class EngineWorker(QObject):
    """The engine's thread and its mailbox."""

    state_changed = Signal(object, str)  # EngineState, a few words (device and model, or what failed)
    image_ready = Signal(int)  # the image's features are there: marks are answered at once
    marked = Signal(object)  # MarkAnswer
    unanswered = Signal(object)  # the MarkRequest that ended in an exception
    compared = Signal(object)  # CompareAnswer
    pass_event = Signal(object)  # PassEvent
    failed = Signal(object)  # the exception a request ended in

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wake = threading.Condition()
        self._closing = False
        self._paused = False
        self._stop_pass = threading.Event()
        self._config: SegmentConfig | None = None
        self._project: Project | None = None
        self._marks: list[MarkRequest] = []
        self._image: ImageRecord | None = None
        self._compare: CompareRequest | None = None
        self._pass: PassRequest | None = None
        self._running: Iterator[PassEvent] | None = None
        self._loaded: Networks | None = None
        self._other: Networks | None = None  # that the loaded one was last compared with
        self._encoded: OrderedDict[str, EncodedImage] = OrderedDict()
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    # --- asked by the window -----------------------------------------------------------------------------------------

    def start(self, config: SegmentConfig) -> None:
        """Load the networks of a config; others are loaded when it changes."""
        with self._wake:
            self._config = config
            self._wake.notify()
        if not self._thread.is_alive() and self._thread.ident is None:
            self._thread.start()

    def use(self, project: Project | None) -> None:
        """Work on a project; whatever was going on with the one before ends first."""
        self.cancel_pass()
        with self._wake:
            self._marks.clear()
            self._image = self._compare = None
            while self.passing and self._config is not None and self._thread.is_alive():
                self._wake.wait(0.02)
            self._pass = self._other = None
            self._project = project

    def prepare(self, image: ImageRecord) -> None:
        """Encode an image ahead of its first mark."""
        with self._wake:
            self._image = image
            self._wake.notify()

    def ask(self, request: MarkRequest) -> None:
        """Ask for a mask; of the requests that still wait, only those that are promised are kept."""
        with self._wake:
            kept = [one for one in self._marks if one.promised and one.number != request.number]
            self._marks = [*kept, request]
            self._wake.notify()

    def compare(self, request: CompareRequest) -> None:
        """Find with several configs what is on an image; of two requests that wait only the newer counts."""
        with self._wake:
            self._compare = request
            self._wake.notify()

    def start_pass(self, request: PassRequest) -> None:
        """Find the references' objects on targets."""
        with self._wake:
            self._stop_pass.clear()
            self._paused = False
            self._pass = request
            self._wake.notify()

    def pause_pass(self, paused: bool) -> None:
        """Hold the pass after the target in work, or go on."""
        with self._wake:
            self._paused = paused
            self._wake.notify()

    def cancel_pass(self) -> None:
        """End the pass after the target in work; what is done stays, the rest can be gone on with."""
        with self._wake:
            self._stop_pass.set()
            self._paused = False
            self._wake.notify()

    @property
    def passing(self) -> bool:
        """A pass is running or paused, or about to."""
        return self._running is not None or self._pass is not None

    def close(self) -> None:
        """End the thread after what it is doing."""
        self.cancel_pass()
        with self._wake:
            self._closing = True
            self._wake.notify()
        if self._thread.ident is not None:
            self._thread.join()

    # --- the engine's thread -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._wake:
                while not (self._closing or self._has_work()):
                    self._wake.wait()
                if self._closing:
                    self._end_pass()
                    return
                mark = self._marks.pop(0) if self._marks else None
                image, self._image = (None, self._image) if mark is not None else (self._image, None)
                busy = mark is not None or image is not None
                compare, self._compare = (None, self._compare) if busy else (self._compare, None)
                wanted = self._pass  # it counts as passing until it runs
            try:
                self._do(mark, image, compare, wanted)
            except Exception as error:
                if not isinstance(error, VrpError):
                    _LOG.exception("the engine failed")
                if self._pass is wanted:  # one that was asked for meanwhile has its turn
                    self._pass = None
                if self._loaded is None or not (busy or compare is not None):  # else the pass can go on
                    self._end_pass()
                self._say(EngineState.READY if self._loaded else EngineState.FAILED, str(error))
                if mark is not None:
                    self.unanswered.emit(mark)
                self.failed.emit(error)

    def _has_work(self) -> bool:
        if self._config is None:  # nothing is loaded, or it could not be
            return False
        if self._loaded is None or not self._loaded.serve(self._config):
            return True
        waiting = bool(self._marks) or any(one is not None for one in (self._image, self._compare, self._pass))
        stopping = self._running is not None and self._stop_pass.is_set()
        return waiting or stopping or (self._running is not None and not self._paused)

    def _do(
        self,
        mark: MarkRequest | None,
        image: ImageRecord | None,
        compare: CompareRequest | None,
        wanted: PassRequest | None,
    ) -> None:
        config, networks = self._networks()
        engine = networks.engine
        if wanted is not None and wanted is self._pass:  # no other project was opened meanwhile
            self._begin_pass(config, networks, wanted)
        if mark is not None:
            self._answer(engine, mark)
        elif image is not None:
            self._say(EngineState.ENCODING)
            self._encode(engine, image)
            self.image_ready.emit(image.id)
        elif compare is not None:
            self._say(EngineState.COMPARING)
            self._find_with_each(compare)
        elif self._running is not None:
            self._one_target()
        if self._running is None and not self._marks:
            self._say(EngineState.READY)

    def _networks(self) -> tuple[SegmentConfig, Networks]:
        """What is wanted, and the networks that serve it; the window may have asked for others meanwhile."""
        with self._wake:
            config = self._config
            assert config is not None
            if self._loaded is not None and self._loaded.serve(config):
                return config, self._loaded
            self._config = self._loaded = None  # until somebody asks again, unless it loads
        self._say(EngineState.LOADING)
        networks = load(config)
        _give_way()
        self._encoded.clear()
        self._other = None
        self._loaded = networks
        with self._wake:
            if self._config is None:  # else something newer is wanted: it is loaded next
                self._config = config
        return config, networks

    def _encode(self, engine: "Engine", image: ImageRecord) -> "EncodedImage":
        held = self._encoded.get(image.digest)
        if held is None:
            assert self._project is not None
            held = engine.encoder.encode_photo(self._project, image)
            self._encoded[image.digest] = held
            while len(self._encoded) > _KEPT_IMAGES:
                self._encoded.popitem(last=False)
        self._encoded.move_to_end(image.digest)
        return held

    def _answer(self, engine: "Engine", request: MarkRequest) -> None:
        from vrp_core.inference.prompt_refinement import sharpen

        self._say(EngineState.MARKING)
        encoded = self._encode(engine, request.image)
        mask = sharpen(engine.segmenter.sam, encoded.embedding, request.prompts, request.image.size)
        self.marked.emit(MarkAnswer(request, encode(mask), tuple(polygons_of(mask))))

    def _find_with_each(self, request: CompareRequest) -> None:
        project = self._project
        assert project is not None
        try:
            found = tuple(find_on(project, request.image, self._engine_of(one), one) for one in request.configs)
        except Exception:
            if self._project is project:
                raise
            return  # the project was closed meanwhile: nobody waits any more
        self.compared.emit(CompareAnswer(request, found))

    def _engine_of(self, config: SegmentConfig) -> "Engine":
        """The networks of a config beside those in use, kept for the next photos until a pass needs the memory."""
        for held in (self._loaded, self._other):
            if held is not None and held.serve(config):
                return held.engine
        self._other = None
        other = self._other = load(config)
        return other.engine

    def _begin_pass(self, config: SegmentConfig, networks: Networks, request: PassRequest) -> None:
        from vrp_core.inference.propagate import run_pass, start_pass

        project = self._project
        assert project is not None
        self._other = None
        pass_id = request.pass_id
        if pass_id is None:
            pass_id = start_pass(project, config, request.targets)
        else:
            self._say(EngineState.LOADING)  # where they are not those in use
            networks = networks_of(project, pass_id, networks)
        engine = networks.engine
        self._running = run_pass(project, pass_id, engine.segmenter, engine.encoder, self._stop_pass.is_set)
        self._pass = None

    def _one_target(self) -> None:
        assert self._running is not None
        self._say(EngineState.PASSING)
        event: Any = next(self._running, None)
        if event is None or isinstance(event, PassFinished):
            self._end_pass()
        if event is not None:
            self.pass_event.emit(event)

    def _end_pass(self) -> None:
        running, self._running = self._running, None
        close = getattr(running, "close", None)
        if close is not None:
            close()

    def _say(self, state: EngineState, words: str = "") -> None:
        if not words and self._loaded is not None:
            sam = self._loaded.engine.segmenter.sam
            words = f"{self._loaded.config.method.upper()}, {sam.weights_id}, {sam.device}"
        self.state_changed.emit(state, words)


def _give_way() -> None:
    """Let the window's thread go first. Not before the networks are loaded: imports hold the interpreter's lock."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
