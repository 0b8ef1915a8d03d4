"""Starts passes and follows them: their results go into the document as they arrive."""

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vrp_core.domain.annotations import Role
from vrp_core.domain.events import PassEvent, PassFinished, PassStarted, ReferenceTested, TargetDone, TargetFailed

from ..model.document import Document
from .engine.requests import PassRequest
from .engine.worker import EngineWorker

_REDRAW_MS = 100  # the list is updated at most this often


class PassRunner(QObject):
    """Starts passes and brings their results into the document, at most ten times a second."""

    progressed = Signal(int, int, float)  # done, of how many, seconds left (below 0: not known yet)
    poor = Signal(object)  # the ReferenceTested of a reference that is not found even on its own photo
    begun = Signal()
    ended = Signal(object)  # PassFinished
    broken = Signal()  # by an error, which the engine has reported
    refused = Signal(str)

    def __init__(self, document: Document, engine: EngineWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._engine = document, engine
        self._fresh: list[int] = []
        self._done = self._total = self._since = 0
        self._started = 0.0
        self._follows = False  # a pass of the open project
        self._flush = QTimer(self)
        self._flush.setSingleShot(True)
        self._flush.setInterval(_REDRAW_MS)
        self._flush.timeout.connect(self._show_fresh)
        engine.pass_event.connect(self._event)
        engine.failed.connect(self._failed)
        document.closed.connect(self._closed)

    def start(self, targets: list[int] | None, leave_drawn: bool = True) -> None:
        """Look for the references' kinds of object on these images; None means all where something may be found.

        With `leave_drawn` nothing is searched for on a photo where a person has drawn its kind.
        """
        references = self._document.project.annotations.all(role=Role.REFERENCE)
        if not references:
            self.refused.emit(self.tr("Mark the object on one photo first: it becomes the reference."))
        elif self._engine.passing:
            self.refused.emit(self.tr("A pass is running. Stop it first."))
        elif targets is not None and not targets:
            self.refused.emit(self.tr("There is no photo to search."))
        else:
            self._engine.ask(PassRequest(tuple(targets) if targets is not None else None, leave_drawn=leave_drawn))

    def look_again(self) -> None:
        """Search the doubtful results again with what a person's decisions have taught."""
        if self._engine.passing:
            self.refused.emit(self.tr("A pass is running. Stop it first."))
        else:
            self._engine.ask(PassRequest(None, second_look=True))

    def resume(self) -> None:
        """Resume the pass that was interrupted."""
        pass_id = self._document.project.passes.unfinished()
        if pass_id is not None and not self._engine.passing:
            self._engine.ask(PassRequest(None, pass_id))

    @Slot(object)
    def _event(self, event: PassEvent) -> None:
        if isinstance(event, PassStarted) and self._document.is_open:
            self._follows = True
            self._total, self._done, self._since = event.total, event.already_done, event.already_done
            self._started = time.monotonic()
            self.begun.emit()
        if not self._follows:
            return
        if isinstance(event, TargetDone | TargetFailed):
            self._done += 1
            self._fresh.append(event.image_id)
            if not self._flush.isActive():
                self._flush.start()
        elif isinstance(event, ReferenceTested) and event.poor:
            self.poor.emit(event)
        elif isinstance(event, PassFinished):
            self._follows = False
            self._show_fresh()
            self._document.images.arrange()
            self.ended.emit(event)
            return
        self.progressed.emit(self._done, self._total, self._left())

    @Slot()
    def _failed(self) -> None:
        if self._follows and not self._engine.passing:
            self._follows = False
            self.broken.emit()

    @Slot()
    def _closed(self) -> None:
        """Events of the project's pass may still arrive; they concern no other project."""
        self._follows = False
        self._fresh.clear()
        self._flush.stop()

    def _left(self) -> float:
        done = self._done - self._since
        return (time.monotonic() - self._started) / done * (self._total - self._done) if done else -1.0

    @Slot()
    def _show_fresh(self) -> None:
        fresh, self._fresh = self._fresh, []
        for image_id in fresh:
            self._document.touch_objects(image_id)
