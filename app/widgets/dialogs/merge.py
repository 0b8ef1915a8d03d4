"""Merge one label into another: shows what becomes what before it happens."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vrp_core.domain.annotations import Label
from vrp_core.project.overview import Counts

from ...model import label_commands
from ...model.document import Document
from ..common.text import filled, shortened, tooltip, yield_width

_NAME = 160  # pixels for a label's name


class MergeDialog(QDialog):
    """The other label, a table of what both have now and will have together, and one button."""

    def __init__(self, document: Document, label: Label, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Merge labels"))
        self.setMinimumWidth(460)
        self._document, self._label = document, label
        self.into = QComboBox()
        self.into.setAccessibleName(self.tr("Merge into"))
        self.into.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for other in document.project.labels.all():
            if other.id != label.id:
                self.into.addItem(other.name, other)
        self.table = QTableWidget()
        self.table.setAccessibleName(self.tr("What becomes what"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        yield_width(self._words)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.merge_button = buttons.addButton(self.tr("Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._merge)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        name = QLabel(shortened(label.name, self, _NAME))
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setToolTip(tooltip(label.name))
        form.addRow(self.tr("Merge"), name)
        form.addRow(self.tr("into"), self.into)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.table)
        layout.addWidget(self._words)
        layout.addWidget(buttons)
        self.into.currentIndexChanged.connect(self._preview)
        self._preview()

    @Slot()
    def _preview(self) -> None:
        into: Label = self.into.currentData()
        first, second = self._counts(self._label), self._counts(into)
        rows = [
            (self.tr("references"), "references"),
            (self.tr("drawn, references included"), "drawn"),
            (self.tr("look-alikes"), "negatives"),
            (self.tr("to review"), "pending"),
            (self.tr("absent"), "absent"),
            (self.tr("accepted"), "accepted"),
            (self.tr("corrected"), "edited"),
            (self.tr("rejected"), "rejected"),
        ]
        columns = [self._label.name, into.name, self.tr("together")]
        self.table.setRowCount(len(rows))
        self.table.setColumnCount(len(columns))
        self.table.setVerticalHeaderLabels([words for words, _ in rows])
        self.table.setHorizontalHeaderLabels([shortened(name, self, _NAME) for name in columns])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for row, (_, name) in enumerate(rows):
            for column, counts in enumerate((first, second, first + second)):
                item = QTableWidgetItem(str(getattr(counts, name)))
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self.table.setItem(row, column, item)
        height = self.table.horizontalHeader().sizeHint().height() + sum(
            self.table.rowHeight(row) for row in range(len(rows))
        )
        self.table.setFixedHeight(height + 4)
        self._words.setText(self._sentences(into))

    def _counts(self, label: Label) -> Counts:
        every = (row.by_label.get(label.id, Counts()) for row in self._document.images.every)
        return sum(every, Counts())

    def _sentences(self, into: Label) -> str:
        rows = self._document.images.every
        changed = sum(self._label.id in row.by_label for row in rows)
        both = sum(self._label.id in row.by_label and into.id in row.by_label for row in rows)
        text = self.tr("On %n photo(s) “%1” becomes “%2”.", "", changed)
        words = [filled(text, self._label.name, into.name)]
        if both:
            words.append(self.tr("On %n of them both lie: look there for objects that are there twice.", "", both))
        words.append(filled(self.tr("“%1” is then gone; one undo brings it back."), self._label.name))
        return " ".join(words)

    @Slot()
    def _merge(self) -> None:
        label_commands.delete_label(self._document, self._label.id, into=self.into.currentData().id)
        self.accept()
