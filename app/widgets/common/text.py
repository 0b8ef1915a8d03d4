"""Text in the window.

Names that people gave are shown as they are: no markup is read in them, and a long one makes nothing wider.
"""

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


def escaped(text: str) -> str:
    """Plain text as a part of a rich one."""
    return html.escape(text).replace("\n", "<br>")


def filled(text: str, *values: str) -> str:
    """The text with %1, %2 and so on replaced."""
    for number, value in enumerate(values, start=1):
        text = text.replace(f"%{number}", value)
    return text


def tooltip(text: str) -> str:
    """Plain text as a tooltip; a long one takes several lines."""
    return f"<p>{escaped(text)}</p>" if text else ""


def menu_text(name: str) -> str:
    """Plain text as an entry of a menu, where "&" would underline what follows it."""
    return name.replace("&", "&&")


def shortened(name: str, widget: QWidget, width: int) -> str:
    """A name that takes at most so many pixels in a widget's font; what is left out is its middle."""
    return widget.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, width)


def yield_width(label: QLabel) -> None:
    """Let a label be as narrow as its place is, whatever it says."""
    policy = label.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    label.setSizePolicy(policy)


def soften(label: QLabel) -> None:
    """Let a label stand back behind the others, but be read: the grey of what is disabled is too faint for words."""
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)


class NameLine(QLabel):
    """One line of plain text; the tooltip holds all of it where there is too little room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        yield_width(self)

    def say(self, text: str) -> None:
        """Show this text."""
        self.setText(text)
        self.setToolTip(tooltip(text))

    @property
    def shown(self) -> str:
        """The text as far as there is room for it."""
        return shortened(self.text(), self, self.contentsRect().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            place, role = self.contentsRect(), self.foregroundRole()
            self.style().drawItemText(
                painter, place, self.alignment(), self.palette(), self.isEnabled(), self.shown, role
            )
        finally:
            painter.end()
