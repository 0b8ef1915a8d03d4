"""A line across the window that offers something to do."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from .text import yield_width

Choice = tuple[str, Callable[[], object]]  # the words of a button, and what it does


class Banner(QFrame):
    """Words, a button for each choice, and a way to be rid of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        yield_width(self._text)
        self._choices: dict[QPushButton, Callable[[], object]] = {}
        later = QPushButton(self.tr("Not now"))
        later.clicked.connect(self.hide)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 4, 10, 4)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(later)
        self.setVisible(False)

    @property
    def text(self) -> str:
        """What is offered; "" when nothing is."""
        return "" if self.isHidden() else self._text.text()

    @property
    def buttons(self) -> list[QPushButton]:
        """One for each choice."""
        return list(self._choices)

    def offer(self, words: str, *choices: Choice) -> None:
        """Show an offer in place of the one before."""
        for button in self._choices:
            self._row.removeWidget(button)
            button.deleteLater()
        self._choices = {QPushButton(name): work for name, work in choices}
        for place, button in enumerate(self._choices, start=1):
            button.clicked.connect(self._clicked)
            self._row.insertWidget(place, button)
        self._text.setText(words)
        self.setVisible(True)

    @Slot()
    def _clicked(self) -> None:
        self.setVisible(False)
        button = self.sender()
        if isinstance(button, QPushButton):
            self._choices[button]()
