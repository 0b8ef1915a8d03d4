"""A line across the window that offers one thing to do."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class Banner(QFrame):
    """Words, a button, and a way to be rid of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._text, self._button = QLabel(), QPushButton()
        self._button.setAccessibleName(self.tr("What is offered"))
        self._work: Callable[[], None] | None = None
        later = QPushButton(self.tr("Not now"))
        later.clicked.connect(self.hide)
        self._button.clicked.connect(self._clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(later)
        self.setVisible(False)

    def offer(self, words: str, button: str, work: Callable[[], None]) -> None:
        """Show an offer."""
        self._text.setText(words)
        self._button.setText(button)
        self._work = work
        self.setVisible(True)

    @Slot()
    def _clicked(self) -> None:
        self.setVisible(False)
        if self._work is not None:
            self._work()
