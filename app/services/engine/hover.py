"""What a click would mark where the mouse hovers, before anything is marked."""

from PySide6.QtCore import QObject, Signal, Slot

from vrp_core.domain.polygons import PolygonWithHoles
from vrp_core.domain.prompts import PointPrompt

from ...model.document import Document
from .draft import Draft
from .requests import MaskAnswer, MaskRequest
from .worker import EngineWorker


class HoverPreview(QObject):
    """Asks only while nothing is marked, no object would be corrected and no pass runs."""

    changed = Signal()

    def __init__(self, document: Document, draft: Draft, engine: EngineWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._draft, self._engine = document, draft, engine
        self._answer: MaskAnswer | None = None
        self._number = 0
        self._ready = False  # the features of the current image are there
        self.enabled = True
        document.current_changed.connect(self._image_changed)
        document.selection_changed.connect(self.leave)
        draft.changed.connect(self._draft_changed)
        engine.answered.connect(self._answered)
        engine.image_ready.connect(self._image_ready)

    @property
    def polygons(self) -> tuple[PolygonWithHoles, ...]:
        """What SAM sees under the mouse."""
        return self._answer.polygons if self._answer is not None and not self._draft.active else ()

    @property
    def live(self) -> bool:
        """Prompts on the current image are answered at once."""
        return self._ready and self._draft.sharpen

    def move(self, x: float, y: float) -> None:
        """The mouse is over a place, in image pixels."""
        # While a pass runs a hovering mouse would delay it; a click may.
        idle = not self._draft.active and self._draft.target is None and not self._engine.passing
        if self.live and self.enabled and idle:
            self._number += 1
            record = self._document.images.record(self._document.current)
            self._engine.ask(MaskRequest(self._number, record, (PointPrompt(x, y),), preview=True))

    @Slot()
    def leave(self) -> None:
        """The mouse has left the photo."""
        self._number += 1
        if self._answer is not None:
            self._answer = None
            self.changed.emit()

    @Slot()
    def _draft_changed(self) -> None:
        if self._draft.active:
            self.leave()

    @Slot(object)
    def _answered(self, answer: MaskAnswer) -> None:
        if answer.request.preview and answer.request.number == self._number:
            self._answer = answer
            self.changed.emit()

    @Slot(int)
    def _image_changed(self, image_id: int) -> None:
        self._ready = False
        self.leave()

    @Slot(int)
    def _image_ready(self, image_id: int) -> None:
        self._ready = image_id == self._document.current
