"""What is painted over the photo: objects, the mask under the brush, the draft. Scene units are image pixels."""

from collections.abc import Sequence

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from vrp_core.domain.annotations import ReviewStatus, Role
from vrp_core.domain.geometry import FloatArray, Size
from vrp_core.domain.polygons import PolygonWithHoles, polygons_of_rle
from vrp_core.domain.prompts import BoxPrompt, PointPrompt, Prompt, ScribblePrompt

from ...model.brush import PaintedMask, Rect
from ...model.colors import DRAFT
from ...model.objects import SceneObject

_ROOMS = 4  # along each side of a photo
_POSITIVE, _NEGATIVE, _DRAFT = QColor("#2ecc71"), QColor("#e74c3c"), QColor(DRAFT)


class ObjectItem(QGraphicsItem):
    """One object: a fill and an outline of constant width, with fewer corners the smaller it is shown."""

    def __init__(self, scene: SceneObject, color: str, selected: bool, fill: bool, opacity: float) -> None:
        super().__init__()
        self.scene_object = scene
        self._color, self._selected, self._fill, self._opacity = QColor(color), selected, fill, opacity
        self._polygons = polygons_of_rle(scene.region)
        self._paths: dict[float, QPainterPath] = {}
        self.extent = _around(self._polygons)  # in image pixels
        self._bounds = self.extent.adjusted(-8, -8, 8, 8)
        self.setZValue(2 if selected else 1)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def restyle(self, color: str, selected: bool, fill: bool, opacity: float) -> None:
        """Show it otherwise."""
        if (self._color, self._selected, self._fill, self._opacity) == (QColor(color), selected, fill, opacity):
            return
        self._color, self._selected, self._fill, self._opacity = QColor(color), selected, fill, opacity
        self.setZValue(2 if selected else 1)
        self.update()

    def path(self, tolerance: float) -> QPainterPath:
        """The outline with corners left out that move it by no more than so many image pixels."""
        if tolerance not in self._paths:
            self._paths[tolerance] = path_of(self._polygons, tolerance)
        return self._paths[tolerance]

    def holds(self, x: float, y: float) -> bool:
        """The object covers this place."""
        return self.extent.contains(x, y) and self.path(0).contains(QPointF(x, y))

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        scale = option.levelOfDetailFromTransform(painter.worldTransform())  # type: ignore[attr-defined]
        path = self.path(_tolerance(scale))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.scene_object.role is Role.NEGATIVE:
            _hatch(painter, path)
        elif self._fill and not self.scene_object.absent:
            fill = QColor(self._color)
            fill.setAlphaF(min(1.0, self._opacity * (1.25 if self._selected else 1.0)))
            painter.fillPath(path, fill)
        if self._selected:
            painter.setPen(_pen(QColor("white"), 5))
            painter.drawPath(path)
        painter.setPen(self._outline())
        painter.drawPath(path)

    def _outline(self) -> QPen:
        if self.scene_object.role is Role.NEGATIVE:
            return _pen(_NEGATIVE, 3 if self._selected else 2)
        decided = self.scene_object.status in {ReviewStatus.ACCEPTED, ReviewStatus.EDITED}
        drawn = self.scene_object.role is not None
        pen = _pen(self._color.darker(110), 3 if self._selected or drawn or decided else 2)
        if self.scene_object.absent:
            pen.setStyle(Qt.PenStyle.DotLine)
            faint = pen.color()
            faint.setAlpha(150)
            pen.setColor(faint)
            pen.setWidthF(1.0)
        elif self.scene_object.pending:
            pen.setStyle(Qt.PenStyle.DashLine)
        elif self.scene_object.role is Role.REFERENCE:
            pen.setColor(self._color.darker(150))
        return pen


class PaintItem(QGraphicsItem):
    """The mask under the brush, where there is any, so that a stroke costs what it touches and what is shown of it."""

    def __init__(self, painted: PaintedMask, color: str, opacity: float) -> None:
        super().__init__()
        self._painted = painted
        self._bounds = self._room(painted.extent)
        shade = QColor(color)
        shade.setAlphaF(min(1.0, opacity + 0.15))
        self._colors = [0] * 255 + [shade.rgba()]
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setZValue(3)

    def touch(self, changed: Rect) -> None:
        """These pixels have changed."""
        room = self._room(self._painted.extent)
        if room != self._bounds:
            self.prepareGeometryChange()
            self._bounds = room
        self.update(QRectF(changed.left, changed.top, changed.right - changed.left, changed.bottom - changed.top))

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        scale = option.levelOfDetailFromTransform(painter.worldTransform())  # type: ignore[attr-defined]
        step = 2 ** max(0, int(np.floor(np.log2(1 / max(scale, 1e-6)))))  # more pixels than the screen has show nothing
        exposed = option.exposedRect.toAlignedRect()  # type: ignore[attr-defined]
        extent = self._painted.extent
        left, top = (max(0, one // step * step) for one in (exposed.left(), exposed.top()))
        left, top = max(left, extent.left // step * step), max(top, extent.top // step * step)
        right, bottom = min(exposed.right() + 1, extent.right), min(exposed.bottom() + 1, extent.bottom)
        shown = Rect(left, top, right, bottom)
        if shown.empty:
            return
        pixels = self._painted.part(shown, step)
        height, width = pixels.shape
        image = QImage(pixels.data, width, height, width, QImage.Format.Format_Indexed8)
        image.setColorTable(self._colors)
        painter.drawImage(QRectF(left, top, width * step, height * step), image)

    def _room(self, extent: Rect) -> QRectF:
        """The sixteenths of the photo that an extent lies in: it grows seldom, for each time all of it is painted."""
        if extent.empty:
            return QRectF()
        height, width = self._painted.size
        down, across = max(1, -(-height // _ROOMS)), max(1, -(-width // _ROOMS))
        left, top = extent.left // across * across, extent.top // down * down
        right, bottom = -(-extent.right // across) * across, -(-extent.bottom // down) * down
        return QRectF(left, top, right - left, bottom - top)


class _AroundPhoto(QGraphicsItem):
    """What may be drawn anywhere on the photo, and a little beyond its edges."""

    def __init__(self, z: float) -> None:
        super().__init__()
        self._extent = QRectF()
        self.setZValue(z)

    def set_extent(self, size: Size) -> None:
        """Take the size of the photo."""
        self.prepareGeometryChange()
        self._extent = QRectF(-50, -50, size.width + 100, size.height + 100)

    def boundingRect(self) -> QRectF:
        return self._extent


class DraftItem(_AroundPhoto):
    """The prompts of an object that is not finished, and what SAM makes of them."""

    def __init__(self) -> None:
        super().__init__(z=4)
        self._prompts: Sequence[Prompt] = ()
        self._answer, self._preview = QPainterPath(), QPainterPath()
        self._corners: Sequence[tuple[float, float]] = ()

    def show_prompts(
        self,
        prompts: Sequence[Prompt],
        answer: Sequence[PolygonWithHoles] = (),
        preview: Sequence[PolygonWithHoles] = (),
    ) -> None:
        """Show prompts, SAM's answer to them, and its guess under the mouse."""
        self._prompts = prompts
        self._answer, self._preview = path_of(answer, 0), path_of(preview, 0)
        self.update()

    def show_corners(self, corners: Sequence[tuple[float, float]]) -> None:
        """Show the corners of a polygon that is being drawn; the last one is where the mouse is."""
        self._corners = corners
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = option.levelOfDetailFromTransform(painter.worldTransform())  # type: ignore[attr-defined]
        for path, alpha, style in (
            (self._preview, 0.18, Qt.PenStyle.DashLine),
            (self._answer, 0.35, Qt.PenStyle.SolidLine),
        ):
            if not path.isEmpty():
                fill = QColor(_DRAFT)
                fill.setAlphaF(alpha)
                painter.fillPath(path, fill)
                pen = _pen(_DRAFT, 2)
                pen.setStyle(style)
                painter.strokePath(path, pen)
        for prompt in self._prompts:
            _paint_prompt(painter, prompt, scale)
        if self._corners:
            painter.setPen(_pen(_DRAFT, 2))
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in self._corners]))
            for x, y in self._corners[:-1]:
                _dot(painter, x, y, 3 / scale, _DRAFT)


class HandlesItem(_AroundPhoto):
    """The corners of a polygon that can be dragged, and a line that is being drawn."""

    def __init__(self) -> None:
        super().__init__(z=5)
        self._corners: Sequence[tuple[float, float]] = ()
        self._line: Sequence[tuple[float, float]] = ()
        self._active: int | None = None

    def show_corners(self, corners: Sequence[tuple[float, float]], active: int | None = None) -> None:
        """Show the corners of a closed polygon, in image pixels; one may be under the mouse."""
        self._corners, self._active = corners, active
        self.update()

    def show_line(self, line: Sequence[tuple[float, float]]) -> None:
        """Show an open line, in image pixels."""
        self._line = line
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if not self._corners and not self._line:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = option.levelOfDetailFromTransform(painter.worldTransform())  # type: ignore[attr-defined]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((QColor("black"), 4), (_DRAFT, 2)):
            painter.setPen(_pen(color, width))
            if self._corners:
                painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in self._corners]))
            if self._line:
                painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in self._line]))
        for number, (x, y) in enumerate(self._corners):
            _dot(painter, x, y, (6 if number == self._active else 4) / scale, _DRAFT)


def path_of(polygons: Sequence[PolygonWithHoles], tolerance: float) -> QPainterPath:
    """A path around polygons; holes stay open."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for polygon in polygons:
        for ring in polygon.rings:
            corners = _simplified(ring, tolerance) if tolerance else ring
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners.tolist()]))
            path.closeSubpath()
    return path


def _simplified(ring: FloatArray, tolerance: float) -> FloatArray:
    """With fewer corners, (N, 2); a ring too small for the tolerance stays. shapely takes twenty times as long."""
    corners = np.asarray(cv2.approxPolyDP(ring, tolerance, True)[:, 0], dtype=np.float32)
    return corners if len(corners) > 2 else ring


def _around(polygons: Sequence[PolygonWithHoles]) -> QRectF:
    """The smallest rectangle around polygons."""
    if not polygons:
        return QRectF()
    corners = np.concatenate([polygon.outer for polygon in polygons])
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return QRectF(left, top, right - left, bottom - top)


def _paint_prompt(painter: QPainter, prompt: Prompt, scale: float) -> None:
    if isinstance(prompt, PointPrompt):
        _dot(painter, prompt.x, prompt.y, 6 / scale, _POSITIVE if prompt.positive else _NEGATIVE)
    elif isinstance(prompt, ScribblePrompt):
        shade = QColor(_POSITIVE)
        shade.setAlphaF(0.6)
        pen = QPen(shade, max(prompt.width, 2 / scale))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in prompt.points]))
    elif isinstance(prompt, BoxPrompt):
        painter.setPen(_pen(_POSITIVE, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(prompt.x0, prompt.y0, prompt.x1 - prompt.x0, prompt.y1 - prompt.y0))


def _hatch(painter: QPainter, path: QPainterPath) -> None:
    """What the object is not: crossed out by lines as far apart on the screen at every zoom."""
    brush = QBrush(_NEGATIVE, Qt.BrushStyle.BDiagPattern)
    brush.setTransform(painter.worldTransform().inverted()[0])
    painter.fillPath(path, brush)


def _dot(painter: QPainter, x: float, y: float, radius: float, color: QColor) -> None:
    painter.setPen(_pen(QColor("white"), 2))
    painter.setBrush(color)
    painter.drawEllipse(QPointF(x, y), radius, radius)


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCosmetic(True)  # as wide on the screen at every zoom
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _tolerance(scale: float) -> float:
    """Image pixels that are about half a pixel of the screen, in steps, so that few versions are kept."""
    if scale >= 1.5:
        return 0.0
    return float(2.0 ** np.ceil(np.log2(0.5 / max(scale, 1e-3))))
