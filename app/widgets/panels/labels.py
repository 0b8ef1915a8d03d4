"""The labels: which one new objects get, and what can be done to them."""

from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPainter, QPen, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QColorDialog,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vrp_core.domain.annotations import Label

from ...model import label_commands
from ...model.colors import contrasting
from ...model.document import Document
from ...services.photos import PhotoLoader
from ..common.messages import question
from ..common.text import filled, shortened, tooltip
from ..common.words import key_words
from ..dialogs.merge import MergeDialog

_KEYS = 9  # Ctrl+1 to Ctrl+9
_FEW = 6  # labels that need no search
_BESIDE = 32  # pixels: a label's colour, and the gaps around it
_NAME = 100  # pixels: of a name is seen at least so much


class LabelsPanel(QWidget):
    """A list of labels with their colours."""

    def __init__(self, document: Document, photos: PhotoLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._photos = document, photos
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search labels"))
        self.search.setAccessibleName(self.tr("Search labels"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._choose_first)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Labels"))
        self.list.setIconSize(QSize(14, 14))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.currentRowChanged.connect(self._row_chosen)
        self.list.itemDoubleClicked.connect(self._rename)
        self._new = QPushButton(self.tr("New label…"))
        self._new.clicked.connect(self.ask_for_label)
        self._more = QPushButton(self.tr("Change…"))
        self._more.clicked.connect(self._menu_of_button)
        buttons = QHBoxLayout()
        buttons.addWidget(self._new)
        buttons.addWidget(self._more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        self.list.setMinimumHeight(60)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        layout.addLayout(buttons)
        for number in range(1, _KEYS + 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.setObjectName(str(number))
            shortcut.activated.connect(self._key_pressed)
        document.opened.connect(self._fill)
        document.closed.connect(self._fill)
        document.labels_changed.connect(self._fill)
        document.label_chosen.connect(self._show_chosen)
        self._later = QTimer(self)  # a pass changes many photos
        self._later.setSingleShot(True)
        self._later.setInterval(200)
        self._later.timeout.connect(self._show_counts)
        document.row_changed.connect(self._count_later)
        document.images_changed.connect(self._count_later)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()  # names have more room, or less

    @Slot()
    def ask_for_label(self) -> bool:
        """Ask for a new label, or one that there is; False when the person would not name one."""
        name, ok = QInputDialog.getText(self, self.tr("New label"), self.tr("Name of the kind of object"))
        name = name.strip()
        if not ok or not name:
            return False
        photo = self._photos.held(self._document.current)
        taken = [label.color for label in self._labels()]
        label_commands.add_label(
            self._document, name, contrasting(photo.levels[-1], taken) if photo is not None else ""
        )
        return True

    def need_label(self) -> bool:
        """Make sure that there is a label for a new object; False when the person would not name one."""
        return self._current() is not None or self.ask_for_label()

    def _labels(self) -> tuple[Label, ...]:
        return self._document.project.labels.all() if self._document.is_open else ()

    def _current(self) -> Label | None:
        return self._document.label if self._document.is_open else None

    @Slot()
    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for label in self._labels():
            item = QListWidgetItem(swatch(label.color), label.name)
            item.setData(Qt.ItemDataRole.UserRole, label.id)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.search.setVisible(len(self._labels()) > _FEW)
        if self.search.isHidden():
            self.search.clear()
        self._show_counts()
        self._search()
        self._new.setEnabled(self._document.is_open)
        self._more.setEnabled(bool(self._labels()))
        self._show_chosen()

    @Slot()
    def _count_later(self) -> None:
        self._later.start()

    @Slot()
    def _show_counts(self) -> None:
        """Behind each name: how many objects are drawn, accepted or corrected, how many wait, and the label's key."""
        if not self._document.is_open:
            return
        names = {label.id: label.name for label in self._labels()}
        total = self._document.images.totals.of
        for number in range(self.list.count()):
            item = self.list.item(number)
            label_id = item.data(Qt.ItemDataRole.UserRole)
            done = sum(total(what, label_id) for what in ("drawn", "accepted", "edited"))
            pending = total("pending", label_id)
            key = "   " + key_words(f"Ctrl+{number + 1}") if number < _KEYS else ""
            waiting = f" + {pending}?" if pending else ""
            counts = f"   {done}{waiting}{key}"
            room = self.list.viewport().width() - _BESIDE - self.list.fontMetrics().horizontalAdvance(counts)
            name = names.get(label_id, "")
            item.setText(shortened(name, self.list, max(_NAME, room)) + counts)
            tip = self.tr("%1 objects drawn, accepted or corrected, %2 to review. Its key gives new objects this label")
            item.setToolTip(tooltip(f"{name}\n{filled(tip, str(done), str(pending))}"))

    @Slot()
    def _search(self) -> None:
        """Show the labels whose names hold the words."""
        wanted = self.search.text().strip().casefold()
        names = [label.name.casefold() for label in self._labels()]
        for number, name in enumerate(names):
            self.list.item(number).setHidden(wanted not in name)

    @Slot()
    def _choose_first(self) -> None:
        found = next((row for row in range(self.list.count()) if not self.list.item(row).isHidden()), None)
        if found is not None:
            self.list.setCurrentRow(found)
            self.search.clear()

    @Slot()
    def _show_chosen(self) -> None:
        label = self._current()
        self.list.blockSignals(True)
        for number in range(self.list.count()):
            if label is not None and self.list.item(number).data(Qt.ItemDataRole.UserRole) == label.id:
                self.list.setCurrentRow(number)
        self.list.blockSignals(False)

    @Slot(int)
    def _row_chosen(self, number: int) -> None:
        if number >= 0:
            self._document.choose_label(self.list.item(number).data(Qt.ItemDataRole.UserRole))

    @Slot()
    def _key_pressed(self) -> None:
        number = int(self.sender().objectName())
        if number <= self.list.count():
            self.list.setCurrentRow(number - 1)

    @Slot()
    def _menu_of_button(self) -> None:
        self._menu(self.list.viewport().rect().bottomLeft())

    @Slot(QPoint)
    def _menu(self, at: QPoint) -> None:
        label = self._current()
        if label is None:
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Rename…"), self._rename)
        menu.addAction(self.tr("Colour…"), self._recolour)
        others = [one for one in self._labels() if one.id != label.id]
        if others:
            menu.addAction(self.tr("Merge into another label…"), self._merge)
        menu.addAction(self.tr("Delete"), self._delete)
        menu.popup(self.list.viewport().mapToGlobal(at))

    @Slot()
    def _rename(self) -> None:
        label = self._current()
        if label is None:
            return
        name, ok = QInputDialog.getText(self, self.tr("Rename"), self.tr("New name"), text=label.name)
        name = name.strip()
        if not ok or not name or name == label.name:
            return
        if any(one.name == name for one in self._labels()):
            QMessageBox.information(
                self, self.tr("Rename"), self.tr("There is a label of that name. Merge the two instead.")
            )
            return
        label_commands.change_label(self._document, replace(label, name=name))

    @Slot()
    def _recolour(self) -> None:
        label = self._current()
        if label is None:
            return
        color = QColorDialog.getColor(QColor(label.color), self, self.tr("Colour of %1").replace("%1", label.name))
        if color.isValid():
            label_commands.change_label(self._document, replace(label, color=color.name()))

    @Slot()
    def _merge(self) -> None:
        label = self._current()
        if label is not None:
            MergeDialog(self._document, label, self).open()

    @Slot()
    def _delete(self) -> None:
        label = self._current()
        if label is None:
            return
        every = (row.by_label[label.id] for row in self._document.images.every if label.id in row.by_label)
        many = sum(one.drawn + one.negatives + one.predictions for one in every)
        text = filled(self.tr("Delete “%1” with its %n object(s)? Undo restores them.", "", many), label.name)
        if not many or question(self, text):
            label_commands.delete_label(self._document, label.id)


def swatch(color: str) -> QIcon:
    """A patch of a colour."""
    pixmap = QPixmap(28, 28)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("white"), 2))
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(2, 2, 24, 24, 7, 7)
    finally:
        painter.end()
    return QIcon(pixmap)
