"""The canvas: shows a photo with its objects, zooms and pans. `PointerInput` hands the mouse to the current tool."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from vrp_core.domain.geometry import Size

from ...services.photos import Photo
from .guides import draw_crosshair, draw_grid, draw_ring
from .heat import HeatItem
from .items import DraftItem, HandlesItem
from .object_layer import ObjectLayer
from .photo_item import PhotoItem
from .pointer_input import CanvasTool, PointerInput

_NO_PHOTO = Size(1, 1)
_ZOOM_STEP = 1.25
_MOST = 64.0  # screen pixels per image pixel
_GRID_FROM = 12.0  # screen pixels per image pixel
_MARGIN = 0.5  # of the photo, that one can pan beyond it
_ROOM = 0.15  # of an object, around it when it is zoomed to


class Canvas(QGraphicsView):
    """A photo and what lies on it."""

    pointed = Signal(object)  # QPointF in image pixels, or None when the mouse is outside
    zoomed = Signal(float)  # screen pixels per image pixel

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scene = QGraphicsScene(self)
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(scene)
        self.photo, self.draft, self.handles = PhotoItem(), DraftItem(), HandlesItem()
        self.heat = HeatItem()
        for item in (self.photo, self.heat, self.draft, self.handles):
            scene.addItem(item)
        self.objects = ObjectLayer(scene)
        self._size = _NO_PHOTO
        self._fitted = True
        self._tool: CanvasTool | None = None
        self._mouse: QPointF | None = None
        self.crosshair, self.grid = False, True
        self.input = PointerInput(self)
        self.input.moved.connect(self._mouse_moved)
        self.input.zoom_wanted.connect(self.zoom_by)
        self.input.panned.connect(self._panned)
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
        self.setAcceptDrops(False)  # the window takes them
        self.viewport().setAcceptDrops(False)
        self.setAccessibleName(self.tr("Photo"))

    # --- what is shown -----------------------------------------------------------------------------------------------

    def show_stand_in(self, size: Size, image: QImage | None) -> None:
        """A new photo is being loaded: show its thumbnail until then."""
        self.photo.show_stand_in(size, image)
        self._set_size(size)
        self.fit()

    def show_photo(self, photo: Photo) -> None:
        """Show a photo; the view stays where it is when the size is the same."""
        height, width = photo.levels[0].shape[:2]
        self.photo.show_photo(photo)
        if Size(height, width) != self._size:
            self._set_size(Size(height, width))
            self.fit()

    def adjust(self, brightness: int, contrast: int) -> None:
        """Show the photo brighter or with more contrast, -100..100 each."""
        self.photo.adjust(brightness, contrast)

    def use(self, tool: CanvasTool) -> None:
        """Hand the mouse to a tool."""
        self._tool = tool
        self.input.use(tool)
        self.viewport().update()

    # --- zoom and pan ------------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """Screen pixels per image pixel."""
        return self.transform().m11()

    @property
    def least_zoom(self) -> float:
        """The smallest zoom: half of what shows the whole photo, or 100 %."""
        width, height = self.viewport().width() / self._size.width, self.viewport().height() / self._size.height
        return min(1.0, 0.5 * min(width, height))

    def fit(self) -> None:
        """Show the whole photo."""
        self._fitted = True
        if self._size == _NO_PHOTO:
            return
        rect = QRectF(0, 0, self._size.width, self._size.height)
        self.fitInView(rect.adjusted(-2, -2, 2, 2), Qt.AspectRatioMode.KeepAspectRatio)
        self.zoomed.emit(self.zoom)

    @property
    def place(self) -> tuple[float, float, float] | None:
        """The zoom, and which place of the photo is in the middle, in image pixels; None: the whole photo is shown."""
        middle = self.mapToScene(self.viewport().rect().center())
        return None if self._fitted else (self.zoom, middle.x(), middle.y())

    def show_place(self, zoom: float, x: float, y: float) -> None:
        """Show a place of the photo, in image pixels, in the middle."""
        self.zoom_to(zoom)
        self.centerOn(x, y)

    def fit_area(self, area: QRectF) -> None:
        """Show an area of the photo, in image pixels, as large as it fits with some room around it."""
        room = max(area.width(), area.height()) * _ROOM + 4
        self.fitInView(area.adjusted(-room, -room, room, room), Qt.AspectRatioMode.KeepAspectRatio)
        self._fitted = False
        if self.zoom > _MOST:
            self.zoom_to(_MOST)
        self.zoomed.emit(self.zoom)

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """Show the photo at a scale; the place `at`, in screen pixels of the viewport, stays where it is."""
        scale = min(max(scale, self.least_zoom), _MOST)
        centre = at if at is not None else QPointF(self.viewport().rect().center())
        before = self.mapToScene(centre.toPoint())
        factor = scale / self.zoom
        self.scale(factor, factor)
        moved = self.mapToScene(centre.toPoint()) - before
        self.translate(moved.x(), moved.y())
        self._fitted = False
        self.zoomed.emit(self.zoom)

    @Slot(float, QPointF)
    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        """So many steps nearer, or with negative steps further away."""
        self.zoom_to(self.zoom * _ZOOM_STEP**steps, at)

    def _set_size(self, size: Size) -> None:
        self._size = size
        self.draft.set_extent(size)
        self.handles.set_extent(size)
        across, down = size.width * _MARGIN, size.height * _MARGIN
        self.scene().setSceneRect(QRectF(-across, -down, size.width + 2 * across, size.height + 2 * down))

    # --- events ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def drawForeground(self, painter: QPainter, rect: QRectF | object) -> None:
        assert isinstance(rect, QRectF)
        inside = rect.intersected(QRectF(0, 0, self._size.width, self._size.height))
        if self.grid and self.zoom >= _GRID_FROM and not inside.isEmpty():
            draw_grid(painter, inside)
        if self._mouse is None:
            return
        at = self.mapToScene(self._mouse.toPoint())
        if self.crosshair:
            draw_crosshair(painter, at, rect)
        if self._ring:
            draw_ring(painter, at, self._ring, self.zoom)

    @property
    def _ring(self) -> float:
        return self._tool.ring() if self._tool is not None else 0.0

    @Slot()
    def _panned(self) -> None:
        self._fitted = False

    @Slot(object)
    def _mouse_moved(self, position: QPointF | None) -> None:
        before, self._mouse = self._mouse, position
        self.pointed.emit(self.mapToScene(position.toPoint()) if position is not None else None)
        if self.crosshair or position is None:
            self.viewport().update()
        elif self._ring:
            reach = round(self._ring * self.zoom / 2) + 4
            for place in (before, position):
                if place is not None:
                    corner = place.toPoint()
                    self.viewport().update(corner.x() - reach, corner.y() - reach, 2 * reach, 2 * reach)
