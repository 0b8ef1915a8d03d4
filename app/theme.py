"""Light and dark, and icons in the colour of the text. Annotation colours are data and stay as they are."""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
_SIDES = (16, 24, 32, 48, 64)


def apply(theme: str) -> None:
    """Use Fusion, which looks alike everywhere, light, dark or as the system is."""
    QApplication.setStyle("Fusion")
    QGuiApplication.styleHints().setColorScheme(_SCHEMES[theme])


def icon(name: str) -> QIcon:
    """An icon of ours, in the colour of the text of now."""
    return _icon(name, QGuiApplication.palette().color(QPalette.ColorRole.ButtonText).name())


def app_icon() -> QIcon:
    """The program's own."""
    return _icon("app", "")


@lru_cache(maxsize=256)
def _icon(name: str, color: str) -> QIcon:
    drawing = files("assets").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    made.addPixmap(_drawn(drawing.replace("currentColor", color), 64))
    for side in _SIDES:
        made.addPixmap(_drawn(drawing.replace("currentColor", color), side))
        if color:
            made.addPixmap(_drawn(drawing.replace("currentColor", "#8a8a8a"), side), QIcon.Mode.Disabled)
    return made


def _drawn(drawing: str, side: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    try:
        renderer.render(painter, QRectF(0, 0, side, side))
    finally:
        painter.end()
    return pixmap
