"""The open document: one project, the current image and object, and the undo stack. Everything shown listens."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from vrp_core.domain.annotations import Label
from vrp_core.project.project import Project

from .image_list import ImageList
from .object_set import ObjectSet
from .objects import ObjectKey, SceneObject, objects_on


class Document(QObject):
    """State in one place. Changes go through `app.model.commands`, which call `touch_*` when they are done."""

    opened = Signal()
    closed = Signal()
    images_changed = Signal()  # which images there are
    rows_changed = Signal()  # which of them are shown, or their order
    row_changed = Signal(int)  # what the list shows of one image
    objects_changed = Signal(int)  # what lies on one image
    labels_changed = Signal()
    current_changed = Signal(int)  # another image is the current one; 0 for none
    selection_changed = Signal()
    label_chosen = Signal()
    pixels_changed = Signal()  # photos show something else: another file, other bands, another contrast
    refused = Signal(str)  # why a change could not be made

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self._current = 0
        self._label = 0
        self._selected: tuple[ObjectKey, ...] = ()
        self._objects: tuple[SceneObject, ...] | None = None  # on the current image, read once per change
        self.images, self.hidden, self.locked = ImageList(self), ObjectSet(self), ObjectSet(self)
        self.locked.changed.connect(self.selection_changed)
        self.images.arranged.connect(self.rows_changed)
        self.undo_stack = QUndoStack(self)
        self.failures: list[Exception] = []  # of a step of the stack, until `app.model.commands` raises it

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
        """Open a project in place of the one before."""
        self.close()
        self._project = project
        self.images.load(project.images.overview())
        labels = project.labels.all()
        self._label = labels[0].id if labels else 0
        self.opened.emit()
        if not self._current:  # nobody has chosen another one meanwhile
            self.show_image(self.images.stepped(0, 0))

    def close(self, keep_file: bool = False) -> Project | None:
        """Show the project no longer. With `keep_file` its file stays open, for who closes it when nothing works on it
        any more; returns it then.
        """
        if self._project is None:
            return None
        self.show_image(0)
        self.undo_stack.clear()
        project, self._project = self._project, None
        self._label = 0
        self.images.clear()
        self.hidden.clear()
        self.locked.clear()
        self.closed.emit()
        if keep_file:
            return project
        project.close()
        return None

    def file_of(self, image_id: int) -> Path:
        """Where an image's file is."""
        return self.project.images.file_of(self.images.record(image_id))

    # --- images ------------------------------------------------------------------------------------------------------

    @property
    def current(self) -> int:
        """The id of the current image; 0 for none."""
        return self._current

    def show_image(self, image_id: int) -> None:
        """Make another image the current one; 0 for none."""
        if image_id == self._current or (image_id and image_id not in self.images):
            return
        self.select(None)
        self._current, self._objects = image_id, None
        self.current_changed.emit(image_id)

    def step(self, by: int) -> None:
        """Go so many images forward in the shown order, or back; stop at the ends."""
        following = self.images.stepped(self._current, by)
        if following:
            self.show_image(following)

    def leave(self, image_ids: Collection[int]) -> None:
        """Where one of these is the current image, go to the nearest shown one that is not among them."""
        if self._current in image_ids:
            self.show_image(self.images.nearest(self._current, image_ids))

    def touch_images(self) -> None:
        """Images were added or removed, or many changed."""
        self.images.load(self.project.images.overview())
        if self._current and self._current not in self.images:
            self.show_image(self.images.stepped(0, 0))
        self.images_changed.emit()
        if not self._current:
            self.show_image(self.images.stepped(0, 0))

    # --- objects -----------------------------------------------------------------------------------------------------

    def objects(self) -> tuple[SceneObject, ...]:
        """The objects on the current image."""
        if self._objects is None:
            self._objects = tuple(objects_on(self.project, self._current)) if self._current else ()
        return self._objects

    @property
    def selection(self) -> tuple[SceneObject, ...]:
        """The selected objects, in the order in which they were selected. What is locked counts as not selected, so
        that nothing that works on the selection changes it.
        """
        chosen = [one for one in self.objects() if one.key in self._selected] if self._selected else []
        free = {one.key: one for one in self.locked.others(chosen)}
        return tuple(free[key] for key in self._selected if key in free)

    @property
    def selected(self) -> SceneObject | None:
        """The object that was selected last."""
        return next(reversed(self.selection), None)

    def select(self, key: ObjectKey | None, add: bool = False) -> None:
        """Select an object of the current image, or with `add` one more, or one less where it is selected already."""
        wanted: tuple[ObjectKey, ...] = (key,) if key is not None else ()
        if add:
            others = tuple(one for one in self._selected if one != key)
            wanted = others if key in self._selected else (*others, *wanted)
        if wanted != self._selected:
            self._selected = wanted
            self.selection_changed.emit()

    def touch_objects(self, image_id: int, select: ObjectKey | None = None) -> None:
        """What lies on an image has changed; the selection becomes what is left of it, or an object that is new."""
        self._objects = None
        self.images.update(self.project.images.overview([image_id]))
        before = self._selected
        if select is not None:
            self._selected = (select,)
        self._selected = tuple(one.key for one in self.selection)
        if self._selected != before:
            self.selection_changed.emit()
        self.row_changed.emit(image_id)
        self.objects_changed.emit(image_id)

    def touch_all_objects(self, image_ids: Collection[int] = ()) -> None:
        """What lies on these images has changed, and objects of any may look different."""
        self._objects = None
        self.images.recount(image_ids, self.project.images.counts(image_ids))
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
        """Labels were added, changed or removed, and their objects with them."""
        self._objects = None
        ids = [label.id for label in self.project.labels.all()]
        if self._label not in ids:
            self._label = ids[0] if ids else 0
            self.label_chosen.emit()
        self.labels_changed.emit()
