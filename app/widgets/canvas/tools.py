"""The tools: what the mouse does. Each changes the document through a command, or the draft."""

from collections.abc import Callable
from dataclasses import dataclass

import shapely
from PySide6.QtCore import Qt

from vrp_core.domain.masks import Rle, area, encode
from vrp_core.domain.polygons import from_shapely, mask_from_polygons
from vrp_core.domain.prompts import BoxPrompt, MaskPrompt, PointPrompt, ScribblePrompt

from ...model import commands
from ...model.brush import PaintedMask, moved
from ...model.document import Document
from ...model.objects import ObjectKey, SceneObject
from ...services.engine.marking import Marking
from .items import ObjectItem, PaintItem
from .view import Canvas, Pointer

_NEAR = 4.0  # screen pixels: closer than this a press and a release are one click
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@dataclass(frozen=True, slots=True)
class Bench:
    """What every tool works with."""

    canvas: Canvas
    document: Document
    marking: Marking
    color: Callable[[int], str]  # of a label
    drafted: Callable[[], None]  # says that a draft has begun or ended
    need_label: Callable[[], bool]  # makes sure that there is a label; False when the person would not name one


class Tool:
    """A tool that does nothing; the others do some of it."""

    cursor = Qt.CursorShape.CrossCursor
    double_clicks = False

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def press(self, at: Pointer) -> None:
        """A button goes down."""

    def move(self, at: Pointer) -> None:
        """The mouse moves with a button down."""

    def release(self, at: Pointer) -> None:
        """The button goes up."""

    def hover(self, at: Pointer) -> None:
        """The mouse moves with no button down."""

    def double_click(self, at: Pointer) -> None:
        """Twice, quickly: asked only of tools that say that they use it; to the others it is a press."""

    def ring(self) -> float:
        """Diameter of the ring around the mouse, image pixels; 0 for none."""
        return 0.0

    def drafting(self) -> bool:
        """There is something that Enter would finish and Esc would drop."""
        return self.bench.marking.active

    def finish(self) -> None:
        """Enter."""
        if self.bench.marking.active and self.bench.need_label():
            self.bench.marking.finish()

    def take_back(self) -> None:
        """Z: without the last mark."""
        self.bench.marking.take_back()

    def drop(self) -> None:
        """Esc, another tool or another photo."""
        self.break_off()
        self.bench.marking.drop()

    def break_off(self) -> bool:
        """The stroke under way ends as if it had not begun, what was marked before stays; False when there is none."""
        return False

    def _inside(self, at: Pointer) -> bool:
        size = self.bench.document.record(self.bench.document.current).size
        return 0 <= at.x < size.width and 0 <= at.y < size.height


class SelectTool(Tool):
    """Click selects; dragging a selected object moves it."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._start: Pointer | None = None
        self._held: SceneObject | None = None

    def press(self, at: Pointer) -> None:
        found = self.bench.canvas.object_at(at.x, at.y)
        self.bench.document.select(found.key if found else None)
        self._start, self._held = (at, found) if at.button == _LEFT else (None, None)

    def move(self, at: Pointer) -> None:
        if self._start is None or self._held is None:
            return
        item = self.bench.canvas.item_of(self._held.key)
        if item is not None and self._far(at):
            item.setPos(round(at.x - self._start.x), round(at.y - self._start.y))

    def release(self, at: Pointer) -> None:
        start, held, self._start, self._held = self._start, self._held, None, None
        if start is None or held is None:
            return
        item = self.bench.canvas.item_of(held.key)
        if item is None or (item.pos().x() == 0 and item.pos().y() == 0):
            return
        right, down = round(item.pos().x()), round(item.pos().y())
        item.setPos(0, 0)
        self.nudge(held, right, down)

    def break_off(self) -> bool:
        held, self._start, self._held = self._held, None, None
        item = self.bench.canvas.item_of(held.key) if held is not None else None
        if item is not None:
            item.setPos(0, 0)
        return held is not None

    def nudge(self, held: SceneObject, right: int, down: int) -> None:
        """Move an object by whole pixels, but not off the photo."""
        region = moved(held.region, right, down)
        if region != held.region and area(region):
            commands.change_region(self.bench.document, held, region)

    def _far(self, at: Pointer) -> bool:
        assert self._start is not None
        return max(abs(at.x - self._start.x), abs(at.y - self._start.y)) * self.bench.canvas.zoom > _NEAR


class PointTool(Tool):
    """Left is the object, right or Shift+left is not."""

    double_clicks = True

    def press(self, at: Pointer) -> None:
        if at.button in {_LEFT, _RIGHT} and self._inside(at):
            positive = at.button == _LEFT and not at.shift
            self.bench.marking.add(PointPrompt(at.x, at.y, positive))

    def hover(self, at: Pointer) -> None:
        if self._inside(at):
            self.bench.marking.hover(at.x, at.y)
        else:
            self.bench.marking.leave()

    def double_click(self, at: Pointer) -> None:
        self.finish()


class ScribbleTool(Tool):
    """A freehand line over the object."""

    def __init__(self, bench: Bench, width: Callable[[], float]) -> None:
        super().__init__(bench)
        self._width = width
        self._points: list[tuple[float, float]] = []

    def press(self, at: Pointer) -> None:
        if at.button == _RIGHT or at.shift:
            if self._inside(at):
                self.bench.marking.add(PointPrompt(at.x, at.y, positive=False))
        elif at.button == _LEFT:
            self._points = [(at.x, at.y)]

    def move(self, at: Pointer) -> None:
        if self._points:
            self._points.append((at.x, at.y))
            stroke = ScribblePrompt(tuple(self._points), self._width())
            self.bench.canvas.draft.show_marks((*self.bench.marking.marks, stroke), self.bench.marking.polygons)

    def release(self, at: Pointer) -> None:
        points, self._points = self._points, []
        if points:
            self.bench.marking.add(ScribblePrompt(tuple(points), self._width()))

    def break_off(self) -> bool:
        points, self._points = self._points, []
        if points:
            self.bench.marking.changed.emit()  # what is marked is shown, and no more
        return bool(points)

    def ring(self) -> float:
        return self._width()


class BoxTool(Tool):
    """A box around the object."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._start: Pointer | None = None

    def press(self, at: Pointer) -> None:
        if at.button == _RIGHT or at.shift:
            if self._inside(at):
                self.bench.marking.add(PointPrompt(at.x, at.y, positive=False))
        elif at.button == _LEFT:
            self._start = at

    def move(self, at: Pointer) -> None:
        if self._start is not None:
            marks = (*self.bench.marking.marks, self._box(self._start, at))
            self.bench.canvas.draft.show_marks(marks, self.bench.marking.polygons)

    def release(self, at: Pointer) -> None:
        start, self._start = self._start, None
        if start is None:
            return
        box = self._box(start, at)
        if max(box.x1 - box.x0, box.y1 - box.y0) * self.bench.canvas.zoom < _NEAR:
            self.bench.marking.changed.emit()  # a click is no box
        else:
            self.bench.marking.add(box)

    def break_off(self) -> bool:
        start, self._start = self._start, None
        if start is not None:
            self.bench.marking.changed.emit()  # what is marked is shown, and no more
        return start is not None

    def _box(self, a: Pointer, b: Pointer) -> BoxPrompt:
        size = self.bench.document.record(self.bench.document.current).size
        xs = sorted(min(max(x, 0.0), float(size.width)) for x in (a.x, b.x))
        ys = sorted(min(max(y, 0.0), float(size.height)) for y in (a.y, b.y))
        return BoxPrompt(xs[0], ys[0], xs[1], ys[1])


class PolygonTool(Tool):
    """Corner after corner."""

    double_clicks = True

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._corners: list[tuple[float, float]] = []

    def press(self, at: Pointer) -> None:
        if at.button == _LEFT:
            self._corners.append((at.x, at.y))
            self._show(at)
            self.bench.drafted()
        elif at.button == _RIGHT:
            self.take_back()

    def hover(self, at: Pointer) -> None:
        if self._corners:
            self._show(at)

    def double_click(self, at: Pointer) -> None:
        self.finish()

    def drafting(self) -> bool:
        return bool(self._corners)

    def finish(self) -> None:
        corners = [c for i, c in enumerate(self._corners) if i == 0 or c != self._corners[i - 1]]
        if len(corners) < 3 or not self.bench.need_label():
            return
        self.drop()
        shape = shapely.make_valid(shapely.Polygon(corners))
        parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
        outlines = [from_shapely(part) for part in parts]
        size = self.bench.document.record(self.bench.document.current).size
        mask = mask_from_polygons(outlines, size)
        if mask.any():
            rle = encode(mask)
            commands.add_annotation(self.bench.document, [MaskPrompt(rle)], rle)

    def take_back(self) -> None:
        self._corners = self._corners[:-1]
        self.bench.canvas.draft.show_marks((), corners=tuple(self._corners))
        self.bench.drafted()

    def drop(self) -> None:
        self._corners = []
        self.bench.canvas.draft.show_marks(())
        self.bench.drafted()

    def _show(self, at: Pointer) -> None:
        self.bench.canvas.draft.show_marks((), corners=(*self._corners, (at.x, at.y)))


class BrushTool(Tool):
    """Paints a new object, or on the selected one; erases with Alt, or as the eraser."""

    cursor = Qt.CursorShape.BlankCursor

    def __init__(self, bench: Bench, erases: bool, diameter: Callable[[], float], opacity: Callable[[], float]) -> None:
        super().__init__(bench)
        self._erases, self._diameter, self._opacity = erases, diameter, opacity
        self._last: tuple[float, float] | None = None
        self._painted: PaintedMask | None = None
        self._item: PaintItem | None = None
        self._onto: ObjectKey | None = None  # the object under the brush; None for a new one
        self._covered: ObjectItem | None = None  # how it is shown while no brush is on it
        self._known: Rle | None = None  # what `_painted` holds, so that the next stroke need not decode it

    def press(self, at: Pointer) -> None:
        document = self.bench.document
        if at.button not in {_LEFT, _RIGHT}:
            return
        if document.label is None:
            self.bench.need_label()  # its dialog takes the release: the next press paints
            return
        selected = document.selected
        if selected is None and self._erasing(at):
            return
        size = document.record(document.current).size
        if self._painted is None or selected is None or selected.region != self._known:
            self._painted = PaintedMask(size, selected.region if selected else None)
        self._onto = selected.key if selected else None
        label = selected.label_id if selected else document.label.id
        self._item = PaintItem(self._painted, self.bench.color(label), self._opacity())
        self.bench.canvas.scene().addItem(self._item)
        covered = self.bench.canvas.item_of(selected.key) if selected else None
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
        document, region = self.bench.document, self._painted.rle()
        self._known = region
        if self._onto is None:
            if area(region):  # the brush may have passed beside the photo
                commands.add_annotation(document, [MaskPrompt(region)], region)
            return
        # What the stroke began on, whatever was selected, changed or deleted by a key meanwhile.
        onto = next((one for one in document.objects() if one.key == self._onto), None)
        if onto is None or region == onto.region:
            return
        if area(region):
            commands.change_region(document, onto, region)
        else:
            commands.remove(document, onto)

    def break_off(self) -> bool:
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
            self.bench.canvas.scene().removeItem(self._item)
            self._item = None
        if self._covered is not None:
            self._covered.setVisible(True)
            self._covered = None
