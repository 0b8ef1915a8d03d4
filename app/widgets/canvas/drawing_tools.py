"""The tools that draw masks themselves: polygon, corners, brush, eraser and knife."""

from collections.abc import Callable

import shapely
from PySide6.QtCore import QCoreApplication, Qt

from vrp_core.domain.errors import EmptyPrompt, PromptOutsideImage
from vrp_core.domain.masks import Rle, area
from vrp_core.domain.prompts import MaskPrompt, PolygonPrompt, rasterise

from ...model import commands, object_commands
from ...model.brush import PaintedMask
from ...model.objects import ObjectKey
from .items import ObjectItem, PaintItem
from .pointer_input import Pointer
from .tools import SelectTool, Tool, ToolContext
from .vertex_editor import VertexEditor

translate = QCoreApplication.translate

_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
_CUT = 4.0  # screen pixels: a shorter line is a click


class PolygonTool(Tool):
    """Corner after corner. Every photo keeps its own until they are finished or dropped."""

    double_clicks = True

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._by_image: dict[int, tuple[tuple[float, float], ...]] = {}
        context.document.closed.connect(self._by_image.clear)

    def press(self, at: Pointer) -> None:
        if at.button == _LEFT:
            self._set((*self._corners, (at.x, at.y)))
            self._show_to(at)
        elif at.button == _RIGHT:
            self.take_back()

    def hover(self, at: Pointer) -> None:
        if self._corners:
            self._show_to(at)

    def double_click(self, at: Pointer) -> None:
        self.finish()

    def drafting(self) -> bool:
        return bool(self._corners) or super().drafting()

    def finish(self) -> None:
        if not self._corners:
            super().finish()
            return
        corners = tuple(c for i, c in enumerate(self._corners) if i == 0 or c != self._corners[i - 1])
        if len(corners) < 3 or not self.context.need_label():
            return
        prompt = PolygonPrompt(corners)
        size = self.context.document.images.record(self.context.document.current).size
        try:
            rasterise([prompt], size)
        except (EmptyPrompt, PromptOutsideImage) as error:
            self.context.draft.refused.emit(error)
            return
        self._set(())
        commands.add_annotation(self.context.document, [prompt], None)

    def take_back(self) -> None:
        if self._corners:
            self._set(self._corners[:-1])
        else:
            super().take_back()

    def drop(self) -> None:
        if self._corners:
            self._set(())
        else:
            super().drop()

    def show(self) -> None:
        super().show()
        if self._corners:
            self.context.canvas.draft.show_corners(self._corners)

    @property
    def _corners(self) -> tuple[tuple[float, float], ...]:
        return self._by_image.get(self.context.document.current, ())

    def _set(self, corners: tuple[tuple[float, float], ...]) -> None:
        self._by_image[self.context.document.current] = corners
        self.context.canvas.draft.show_corners(corners)
        self.context.drafted()

    def _show_to(self, at: Pointer) -> None:
        self.context.canvas.draft.show_corners((*self._corners, (at.x, at.y)))


class CornerTool(SelectTool):
    """Edits the outline of any object by its corners; elsewhere it selects."""

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._corners = VertexEditor(context.canvas, context.document, any_object=True)


class KnifeTool(Tool):
    """A line across the selected object cuts it in two."""

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._start: tuple[float, float] | None = None

    def press(self, at: Pointer) -> None:
        if at.button == _LEFT:
            self._start = (at.x, at.y)

    def move(self, at: Pointer) -> None:
        if self._start is not None:
            self.context.canvas.handles.show_line((self._start, (at.x, at.y)))

    def release(self, at: Pointer) -> None:
        start, end = self._start, (at.x, at.y)
        self.abort_gesture()
        if start is None:
            return
        document = self.context.document
        if shapely.Point(start).distance(shapely.Point(end)) * self.context.canvas.zoom < _CUT:
            found = self.context.canvas.objects.at(at.x, at.y)
            document.select(found.key if found is not None else None)
            return
        middle = self.context.canvas.objects.at((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        cut = document.selected or middle
        if cut is None or not object_commands.split_by_line(document, cut, start, end):
            self.context.draft.said.emit(translate("Hints", "Draw the line right across one object."))

    def abort_gesture(self) -> bool:
        start, self._start = self._start, None
        self.context.canvas.handles.show_line(())
        return start is not None


class BrushTool(Tool):
    """Paints a new object, or on the selected one; erases with Alt or the right button, or as the eraser.

    An outline of SAM's that is shown but not stored is stored first, and painted on.
    """

    cursor = Qt.CursorShape.BlankCursor

    def __init__(
        self, context: ToolContext, erases: bool, diameter: Callable[[], float], opacity: Callable[[], float]
    ) -> None:
        super().__init__(context)
        self._erases, self._diameter, self._opacity = erases, diameter, opacity
        self._last: tuple[float, float] | None = None
        self._painted: PaintedMask | None = None
        self._item: PaintItem | None = None
        self._onto: ObjectKey | None = None  # the object under the brush; None for a new one
        self._covered: ObjectItem | None = None  # how it is shown while no brush is on it
        self._known: Rle | None = None  # what `_painted` holds, so that the next stroke need not decode it

    def press(self, at: Pointer) -> None:
        document, draft = self.context.document, self.context.draft
        if at.button not in {_LEFT, _RIGHT}:
            return
        if document.label is None and document.selected is None:
            self.context.need_label()  # its dialog takes the release: the next press paints
            return
        if draft.active and not (draft.here.answered and draft.finish()):
            if draft.waiting or draft.active:
                draft.said.emit(
                    translate("Hints", "Finish the object with Enter, or drop it with Esc, before you paint.")
                )
            return
        if document.selected is None and self._erasing(at):
            found = self.context.canvas.objects.at(at.x, at.y)
            document.select(found.key if found is not None else None)
        selected = document.selected
        if selected is None and self._erasing(at):
            draft.said.emit(translate("Hints", "There is no object here to erase from."))
            return
        size = document.images.record(document.current).size
        if self._painted is None or selected is None or selected.region != self._known:
            self._painted = PaintedMask(size, selected.region if selected else None)
        self._onto = selected.key if selected else None
        label = document.label
        label_id = selected.label_id if selected is not None else label.id if label is not None else 0
        self._item = PaintItem(self._painted, self.context.color(label_id), self._opacity())
        self.context.canvas.scene().addItem(self._item)
        covered = self.context.canvas.objects.item(selected.key) if selected else None
        if covered is not None and covered.isVisible():
            covered.setVisible(False)
            self._covered = covered
        self._last = (at.x, at.y)
        self.move(at)

    def move(self, at: Pointer) -> None:
        if self._last is None or self._painted is None or self._item is None:
            return
        here = (at.x, at.y)
        diameter = self._diameter() * at.pressure
        self._item.touch(self._painted.stroke(self._last, here, diameter, self._erasing(at)))
        self._last = here

    def release(self, at: Pointer) -> None:
        if self._last is None or self._painted is None:
            return
        self._lift()
        document, region = self.context.document, self._painted.rle()
        self._known = region
        if self._onto is None:
            if area(region):  # the brush may have passed beside the photo
                commands.add_annotation(document, [MaskPrompt(region)], region)
            return
        # What the stroke began on, even if another object was selected or this one deleted by a key meanwhile.
        onto = next((one for one in document.objects() if one.key == self._onto), None)
        if onto is None or region == onto.region:
            return
        if area(region):
            commands.change_region(document, onto, region)
        else:
            commands.remove(document, onto)

    def abort_gesture(self) -> bool:
        if self._last is None:
            return False
        self._lift()
        self._painted = None  # it holds what was painted in vain
        return True

    def ring(self) -> float:
        return self._diameter()

    def _erasing(self, at: Pointer) -> bool:
        return self._erases or at.alt or at.button == _RIGHT

    def _lift(self) -> None:
        """The brush leaves the photo: what it painted is shown as an object again, or not at all."""
        self._last = None
        if self._item is not None:
            self.context.canvas.scene().removeItem(self._item)
            self._item = None
        if self._covered is not None:
            self._covered.setVisible(True)
            self._covered = None
