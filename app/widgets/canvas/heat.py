"""A map over the photo: how sure the method is of the object at each place."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, qRgba
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

# Red, green, blue and opacity at equal steps from "surely not" to "surely": dark to bright, also for the colour-blind.
_STOPS = ((10, 5, 40, 150), (90, 20, 110, 150), (190, 55, 85, 160), (245, 125, 20, 180), (252, 255, 165, 200))
_POSITIONS = np.linspace(0, 255, len(_STOPS))
_TABLE = [
    qRgba(*(int(np.interp(value, _POSITIONS, [stop[part] for stop in _STOPS])) for part in range(4)))
    for value in range(256)
]


class HeatItem(QGraphicsItem):
    """Lies over the photo and under the objects."""

    def __init__(self) -> None:
        super().__init__()
        self._pixels: NDArray[np.uint8] | None = None
        self._place = QRectF()
        self.setZValue(0.5)
        self.hide()

    def show_heat(self, heat: NDArray[np.float32], place: QRectF) -> None:
        """Show (h, w) values of 0..1 over an area of the scene."""
        self.prepareGeometryChange()
        self._pixels, self._place = np.ascontiguousarray((heat * 255).clip(0, 255).astype(np.uint8)), place
        self.show()
        self.update()

    def boundingRect(self) -> QRectF:
        return self._place

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self._pixels is None:
            return
        height, width = self._pixels.shape
        image = QImage(self._pixels.data, width, height, width, QImage.Format.Format_Indexed8)
        image.setColorTable(_TABLE)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._place, image.convertToFormat(QImage.Format.Format_ARGB32))
