"""Settings: each takes effect at once."""

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ...settings import CHOICES, RANGES, SettingsStore
from ...translation import LANGUAGES, SYSTEM
from ..theme_menu import theme_words
from .cache_row import CacheRow

_NARROWEST = 480  # pixels


class SettingsDialog(QDialog):
    """Two pages: the window, and how objects are found."""

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._settings = settings
        tabs = QTabWidget()
        tabs.addTab(self._window_page(), self.tr("Window"))
        tabs.addTab(self._finding_page(), self.tr("Finding"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(tabs)
        layout.addWidget(buttons)
        self.setMinimumWidth(max(_NARROWEST, layout.sizeHint().width()))  # no sentence is cut off

    def _window_page(self) -> QWidget:
        form = QFormLayout()
        language = self._choice("language", self.tr("Language"), self._language_words())
        language.setToolTip(self.tr("Takes effect when the program starts again"))
        form.addRow(self.tr("Language"), language)
        form.addRow(self.tr("Theme"), self._choice("theme", self.tr("Theme"), theme_words()))
        form.addRow(
            "", self._switch("wheel_zooms", self.tr("The wheel zooms; otherwise it scrolls and Ctrl+wheel zooms"))
        )
        form.addRow("", self._switch("live_preview", self.tr("Preview what a click would mark while the mouse hovers")))
        form.addRow("", self._switch("auto_advance", self.tr("After a decision, go to the next result to review")))
        form.addRow("", self._switch("fill", self.tr("Fill masks")))
        self._add_number(form, "opacity", self.tr("Mask opacity, %"))
        form.addRow("", self._switch("crosshair", self.tr("Crosshair")))
        form.addRow("", self._switch("grid", self.tr("Pixel grid at high zoom")))
        self._add_number(form, "brush", self.tr("Brush, pixels"))
        self._add_number(form, "scribble", self.tr("Scribble, pixels"))
        return _page(form)

    def _finding_page(self) -> QWidget:
        form = QFormLayout()
        form.addRow(self.tr("Device"), self._choice("device", self.tr("Device"), {"auto": self.tr("automatic")}))
        form.addRow("", self._switch("sharpen", self.tr("Outline points, scribbles and boxes with SAM")))
        form.addRow("", self._switch("instances", self.tr("Find each object separately")))
        form.addRow(
            "", self._switch("close_ups", self.tr("Search close-ups too, for small objects (five times as slow)"))
        )
        checked = self.tr("Check each mask against the reference, if the weights need it (slower)")
        form.addRow("", self._switch("cycle", checked))
        threshold = QDoubleSpinBox()
        threshold.setRange(*RANGES["absent_below"])
        threshold.setSingleStep(0.05)
        threshold.setValue(self._settings.values.absent_below)
        threshold.setObjectName("absent_below")
        threshold.setAccessibleName(self.tr("Absent below this confidence"))
        threshold.valueChanged.connect(self._value_changed)
        form.addRow(self.tr("Absent below this confidence"), threshold)
        self._weights = QLineEdit(self._settings.values.vrp_weights)
        self._weights.setPlaceholderText(self.tr("shipped with the program"))
        self._weights.setAccessibleName(self.tr("VRP weights"))
        self._weights.setReadOnly(True)
        choose, shipped = QPushButton(self.tr("Choose…")), QPushButton(self.tr("Shipped"))
        choose.clicked.connect(self._choose_weights)
        shipped.clicked.connect(self._use_shipped)
        row = QHBoxLayout()
        row.addWidget(self._weights, 1)
        row.addWidget(choose)
        row.addWidget(shipped)
        form.addRow(self.tr("VRP weights"), row)
        form.addRow(self.tr("Feature cache"), CacheRow())
        return _page(form)

    def _switch(self, name: str, words: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setObjectName(name)
        box.setChecked(getattr(self._settings.values, name))
        box.toggled.connect(self._value_changed)
        return box

    def _choice(self, name: str, title: str, words: Mapping[str, str]) -> QComboBox:
        """A choice among the values of a setting; those without words of their own are shown as they are."""
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setAccessibleName(title)
        for value in CHOICES[name]:
            combo.addItem(words.get(value, value), value)
        combo.setCurrentIndex(combo.findData(getattr(self._settings.values, name)))
        combo.currentIndexChanged.connect(self._choice_changed)
        return combo

    def _language_words(self) -> dict[str, str]:
        return {SYSTEM: self.tr("the system's"), **LANGUAGES}

    def _add_number(self, form: QFormLayout, name: str, title: str) -> None:
        spin = QSpinBox()
        spin.setObjectName(name)
        spin.setAccessibleName(title)
        spin.setRange(*(int(end) for end in RANGES[name]))
        spin.setValue(getattr(self._settings.values, name))
        spin.valueChanged.connect(self._value_changed)
        form.addRow(title, spin)

    @Slot(int)
    def _choice_changed(self, row: int) -> None:
        combo = self.sender()
        if isinstance(combo, QComboBox):
            self._settings.set(**{combo.objectName(): combo.itemData(row)})

    @Slot(object)
    def _value_changed(self, value: object) -> None:
        self._settings.set(**{self.sender().objectName(): value})

    @Slot()
    def _choose_weights(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("VRP weights"), "", "safetensors (*.safetensors)")
        if path:
            self._weights.setText(path)
            self._settings.set(vrp_weights=path)

    @Slot()
    def _use_shipped(self) -> None:
        self._weights.clear()
        self._settings.set(vrp_weights="")


def _page(form: QFormLayout) -> QWidget:
    page = QWidget()
    page.setLayout(form)
    return page
