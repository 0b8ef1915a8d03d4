"""The references in use, label by label: where each was marked, and what the network sees of it."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QLabel, QListView, QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from app.model import commands
from app.model.document import Document
from app.model.objects import ObjectKey, SceneObject, object_of
from app.services.thumbnails import Thumbnails
from app.widgets.canvas_items import path_of
from vrp_core.domain.annotations import Role
from vrp_core.domain.polygons import polygons_of_rle
from vrp_core.domain.prompts import MaskPrompt

_PICTURE = QSize(96, 72)


class ReferencesPanel(QWidget):
    """Thumbnails of the references. A double click goes to one."""

    sharpen_wanted = Signal(object)  # SceneObject whose raw marks SAM shall sharpen

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
        self._hint = QLabel(self.tr("Mark one object: it becomes the reference, and “Find” looks for its like."))
        self._hint.setWordWrap(True)
        self._hint.setMinimumHeight(
            3 * self._hint.fontMetrics().lineSpacing()
        )  # docks do not ask how many lines it has
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self._hint)
        self.list.setMinimumHeight(_PICTURE.height() + 44)
        layout.addWidget(self.list)
        document.opened.connect(self._fill)
        document.closed.connect(self._fill)
        document.labels_changed.connect(self._fill)
        document.objects_changed.connect(self._objects_changed)
        document.row_changed.connect(self._objects_changed)
        thumbnails.ready.connect(self._objects_changed)
        self._shown: list[tuple[SceneObject, bool]] = []
        self._fill()

    def first(self) -> SceneObject | None:
        """The first reference of the label in hand, else of any."""
        references = self._references()
        label = self._document.label
        of_label = [one for one in references if label is not None and one.label_id == label.id]
        return next(iter(of_label or references), None)

    def _references(self) -> list[SceneObject]:
        if not self._document.is_open:
            return []
        project = self._document.project
        return [object_of(project, ObjectKey("annotation", one.id)) for one in project.annotations(role=Role.REFERENCE)]

    @Slot(int)
    def _objects_changed(self, image_id: int) -> None:
        references = self._references()
        if [(one, self._has_picture(one)) for one in references] != self._shown:
            self._fill()

    def _has_picture(self, scene: SceneObject) -> bool:
        return self._thumbnails.get(scene.image_id) is not None

    @Slot()
    def _fill(self) -> None:
        references = self._references()
        self._shown = [(one, self._has_picture(one)) for one in references]
        self.list.clear()
        labels = {label.id: label for label in self._document.project.labels()} if self._document.is_open else {}
        for scene in references:
            label = labels[scene.label_id]
            seen = self.tr("sharpened") if scene.sharpened else self.tr("raw mark")
            item = QListWidgetItem(self._picture(scene, label.color), f"{label.name}\n{seen}")
            item.setData(Qt.ItemDataRole.UserRole, scene.key.id)
            path = self._document.record(scene.image_id).path
            item.setToolTip(f"{path}\n" + self.tr("What is bright is what the network sees. Double click to go there."))
            self.list.addItem(item)
        self._hint.setVisible(not references)
        self.list.setVisible(bool(references))

    def _picture(self, scene: SceneObject, color: str) -> QIcon:
        """The photo dimmed but for the region that the network sees."""
        thumbnail = self._thumbnails.get(scene.image_id)
        pixmap = QPixmap(_PICTURE)
        pixmap.fill(Qt.GlobalColor.transparent)
        if thumbnail is None:
            return QIcon(pixmap)
        size = self._document.record(scene.image_id).size
        fitted = thumbnail.size().scaled(_PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (_PICTURE.width() - fitted.width()) / 2, (_PICTURE.height() - fitted.height()) / 2
        picture: QImage = thumbnail.scaled(
            fitted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        to_picture = QTransform.fromScale(fitted.width() / size.width, fitted.height() / size.height)
        path = to_picture.map(path_of(polygons_of_rle(scene.region), 0))
        painter = QPainter(pixmap)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(left, top)
            painter.drawImage(0, 0, picture)
            painter.fillRect(0, 0, fitted.width(), fitted.height(), QColor(0, 0, 0, 140))
            painter.setClipPath(path)
            painter.drawImage(0, 0, picture)
            painter.setClipping(False)
            painter.strokePath(path, QPen(QColor(color), 2))
        finally:
            painter.end()
        return QIcon(pixmap)

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
        if not any(isinstance(prompt, MaskPrompt) for prompt in scene.prompts):
            words = self.tr("Show the network the raw mark") if scene.sharpened else self.tr("Sharpen with SAM")
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
        commands.set_role(self._document, object_of(self._document.project, key), Role.TRUTH)
