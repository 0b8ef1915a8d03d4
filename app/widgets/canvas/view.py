"""The canvas: shows a photo with its objects, zooms and pans, and hands the mouse to the tool in hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from vrp_core.domain.geometry import Size

from ...model.objects import ObjectKey, SceneObject
from ...services.photos import Photo
from .items import DraftItem, ObjectItem, PhotoItem

_ZOOM_STEP = 1.25
_MOST = 64.0  # screen pixels per image pixel
_GRID_FROM = 12.0  # screen pixels per image pixel
_MARGIN = 0.5  # of the photo, that one can pan beyond it


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the mouse or pen is, and what it does."""

    x: float  # image pixels
    y: float
    button: Qt.MouseButton = Qt.MouseButton.NoButton
    shift: bool = False
    alt: bool = False
    pressure: float = 1.0  # of a pen; 1 for a mouse


class CanvasTool(Protocol):
    """What the mouse does."""

    cursor: Qt.CursorShape
    double_clicks: bool  # twice quickly means something else than once and once more

    def press(self, at: Pointer) -> None: ...
    def move(self, at: Pointer) -> None: ...
    def release(self, at: Pointer) -> None: ...
    def hover(self, at: Pointer) -> None: ...
    def double_click(self, at: Pointer) -> None: ...
    def break_off(self) -> bool: ...
    def ring(self) -> float: ...


class Canvas(QGraphicsView):
    """A photo and what lies on it."""

    pointed = Signal(object)  # QPointF in image pixels, or None when the mouse is outside
    zoomed = Signal(float)  # screen pixels per image pixel
    brush_turned = Signal(int)  # Alt+wheel: steps

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(self._scene)
        self._photo, self.draft = PhotoItem(), DraftItem()
        self._scene.addItem(self._photo)
        self._scene.addItem(self.draft)
        self._objects: dict[ObjectKey, ObjectItem] = {}
        self._size = Size(1, 1)
        self._fitted = True
        self._tool: CanvasTool | None = None
        self._panning: QPoint | None = None
        self._pan_button = Qt.MouseButton.NoButton
        self._space = False
        self._pressed = Qt.MouseButton.NoButton
        self._pressure = 1.0
        self._mouse: QPointF | None = None
        self.wheel_zooms, self.crosshair, self.grid = True, False, True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundBrush(QColor("#2b2d30"))
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Photo"))

    # --- what is shown -----------------------------------------------------------------------------------------------

    def show_stand_in(self, size: Size, image: QImage | None) -> None:
        """A new photo is on its way: show its thumbnail meanwhile."""
        self._photo.show_stand_in(size, image)
        self._set_size(size)
        self.fit()

    def show_photo(self, photo: Photo) -> None:
        """Show a photo; the view stays where it is when the size is the same."""
        height, width = photo.levels[0].shape[:2]
        self._photo.show_photo(photo)
        if Size(height, width) != self._size:
            self._set_size(Size(height, width))
            self.fit()

    def adjust(self, brightness: int, contrast: int) -> None:
        """Show the photo brighter or with more contrast, -100..100 each."""
        self._photo.adjust(brightness, contrast)

    def show_objects(
        self,
        objects: Sequence[SceneObject],
        colors: Mapping[int, str],
        selected: ObjectKey | None,
        fill: bool,
        opacity: float,
    ) -> None:
        """Show these objects; those that have not changed keep their outlines."""
        wanted = {one.key: one for one in objects}
        for key in [key for key, item in self._objects.items() if wanted.get(key) != item.scene_object]:
            self._scene.removeItem(self._objects.pop(key))
        for key, scene in wanted.items():
            style = (colors.get(scene.label_id, "#ffffff"), key == selected, fill, opacity)
            if key in self._objects:
                self._objects[key].restyle(*style)
            else:
                self._objects[key] = ObjectItem(scene, *style)
                self._scene.addItem(self._objects[key])

    def hide_objects(self, hidden: bool) -> None:
        """Look at the bare photo."""
        for item in self._objects.values():
            item.setVisible(not hidden)

    def item_of(self, key: ObjectKey) -> ObjectItem | None:
        """How an object is shown."""
        return self._objects.get(key)

    def object_at(self, x: float, y: float) -> SceneObject | None:
        """The object at a place; of several the smallest, which the others would hide."""
        hit = [item for item in self._objects.values() if item.isVisible() and item.holds(x, y)]
        smallest = min(hit, key=lambda item: item.boundingRect().width() * item.boundingRect().height(), default=None)
        return smallest.scene_object if smallest is not None else None

    def use(self, tool: CanvasTool) -> None:
        """Hand the mouse to a tool."""
        self._tool = tool
        self.viewport().setCursor(tool.cursor)
        self.viewport().update()

    # --- zoom and pan ------------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """Screen pixels per image pixel."""
        return self.transform().m11()

    def fit(self) -> None:
        """Show the whole photo."""
        self._fitted = True
        rect = QRectF(0, 0, self._size.width, self._size.height)
        self.fitInView(rect.adjusted(-2, -2, 2, 2), Qt.AspectRatioMode.KeepAspectRatio)
        self.zoomed.emit(self.zoom)

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """Show the photo at a scale; the place `at`, in screen pixels of the viewport, stays where it is."""
        least = min(
            1.0, 0.5 * min(self.viewport().width() / self._size.width, self.viewport().height() / self._size.height)
        )
        scale = min(max(scale, least), _MOST)
        centre = at if at is not None else QPointF(self.viewport().rect().center())
        before = self.mapToScene(centre.toPoint())
        factor = scale / self.zoom
        self.scale(factor, factor)
        moved = self.mapToScene(centre.toPoint()) - before
        self.translate(moved.x(), moved.y())
        self._fitted = False
        self.zoomed.emit(self.zoom)

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        """So many steps nearer, or with negative steps further away."""
        self.zoom_to(self.zoom * _ZOOM_STEP**steps, at)

    def _set_size(self, size: Size) -> None:
        self._size = size
        self.draft.set_extent(size)
        across, down = size.width * _MARGIN, size.height * _MARGIN
        self._scene.setSceneRect(QRectF(-across, -down, size.width + 2 * across, size.height + 2 * down))

    # --- events ------------------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = (event.angleDelta().y() or event.angleDelta().x()) / 120
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.AltModifier:
            self.brush_turned.emit(1 if steps > 0 else -1)
        elif self.wheel_zooms or modifiers & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(steps, event.position())
        else:
            turned = event.angleDelta()
            if modifiers & Qt.KeyboardModifier.ShiftModifier and not turned.x():
                turned = turned.transposed()
            for bar, angle in ((self.horizontalScrollBar(), turned.x()), (self.verticalScrollBar(), turned.y())):
                bar.setValue(bar.value() - round(angle / 120 * 80))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._let_go(event.buttons() & ~event.button())
        if event.button() == Qt.MouseButton.MiddleButton or self._space:
            self._panning, self._pan_button = event.position().toPoint(), event.button()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._tool is not None and self._pressed == Qt.MouseButton.NoButton:
            self._pressed = event.button()
            self._tool.press(self._pointer(event, event.button()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._moved_to(event.position())
        self._let_go(event.buttons())
        if self._panning is not None:
            here = event.position().toPoint()
            step, self._panning = here - self._panning, here
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - step.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - step.y())
            self._fitted = False
        elif self._tool is not None:
            pointer = self._pointer(event, self._pressed)
            if self._pressed != Qt.MouseButton.NoButton:
                self._tool.move(pointer)
            else:
                self._tool.hover(pointer)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._panning is not None and event.button() == self._pan_button:
            self._panning = None
            self._restore_cursor()
        elif self._tool is not None and event.button() == self._pressed:
            self._pressed = Qt.MouseButton.NoButton
            self._tool.release(self._pointer(event, event.button()))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        meant = self._tool is not None and self._tool.double_clicks and not self._space
        if self._tool is not None and meant and event.button() == Qt.MouseButton.LeftButton:
            self._tool.double_click(self._pointer(event, event.button()))
            event.accept()
        else:  # a second press soon after the first, and near it
            self.mousePressEvent(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Keep the pressure; Qt sends the same event again as a mouse event."""
        self._pressure = 1.0 if event.type() == QEvent.Type.TabletRelease else max(0.05, event.pressure())
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space = True
                self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
            event.accept()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._restore_cursor()
            event.accept()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False  # whoever has the focus now gets its release
        self._restore_cursor()
        super().focusOutEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._moved_to(event.position())
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self.pointed.emit(None)
        self.viewport().update()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def drawForeground(self, painter: QPainter, rect: QRectF | object) -> None:
        assert isinstance(rect, QRectF)
        inside = rect.intersected(QRectF(0, 0, self._size.width, self._size.height))
        if self.grid and self.zoom >= _GRID_FROM and not inside.isEmpty():
            painter.setPen(_cosmetic(QColor(255, 255, 255, 60)))
            columns = range(int(inside.left()), int(inside.right()) + 2)
            rows = range(int(inside.top()), int(inside.bottom()) + 2)
            painter.drawLines([QLineF(x, inside.top(), x, inside.bottom()) for x in columns])
            painter.drawLines([QLineF(inside.left(), y, inside.right(), y) for y in rows])
        if self._mouse is None:
            return
        at = self.mapToScene(self._mouse.toPoint())
        if self.crosshair:
            painter.setPen(_cosmetic(QColor(255, 255, 255, 140)))
            painter.drawLines(
                [QLineF(at.x(), rect.top(), at.x(), rect.bottom()), QLineF(rect.left(), at.y(), rect.right(), at.y())]
            )
        ring = self._tool.ring() if self._tool is not None else 0.0
        if ring:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for color, grown in ((QColor(0, 0, 0, 160), 0.0), (QColor(255, 255, 255, 220), 1 / self.zoom)):
                painter.setPen(_cosmetic(color))
                painter.drawEllipse(at, ring / 2 - grown, ring / 2 - grown)

    # --- helpers -----------------------------------------------------------------------------------------------------

    def _pointer(self, event: QMouseEvent, button: Qt.MouseButton) -> Pointer:
        # Half a pixel of the screen is many of a large photo's: keep the fraction.
        inverse, _ = self.viewportTransform().inverted()
        at = inverse.map(event.position())
        modifiers = event.modifiers()
        return Pointer(
            at.x(),
            at.y(),
            button,
            bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
            bool(modifiers & Qt.KeyboardModifier.AltModifier),
            self._pressure,
        )

    def _let_go(self, held: Qt.MouseButton) -> None:
        """End what the buttons held no more have begun: a dialog or another window may have taken the release."""
        if self._panning is not None and not held & self._pan_button:
            self._panning = None
            self._restore_cursor()
        if self._tool is not None and self._pressed and not held & self._pressed:
            self._pressed = Qt.MouseButton.NoButton
            self._tool.break_off()

    def _moved_to(self, position: QPointF) -> None:
        tracing = self.crosshair or (self._tool is not None and self._tool.ring() > 0)
        before, self._mouse = self._mouse, position
        self.pointed.emit(self.mapToScene(position.toPoint()))
        if self.crosshair:
            self.viewport().update()
        elif tracing and self._tool is not None:
            reach = round(self._tool.ring() * self.zoom / 2) + 4
            for place in (before, position):
                if place is not None:
                    corner = place.toPoint()
                    self.viewport().update(corner.x() - reach, corner.y() - reach, 2 * reach, 2 * reach)

    def _restore_cursor(self) -> None:
        if self._tool is not None:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if self._space else self._tool.cursor)


def _cosmetic(color: QColor) -> QPen:
    pen = QPen(color, 1)
    pen.setCosmetic(True)
    return pen
