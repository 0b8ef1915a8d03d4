"""The photo on the canvas, or what stands in for it. Scene units are image pixels."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from vrp_core.domain.geometry import Size

from ...services.photos import Photo


class PhotoItem(QGraphicsItem):
    """The photo, drawn from the copy nearest to the zoom, and only where it shows."""

    def __init__(self) -> None:
        super().__init__()
        self._size = Size(1, 1)
        self._levels: tuple[NDArray[np.uint8], ...] = ()
        self._adjusted: dict[int, NDArray[np.uint8]] = {}
        self._stand_in: QImage | None = None
        self._unreadable = False
        self._table: NDArray[np.uint8] | None = None
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def show_photo(self, photo: Photo) -> None:
        """Show a photo."""
        self.prepareGeometryChange()
        self._levels, self._adjusted, self._stand_in = photo.levels, {}, None
        height, width = photo.levels[0].shape[:2]
        self._size = Size(height, width)
        self.update()

    def show_stand_in(self, size: Size, image: QImage | None) -> None:
        """Show a thumbnail, or grey, until the photo is there."""
        self.prepareGeometryChange()
        self._levels, self._adjusted, self._stand_in, self._size = (), {}, image, size
        self._unreadable = False
        self.update()

    def give_up(self) -> None:
        """The photo will not come: what stands in for it stays."""
        self._unreadable = True
        self.update()

    def adjust(self, brightness: int, contrast: int) -> None:
        """Show the photo brighter or with more contrast, -100..100 each; the file is not touched."""
        if brightness == contrast == 0:
            self._table = None
        else:
            values = (np.arange(256) - 127.5) * 4.0 ** (contrast / 100) + 127.5 + 1.275 * brightness
            self._table = values.clip(0, 255).astype(np.uint8)
        self._adjusted = {}
        self.update()

    @property
    def caption(self) -> str:
        """What is written over the stand-in of a photo; "" where the photo itself is shown."""
        if self._levels:
            return ""
        if self._unreadable:
            return QCoreApplication.translate("Canvas", "The photo cannot be read")
        return QCoreApplication.translate("Canvas", "Loading the photo…")

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._size.width, self._size.height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if not self._levels:
            painter.fillRect(self.boundingRect(), QColor(70, 70, 70))
            if self._stand_in is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(self.boundingRect(), self._stand_in)
            _write(painter, self.boundingRect(), self.caption)
            return
        scale = option.levelOfDetailFromTransform(painter.worldTransform())  # type: ignore[attr-defined]
        level = min(len(self._levels) - 1, max(0, int(np.floor(np.log2(1 / max(scale, 1e-6))))))
        pixels = self._shown(level)
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        exposed = option.exposedRect.intersected(self.boundingRect())  # type: ignore[attr-defined]
        sx, sy = width / self._size.width, height / self._size.height
        source = QRectF(exposed.x() * sx, exposed.y() * sy, exposed.width() * sx, exposed.height() * sy)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 2)
        painter.drawImage(exposed, image, source)

    def _shown(self, level: int) -> NDArray[np.uint8]:
        if self._table is None:
            return self._levels[level]
        if level not in self._adjusted:
            self._adjusted[level] = cv2.LUT(self._levels[level], self._table).astype(np.uint8, copy=False)
        return self._adjusted[level]


def _write(painter: QPainter, area: QRectF, words: str) -> None:
    """A line of text in the middle of an area, as large on the screen at every zoom."""
    centre = painter.worldTransform().map(area.center())
    painter.save()
    painter.resetTransform()
    font = painter.font()
    font.setPointSizeF(11)
    painter.setFont(font)
    place = QRectF(painter.fontMetrics().boundingRect(words)).adjusted(-12, -6, 12, 6)
    place.moveCenter(centre)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(20, 22, 24, 215))
    painter.drawRoundedRect(place, 4, 4)
    painter.setPen(QColor("white"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
