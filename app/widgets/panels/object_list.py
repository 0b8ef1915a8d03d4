"""The objects of the current photo: what each is, how certain, shown or hidden, locked or not."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vrp_core.domain.annotations import Role
from vrp_core.domain.masks import Rle, decode_crop

from ... import theme
from ...model.colors import instance_colors
from ...model.document import Document
from ...model.objects import ObjectKey, SceneObject
from ..common.action_set import ActionSet
from ..common.menus import OBJECT_MENU
from ..common.text import soften
from ..common.words import review_words

_PICTURE = QSize(28, 22)
_NAME, _STATE, _SCORE, _LOCK = range(4)
_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class _Look:
    """All that a row shows."""

    scene: SceneObject
    label: str
    color: str
    shown: bool
    locked: bool


class ObjectList(QWidget):
    """A row for each object. A click selects; a check mark shows it on the photo; a click on the padlock locks it."""

    def __init__(self, document: Document, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._actions = document, actions
        self._rows: dict[ObjectKey, tuple[_Look, QTreeWidgetItem]] = {}
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([self.tr("Object"), self.tr("State"), "%", ""])
        self.tree.headerItem().setToolTip(_SCORE, self.tr("Confidence"))
        self.tree.setAccessibleName(self.tr("Objects on this photo"))
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setIconSize(_PICTURE)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setMinimumSectionSize(_PICTURE.width())  # the panel is narrow, and names need the room
        self.tree.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in (_STATE, _SCORE, _LOCK):
            self.tree.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setMinimumHeight(70)
        self._empty = QLabel(self.tr("No objects on this photo yet."))
        self._empty.setWordWrap(True)
        soften(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self._empty)
        layout.addWidget(self.tree)
        self.tree.itemSelectionChanged.connect(self._select)
        self.tree.itemChanged.connect(self._checked)
        self.tree.itemClicked.connect(self._clicked)
        self.tree.customContextMenuRequested.connect(self._menu)
        for signal in (document.opened, document.closed, document.labels_changed):
            signal.connect(self._fill)
        document.current_changed.connect(self._fill)
        document.objects_changed.connect(self._fill_current)
        document.selection_changed.connect(self._show_selection)
        for marked in (document.hidden, document.locked):
            marked.changed.connect(self._fill)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_empty"):
            QTimer.singleShot(0, self, self._fill_anew)  # the padlocks have the colour of the text

    def row_of(self, key: ObjectKey) -> QTreeWidgetItem | None:
        """The row of an object."""
        return self._rows[key][1] if key in self._rows else None

    @Slot()
    def _fill(self) -> None:
        """Show the objects as they are now. Of a few hundred rows a stroke changes one: the others stay."""
        objects = self._document.objects() if self._document.is_open else ()
        looks = self._looks(objects)
        self.tree.blockSignals(True)
        for key in [key for key, (look, _) in self._rows.items() if looks.get(key) != look]:
            self.tree.takeTopLevelItem(self.tree.indexOfTopLevelItem(self._rows.pop(key)[1]))
        for place, one in enumerate(sorted(objects, key=_doubt)):  # those that stay are in this order already
            if one.key not in self._rows:
                row = self._row(looks[one.key])
                self._rows[one.key] = (looks[one.key], row)
                self.tree.insertTopLevelItem(place, row)
        self.tree.blockSignals(False)
        self._empty.setVisible(not objects)
        self.tree.setVisible(bool(objects))
        self._show_selection()

    @Slot()
    def _fill_anew(self) -> None:
        self.tree.clear()
        self._rows.clear()
        self._fill()

    def _looks(self, objects: Sequence[SceneObject]) -> dict[ObjectKey, _Look]:
        labels = {label.id: label for label in self._document.project.labels.all()} if objects else {}
        colors = instance_colors(objects, {label.id: label.color for label in labels.values()})
        hidden, locked = self._document.hidden.keys, self._document.locked.keys
        return {
            one.key: _Look(one, labels[one.label_id].name, colors[one.key], one.key not in hidden, one.key in locked)
            for one in objects
        }

    @Slot(int)
    def _fill_current(self, image_id: int) -> None:
        if image_id == self._document.current:
            self._fill()

    def _row(self, look: _Look) -> QTreeWidgetItem:
        one = look.scene
        score = "" if one.confidence is None else f"{one.confidence:.0%}"
        row = QTreeWidgetItem([look.label, self._state_words(one), score])
        row.setData(_NAME, _KEY, one.key)
        row.setIcon(_NAME, QIcon(_picture(one.region, look.color)))
        row.setTextAlignment(_SCORE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.setToolTip(_SCORE, self.tr("Confidence: one calibrated number from all scores of this result"))
        row.setToolTip(_NAME, self.tr("Uncheck to hide the object on the photo"))
        row.setCheckState(_NAME, Qt.CheckState.Checked if look.shown else Qt.CheckState.Unchecked)
        row.setIcon(_LOCK, theme.icon("lock" if look.locked else "lock-open"))
        words = self.tr("Lock")
        if look.locked:
            words = self.tr("Locked: nothing changes or decides it. A click unlocks it")
        row.setToolTip(_LOCK, words)
        row.setData(_LOCK, Qt.ItemDataRole.AccessibleTextRole, words)
        return row

    def _state_words(self, one: SceneObject) -> str:
        if one.status is not None:
            return self.tr("absent") if one.absent else review_words(one.status)
        if one.role is Role.NEGATIVE:
            return self.tr("not this")
        return self.tr("reference") if one.role is Role.REFERENCE else self.tr("drawn")

    @Slot()
    def _show_selection(self) -> None:
        selected = {one.key for one in self._document.selection} if self._document.is_open else set()
        self.tree.blockSignals(True)
        for key, (_, row) in self._rows.items():
            if row.isSelected() != (key in selected):
                row.setSelected(key in selected)
        current = self.row_of(self._document.selected.key) if self._document.selected is not None else None
        if current is not None:
            self.tree.setCurrentItem(current, _NAME, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.tree.scrollToItem(current)
        self.tree.blockSignals(False)

    @Slot()
    def _select(self) -> None:
        chosen = [ObjectKey(*row.data(_NAME, _KEY)) for row in self.tree.selectedItems()]
        self._document.select(None)
        for key in chosen:
            self._document.select(key, add=True)

    @Slot(QTreeWidgetItem, int)
    def _checked(self, row: QTreeWidgetItem, column: int) -> None:
        if column == _NAME:
            key = ObjectKey(*row.data(_NAME, _KEY))
            self._document.hidden.set([key], row.checkState(_NAME) is Qt.CheckState.Unchecked)

    @Slot(QTreeWidgetItem, int)
    def _clicked(self, row: QTreeWidgetItem, column: int) -> None:
        if column == _LOCK:
            key = ObjectKey(*row.data(_NAME, _KEY))
            self._document.locked.set([key], key not in self._document.locked.keys)

    @Slot(QPoint)
    def _menu(self, at: QPoint) -> None:
        if self._document.selected is not None:
            menu = QMenu(self)
            self._actions.fill_menu(menu, OBJECT_MENU)
            menu.popup(self.tree.viewport().mapToGlobal(at))


def _doubt(one: SceneObject) -> tuple[bool, bool, float]:
    """Those to review first, the least certain before the others."""
    return (not one.pending, one.absent, one.confidence if one.confidence is not None else 1.0)


def _picture(region: Rle, color: str) -> QPixmap:
    """A region in a colour, as large as there is room."""
    pixmap = QPixmap(_PICTURE)
    pixmap.fill(Qt.GlobalColor.transparent)
    crop, _ = decode_crop(region)
    height, width = crop.shape
    if not height or not width:
        return pixmap
    fitted = QSize(width, height).scaled(_PICTURE - QSize(2, 2), Qt.AspectRatioMode.KeepAspectRatio)
    fitted = fitted.expandedTo(QSize(1, 1))
    covered = cv2.resize(crop.astype(np.uint8) * 255, fitted.toTuple(), interpolation=cv2.INTER_AREA)
    shape = QImage(covered.data, *fitted.toTuple(), fitted.width(), QImage.Format.Format_Alpha8)
    painter = QPainter(pixmap)
    try:
        place = QRect(QPoint(0, 0), fitted)
        place.moveCenter(pixmap.rect().center())
        painter.setClipRect(place)
        painter.drawImage(place.topLeft(), shape)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(place, QColor(color))
    finally:
        painter.end()
    return pixmap
