"""How scientific pictures are shown: which bands, and which brightness is black and white."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from vrp_core.domain.reading import Reading, reading_of

from ...model import image_commands
from ...model.document import Document
from ...services import project_work

_USUAL = (0.5, 99.5)  # percentiles


class ReadingDialog(QDialog):
    """A choice for one photo, for some or for all; every change of it is one step of undo."""

    def __init__(self, document: Document, selected: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Bands and contrast"))
        self.setMinimumWidth(420)
        self._document = document
        record = document.images.record(document.current)
        now = reading_of(record.reading)
        self.bands = QLineEdit(",".join(map(str, now.bands)))
        self.bands.setPlaceholderText(self.tr("as the file says; else as in 4,3,2 or 1"))
        self.bands.setAccessibleName(self.tr("Bands"))
        self.bands.setToolTip(self.tr("One band, or three for red, green and blue, counted from 1"))
        self.stretch = QCheckBox(self.tr("Black and white at these percentiles"))
        self.stretch.setChecked(now.window is not None)
        self.low, self.high = (self._percentile(value) for value in now.window or _USUAL)
        self.low.setAccessibleName(self.tr("Black at, %"))
        self.high.setAccessibleName(self.tr("White at, %"))
        self.scope = QComboBox()
        self.scope.setAccessibleName(self.tr("Photos"))
        self.scope.addItem(self.tr("This photo"), [document.current])
        if len(selected) > 1:
            self.scope.addItem(self.tr("The %n selected photo(s)", "", len(selected)), list(selected))
        self.scope.addItem(self.tr("All photos, also those added later"), None)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._say_bands()
        window = QHBoxLayout()
        window.addWidget(self.low)
        window.addWidget(self.high)
        form = QFormLayout()
        form.addRow(self.tr("Bands"), self.bands)
        form.addRow("", self._words)
        form.addRow(self.stretch)
        form.addRow("", window)
        form.addRow(self.tr("Photos"), self.scope)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.apply_button = buttons.addButton(QDialogButtonBox.StandardButton.Apply)
        self.reset_button = buttons.addButton(self.tr("As the files say"), QDialogButtonBox.ButtonRole.ResetRole)
        self.apply_button.clicked.connect(self._apply)
        self.reset_button.clicked.connect(self._reset)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.stretch.toggled.connect(self._let_stretch)
        self._let_stretch(self.stretch.isChecked())

    def reading(self) -> Reading:
        """What is chosen.

        Raises:
            ValueError: it is none.
        """
        window = (self.low.value(), self.high.value()) if self.stretch.isChecked() else None
        return Reading(tuple(int(part) for part in self.bands.text().replace(" ", "").split(",") if part), window)

    def _percentile(self, value: float) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(0, 100)
        box.setDecimals(1)
        box.setSuffix(" %")
        box.setValue(value)
        return box

    @Slot(bool)
    def _let_stretch(self, on: bool) -> None:
        self.low.setEnabled(on)
        self.high.setEnabled(on)

    @Slot()
    def _apply(self) -> None:
        try:
            reading = self.reading()
        except ValueError:
            self._words.setText(self.tr("Give one band or three, as in 4,3,2, and black below white."))
            return
        if max(reading.bands, default=1) <= self._say_bands():
            self._choose(reading)

    def _say_bands(self) -> int:
        many = project_work.bands_of(self._document.file_of(self._document.current))
        self._words.setText(self.tr("The file of this photo has %n band(s).", "", many))
        return many

    @Slot()
    def _reset(self) -> None:
        self.bands.clear()
        self.stretch.setChecked(False)
        self._choose(Reading())

    def _choose(self, reading: Reading) -> None:
        image_commands.choose_reading(self._document, reading, self.scope.currentData())
