"""Lines over the photo that belong to no object: the pixel grid, the crosshair, the ring of the brush."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen


def draw_grid(painter: QPainter, inside: QRectF) -> None:
    """The edges of the pixels in a rectangle, in image pixels."""
    painter.setPen(_cosmetic(QColor(255, 255, 255, 60)))
    columns = range(int(inside.left()), int(inside.right()) + 2)
    rows = range(int(inside.top()), int(inside.bottom()) + 2)
    painter.drawLines([QLineF(x, inside.top(), x, inside.bottom()) for x in columns])
    painter.drawLines([QLineF(inside.left(), y, inside.right(), y) for y in rows])


def draw_crosshair(painter: QPainter, at: QPointF, rect: QRectF) -> None:
    """Two lines through a place, from edge to edge of a rectangle."""
    painter.setPen(_cosmetic(QColor(255, 255, 255, 140)))
    painter.drawLines(
        [QLineF(at.x(), rect.top(), at.x(), rect.bottom()), QLineF(rect.left(), at.y(), rect.right(), at.y())]
    )


def draw_ring(painter: QPainter, at: QPointF, diameter: float, zoom: float) -> None:
    """A circle that shows on light and on dark; `diameter` in image pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, grown in ((QColor(0, 0, 0, 160), 0.0), (QColor(255, 255, 255, 220), 1 / zoom)):
        painter.setPen(_cosmetic(color))
        painter.drawEllipse(at, diameter / 2 - grown, diameter / 2 - grown)


def _cosmetic(color: QColor) -> QPen:
    pen = QPen(color, 1)
    pen.setCosmetic(True)
    return pen
