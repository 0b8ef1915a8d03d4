"""The open document: one project, which image and object are in hand, and the undo stack. Everything shown listens."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from vrp_core.domain.annotations import ImageRecord, Label
from vrp_core.project.overview import ImageOverview
from vrp_core.project.project import Project

from .objects import ObjectKey, SceneObject, objects_on
from .targets import TargetFilter, arrange


class Document(QObject):
    """State in one place. Changes go through `app.model.commands`, which call `touch_*` when they are done."""

    opened = Signal()
    closed = Signal()
    images_changed = Signal()  # which images there are
    rows_changed = Signal()  # which of them are shown, or their order
    row_changed = Signal(int)  # what the list shows of one image
    objects_changed = Signal(int)  # what lies on one image
    labels_changed = Signal()
    current_changed = Signal(int)  # another image is in hand; 0 for none
    selection_changed = Signal()
    label_chosen = Signal()
    refused = Signal(str)  # why a change could not be made

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self._all: dict[int, ImageOverview] = {}
        self._shown: list[ImageOverview] = []
        self._current = 0
        self._label = 0
        self._selected: ObjectKey | None = None
        self._objects: tuple[SceneObject, ...] | None = None  # on the image in hand, read once per change
        self.filter = TargetFilter()
        self.undo_stack = QUndoStack(self)

    # --- the project -------------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """A project is open."""
        return self._project is not None

    @property
    def project(self) -> Project:
        """The open project."""
        assert self._project is not None, "no project is open"
        return self._project

    def open(self, project: Project) -> None:
        """Take a project in hand, in place of the one before."""
        self.close()
        self._project = project
        self._load()
        labels = project.labels.all()
        self._label = labels[0].id if labels else 0
        self.opened.emit()
        if self._shown:
            self.show_image(self._shown[0].image.id)

    def close(self) -> None:
        """Put the project away."""
        if self._project is None:
            return
        self.show_image(0)
        self.undo_stack.clear()
        project, self._project = self._project, None
        self._all, self._shown, self._label = {}, [], 0
        self.filter = TargetFilter()
        self.closed.emit()
        project.close()

    def file_of(self, image_id: int) -> Path:
        """Where an image's file is."""
        return self.project.images.file_of(self.record(image_id))

    # --- images ------------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> list[ImageOverview]:
        """The images that the filter shows, in order."""
        return self._shown

    @property
    def all_rows(self) -> list[ImageOverview]:
        """Every image, in natural order of its name."""
        return list(self._all.values())

    def row(self, image_id: int) -> ImageOverview:
        """What the list knows of an image."""
        return self._all[image_id]

    def record(self, image_id: int) -> ImageRecord:
        """An image of the project."""
        return self._all[image_id].image

    @property
    def current(self) -> int:
        """The id of the image in hand; 0 for none."""
        return self._current

    def show_image(self, image_id: int) -> None:
        """Take another image in hand."""
        if image_id == self._current or (image_id and image_id not in self._all):
            return
        self.select(None)
        self._current, self._objects = image_id, None
        self.current_changed.emit(image_id)

    def step(self, by: int) -> None:
        """Go so many images on in the shown order, and stop at its ends."""
        ids = [row.image.id for row in self._shown]
        if not ids:
            return
        position = ids.index(self._current) + by if self._current in ids else 0
        self.show_image(ids[min(max(position, 0), len(ids) - 1)])

    def leave(self, image_ids: Collection[int]) -> None:
        """Where one of these is in hand, take the nearest in the shown order that is none of them."""
        if self._current not in image_ids:
            return
        ids = [row.image.id for row in self._shown]
        position = ids.index(self._current) if self._current in ids else 0
        nearest = [*ids[position:], *reversed(ids[:position])]
        self.show_image(next((one for one in nearest if one not in image_ids), 0))

    def set_filter(self, wanted: TargetFilter) -> None:
        """Show other images, or in another order."""
        if wanted != self.filter:
            self.filter = wanted
            self._arrange()

    def arrange_again(self) -> None:
        """Put the rows in order after results came in; until then they keep their place under the reader's eyes."""
        self._arrange()

    def touch_images(self) -> None:
        """Images were added or removed, or many changed."""
        self._load()
        if self._current and self._current not in self._all:
            self.show_image(self._shown[0].image.id if self._shown else 0)
        self.images_changed.emit()
        if not self._current and self._shown:
            self.show_image(self._shown[0].image.id)

    # --- objects -----------------------------------------------------------------------------------------------------

    def objects(self) -> tuple[SceneObject, ...]:
        """What lies on the image in hand."""
        if self._objects is None:
            self._objects = tuple(objects_on(self.project, self._current)) if self._current else ()
        return self._objects

    @property
    def selected(self) -> SceneObject | None:
        """The object in hand."""
        if self._selected is None:
            return None
        return next((one for one in self.objects() if one.key == self._selected), None)

    def select(self, key: ObjectKey | None) -> None:
        """Take an object of the image in hand. It may be one that `touch_objects` has yet to tell of."""
        if key != self._selected:
            self._selected = key
            if self.selected is None:
                self._objects = None
            self.selection_changed.emit()

    def touch_objects(self, image_id: int) -> None:
        """What lies on an image has changed."""
        self._objects = None
        for row in self.project.images.overview(image_id):
            self._all[image_id] = row
            self._shown = [row if shown.image.id == image_id else shown for shown in self._shown]
        if self._selected is not None and self.selected is None:
            self.select(None)
        self.row_changed.emit(image_id)
        self.objects_changed.emit(image_id)

    def touch_all_objects(self) -> None:
        """What lies on many images has changed."""
        self._objects = None
        self._all = {row.image.id: row for row in self.project.images.overview()}
        self._shown = [self._all[row.image.id] for row in self._shown]
        self.row_changed.emit(0)
        if self._current:
            self.objects_changed.emit(self._current)

    # --- labels ------------------------------------------------------------------------------------------------------

    @property
    def label(self) -> Label | None:
        """The label that new objects get."""
        found = {label.id: label for label in self.project.labels.all()} if self.is_open else {}
        return found.get(self._label)

    def choose_label(self, label_id: int) -> None:
        """Give new objects this label."""
        if label_id != self._label:
            self._label = label_id
            self.label_chosen.emit()

    def touch_labels(self) -> None:
        """Labels were added, changed or removed."""
        ids = [label.id for label in self.project.labels.all()]
        if self._label not in ids:
            self._label = ids[0] if ids else 0
            self.label_chosen.emit()
        self.labels_changed.emit()

    def _load(self) -> None:
        self._all = {row.image.id: row for row in self.project.images.overview()}
        self._arrange()

    def _arrange(self) -> None:
        self._shown = arrange(self._all.values(), self.filter)
        self.rows_changed.emit()
