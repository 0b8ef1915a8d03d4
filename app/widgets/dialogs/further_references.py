"""Shows the corrected results that could become further references; those that stay checked are used."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...model.document import Document
from ...model.objects import ObjectKey, object_of
from ...services.thumbnails import Thumbnails
from ..common.region_picture import object_picture
from ..common.text import tooltip

_PICTURE = QSize(150, 112)
_KEY = Qt.ItemDataRole.UserRole


class FurtherReferencesDialog(QDialog):
    """Each candidate with a picture of what the network would see of it."""

    def __init__(
        self,
        document: Document,
        thumbnails: Thumbnails,
        keys: Sequence[ObjectKey],
        use: Callable[[Sequence[ObjectKey]], object],
        parent: QWidget | None = None,
    ) -> None:
        """`use` takes the candidates that stayed checked."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Further references"))
        self._use = use
        self.list = QListWidget()
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setIconSize(_PICTURE)
        self.list.setGridSize(QSize(_PICTURE.width() + 20, _PICTURE.height() + 44))
        self.list.setMinimumSize(2 * self.list.gridSize().width() + 30, 2 * self.list.gridSize().height() + 10)
        self.list.setAccessibleName(self.tr("Further references"))
        words = QLabel(
            self.tr(
                "These are masks that you corrected. The next pass looks for what resembles them too. Keep those that "
                "show the object whole, and differ from the references so far."
            )
        )
        words.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.use_button = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        layout.addWidget(self.list)
        layout.addWidget(buttons)
        labels = {label.id: label for label in document.project.labels.all()}
        for key in keys:
            scene = object_of(document.project, key)
            record = document.images.record(scene.image_id)
            name = record.path.rsplit("/", 1)[-1]
            item = QListWidgetItem(f"{labels[scene.label_id].name}: {name}")
            item.setData(_KEY, key)
            item.setToolTip(tooltip(record.path))
            item.setCheckState(Qt.CheckState.Checked)
            item.setIcon(QIcon(object_picture(document, thumbnails, scene, labels[scene.label_id].color, _PICTURE)))
            self.list.addItem(item)
        self.list.itemChanged.connect(self._show_count)
        self._show_count()

    @property
    def chosen(self) -> list[ObjectKey]:
        """The candidates that are checked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [ObjectKey(*one.data(_KEY)) for one in items if one.checkState() is Qt.CheckState.Checked]

    @Slot()
    def _show_count(self) -> None:
        many = len(self.chosen)
        self.use_button.setText(self.tr("Use %n, and find again", "", many))
        self.use_button.setEnabled(many > 0)

    @Slot()
    def _accept(self) -> None:
        self.accept()
        self._use(self.chosen)
