"""The reference beside the current photo, to compare them."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...model.document import Document
from ...model.objects import SceneObject
from ...services.photos import Photo, PhotoLoader
from ..common.text import NameLine
from ..panels.references import ReferencesPanel
from .view import Canvas


class ReferenceView(QWidget):
    """Shows the first reference of the current label."""

    def __init__(
        self, references: ReferencesPanel, document: Document, photos: PhotoLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._references, self._document, self._photos = references, document, photos
        self._shown: SceneObject | None = None
        self._title = NameLine()
        self.canvas = Canvas()
        self.canvas.setAccessibleName(self.tr("Reference"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._title)
        layout.addWidget(self.canvas, 1)
        photos.loaded.connect(self._loaded)
        photos.failed.connect(self._failed)
        for signal in (document.opened, document.label_chosen, document.labels_changed):
            signal.connect(self._show)
        document.objects_changed.connect(self._show)

    @Slot()
    def _show(self) -> None:
        reference = self._references.first()
        if not self.isVisible() or reference == self._shown:
            return
        self._shown = reference
        if reference is None:
            self._title.say(self.tr("There is no reference yet"))
            self.canvas.objects.clear()
            return
        record = self._document.images.record(reference.image_id)
        self._title.say(self.tr("Reference: %1").replace("%1", record.path))
        held = self._photos.held(record.id)
        if held is not None:
            self.canvas.show_photo(held)
        else:
            self.canvas.show_stand_in(record.size, None)
            self._photos.load_beside(record, self._document.file_of(record.id))
        colors = {label.id: label.color for label in self._document.project.labels.all()}
        self.canvas.objects.show([reference], {reference.key: colors[reference.label_id]}, (), True, 0.3)

    @Slot(object)
    def _loaded(self, photo: Photo) -> None:
        if self._shown is not None and photo.image_id == self._shown.image_id:
            self.canvas.show_photo(photo)

    @Slot(int, object)
    def _failed(self, image_id: int, error: Exception) -> None:
        if self._shown is not None and image_id == self._shown.image_id:
            self.canvas.photo.give_up()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._shown = None
        self._show()
