"""A plot on which a person draws around points. Loads pyqtgraph: import it when a plot is opened."""

import pyqtgraph
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPolygonF


class LassoBox(pyqtgraph.ViewBox):  # type: ignore[misc]
    """Dragging with the left button draws a line around points; the wheel zooms, the right button drags the map."""

    lassoed = Signal(object)  # QPolygonF in the map's own units

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self._corners: list[QPointF] = []
        self._line = pyqtgraph.PlotCurveItem(pen=pyqtgraph.mkPen("#00c2ff", width=2))
        self.addItem(self._line, ignoreBounds=True)

    def mouseDragEvent(self, ev: object, axis: int | None = None) -> None:
        """A step of a drag, as pyqtgraph reports it."""
        event = ev
        if event.button() is not Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            super().mouseDragEvent(event, axis)
            return
        event.accept()  # type: ignore[attr-defined]
        if event.isStart():  # type: ignore[attr-defined]
            self._corners = [self.mapToView(event.buttonDownPos())]  # type: ignore[attr-defined]
        self._corners.append(self.mapToView(event.pos()))  # type: ignore[attr-defined]
        self._line.setData([one.x() for one in self._corners], [one.y() for one in self._corners])
        if event.isFinish():  # type: ignore[attr-defined]
            corners, self._corners = self._corners, []
            self._line.setData([], [])
            self.lassoed.emit(QPolygonF(corners))
