"""The object being marked: its marks so far, and what SAM makes of them. Nothing is stored before it is finished.

One that is finished before SAM has answered its newest mark waits for that answer, while the next one is marked.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from vrp_core.domain.errors import EmptyPrompt, PromptOutsideImage
from vrp_core.domain.masks import Rle, area
from vrp_core.domain.polygons import PolygonWithHoles
from vrp_core.domain.prompts import PointPrompt, Prompt, rasterise

from ...model import commands
from ...model.document import Document
from .worker import EngineState, EngineWorker, MarkAnswer, MarkRequest


@dataclass(frozen=True, slots=True)
class _Finished:
    """An object to store: its marks and where they are, and the label that it was finished with."""

    request: MarkRequest
    label_id: int


class Marking(QObject):
    """Points, scribbles and boxes on their way to an object."""

    changed = Signal()
    refused = Signal(object)  # the error that says why a mark is none

    def __init__(self, document: Document, engine: EngineWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._engine = document, engine
        self._prompts: tuple[Prompt, ...] = ()
        self._answer: MarkAnswer | None = None
        self._hover: MarkAnswer | None = None
        self._number = 0
        self._finished: dict[int, _Finished] = {}  # that wait for SAM, by the number of their request
        self._ready = False
        self.sharpen = self.previews = True
        document.current_changed.connect(self._image_changed)
        engine.marked.connect(self._marked)
        engine.unanswered.connect(self._unanswered)
        engine.image_ready.connect(self._image_ready)
        engine.state_changed.connect(self._engine_state)
        self._engine_there = False

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """The marks so far."""
        return self._prompts

    @property
    def marks(self) -> tuple[Prompt, ...]:
        """The marks to show on the image in hand: also those of finished objects that wait for SAM."""
        here = [one.request for one in self._finished.values() if one.request.image.id == self._document.current]
        return (*(prompt for request in here for prompt in request.prompts), *self._prompts)

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
        """SAM has not answered the newest mark, or that of an object to store."""
        return bool(self._finished) or (self.active and self._will_answer())

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
        """Store the object, as soon as SAM has answered all of its marks; where there is no SAM, the marks alone."""
        if not any(_positive(prompt) for prompt in self._prompts):
            self.drop()
            return
        label = self._document.label
        assert label is not None
        one = _Finished(self._request(promised=True), label.id)
        if self._will_answer():
            self._finished[self._number] = one
            self._engine.ask(one.request)
            self.drop()
            return
        answer = self._answer if self.sharpen and not self._answer_is_old() else None
        self.drop()
        self._store(one, answer.mask if answer is not None else None)

    def forgo(self) -> bool:
        """Do not store what waits for SAM; False when nothing does."""
        if not self._finished:
            return False
        self._finished.clear()
        self.changed.emit()
        return True

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
            self._engine.ask(self._request(promised=False))

    def _request(self, promised: bool) -> MarkRequest:
        record = self._document.record(self._document.current)
        return MarkRequest(self._number, record, self._prompts, preview=False, promised=promised)

    def _will_answer(self) -> bool:
        """SAM's answer to the marks is on its way."""
        return self.sharpen and self._engine_there and self._answer_is_old()

    def _store(self, one: _Finished, mask: Rle | None) -> None:
        if all(label.id != one.label_id for label in self._document.project.labels.all()):
            return  # it was deleted meanwhile, and this object with it
        seen = mask if mask is not None and area(mask) else None  # SAM may see nothing there
        marks, image_id = one.request.prompts, one.request.image.id
        commands.add_annotation(self._document, marks, seen, image_id=image_id, label_id=one.label_id)

    def _settle(self, number: int, mask: Rle | None) -> bool:
        """Store the finished object that waited for this answer; False when none did."""
        one = self._finished.pop(number, None)
        if one is not None:
            self._store(one, mask)
            self.changed.emit()
        return one is not None

    def _settle_all(self) -> None:
        """SAM will not answer any more: what waits for it is stored without."""
        for number in list(self._finished):
            self._settle(number, None)

    def _answer_is_old(self) -> bool:
        return self._answer is None or self._answer.request.number != self._number

    @Slot(object)
    def _marked(self, answer: MarkAnswer) -> None:
        if self._settle(answer.request.number, answer.mask):
            return
        if answer.request.number != self._number:
            return  # nobody waits for it any more
        if answer.request.preview:
            self._hover = answer
        else:
            self._answer = answer
        self.changed.emit()

    @Slot(object)
    def _unanswered(self, request: MarkRequest) -> None:
        self._settle(request.number, None)

    @Slot(int)
    def _image_changed(self, image_id: int) -> None:
        self._ready = False
        self.drop()
        if not image_id:  # the project is about to be closed
            self._settle_all()
        else:
            self._engine.prepare(self._document.record(image_id))

    @Slot(int)
    def _image_ready(self, image_id: int) -> None:
        self._ready = image_id == self._document.current

    @Slot(object, str)
    def _engine_state(self, state: EngineState, words: str) -> None:
        self._engine_there = state not in {EngineState.OFF, EngineState.FAILED}
        if not self._engine_there:
            self._settle_all()


def _positive(prompt: Prompt) -> bool:
    return not isinstance(prompt, PointPrompt) or prompt.positive
