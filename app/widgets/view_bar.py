"""Under the photo: how it is shown, and what one can do next."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSlider, QWidget

from app.settings import SettingsStore
from app.widgets.canvas import Canvas


class ViewBar(QWidget):
    """Brightness, contrast, opacity of masks."""

    def __init__(self, canvas: Canvas, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._settings = canvas, settings
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        self._brightness, self._contrast, self._opacity = (QSlider(Qt.Orientation.Horizontal) for _ in range(3))
        self._brightness.setRange(-100, 100)
        self._contrast.setRange(-100, 100)
        self._opacity.setRange(5, 100)
        self._opacity.setValue(settings.values.opacity)
        names = (self.tr("Brightness"), self.tr("Contrast"), self.tr("Opacity of masks"))
        for slider, name in zip((self._brightness, self._contrast, self._opacity), names, strict=True):
            slider.setAccessibleName(name)
            slider.setFixedWidth(100)
            row.addWidget(QLabel(name))
            row.addWidget(slider)
        self._brightness.valueChanged.connect(self._adjust)
        self._contrast.valueChanged.connect(self._adjust)
        self._opacity.valueChanged.connect(self._opacity_changed)
        plain = QPushButton(self.tr("As it is"))
        plain.clicked.connect(self._unadjust)
        row.addWidget(plain)
        self._hint = QLabel()
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._hint.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred
        )  # it must not widen the window
        row.addWidget(self._hint, 1)

    def hint(self, text: str) -> None:
        """Say what one can do next."""
        self._hint.setText(text)
        self._hint.setToolTip(text)

    @Slot()
    def _adjust(self) -> None:
        self._canvas.adjust(self._brightness.value(), self._contrast.value())

    @Slot()
    def _unadjust(self) -> None:
        self._brightness.setValue(0)
        self._contrast.setValue(0)

    @Slot(int)
    def _opacity_changed(self, value: int) -> None:
        self._settings.set(opacity=value)
