"""Light and dark, and icons in the colour of the text. Annotation colours are data and stay as they are."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from vrp_core.domain.assets import asset

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
_FAINT = "#8a8a8a"  # of what cannot be chosen now


def apply(theme: str) -> None:
    """Use Fusion, which looks alike everywhere, light, dark or as the system is."""
    hints = QGuiApplication.styleHints()
    hints.setColorScheme(_SCHEMES[theme])
    QApplication.setStyle("Fusion")
    # Desktops without a theme of their own (plain X11, tests) keep the light palette whatever is asked for.
    standard = QApplication.style().standardPalette()
    still_light = standard.color(QPalette.ColorRole.Window).lightness() > 127
    QApplication.setPalette(_dark_palette() if theme == "dark" and still_light else standard)


def icon(name: str) -> QIcon:
    """An icon of ours, in the colour of the text of now."""
    return _icon(name, QGuiApplication.palette().color(QPalette.ColorRole.ButtonText).name())


def app_icon() -> QIcon:
    """The program's own."""
    return _icon("app", "")


class _Drawing(QIconEngine):
    """A drawing of ours, drawn at the size that is asked for when it is first shown, so that a start draws few."""

    def __init__(self, drawing: str, color: str) -> None:
        super().__init__()
        self._drawing, self._color = drawing, color

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        place = QRect(0, 0, min(rect.width(), rect.height()), min(rect.width(), rect.height()))
        place.moveCenter(rect.center())
        painter.drawPixmap(place, self.pixmap(place.size() * painter.device().devicePixelRatio(), mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        color = _FAINT if mode == QIcon.Mode.Disabled else self._color
        return _drawn(self._drawing.replace("currentColor", color), size.width(), size.height())

    def clone(self) -> QIconEngine:
        return _Drawing(self._drawing, self._color)


@lru_cache(maxsize=256)
def _icon(name: str, color: str) -> QIcon:
    return QIcon(_Drawing(asset("icons", f"{name}.svg").read_text(encoding="utf-8"), color))


@lru_cache(maxsize=256)
def _drawn(drawing: str, width: int, height: int) -> QPixmap:
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    try:
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, width, height))
    finally:
        painter.end()
    return pixmap


def _dark_palette() -> QPalette:
    """Qt's own way to a whole palette from two colours, with the roles it guesses badly set by hand."""
    palette = QPalette(QColor("#3a3d41"), QColor("#26282b"))
    for role, color in (
        (QPalette.ColorRole.Base, "#1d1f21"),
        (QPalette.ColorRole.AlternateBase, "#2a2c2f"),
        (QPalette.ColorRole.Highlight, "#2f6fb3"),
        (QPalette.ColorRole.HighlightedText, "#ffffff"),
        (QPalette.ColorRole.ToolTipBase, "#33363a"),
        (QPalette.ColorRole.ToolTipText, "#e8e8e8"),
        (QPalette.ColorRole.Link, "#6db3ff"),
    ):
        palette.setColor(role, QColor(color))
    palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(232, 232, 232, 110))
    return palette
