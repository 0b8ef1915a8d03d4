"""The tools: which one is the current one, and the keys that belong to the photo."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent

from ...model import object_commands
from ...model.document import Document
from ...services.engine.draft import Draft
from ...services.engine.hover import HoverPreview
from ...settings import RANGES, SettingsStore
from ..common.key_positions import key_of
from .drawing_tools import BrushTool, CornerTool, KnifeTool, PolygonTool
from .tools import BoxTool, PointTool, ScribbleTool, SelectTool, Tool, ToolContext
from .view import Canvas

_BRUSH_STEP = 1.2
# Arrow key -> columns right, rows down.
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Toolbox(QObject):
    """Makes the tools once and hands the mouse to one of them."""

    tool_changed = Signal(str)  # an action id
    drafted = Signal()  # a draft has begun, grown or ended
    peeking = Signal(bool)  # the bare photo is to be shown while a key is held

    def __init__(
        self,
        canvas: Canvas,
        document: Document,
        draft: Draft,
        hover: HoverPreview,
        settings: SettingsStore,
        need_label: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._document, self._draft, self._settings = canvas, document, draft, settings
        self._peeks = False
        context = ToolContext(canvas, document, draft, hover, self._color, self.drafted.emit, need_label)
        self._tools: dict[str, Tool] = {
            "tool.select": SelectTool(context),
            "tool.point": PointTool(context),
            "tool.scribble": ScribbleTool(context, self._scribble_width),
            "tool.box": BoxTool(context),
            "tool.polygon": PolygonTool(context),
            "tool.corners": CornerTool(context),
            "tool.brush": BrushTool(context, False, self._brush_width, self._opacity),
            "tool.eraser": BrushTool(context, True, self._brush_width, self._opacity),
            "tool.knife": KnifeTool(context),
        }
        self._tool_id = "tool.point"
        canvas.use(self.tool)
        canvas.input.brush_turned.connect(self.change_brush)
        document.selection_changed.connect(self._refresh)
        document.objects_changed.connect(self._refresh)
        document.current_changed.connect(self._image_changed)
        canvas.installEventFilter(self)

    @property
    def tool(self) -> Tool:
        """The current tool."""
        return self._tools[self._tool_id]

    @property
    def tool_id(self) -> str:
        """The id of its action."""
        return self._tool_id

    def take(self, tool_id: str) -> None:
        """Choose another tool. What was begun with the one before stays."""
        if tool_id != self._tool_id:
            self.tool.abort_gesture()
            self._tool_id = tool_id
            self._draft.forget_new()
            self._canvas.use(self.tool)
            self._canvas.draft.show_corners(())
            self.tool.show()
        self.tool_changed.emit(tool_id)

    def cancel(self) -> None:
        """The first of these that there is: the stroke, the draft, the selection; else go back to selecting."""
        if self.tool.abort_gesture():
            return
        if self.tool.drafting():
            self.tool.drop()
        elif self._document.selected is not None:
            self._document.select(None)
        else:
            self.take("tool.select")

    def nudge(self, right: int, down: int) -> bool:
        """Move the selected objects by pixels; False when there is none."""
        selection = self._document.selection
        for one in selection:
            object_commands.move(self._document, one, right, down)
        return bool(selection)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that are held or move things: only where the photo has the focus."""
        if event.type() == QEvent.Type.FocusOut and self._peeks:
            self._peek(False)  # whoever has the focus now gets the release of X
        if not isinstance(event, QKeyEvent) or not self._document.is_open:
            return super().eventFilter(watched, event)
        pressed = event.type() == QEvent.Type.KeyPress
        if key_of(event) == Qt.Key.Key_X and not event.isAutoRepeat():
            self._peek(pressed)
            return True
        if pressed and event.key() in _ARROWS:
            right, down = _ARROWS[Qt.Key(event.key())]
            far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            if not self.nudge(right * far, down * far):
                self._document.step(right or down)
            return True
        return super().eventFilter(watched, event)

    @Slot(int)
    def change_brush(self, steps: int) -> None:
        """A larger or smaller brush, or line of the scribble."""
        name = "scribble" if self._tool_id == "tool.scribble" else "brush"
        size = getattr(self._settings.values, name)
        grown = round(size * _BRUSH_STEP**steps)
        if grown == size:
            grown += 1 if steps > 0 else -1
        least, most = RANGES[name]
        self._settings.set(**{name: int(min(max(grown, least), most))})
        self._canvas.viewport().update()

    def _peek(self, on: bool) -> None:
        self._peeks = on
        self.peeking.emit(on)

    @Slot()
    def _refresh(self) -> None:
        self.tool.show()

    @Slot()
    def _image_changed(self) -> None:
        self.tool.abort_gesture()
        self._canvas.draft.show_corners(())
        self.tool.show()

    def _scribble_width(self) -> float:
        return float(self._settings.values.scribble)

    def _brush_width(self) -> float:
        return float(self._settings.values.brush)

    def _opacity(self) -> float:
        return self._settings.values.opacity / 100

    def _color(self, label_id: int) -> str:
        return next((label.color for label in self._document.project.labels.all() if label.id == label_id), "#ffffff")
