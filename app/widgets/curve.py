"""Two curves over the steps of a training: the loss, and the mIoU on what was kept apart."""

from collections.abc import Sequence

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

Points = Sequence[tuple[int, float]]


class Curve(QWidget):
    """Drawn with pyqtgraph, which is loaded when there is something to draw."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Loss and mIoU of the training"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._hint = QLabel(self.tr("The curve of a training shows here."))
        self._hint.setEnabled(False)
        self._layout.addWidget(self._hint)
        self._lines: tuple[object, object] | None = None

    def show_points(self, losses: Points, mious: Points) -> None:
        """Draw both curves; (step, value) each, mIoU in per cent."""
        if self._lines is None:
            if not losses and not mious:
                return
            self._lines = self._plots()
        for line, points in zip(self._lines, (losses, mious), strict=True):
            line.setData([step for step, _ in points], [value for _, value in points])  # type: ignore[attr-defined]

    def _plots(self) -> tuple[object, object]:
        import pyqtgraph

        palette = self.palette()
        self._hint.hide()
        lines = []
        for title, color, symbol in ((self.tr("Loss"), "#ee7733", None), (self.tr("mIoU, %"), "#33bbee", "o")):
            plot = pyqtgraph.PlotWidget(background=palette.color(QPalette.ColorRole.Base))
            plot.setLabel("left", title)
            plot.setLabel("bottom", self.tr("step"))
            plot.setMouseEnabled(x=False, y=False)
            plot.hideButtons()
            plot.setMenuEnabled(False)
            for axis in ("left", "bottom"):
                plot.getAxis(axis).setTextPen(palette.color(QPalette.ColorRole.Text))
            lines.append(
                plot.plot([], [], pen=pyqtgraph.mkPen(color, width=2), symbol=symbol, symbolBrush=color, symbolPen=None)
            )
            self._layout.addWidget(plot)
        return lines[0], lines[1]
