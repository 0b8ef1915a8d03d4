"""Accept all above a confidence: says how many before it happens."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QSlider, QSpinBox, QVBoxLayout, QWidget

from ...model import commands
from ...model.document import Document
from ..common.text import shortened, tooltip

_FIRST = 80  # per cent
_NAME = 240  # pixels for the label's name


class AcceptDialog(QDialog):
    """A threshold, and what it would accept of the current label."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Accept all above"))
        self.setMinimumWidth(420)
        self._document, self._label = document, document.label
        counted = document.project.review.counted
        waiting = counted.present_from(0.0, self._label.id) if self._label is not None else []
        self._confidences = [one.confidence for one in waiting]
        self.slider, spin = QSlider(Qt.Orientation.Horizontal), QSpinBox()
        for widget in (self.slider, spin):
            widget.setRange(0, 100)
            widget.setValue(_FIRST)
            widget.setAccessibleName(self.tr("Confidence, %"))
        self.slider.valueChanged.connect(spin.setValue)
        spin.valueChanged.connect(self.slider.setValue)
        self.slider.valueChanged.connect(self._show)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setToolTip(tooltip(self._label.name if self._label is not None else ""))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Confidence, %")))
        row.addWidget(self.slider, 1)
        row.addWidget(spin)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self._text)
        layout.addWidget(buttons)
        self._show()

    @Slot()
    def _show(self) -> None:
        many = sum(1 for one in self._confidences if one >= self.slider.value() / 100)
        name = shortened(self._label.name, self._text, _NAME) if self._label is not None else ""
        text = self.tr("%1 of %2 masks of “%3” to review. One undo takes it back.")
        self._text.setText(text.replace("%1", str(many)).replace("%2", str(len(self._confidences))).replace("%3", name))
        self.accept_button.setText(self.tr("Accept %n result(s)", "", many))
        self.accept_button.setEnabled(many > 0)

    @Slot()
    def _accept(self) -> None:
        if self._label is not None:
            commands.accept_above(self._document, self.slider.value() / 100, self._label.id)
        self.accept()
