"""The object being marked: its marks so far, and what SAM makes of them. Nothing is stored before it is finished."""

from PySide6.QtCore import QObject, Signal, Slot

from app.model import commands
from app.model.document import Document
from app.services.engine import EngineService, EngineState, MarkAnswer, MarkRequest
from vrp_core.domain.errors import EmptyPrompt, PromptOutsideImage
from vrp_core.domain.masks import Rle
from vrp_core.domain.polygons import PolygonWithHoles
from vrp_core.domain.prompts import PointPrompt, Prompt, rasterise


class Marking(QObject):
    """Points, scribbles and boxes on their way to an object."""

    changed = Signal()
    refused = Signal(object)  # the error that says why a mark is none

    def __init__(self, document: Document, engine: EngineService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._engine = document, engine
        self._prompts: tuple[Prompt, ...] = ()
        self._answer: MarkAnswer | None = None
        self._hover: MarkAnswer | None = None
        self._number = 0
        self._ready = False
        self.sharpen = self.previews = True
        document.current_changed.connect(self._image_changed)
        engine.marked.connect(self._marked)
        engine.image_ready.connect(self._image_ready)
        engine.state_changed.connect(self._engine_state)
        self._engine_there = False

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """The marks so far."""
        return self._prompts

    @property
    def polygons(self) -> tuple[PolygonWithHoles, ...]:
        """What SAM makes of them."""
        return self._answer.polygons if self._answer is not None else ()

    @property
    def preview(self) -> tuple[PolygonWithHoles, ...]:
        """What SAM would make of a click where the mouse hovers."""
        return self._hover.polygons if self._hover is not None and not self._prompts else ()

    @property
    def active(self) -> bool:
        """There is a mark."""
        return bool(self._prompts)

    @property
    def waiting(self) -> bool:
        """SAM has not answered the newest mark."""
        return self.active and self.sharpen and self._engine_there and self._answer_is_old()

    @property
    def live(self) -> bool:
        """Marks on this image are answered at once."""
        return self._ready and self.sharpen

    def add(self, prompt: Prompt) -> None:
        """One more mark."""
        record = self._document.record(self._document.current)
        try:
            rasterise([prompt], record.size)
        except (EmptyPrompt, PromptOutsideImage) as error:
            self.refused.emit(error)
            return
        self._prompts = (*self._prompts, prompt)
        self._hover = None
        self._ask()
        self.changed.emit()

    def take_back(self) -> None:
        """Without the last mark."""
        self._prompts = self._prompts[:-1]
        if not any(_positive(prompt) for prompt in self._prompts):
            self._prompts = ()
        self._answer = self._answer if self._prompts else None
        self._ask()
        self.changed.emit()

    def drop(self) -> None:
        """Without any."""
        self._prompts, self._answer, self._hover = (), None, None
        self._number += 1
        self.changed.emit()

    def finish(self) -> None:
        """Store the object: SAM's mask where there is one, and always the marks."""
        if not any(_positive(prompt) for prompt in self._prompts):
            self.drop()
            return
        mask: Rle | None = self._answer.mask if self._answer is not None and self.sharpen else None
        prompts = self._prompts
        self.drop()
        commands.add_annotation(self._document, prompts, mask)

    def hover(self, x: float, y: float) -> None:
        """The mouse is over a place and nothing is marked yet."""
        # While a pass runs a hovering mouse would hold it up; a click may.
        if self.live and self.previews and not self._prompts and not self._engine.passing:
            self._number += 1
            record = self._document.record(self._document.current)
            self._engine.ask(MarkRequest(self._number, record, (PointPrompt(x, y),), preview=True))

    def leave(self) -> None:
        """The mouse has left the photo."""
        self._hover = None
        self._number += not self._prompts
        self.changed.emit()

    def _ask(self) -> None:
        self._number += 1
        if self.sharpen and any(_positive(prompt) for prompt in self._prompts):
            record = self._document.record(self._document.current)
            self._engine.ask(MarkRequest(self._number, record, self._prompts, preview=False))

    def _answer_is_old(self) -> bool:
        return self._answer is None or self._answer.request.number != self._number

    @Slot(object)
    def _marked(self, answer: MarkAnswer) -> None:
        if answer.request.number != self._number:
            return  # nobody waits for it any more
        if answer.request.preview:
            self._hover = answer
        else:
            self._answer = answer
        self.changed.emit()

    @Slot(int)
    def _image_changed(self, image_id: int) -> None:
        self._ready = False
        self.drop()
        if image_id:
            self._engine.prepare(self._document.record(image_id))

    @Slot(int)
    def _image_ready(self, image_id: int) -> None:
        self._ready = image_id == self._document.current

    @Slot(object, str)
    def _engine_state(self, state: EngineState, words: str) -> None:
        self._engine_there = state not in {EngineState.OFF, EngineState.FAILED}


def _positive(prompt: Prompt) -> bool:
    return not isinstance(prompt, PointPrompt) or prompt.positive
