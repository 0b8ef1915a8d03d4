"""Between the document and the canvas: shows the current photo, its objects and the draft."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRectF, Signal, Slot

from ...model.colors import instance_colors
from ...model.document import Document
from ...model.objects import SceneObject
from ...services.engine.draft import Draft
from ...services.engine.hover import HoverPreview
from ...services.photos import Photo, PhotoLoader
from ...services.thumbnails import Thumbnails
from ...settings import SettingsStore
from .overlay import Overlay
from .toolbox import Toolbox
from .view import Canvas


class CanvasController(QObject):
    """Keeps the canvas true to the document."""

    photo_failed = Signal(int, object)
    overlay_left = Signal()  # the person wants to see the photo's own objects again

    def __init__(
        self,
        toolbox: Toolbox,
        canvas: Canvas,
        document: Document,
        draft: Draft,
        hover: HoverPreview,
        photos: PhotoLoader,
        thumbnails: Thumbnails,
        settings: SettingsStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.canvas, self.toolbox, self._document = canvas, toolbox, document
        self._draft, self._hover = draft, hover
        self._photos, self._thumbnails, self._settings = photos, thumbnails, settings
        self._hidden = self._peeking = False
        self._overlay = Overlay(canvas)
        document.current_changed.connect(self._show_image)
        document.objects_changed.connect(self.show_objects)
        document.selection_changed.connect(self.show_objects)
        document.labels_changed.connect(self.show_objects)
        photos.loaded.connect(self._photo_loaded)
        photos.failed.connect(self._photo_failed)
        draft.changed.connect(self._show_draft)
        hover.changed.connect(self._show_draft)
        toolbox.peeking.connect(self._peek)
        document.hidden.changed.connect(self._cover)
        document.locked.changed.connect(self._cover)
        settings.changed.connect(self._settings_changed)
        self._apply_settings()

    def cancel(self) -> None:
        """Esc: leave the overlay, else what the toolbox can cancel."""
        if self._overlay.shown:
            self.overlay_left.emit()
        else:
            self.toolbox.cancel()

    def step_object(self, by: int) -> None:
        """Select the next object of the image, going around: those to review first, the least certain before others."""
        free = self._document.locked.others(self._document.objects())
        objects = sorted(free, key=lambda one: (not one.pending, one.absent, one.confidence or 0.0))
        keys = [one.key for one in objects]
        if not keys:
            return
        selected = self._document.selected
        start = 0 if by > 0 else -1
        position = keys.index(selected.key) + by if selected is not None and selected.key in keys else start
        self._document.select(keys[position % len(keys)])

    def zoom_to_selection(self) -> None:
        """Show the selected objects, or all of the photo's, as large as they fit."""
        objects = self._document.selection or self._document.objects()
        items = [self.canvas.objects.item(one.key) for one in objects]
        around = QRectF()
        for item in items:
            if item is not None:
                around = around.united(item.extent)
        if not around.isEmpty():
            self.canvas.fit_area(around)

    def hide(self, hidden: bool) -> None:
        """Show the bare photo, until further notice."""
        self._hidden = hidden
        self._apply_hidden()

    @property
    def overlay_caption(self) -> str:
        """Whose masks lie over the photo; "" for its own."""
        return self._overlay.caption

    def show_overlay(self, objects: Sequence[SceneObject], caption: str, filled: bool = True) -> None:
        """Show these masks, or their outlines only, in place of the photo's own."""
        colors = {label.id: label.color for label in self._document.project.labels.all()}
        self._overlay.show(objects, colors, self._settings.values.opacity / 100 if filled else 0.0, caption)
        self._apply_hidden()

    def hide_overlay(self) -> None:
        """Show the photo's own objects again."""
        self._overlay.clear()
        self._apply_hidden()

    @Slot()
    def show_objects(self) -> None:
        """Bring the canvas up to date with what lies on the image."""
        if not self._document.is_open:
            return
        settings, objects = self._settings.values, self._document.objects()
        colors = instance_colors(objects, {label.id: label.color for label in self._document.project.labels.all()})
        selected = {one.key for one in self._document.selection}
        self.canvas.objects.show(objects, colors, selected, settings.fill, settings.opacity / 100)

    def show_photo(self) -> None:
        """Show the current photo as it is now."""
        self._show_image(self._document.current)

    @Slot(bool)
    def _peek(self, peeking: bool) -> None:
        self._peeking = peeking
        self._apply_hidden()

    def _apply_hidden(self) -> None:
        self.canvas.objects.hide(self._peeking or self._hidden or self._overlay.shown)

    @Slot(int)
    def _show_image(self, image_id: int) -> None:
        if not image_id:
            self.canvas.objects.clear()
            return
        record = self._document.images.record(image_id)
        photo = self._photos.ask(record, self._document.file_of(image_id))
        if photo is not None:
            self.canvas.show_photo(photo)
            self.canvas.fit()
        else:
            self.canvas.show_stand_in(record.size, self._thumbnails.get(image_id))
        self.show_objects()
        self._prefetch(image_id)

    def _prefetch(self, image_id: int) -> None:
        for neighbour in (self._document.images.stepped(image_id, by) for by in (1, -1)):
            if neighbour not in {0, image_id}:
                self._photos.prefetch(self._document.images.record(neighbour), self._document.file_of(neighbour))

    @Slot(object)
    def _photo_loaded(self, photo: Photo) -> None:
        if photo.image_id == self._document.current:
            self.canvas.show_photo(photo)

    @Slot(int, object)
    def _photo_failed(self, image_id: int, error: Exception) -> None:
        if image_id == self._document.current:
            self.canvas.photo.give_up()
            self.photo_failed.emit(image_id, error)

    @Slot()
    def _show_draft(self) -> None:
        draft = self._draft
        self.canvas.draft.show_prompts(draft.here.prompts, draft.here.polygons, self._hover.polygons)
        self._cover()

    @Slot()
    def _cover(self) -> None:
        """Do not show what is hidden, nor the old mask of what is being corrected. The mouse finds nothing locked."""
        here, keys = self._draft.here, set(self._document.hidden.keys)
        if here.corrects is not None and here.polygons:
            keys.add(here.corrects.key)
        self.canvas.objects.cover(keys)
        self.canvas.objects.lock(self._document.locked.keys)

    @Slot(str)
    def _settings_changed(self, name: str) -> None:
        self._apply_settings()
        if name in {"fill", "opacity"}:
            self.show_objects()

    def _apply_settings(self) -> None:
        values = self._settings.values
        self.canvas.input.wheel_zooms = values.wheel_zooms
        self.canvas.crosshair, self.canvas.grid = values.crosshair, values.grid
        self._draft.sharpen, self._hover.enabled = values.sharpen, values.live_preview
        self.canvas.viewport().update()
