"""The list of photos: thumbnails with what was found, state and confidence; filtered and sorted."""

from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QSlider,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from vrp_core.project.overview import ImageOverview

from ...model.document import Document
from ...model.targets import Order, TargetFilter, TargetState, state_of
from ...services.thumbnails import SIDE, Thumbnails
from ..common.action_set import ActionSet
from ..common.menus import LIST_MENU
from ..common.text import filled
from ..common.thumbnail_of import thumbnail_of
from ..common.words import order_words, photo_state_words

STATE_COLORS = {
    TargetState.NEW: QColor("#8a8f98"),
    TargetState.DOUBTFUL: QColor("#e08600"),
    TargetState.ABSENT: QColor("#7a6ff0"),
    TargetState.DONE: QColor("#2e9f44"),
    TargetState.REFERENCE: QColor("#1f6feb"),
    TargetState.FAILED: QColor("#d1333a"),
}
_CELL = QSize(SIDE + 12, SIDE * 3 // 4 + 44)
_LOWEST = 30  # pixels of the list, on the smallest screen
_Index = QModelIndex | QPersistentModelIndex


class PhotoModel(QStringListModel):
    """The shown rows of a document. Nothing is decoded here: pictures come from the thumbnails' thread.

    The view asks for the number of rows several times a row when it lays them out. Qt's own model answers without
    Python: beside a busy thread, as where torch is loaded, ten thousand photos would hold the window for seconds.
    """

    def __init__(self, document: Document, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._thumbnails = document, thumbnails
        self._rows: list[ImageOverview] = []
        self._position: dict[int, int] = {}
        document.rows_changed.connect(self._reset)
        document.closed.connect(self._reset)
        document.row_changed.connect(self._row_changed)
        document.labels_changed.connect(self._all_outdated)
        thumbnails.ready.connect(self._thumbnail_ready)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._document.images.name(row.image.id)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{row.image.path}: {describe(row)}"
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DecorationRole:
            return thumbnail_of(self._document, self._thumbnails, row.image.id)
        return None

    def position(self, image_id: int) -> int | None:
        """The row of an image."""
        return self._position.get(image_id)

    @Slot()
    def _reset(self) -> None:
        self._rows = list(self._document.images.shown)
        self._position = {row.image.id: number for number, row in enumerate(self._rows)}
        self.setStringList([""] * len(self._rows))  # resets the model

    @Slot()
    def _all_outdated(self) -> None:
        self._row_changed(0)

    @Slot(int)
    def _row_changed(self, image_id: int) -> None:
        self._thumbnails.outdate(image_id)
        if image_id == 0:
            self._rows = list(self._document.images.shown)
            if self._rows:
                self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        elif image_id in self._position:
            number = self._position[image_id]
            self._rows[number] = self._document.images.row(image_id)
            self.dataChanged.emit(self.index(number), self.index(number))

    @Slot(int)
    def _thumbnail_ready(self, image_id: int) -> None:
        number = self._position.get(image_id)
        if number is not None:
            self.dataChanged.emit(self.index(number), self.index(number))


class _Delegate(QStyledItemDelegate):
    """One cell: picture, name, a bar of confidence, a dot of state."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: ImageOverview = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect.adjusted(3, 3, -3, -3)  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.highlight())
            painter.drawRoundedRect(rect, 5, 5)
        frame = QRect(rect.left() + 3, rect.top() + 3, rect.width() - 6, rect.height() - 36)
        picture: QImage | None = index.data(Qt.ItemDataRole.DecorationRole)
        if picture is not None:
            fitted = picture.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(0, 0, fitted.width(), fitted.height())
            place.moveCenter(frame.center())
            painter.drawImage(place, picture)
        else:
            painter.fillRect(frame, palette.mid())
        state = state_of(row)
        color = STATE_COLORS[state]
        text = palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)
        painter.setPen(text)
        line = QRect(rect.left() + 18, frame.bottom() + 2, rect.width() - 24, 16)
        name = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.setPen(text if chosen else Qt.PenStyle.NoPen)  # the highlight may have the colour of the dot
        painter.setBrush(color)
        painter.drawEllipse(QRect(rect.left() + 5, line.center().y() - 4, 9, 9))
        painter.setPen(Qt.PenStyle.NoPen)
        self._second_line(painter, row, state, QRect(line.left(), line.bottom() + 1, line.width(), 14), text)
        painter.restore()

    def _second_line(
        self, painter: QPainter, row: ImageOverview, state: TargetState, line: QRect, text: QColor
    ) -> None:
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        faint = QColor(text)
        faint.setAlpha(170)
        confidence = row.counts.confidence
        if confidence is None or state not in {TargetState.DOUBTFUL, TargetState.ABSENT}:
            painter.setPen(faint)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, photo_state_words(state))
            return
        bar = QRect(line.left(), line.center().y() - 2, line.width() - 34, 5)
        painter.setBrush(QColor(128, 128, 128, 90))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setBrush(STATE_COLORS[state])
        painter.drawRoundedRect(QRect(bar.left(), bar.top(), round(bar.width() * confidence), 5), 2, 2)
        painter.setPen(QPen(faint))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{confidence:.0%}")


class PhotoList(QWidget):
    """The list with its filter."""

    def __init__(
        self, document: Document, thumbnails: Thumbnails, actions: ActionSet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self.model = PhotoModel(document, thumbnails, self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setViewMode(QListView.ViewMode.IconMode)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setMovement(QListView.Movement.Static)
        self.view.setUniformItemSizes(True)
        self.view.setGridSize(_CELL)
        self.view.setMinimumHeight(_LOWEST)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName(self.tr("Photos"))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.view.addActions([actions[name] for name in LIST_MENU])
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self._build_filter()
        self._count = QLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 4)
        layout.addWidget(self._text)
        combos = QHBoxLayout()
        combos.addWidget(self._state, 1)
        combos.addWidget(self._label, 1)
        layout.addLayout(combos)
        layout.addWidget(self._order)
        layout.addLayout(self._confidence_row)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._count)
        self.view.selectionModel().currentChanged.connect(self._current_row_changed)
        document.current_changed.connect(self._show_current)
        self.model.modelReset.connect(self._show_current_again)
        document.rows_changed.connect(self._show_count)
        document.row_changed.connect(self._show_count_later)
        document.opened.connect(self._fill_labels)
        document.opened.connect(self._reset_filter)
        document.labels_changed.connect(self._fill_labels)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(200)
        self._later.timeout.connect(self._show_count)

    def selected_images(self) -> list[int]:
        """The ids of the rows that are selected."""
        return [index.data(Qt.ItemDataRole.UserRole).image.id for index in self.view.selectedIndexes()]

    def order_by(self, order: Order) -> None:
        """Sort the list."""
        self._order.setCurrentIndex(tuple(Order).index(order))

    def show_doubtful(self) -> None:
        """Begin with the least certain, wherever the current photo is among them."""
        self.order_by(Order.DOUBT)
        self.view.scrollToTop()

    def show_filter(self, wanted: TargetFilter) -> None:
        """Set the name, state and order of the filter."""
        self._text.setText(wanted.text)
        self._state.setCurrentIndex((None, *TargetState).index(wanted.state))
        self.order_by(wanted.order)

    def _build_filter(self) -> None:
        self._text = QLineEdit()
        self._text.setPlaceholderText(self.tr("Filter by name"))
        self._text.setClearButtonEnabled(True)
        self._text.setAccessibleName(self.tr("Filter by name"))
        self._state = QComboBox()
        self._state.setAccessibleName(self.tr("State"))
        self._state.addItems([self.tr("every state"), *(photo_state_words(state) for state in TargetState)])
        self._label = QComboBox()
        self._label.setAccessibleName(self.tr("Label"))
        self._order = QComboBox()
        self._order.setAccessibleName(self.tr("Order"))
        self._order.addItems([order_words(order) for order in Order])
        self._below = QSlider(Qt.Orientation.Horizontal)
        self._below.setRange(0, 100)
        self._below.setValue(100)
        self._below.setAccessibleName(self.tr("Confidence at most"))
        self._below_text = QLabel(self.tr("any"))
        self._below_text.setMinimumWidth(36)
        self._confidence_row = QHBoxLayout()
        self._confidence_row.addWidget(QLabel(self.tr("Confidence up to")))
        self._confidence_row.addWidget(self._below, 1)
        self._confidence_row.addWidget(self._below_text)
        self._fill_labels()
        self._text.textChanged.connect(self._filter_changed)
        self._below.valueChanged.connect(self._filter_changed)
        for combo in (self._state, self._label, self._order):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(6)  # a long name must not widen the window
            combo.currentIndexChanged.connect(self._filter_changed)

    @Slot()
    def _fill_labels(self) -> None:
        chosen = self._label.currentData()
        self._label.blockSignals(True)
        self._label.clear()
        self._label.addItem(self.tr("every label"), None)
        for label in self._document.project.labels.all() if self._document.is_open else ():
            self._label.addItem(label.name, label.id)
        self._label.setCurrentIndex(max(0, self._label.findData(chosen)))
        self._label.blockSignals(False)

    @Slot()
    def _reset_filter(self) -> None:
        for widget in (self._text, self._state, self._label, self._order, self._below):
            widget.blockSignals(True)
        self._text.clear()
        for combo in (self._state, self._label, self._order):
            combo.setCurrentIndex(0)
        self._below.setValue(100)
        for widget in (self._text, self._state, self._label, self._order, self._below):
            widget.blockSignals(False)
        self._filter_changed()

    @Slot()
    def _filter_changed(self) -> None:
        below = self._below.value()
        self._below_text.setText(f"{below}%" if below < 100 else self.tr("any"))
        self._document.images.set_filter(
            TargetFilter(
                self._text.text().strip(),
                (None, *TargetState)[self._state.currentIndex()],
                self._label.currentData(),
                below / 100,
                tuple(Order)[self._order.currentIndex()],
            )
        )

    @Slot(QModelIndex, QModelIndex)
    def _current_row_changed(self, index: QModelIndex, before: QModelIndex) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if row is not None:
            self._document.show_image(row.image.id)

    @Slot(int)
    def _show_current(self, image_id: int) -> None:
        position = self.model.position(image_id)
        if position is None:
            return
        index = self.model.index(position)
        if index != self.view.currentIndex():
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)

    @Slot()
    def _show_current_again(self) -> None:
        self._show_current(self._document.current)

    @Slot(int)
    def _show_count_later(self, image_id: int) -> None:
        self._later.start()

    @Slot()
    def _show_count(self) -> None:
        shown, every = self._document.images.shown, len(self._document.images.every)
        waiting = sum(1 for row in shown if state_of(row) is TargetState.DOUBTFUL)
        photos = self.tr("%n photo(s)", "", every) if len(shown) == every else f"{len(shown)} / {every}"
        self._count.setText(filled(self.tr("%1, %2 to review"), photos, str(waiting)))


def describe(row: ImageOverview) -> str:
    """The state of a photo in words."""
    if row.failure is not None:
        return row.failure
    confidence = f", {row.counts.confidence:.0%}" if row.counts.confidence is not None else ""
    return f"{photo_state_words(state_of(row))}{confidence}"
