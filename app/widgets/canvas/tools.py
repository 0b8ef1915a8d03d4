"""The tools that select, and those that prompt SAM: what the mouse does. Each changes the document through a command,
or the draft."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from vrp_core.domain.prompts import BoxPrompt, PointPrompt, Prompt, ScribblePrompt

from ...model import object_commands
from ...model.document import Document
from ...model.objects import SceneObject
from ...services.engine.draft import Draft
from ...services.engine.hover import HoverPreview
from .pointer_input import Pointer
from .vertex_editor import VertexEditor
from .view import Canvas

_NEAR = 4.0  # screen pixels: closer than this a press and a release are one click
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What every tool works with."""

    canvas: Canvas
    document: Document
    draft: Draft
    hover: HoverPreview
    color: Callable[[int], str]  # of a label
    drafted: Callable[[], None]  # reports that a draft has begun, grown or ended
    need_label: Callable[[], bool]  # makes sure that there is a label; False when the person does not name one


class Tool:
    """A tool that does nothing; the others do some of it."""

    cursor = Qt.CursorShape.CrossCursor
    double_clicks = False

    def __init__(self, context: ToolContext) -> None:
        self.context = context

    def press(self, at: Pointer) -> None:
        """A button goes down."""

    def move(self, at: Pointer) -> None:
        """The mouse moves with a button down."""

    def release(self, at: Pointer) -> None:
        """The button goes up."""

    def hover(self, at: Pointer) -> None:
        """The mouse moves with no button down."""

    def double_click(self, at: Pointer) -> None:
        """A double click: only tools that use it get it; for the others it is a press."""

    def ring(self) -> float:
        """Diameter of the ring around the mouse, image pixels; 0 for none."""
        return 0.0

    def menu(self, at: Pointer) -> bool:
        """A right click may open the menu of the object there; tools that use the right button say no."""
        return False

    def drafting(self) -> bool:
        """There is something that Enter would finish and Esc would drop."""
        return self.context.draft.active

    def finish(self) -> None:
        """Enter."""
        draft = self.context.draft
        if draft.active and (draft.here.corrects is not None or self.context.need_label()):
            draft.finish()

    def take_back(self) -> None:
        """Remove the last prompt."""
        self.context.draft.take_back()

    def drop(self) -> None:
        """Esc."""
        self.abort_gesture()
        self.context.draft.drop()

    def show(self) -> None:
        """The tool was chosen, or what is on the photo has changed: show what the tool adds to it."""
        self.context.canvas.handles.show_corners(())

    def abort_gesture(self) -> bool:
        """End the current stroke as if it had not begun; earlier prompts stay. False when there is none."""
        return False

    def _inside(self, at: Pointer) -> bool:
        size = self.context.document.images.record(self.context.document.current).size
        return 0 <= at.x < size.width and 0 <= at.y < size.height


class SelectTool(Tool):
    """A click selects, with Shift one more; dragging a selected object moves it, dragging a polygon's corner reshapes
    it."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._start: Pointer | None = None
        self._held: SceneObject | None = None
        self._on_corner = False  # the newest press was on a corner: a right click there removes it
        self._corners = VertexEditor(context.canvas, context.document, any_object=False)

    def press(self, at: Pointer) -> None:
        self._on_corner = self._corners.press(at)
        if self._on_corner:
            return
        found = self.context.canvas.objects.at(at.x, at.y)
        selected = {one.key for one in self.context.document.selection}
        if not (at.button == _RIGHT and found is not None and found.key in selected):
            self.context.document.select(found.key if found else None, add=at.shift)
        self._start, self._held = (at, found) if at.button == _LEFT else (None, None)

    def move(self, at: Pointer) -> None:
        if self._corners.move(at) or self._start is None or self._held is None:
            return
        item = self.context.canvas.objects.item(self._held.key)
        if item is not None and self._far(at):
            item.setPos(round(at.x - self._start.x), round(at.y - self._start.y))

    def release(self, at: Pointer) -> None:
        if self._corners.release(at):
            return
        start, held, self._start, self._held = self._start, self._held, None, None
        if start is None or held is None:
            return
        item = self.context.canvas.objects.item(held.key)
        if item is None or (item.pos().x() == 0 and item.pos().y() == 0):
            return
        right, down = round(item.pos().x()), round(item.pos().y())
        item.setPos(0, 0)
        object_commands.move(self.context.document, held, right, down)

    def hover(self, at: Pointer) -> None:
        self._corners.hover(at)

    def menu(self, at: Pointer) -> bool:
        return not self._on_corner

    def show(self) -> None:
        self._corners.show()

    def abort_gesture(self) -> bool:
        if self._corners.abort():
            return True
        held, self._start, self._held = self._held, None, None
        item = self.context.canvas.objects.item(held.key) if held is not None else None
        if item is not None:
            item.setPos(0, 0)
        return held is not None

    def _far(self, at: Pointer) -> bool:
        assert self._start is not None
        return max(abs(at.x - self._start.x), abs(at.y - self._start.y)) * self.context.canvas.zoom > _NEAR


class PromptTool(Tool):
    """Adds prompts to the draft: right click or Shift+click marks what is not the object."""

    def negative(self, at: Pointer) -> bool:
        """Add a negative point where the press means one."""
        if at.button != _RIGHT and not (at.button == _LEFT and at.shift):
            return False
        if self._inside(at):
            self.add(PointPrompt(at.x, at.y, positive=False))
        return True

    def add(self, prompt: Prompt) -> None:
        """One more prompt; with an object selected it corrects that object."""
        self.context.draft.add(prompt, self.context.draft.target)


class PointTool(PromptTool):
    """Left is the object, right or Shift+left is not."""

    double_clicks = True

    def press(self, at: Pointer) -> None:
        if not self.negative(at) and at.button == _LEFT and self._inside(at):
            self.add(PointPrompt(at.x, at.y))

    def hover(self, at: Pointer) -> None:
        if self._inside(at):
            self.context.hover.move(at.x, at.y)
        else:
            self.context.hover.leave()

    def double_click(self, at: Pointer) -> None:
        self.finish()


class ScribbleTool(PromptTool):
    """A freehand line over the object."""

    def __init__(self, context: ToolContext, width: Callable[[], float]) -> None:
        super().__init__(context)
        self._width = width
        self._points: list[tuple[float, float]] = []

    def press(self, at: Pointer) -> None:
        if not self.negative(at) and at.button == _LEFT:
            self._points = [(at.x, at.y)]

    def move(self, at: Pointer) -> None:
        if self._points:
            self._points.append((at.x, at.y))
            stroke = ScribblePrompt(tuple(self._points), self._width())
            here = self.context.draft.here
            self.context.canvas.draft.show_prompts((*here.prompts, stroke), here.polygons)

    def release(self, at: Pointer) -> None:
        points, self._points = self._points, []
        if points:
            self.add(ScribblePrompt(tuple(points), self._width()))

    def abort_gesture(self) -> bool:
        points, self._points = self._points, []
        if points:
            self.context.draft.changed.emit()  # shows the earlier prompts only
        return bool(points)

    def ring(self) -> float:
        return self._width()


class BoxTool(PromptTool):
    """A box around a new object."""

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._start: Pointer | None = None

    def press(self, at: Pointer) -> None:
        if not self.negative(at) and at.button == _LEFT:
            self._start = at

    def move(self, at: Pointer) -> None:
        if self._start is not None:
            prompts = (*self.context.draft.here.prompts, self._box(self._start, at))
            self.context.canvas.draft.show_prompts(prompts, self.context.draft.here.polygons)

    def release(self, at: Pointer) -> None:
        start, self._start = self._start, None
        if start is None:
            return
        box = self._box(start, at)
        if max(box.x1 - box.x0, box.y1 - box.y0) * self.context.canvas.zoom < _NEAR:
            self.context.draft.changed.emit()  # a click is no box
        else:
            self.context.draft.add(box)

    def abort_gesture(self) -> bool:
        start, self._start = self._start, None
        if start is not None:
            self.context.draft.changed.emit()  # shows the earlier prompts only
        return start is not None

    def _box(self, a: Pointer, b: Pointer) -> BoxPrompt:
        size = self.context.document.images.record(self.context.document.current).size
        xs = sorted(min(max(x, 0.0), float(size.width)) for x in (a.x, b.x))
        ys = sorted(min(max(y, 0.0), float(size.height)) for y in (a.y, b.y))
        return BoxPrompt(xs[0], ys[0], xs[1], ys[1])
