"""Between the document and the canvas: shows the image in hand and its objects, and keeps the tools."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent

from ...model.document import Document
from ...model.objects import ObjectKey, SceneObject
from ...services.engine.marking import Marking
from ...services.photos import Photo, PhotoLoader
from ...services.thumbnails import Thumbnails
from ...settings import RANGES, SettingsStore
from .overlay import Overlay
from .tools import (
    Bench,
    BoxTool,
    BrushTool,
    PointTool,
    PolygonTool,
    ScribbleTool,
    SelectTool,
    Tool,
)
from .view import Canvas

_BRUSH_STEP = 1.2
# Arrow key -> columns right, rows down.
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CanvasController(QObject):
    """Keeps the canvas true to the document."""

    tool_changed = Signal(str)  # an action id
    drafted = Signal()  # a draft has begun or ended
    photo_failed = Signal(int, object)
    overlay_left = Signal()  # the person wants to see the photo's own objects again

    def __init__(
        self,
        canvas: Canvas,
        document: Document,
        marking: Marking,
        photos: PhotoLoader,
        thumbnails: Thumbnails,
        settings: SettingsStore,
        need_label: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.canvas, self._document, self._marking = canvas, document, marking
        self._photos, self._thumbnails, self._settings = photos, thumbnails, settings
        self._hidden = self._peeking = False
        self._overlay = Overlay(canvas)
        bench = Bench(canvas, document, marking, self._color, self.drafted.emit, need_label)
        self._select = SelectTool(bench)
        self._tools: dict[str, Tool] = {
            "tool.select": self._select,
            "tool.point": PointTool(bench),
            "tool.scribble": ScribbleTool(bench, self._scribble_width),
            "tool.box": BoxTool(bench),
            "tool.polygon": PolygonTool(bench),
            "tool.brush": BrushTool(bench, False, self._brush_width, self._opacity),
            "tool.eraser": BrushTool(bench, True, self._brush_width, self._opacity),
        }
        self._tool_id = "tool.point"
        canvas.use(self.tool)
        canvas.brush_turned.connect(self.change_brush)
        document.current_changed.connect(self._show_image)
        document.objects_changed.connect(self._objects_changed)
        document.selection_changed.connect(self.show_objects)
        document.labels_changed.connect(self.show_objects)
        photos.loaded.connect(self._photo_loaded)
        photos.failed.connect(self._photo_failed)
        marking.changed.connect(self._show_draft)
        settings.changed.connect(self._settings_changed)
        self._apply_settings()
        canvas.installEventFilter(self)

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return self._tools[self._tool_id]

    def take(self, tool_id: str) -> None:
        """Take another tool; an open draft is dropped."""
        if tool_id != self._tool_id:
            self.tool.drop()
            self._tool_id = tool_id
            self.canvas.use(self.tool)
        self.tool_changed.emit(tool_id)

    def cancel(self) -> None:
        """The first of these that there is: leave the overlay, drop the stroke, the draft, or what waits for SAM to be
        stored, let go of the object; else go back to selecting."""
        if self._overlay.shown:
            self.overlay_left.emit()
        elif self.tool.break_off():
            return
        elif self.tool.drafting():
            self.tool.drop()
        elif self._marking.forgo():
            return
        elif self._document.selected is not None:
            self._document.select(None)
        else:
            self.take("tool.select")

    def nudge(self, right: int, down: int) -> bool:
        """Move the selected object; False when there is none."""
        selected = self._document.selected
        if selected is None:
            return False
        self._select.nudge(selected, right, down)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that are held or move things: only where the photo has the focus."""
        if event.type() == QEvent.Type.FocusOut and self._peeking:
            self._peek(False)  # whoever has the focus now gets the release of X
        if not isinstance(event, QKeyEvent) or not self._document.is_open:
            return super().eventFilter(watched, event)
        pressed = event.type() == QEvent.Type.KeyPress
        if event.key() == Qt.Key.Key_X and not event.isAutoRepeat():
            self._peek(pressed)
            return True
        if pressed and event.key() in _ARROWS:
            right, down = _ARROWS[Qt.Key(event.key())]
            far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            if not self.nudge(right * far, down * far):
                self._document.step(right or down)
            return True
        return super().eventFilter(watched, event)

    def _peek(self, peeking: bool) -> None:
        self._peeking = peeking
        self.canvas.hide_objects(peeking or self._hidden or self._overlay.shown)

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
        self.canvas.viewport().update()

    def step_object(self, by: int) -> None:
        """Select the next object of the image, going around."""
        keys: list[ObjectKey] = [one.key for one in self._document.objects()]
        if not keys:
            return
        selected = self._document.selected
        position = keys.index(selected.key) + by if selected is not None and selected.key in keys else 0
        self._document.select(keys[position % len(keys)])

    def hide(self, hidden: bool) -> None:
        """Look at the bare photo, until further notice."""
        self._hidden = hidden
        self.canvas.hide_objects(hidden or self._overlay.shown)

    @property
    def overlay_caption(self) -> str:
        """Whose masks lie over the photo; "" for its own."""
        return self._overlay.caption

    def show_overlay(self, objects: Sequence[SceneObject], caption: str) -> None:
        """Show these masks in place of the photo's own."""
        self._overlay.show(objects, self._colors(), self._opacity(), caption)
        self.canvas.hide_objects(True)

    def hide_overlay(self) -> None:
        """Show the photo's own objects again."""
        self._overlay.clear()
        self.canvas.hide_objects(self._hidden)

    @Slot()
    def show_objects(self) -> None:
        """Bring the canvas up to date with what lies on the image."""
        if not self._document.is_open:
            return
        settings = self._settings.values
        selected = self._document.selected
        key = selected.key if selected is not None else None
        self.canvas.show_objects(self._document.objects(), self._colors(), key, settings.fill, settings.opacity / 100)
        self.canvas.hide_objects(self._hidden or self._overlay.shown)

    def _scribble_width(self) -> float:
        return float(self._settings.values.scribble)

    def _brush_width(self) -> float:
        return float(self._settings.values.brush)

    def _opacity(self) -> float:
        return self._settings.values.opacity / 100

    def _color(self, label_id: int) -> str:
        return self._colors().get(label_id, "#ffffff")

    def _colors(self) -> dict[int, str]:
        return {label.id: label.color for label in self._document.project.labels.all()}

    def show_photo(self) -> None:
        """Show the photo in hand as it is now."""
        self._show_image(self._document.current)

    @Slot(int)
    def _show_image(self, image_id: int) -> None:
        self.tool.drop()
        if not image_id:
            self.canvas.show_objects([], {}, None, False, 0)
            return
        record = self._document.record(image_id)
        photo = self._photos.ask(record, self._document.file_of(image_id))
        if photo is not None:
            self.canvas.show_photo(photo)
            self.canvas.fit()
        else:
            self.canvas.show_stand_in(record.size, self._thumbnails.get(image_id))
        self.show_objects()
        self._prefetch(image_id)

    def _prefetch(self, image_id: int) -> None:
        ids = [row.image.id for row in self._document.rows]
        if image_id in ids:
            position = ids.index(image_id)
            for neighbour in ids[position + 1 : position + 2] + ids[max(0, position - 1) : position]:
                self._photos.prefetch(self._document.record(neighbour), self._document.file_of(neighbour))

    @Slot(object)
    def _photo_loaded(self, photo: Photo) -> None:
        if photo.image_id == self._document.current:
            self.canvas.show_photo(photo)

    @Slot(int, object)
    def _photo_failed(self, image_id: int, error: Exception) -> None:
        if image_id == self._document.current:
            self.photo_failed.emit(image_id, error)

    @Slot(int)
    def _objects_changed(self, image_id: int) -> None:
        if image_id == self._document.current:
            self.show_objects()

    @Slot()
    def _show_draft(self) -> None:
        marking = self._marking
        self.canvas.draft.show_marks(marking.marks, marking.polygons, marking.preview)

    @Slot(str)
    def _settings_changed(self, name: str) -> None:
        self._apply_settings()
        if name in {"fill", "opacity"}:
            self.show_objects()

    def _apply_settings(self) -> None:
        values = self._settings.values
        self.canvas.wheel_zooms, self.canvas.crosshair, self.canvas.grid = (
            values.wheel_zooms,
            values.crosshair,
            values.grid,
        )
        self._marking.sharpen, self._marking.previews = values.sharpen, values.live_preview
        self.canvas.viewport().update()
