"""Curves over the steps of a training: the loss, and the mIoU on held-out and on built-in photos."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ..common.text import soften

Points = Sequence[tuple[int, float]]

_LOSS, _MIOU, _KEPT = "#ee7733", "#33bbee", "#999999"


class LossPlot(QWidget):
    """Drawn with pyqtgraph, which is loaded when there is something to draw."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Loss and mIoU of the training"))
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._hint = QLabel(self.tr("The curve of a training run appears here."))
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        soften(self._hint)
        self._layout.addWidget(self._hint)
        self._lines: tuple[Any, ...] = ()

    def show_points(self, losses: Points, mious: Points, kept: Points = ()) -> None:
        """Draw the curves; (step, value) each, mIoU in per cent."""
        if not self._lines:
            if not losses and not mious:
                return
            self._lines = self._drawn()
        for line, points in zip(self._lines, (losses, mious, kept), strict=True):
            line.setData([step for step, _ in points], [value for _, value in points])

    def _drawn(self) -> tuple[Any, ...]:
        import pyqtgraph

        self._hint.hide()
        loss = self._plot(self.tr("Loss"))
        miou = self._plot(self.tr("mIoU, %"))
        miou.addLegend(offset=(-8, -8), labelTextColor=self.palette().color(QPalette.ColorRole.Text))
        dotted = pyqtgraph.mkPen(_KEPT, width=2, style=Qt.PenStyle.DotLine)
        return (
            loss.plot(pen=pyqtgraph.mkPen(_LOSS, width=2)),
            miou.plot(pen=pyqtgraph.mkPen(_MIOU, width=2), name=self.tr("held-out photos"), **_dots(_MIOU)),
            miou.plot(pen=dotted, name=self.tr("built-in photos"), **_dots(_KEPT)),
        )

    def _plot(self, title: str) -> Any:
        plot = plain_plot(self, title, self.tr("step"))
        self._layout.addWidget(plot)
        return plot


def plain_plot(beside: QWidget, left: str, bottom: str) -> Any:
    """An empty plot in the window's colours that only shows: no menu, no dragging."""
    import pyqtgraph

    palette = beside.palette()
    plot = pyqtgraph.PlotWidget(background=palette.color(QPalette.ColorRole.Base))
    plot.setLabel("left", left)
    plot.setLabel("bottom", bottom)
    plot.setMouseEnabled(x=False, y=False)
    plot.hideButtons()
    plot.setMenuEnabled(False)
    for axis in ("left", "bottom"):
        plot.getAxis(axis).setTextPen(palette.color(QPalette.ColorRole.Text))
        plot.getAxis(axis).enableAutoSIPrefix(False)
    return plot


def _dots(color: str) -> dict[str, Any]:
    return {"symbol": "o", "symbolSize": 7, "symbolBrush": color, "symbolPen": None}
