"""The object that a person marks or corrects: its prompts so far, and what SAM makes of them.

Nothing is stored before it is finished, and only what was shown is stored. Every image keeps its own draft, so going to
another image and back loses nothing.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from vrp_core.domain.errors import EmptyPrompt, PromptOutsideImage
from vrp_core.domain.masks import area
from vrp_core.domain.polygons import PolygonWithHoles
from vrp_core.domain.prompts import PointPrompt, Prompt, rasterise

from ...model import commands
from ...model.document import Document
from ...model.objects import ObjectKey, SceneObject
from .requests import EncodeRequest, MaskAnswer, MaskRequest
from .worker import EngineState, EngineWorker


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The draft of one image."""

    prompts: tuple[Prompt, ...] = ()
    corrects: SceneObject | None = None  # the object whose mask SAM starts from; None: a new object
    number: int = 0  # of the newest request
    answer: MaskAnswer | None = None
    given_up: bool = False  # the engine has failed on the newest request

    @property
    def answered(self) -> bool:
        """SAM has answered all prompts."""
        return self.answer is not None and self.answer.request.number == self.number

    @property
    def polygons(self) -> tuple[PolygonWithHoles, ...]:
        """What SAM makes of the prompts, or of those before the newest."""
        return self.answer.polygons if self.answer is not None else ()


_NONE = Unfinished()


class Draft(QObject):
    """Points, scribbles and boxes on their way to an object, or to a better mask of one."""

    changed = Signal()
    refused = Signal(object)  # the error that says why a prompt is none
    said = Signal(str)  # why nothing was stored

    def __init__(self, document: Document, engine: EngineWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._engine = document, engine
        self._drafts: dict[int, Unfinished] = {}  # by image
        self._number = 0
        self._new: ObjectKey | None = None  # the object that was finished last, while it stays selected
        self._engine_there = False
        self.sharpen = True
        document.current_changed.connect(self._image_changed)
        document.closed.connect(self._drafts.clear)
        document.selection_changed.connect(self._selection_changed)
        engine.answered.connect(self._answered)
        engine.unanswered.connect(self._unanswered)
        engine.state_changed.connect(self._engine_state)

    @property
    def here(self) -> Unfinished:
        """The draft of the current image."""
        return self._drafts.get(self._document.current, _NONE)

    @property
    def target(self) -> SceneObject | None:
        """The object that a first prompt would correct: the selected one, unless it was finished just now.

        So several objects are marked one after the other without a key in between.
        """
        selected = self._document.selected
        return selected if self._engine_there and selected is not None and selected.key != self._new else None

    @property
    def active(self) -> bool:
        """There is a prompt on the current image."""
        return bool(self.here.prompts)

    @property
    def waiting(self) -> bool:
        """SAM's answer to the newest prompt is on its way."""
        here = self.here
        return self._asks_sam(here) and self._engine_there and not (here.answered or here.given_up)

    @property
    def unfinished(self) -> int:
        """Images with a draft."""
        return sum(bool(one.prompts) for one in self._drafts.values())

    def add(self, prompt: Prompt, corrects: SceneObject | None = None) -> None:
        """One more prompt; `corrects` counts for the first of a draft."""
        record = self._document.images.record(self._document.current)
        try:
            rasterise([prompt], record.size)
        except (EmptyPrompt, PromptOutsideImage) as error:
            self.refused.emit(error)
            return
        here = self.here
        self._ask(replace(here, prompts=(*here.prompts, prompt), corrects=here.corrects if here.prompts else corrects))

    def take_back(self) -> None:
        """Without the last prompt."""
        here = replace(self.here, prompts=self.here.prompts[:-1])
        if not here.prompts or (here.corrects is None and not any(_positive(one) for one in here.prompts)):
            self.drop()
        else:
            self._ask(here)

    def drop(self) -> None:
        """Without any prompt."""
        self._drafts.pop(self._document.current, None)
        self.changed.emit()

    def finish(self) -> bool:
        """Store the object as it is shown; False where there is nothing to store yet."""
        here = self.here
        if self.waiting:
            self.said.emit(self.tr("SAM is still looking. Press Enter again when its outline shows."))
            return False
        if here.corrects is not None:
            return self._store_correction(here, here.corrects)
        if not any(_positive(one) for one in here.prompts):
            self.said.emit(self.tr("Only places that are not the object are marked. Click the object too."))
            return False
        answer = here.answer if self.sharpen and here.answered else None
        mask = answer.mask if answer is not None and area(answer.mask) else None  # SAM may see nothing there
        self.drop()
        commands.add_annotation(self._document, here.prompts, mask)
        selected = self._document.selected
        self._new = selected.key if selected is not None else None
        self.changed.emit()  # a click marks another object now, and does not correct this one
        return True

    def forget_new(self) -> None:
        """From now on prompts correct the object that was finished last, where it is still selected."""
        self._new = None

    def _store_correction(self, here: Unfinished, corrected: SceneObject) -> bool:
        now = next((one for one in self._document.objects() if one.key == corrected.key), None)
        if not here.answered or here.answer is None:
            self.said.emit(self.tr("SAM has no outline for these clicks. Use the brush, or press Esc."))
            return False
        if not area(here.answer.mask):
            self.said.emit(self.tr("Nothing would be left of the object. Press Esc, then Del to delete it."))
            return False
        self.drop()
        if now is None:
            self.said.emit(self.tr("The object is gone; its correction was dropped."))
            return False
        commands.change_region(self._document, now, here.answer.mask, self.tr("correct with SAM"))
        return True

    def _ask(self, wanted: Unfinished) -> None:
        """Make this the draft of the current image and ask SAM for its mask."""
        self._number += 1
        current, corrects = self._document.current, wanted.corrects
        self._drafts[current] = replace(wanted, number=self._number, given_up=False)
        if self._asks_sam(wanted):
            start = corrects.region if corrects is not None else None
            record = self._document.images.record(current)
            self._engine.ask(MaskRequest(self._number, record, wanted.prompts, preview=False, start=start))
        self.changed.emit()

    def _asks_sam(self, one: Unfinished) -> bool:
        """A new object needs a place that is on it; the clicks of a correction start from the object's mask."""
        return one.corrects is not None or (self.sharpen and any(_positive(prompt) for prompt in one.prompts))

    def _change(self, number: int, **values: object) -> None:
        """Change the draft whose newest request has this number."""
        for image_id, one in self._drafts.items():
            if one.number == number:
                self._drafts[image_id] = replace(one, **values)  # type: ignore[arg-type]
                self.changed.emit()

    @Slot(object)
    def _answered(self, answer: MaskAnswer) -> None:
        if not answer.request.preview:
            self._change(answer.request.number, answer=answer)

    @Slot(object)
    def _unanswered(self, request: MaskRequest) -> None:
        self._change(request.number, given_up=True)

    @Slot(int)
    def _image_changed(self, image_id: int) -> None:
        if image_id:
            self._engine.ask(EncodeRequest(self._document.images.record(image_id)))
            if self.waiting:  # a newer request on another image may have taken its place
                self._ask(self.here)
        self.changed.emit()

    @Slot()
    def _selection_changed(self) -> None:
        selected = self._document.selected
        if selected is None or selected.key != self._new:
            self._new = None

    @Slot(object, str)
    def _engine_state(self, state: EngineState, words: str) -> None:
        there = state not in {EngineState.OFF, EngineState.FAILED}
        if there != self._engine_there:
            self._engine_there = there
            self.changed.emit()


def _positive(prompt: Prompt) -> bool:
    return not isinstance(prompt, PointPrompt) or prompt.positive
