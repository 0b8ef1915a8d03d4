"""Under the photo: how it is shown, and what one can do next."""

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSlider, QWidget

from ... import theme
from ...settings import SettingsStore
from ..canvas.view import Canvas

_SLIDER = 72  # pixels
_ICON = 16  # pixels
_ICONS = ("brightness", "contrast", "opacity")
_HINT = 240  # pixels: two lines of the longest hint
_PANEL = 264  # pixels: beside it on the smallest screen
_LEAST = 540  # pixels: the panels beside the photo give way before it gets narrower than that


class ViewBar(QWidget):
    """Brightness, contrast, opacity of masks: with words, with icons, or bare, so that the hint has room."""

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
        names = (self.tr("Brightness"), self.tr("Contrast"), self.tr("Mask opacity"))
        self._words, self._icons = [QLabel(name) for name in names], [QLabel() for _ in names]
        sliders = (self._brightness, self._contrast, self._opacity)
        for slider, word, icon in zip(sliders, self._words, self._icons, strict=True):
            slider.setAccessibleName(word.text())
            for part in (slider, icon):
                part.setToolTip(word.text())
            slider.setFixedWidth(_SLIDER)
            for part in (word, icon, slider):
                row.addWidget(part)
        self._draw_icons()
        bare = len(names) * (_SLIDER + 2 * row.spacing()) + 2 * row.contentsMargins().left() + _HINT
        self._for_icons = bare + len(names) * _ICON
        self._for_words = bare + sum(word.sizeHint().width() for word in self._words)
        self._brightness.valueChanged.connect(self._adjust)
        self._contrast.valueChanged.connect(self._adjust)
        self._opacity.valueChanged.connect(self._opacity_changed)
        self._plain = QPushButton(self.tr("Reset"))
        self._plain.clicked.connect(self._unadjust)
        self._plain.hide()
        row.addWidget(self._plain)
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # It must not widen the window, nor make the photo lower when it needs its second line.
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setFixedHeight(2 * self.fontMetrics().lineSpacing() + 6)
        row.addWidget(self._hint, 1)

    def hint(self, text: str) -> None:
        """Say what one can do next."""
        self._hint.setText(text)
        self._hint.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_LEAST, self.screen().availableSize().width() - _PANEL), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        for word, icon in zip(self._words, self._icons, strict=True):
            word.setVisible(width >= self._for_words)
            icon.setVisible(self._for_icons <= width < self._for_words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icons"):
            self._draw_icons()

    def _draw_icons(self) -> None:
        for label, name in zip(self._icons, _ICONS, strict=True):
            label.setPixmap(theme.icon(name).pixmap(_ICON, _ICON))

    @Slot()
    def _adjust(self) -> None:
        self._plain.setVisible(bool(self._brightness.value() or self._contrast.value()))
        self._canvas.adjust(self._brightness.value(), self._contrast.value())

    @Slot()
    def _unadjust(self) -> None:
        self._brightness.setValue(0)
        self._contrast.setValue(0)

    @Slot(int)
    def _opacity_changed(self, value: int) -> None:
        self._settings.set(opacity=value)
