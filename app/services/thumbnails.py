"""Small pictures for the list, with what was found outlined: made when a row is first seen, the newest asked first."""

import logging
import threading
from collections import Counter, OrderedDict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPen, QPolygonF

from vrp_core.domain.annotations import ImageRecord, Role
from vrp_core.domain.errors import VrpError
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle
from vrp_core.domain.polygons import polygons_of_rle
from vrp_core.domain.reading import Reading, reading_of
from vrp_core.images.reading import read_reduced

from ..model.objects import SceneObject
from .speaking import Speaker

_LOG = logging.getLogger(__name__)
SIDE = 144  # pixels
_KEPT = 3000
_REMEMBERED = 512  # outlines: of a few hundred objects on a photo, a stroke changes one
_AS_IT_IS = Reading()


class _Work(NamedTuple):
    """A picture to make, and the state of what it shows when it was asked for."""

    image_id: int
    path: Path
    reading: str  # bands and contrast window, as the project stores them
    size: Size
    objects: list[tuple[SceneObject, str]]
    state: tuple[int, int]


class Thumbnails(Speaker):
    """Makes and keeps them. A picture is asked for again and again while a row is drawn; only the first makes work."""

    ready = Signal(int)  # image id

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plain: OrderedDict[int, QImage] = OrderedDict()
        self._drawn: dict[int, QImage] = {}
        self._stack: list[_Work] = []
        self._changes: Counter[int] = Counter()  # of each image; under 0, of all of them
        self._wake = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="thumbnails", daemon=True)
        self._thread.start()

    def get(self, image_id: int) -> QImage | None:
        """The picture if it is at hand."""
        return self._drawn.get(image_id)

    def ask(self, record: ImageRecord, path: Path, objects: list[tuple[SceneObject, str]]) -> None:
        """Make a picture; `ready` says when it is there.

        Args:
            record: whose.
            path: the photo.
            objects: what to outline, each with its colour.
        """
        image_id = record.id
        with self._wake:
            self._stack = [one for one in self._stack if one.image_id != image_id][-200:]
            work = _Work(image_id, path, record.reading, record.size, objects, self._state_of(image_id))
            self._stack.append(work)
            self._wake.notify()

    def outdate(self, image_id: int) -> None:
        """What lies on an image has changed; 0 for all of them. The photo itself is kept."""
        with self._wake:
            self._changes[image_id] += 1
            if image_id:
                self._drawn.pop(image_id, None)
            else:
                self._drawn.clear()

    def forget(self) -> None:
        """Another project was opened."""
        with self._wake:
            self._changes[0] += 1
            self._stack.clear()
            self._plain.clear()
            self._drawn.clear()

    def close(self) -> None:
        """End the thread."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()

    def _state_of(self, image_id: int) -> tuple[int, int]:
        """Another one after every change of what the picture shows."""
        return self._changes[0], self._changes[image_id]

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._stack and not self._closing:
                    self._wake.wait()
                if self._closing:
                    return
                work = self._stack.pop()
                plain = self._plain.get(work.image_id)
            try:
                plain = plain if plain is not None else load(work.path, reading_of(work.reading))
                drawn = _outlined(plain, work.size, work.objects)
            except (VrpError, OSError, ValueError) as error:
                _LOG.warning("thumbnail of %s: %s", work.path, error)
                plain = drawn = _broken()
            with self._wake:
                if self._state_of(work.image_id) != work.state:
                    continue  # it shows what is no more, or a photo of another project: whoever sees the row asks again
                self._plain[work.image_id] = plain
                while len(self._plain) > _KEPT:
                    gone, _ = self._plain.popitem(last=False)
                    self._drawn.pop(gone, None)
                self._drawn[work.image_id] = drawn
            self._tell(self.ready, work.image_id)


def load(path: Path, reading: Reading = _AS_IT_IS) -> QImage:
    """A photo at thumbnail size, upright. Qt decodes JPEG at reduced size; what it cannot read our own reader can."""
    image = _read_by_qt(path) if reading == _AS_IT_IS else None
    if image is not None:
        return image
    pixels = np.ascontiguousarray(read_reduced(path, SIDE, reading))
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )


def _read_by_qt(path: Path) -> QImage | None:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    full = reader.size()
    if reader.format() == b"jpeg" and full.isValid():
        reader.setScaledSize(full.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio))
        image = reader.read()
        if not image.isNull():
            return image.convertToFormat(QImage.Format.Format_RGB32)
    return None


def _outlined(plain: QImage, size: Size, objects: list[tuple[SceneObject, str]]) -> QImage:
    image = plain.copy()
    scale = image.width() / size.width
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for scene, color in objects:
            outline, fill = QColor(color), QColor(color)
            fill.setAlpha(70)
            pen = QPen(outline, 1.6)
            if scene.absent:
                continue
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush if scene.role is Role.NEGATIVE else fill)
            for part in _outlines(scene.region, scale):
                painter.drawPolygon(part)
    finally:
        painter.end()
    return image


@lru_cache(maxsize=_REMEMBERED)
def _outlines(region: Rle, scale: float) -> tuple[QPolygonF, ...]:
    """The parts of a region, each with at most about 200 corners."""
    coarse = (part.outer[:: max(1, len(part.outer) // 200)] for part in polygons_of_rle(region))
    return tuple(QPolygonF([QPointF(x * scale, y * scale) for x, y in corners]) for corners in coarse)


def _broken() -> QImage:
    image = QImage(SIDE, SIDE * 3 // 4, QImage.Format.Format_RGB32)
    image.fill(QColor(128, 128, 128))
    painter = QPainter(image)
    try:
        painter.setPen(QPen(QColor(220, 60, 60), 3))
        painter.drawLine(20, 20, SIDE - 20, SIDE * 3 // 4 - 20)
        painter.drawLine(SIDE - 20, 20, 20, SIDE * 3 // 4 - 20)
    finally:
        painter.end()
    return image
