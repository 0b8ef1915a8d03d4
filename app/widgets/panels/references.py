"""The references in use, label by label: where each was marked, and what the network sees of it."""

from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QListView, QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from vrp_core.domain.annotations import Annotation, Label, Role
from vrp_core.domain.prompts import MaskPrompt, PolygonPrompt

from ...model import commands, reference_commands
from ...model.document import Document
from ...model.objects import ObjectKey, SceneObject, object_of
from ...services.thumbnails import Thumbnails
from ..common.region_picture import blank, region_picture
from ..common.text import tooltip
from ..common.thumbnail_of import thumbnail_of

_PICTURE = QSize(96, 72)


@dataclass(eq=False, slots=True)
class _Shown:
    """One reference of the list. Reading its pixels and drawing it takes long, so both are kept while they hold."""

    annotation: Annotation
    scene: SceneObject
    icon: QIcon = field(default_factory=lambda: QIcon(blank(_PICTURE)))
    drawn_from: tuple[int, str] | None = None  # the thumbnail's key, the label's colour


class ReferencesPanel(QWidget):
    """Thumbnails of the references. A double click goes to one."""

    sharpen_wanted = Signal(object)  # SceneObject whose raw prompts SAM shall outline

    def __init__(self, document: Document, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._thumbnails = document, thumbnails
        self.list = QListWidget()
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setIconSize(_PICTURE)
        self.list.setGridSize(QSize(_PICTURE.width() + 14, _PICTURE.height() + 36))
        self.list.setWordWrap(True)
        self.list.setAccessibleName(self.tr("References"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.itemActivated.connect(self._go_to)
        self._hint = QLabel(self.tr("Mark one object: it becomes the reference, and “Find” looks for similar objects."))
        self._hint.setWordWrap(True)
        self._hint.setMinimumHeight(
            3 * self._hint.fontMetrics().lineSpacing()
        )  # docks do not ask how many lines it has
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self._hint)
        self.list.setMinimumHeight(_PICTURE.height() + 44)
        layout.addWidget(self.list)
        document.opened.connect(self._read_all)
        document.closed.connect(self._read_all)
        document.labels_changed.connect(self._read_all)
        document.row_changed.connect(self._row_changed)
        thumbnails.ready.connect(self._thumbnail_ready)
        self._shown: dict[int, _Shown] = {}  # by the annotation's id, oldest first, as in the list
        self._read_all()

    def first(self) -> SceneObject | None:
        """The first reference of the current label, else of any."""
        references = [one.scene for one in self._shown.values() if one.scene.role is Role.REFERENCE]
        label = self._document.label
        of_label = [one for one in references if label is not None and one.label_id == label.id]
        return next(iter(of_label or references), None)

    @Slot()
    def _read_all(self) -> None:
        self._shown = self._references(None)
        self._fill()

    @Slot(int)
    def _row_changed(self, image_id: int) -> None:
        of_others = {number: one for number, one in self._shown.items() if image_id not in {0, one.scene.image_id}}
        shown = dict(sorted({**of_others, **self._references(image_id or None)}.items()))
        if shown != self._shown:
            self._shown = shown
            self._fill()

    def _references(self, image_id: int | None) -> dict[int, _Shown]:
        """Those of an image, or with None of all; what did not change is what is shown already."""
        if not self._document.is_open:
            return {}
        project, found = self._document.project, {}
        roles = (Role.REFERENCE, Role.NEGATIVE)
        for annotation in (one for role in roles for one in project.annotations.all(image_id=image_id, role=role)):
            shown = self._shown.get(annotation.id)
            if shown is None or shown.annotation != annotation:
                shown = _Shown(annotation, object_of(project, ObjectKey("annotation", annotation.id)))
            found[annotation.id] = shown
        return found

    def _fill(self) -> None:
        self.list.clear()
        labels = self._labels()
        for one in self._shown.values():
            label = labels[one.scene.label_id]
            seen = self._seen(one.scene)
            item = QListWidgetItem(self._icon(one, label.color), f"{label.name}\n{seen}")
            item.setData(Qt.ItemDataRole.UserRole, one.annotation.id)
            path = self._document.images.record(one.scene.image_id).path
            hint = self.tr("The network sees the bright part. Double-click to go to the photo.")
            item.setToolTip(tooltip(f"{path}\n{hint}"))
            self.list.addItem(item)
        self._hint.setVisible(not self._shown)
        self.list.setVisible(bool(self._shown))

    def _seen(self, scene: SceneObject) -> str:
        if scene.role is Role.NEGATIVE:
            return self.tr("not this")
        return self.tr("SAM outline") if scene.sharpened else self.tr("raw prompt")

    def _labels(self) -> dict[int, Label]:
        return {label.id: label for label in self._document.project.labels.all()} if self._document.is_open else {}

    @Slot(int)
    def _thumbnail_ready(self, image_id: int) -> None:
        for row, one in enumerate(self._shown.values()):
            if one.scene.image_id == image_id:
                self.list.item(row).setIcon(self._icon(one, self._labels()[one.scene.label_id].color))

    def _icon(self, one: _Shown, color: str) -> QIcon:
        """The picture of a reference: drawn when its thumbnail or colour is new, kept while there is no thumbnail."""
        thumbnail = thumbnail_of(self._document, self._thumbnails, one.scene.image_id)
        if thumbnail is not None and one.drawn_from != (thumbnail.cacheKey(), color):
            one.drawn_from = (thumbnail.cacheKey(), color)
            size = self._document.images.record(one.scene.image_id).size
            one.icon = QIcon(region_picture(one.scene, thumbnail, size, color, _PICTURE))
        return one.icon

    @Slot(QListWidgetItem)
    def _go_to(self, item: QListWidgetItem) -> None:
        key = ObjectKey("annotation", item.data(Qt.ItemDataRole.UserRole))
        self._document.show_image(object_of(self._document.project, key).image_id)
        self._document.select(key)

    @Slot(object)
    def _menu(self, at: object) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Go to the photo")).triggered.connect(self._go_to_current)
        scene = object_of(self._document.project, ObjectKey("annotation", item.data(Qt.ItemDataRole.UserRole)))
        if not any(isinstance(prompt, MaskPrompt | PolygonPrompt) for prompt in scene.prompts):
            words = self.tr("Use the raw prompt") if scene.sharpened else self.tr("Outline with SAM")
            menu.addAction(words).triggered.connect(self._toggle_sharpened)
        menu.addAction(self.tr("No longer use as reference")).triggered.connect(self._stop_using)
        menu.popup(self.list.viewport().mapToGlobal(at))  # type: ignore[call-overload]

    @Slot()
    def _go_to_current(self) -> None:
        self._go_to(self.list.currentItem())

    @Slot()
    def _toggle_sharpened(self) -> None:
        key = ObjectKey("annotation", self.list.currentItem().data(Qt.ItemDataRole.UserRole))
        scene = object_of(self._document.project, key)
        if scene.sharpened:
            commands.set_sharpened(self._document, scene, None)
        else:
            self.sharpen_wanted.emit(scene)

    @Slot()
    def _stop_using(self) -> None:
        key = ObjectKey("annotation", self.list.currentItem().data(Qt.ItemDataRole.UserRole))
        reference_commands.stop_using(self._document, object_of(self._document.project, key))
