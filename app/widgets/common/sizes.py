"""How large dialogs are: as is comfortable, but within the screen, where their buttons can be reached."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FRAME = QSize(20, 60)  # pixels that the title bar and the borders of a window take


def resize_within_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window this size in pixels, or what the screen has room for."""
    window.resize(QSize(width, height).boundedTo(window.screen().availableSize() - _FRAME))
