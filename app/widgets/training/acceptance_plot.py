"""A bar for each reviewed pass: how much of what it found was accepted as it was."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ...services.training.acceptance import Round
from ..common.text import filled, soften
from .loss_plot import plain_plot

_SHIPPED, _OWN = "#aaaaaa", "#33bbee"


class AcceptancePlot(QWidget):
    """Drawn with pyqtgraph, which is loaded when there is something to draw."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Share accepted without a change, by pass"))
        self._hint = QLabel(
            self.tr("Once you have reviewed results, this shows how many of each pass needed no change.")
        )
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        soften(self._hint)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._hint)
        self._plot: Any = None
        self._shown: tuple[Round, ...] = ()

    def show_rounds(self, rounds: Sequence[Round]) -> None:
        """Show these passes, the oldest at the left."""
        if tuple(rounds) == self._shown:
            return
        self._shown = tuple(rounds)
        if rounds and self._plot is None:
            self._plot = plain_plot(self, self.tr("accepted as found, %"), self.tr("pass, with its weights"))
            self._layout.addWidget(self._plot)
        self._hint.setVisible(not rounds)
        if self._plot is not None:
            self._plot.setVisible(bool(rounds))
            self._draw()

    def _draw(self) -> None:
        import pyqtgraph

        self._plot.clear()
        text = self.palette().color(QPalette.ColorRole.Text)
        for place, one in enumerate(self._shown):
            color = _OWN if one.weights else _SHIPPED
            self._plot.addItem(pyqtgraph.BarGraphItem(x=[place], height=[one.share * 100], width=0.6, brush=color))
            label = pyqtgraph.TextItem(
                filled(self.tr("%1 of %2"), str(one.accepted), str(one.decided)), text, anchor=(0.5, 1)
            )
            label.setPos(place, one.share * 100)
            self._plot.addItem(label)
        names = [
            (place, f"{one.pass_id}: {one.weights or self.tr('shipped')}") for place, one in enumerate(self._shown)
        ]
        self._plot.getAxis("bottom").setTicks([names])
        self._plot.setYRange(0, 110, padding=0)
        self._plot.setXRange(-0.7, max(2, len(self._shown)) - 0.3, padding=0)
