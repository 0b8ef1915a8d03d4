"""Dragging, adding and removing the corners of the selected object."""

import shapely
from PySide6.QtCore import Qt

from vrp_core.domain.masks import Rle
from vrp_core.domain.polygons import polygons_of_rle
from vrp_core.domain.prompts import PolygonPrompt

from ...model import object_commands
from ...model.document import Document
from ...model.objects import SceneObject
from .pointer_input import Pointer
from .view import Canvas

Corners = tuple[tuple[float, float], ...]

_CORNER = 8.0  # screen pixels around a corner that take hold of it
_EDGE = 6.0  # screen pixels beside an edge that add a corner to it
_ENOUGH = 0.97  # IoU that the corners of a mask keep with it
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class VertexEditor:
    """Shows the corners of the selected object and changes them; each change is one step to undo.

    Left takes hold of a corner, or adds one on an edge; right or Alt+left removes one.
    """

    def __init__(self, canvas: Canvas, document: Document, any_object: bool) -> None:
        """`any_object`: also the outline of a mask; else only of what was drawn as a polygon."""
        self._canvas, self._document, self._any = canvas, document, any_object
        self._corners: Corners = ()
        self._traced: tuple[Rle, Corners] | None = None  # the corners of a mask, as long as it has not changed
        self._held: int | None = None
        self._before: Corners = ()

    def show(self) -> None:
        """Show the corners as the document has them."""
        if self._held is None:
            self._corners = self._corners_of(self._document.selected)
            self._canvas.handles.show_corners(self._corners)

    def press(self, at: Pointer) -> bool:
        """Take hold of a corner, add or remove one; False where there is none."""
        self.show()
        if not self._corners or at.shift:
            return False
        corner = self._corner_at(at)
        if corner is not None and (at.button == _RIGHT or at.alt):
            if len(self._corners) > 3:
                self._store(self._corners[:corner] + self._corners[corner + 1 :])
            return True
        if at.button != _LEFT:
            return False
        self._before = self._corners
        if corner is None:
            edge = self._edge_at(at)
            if edge is None:
                return False
            corner = edge + 1
            self._corners = (*self._corners[:corner], (at.x, at.y), *self._corners[corner:])
        self._held = corner
        self._canvas.handles.show_corners(self._corners, corner)
        return True

    def move(self, at: Pointer) -> bool:
        """Drag the held corner; False when none is held."""
        if self._held is None:
            return False
        self._corners = (*self._corners[: self._held], (at.x, at.y), *self._corners[self._held + 1 :])
        self._canvas.handles.show_corners(self._corners, self._held)
        return True

    def release(self, at: Pointer) -> bool:
        """Store the dragged corner; False when none is held."""
        if self._held is None:
            return False
        self._held = None
        if self._corners != self._before:
            self._store(self._corners)
        return True

    def hover(self, at: Pointer) -> None:
        """Show which corner a press would take."""
        if self._corners:
            self._canvas.handles.show_corners(self._corners, self._corner_at(at))

    def abort(self) -> bool:
        """Let go of a corner as if it had not been dragged; False when none is held."""
        held, self._held = self._held, None
        if held is not None:
            self.show()
        return held is not None

    def _store(self, corners: Corners) -> None:
        selected = self._document.selected
        if selected is not None:
            object_commands.change_polygon(self._document, selected, PolygonPrompt(corners))
            after = self._document.selected
            if after is not None and after.polygon is None:
                self._traced = (after.region, corners)
        self.show()

    def _corners_of(self, one: SceneObject | None) -> Corners:
        if one is None:
            return ()
        if one.polygon is not None:
            return one.polygon.points
        if not self._any:
            return ()
        if self._traced is None or self._traced[0] != one.region:
            parts = polygons_of_rle(one.region, _ENOUGH)
            largest = max(parts, key=lambda part: shapely.Polygon(part.outer).area, default=None)
            corners = tuple((float(x), float(y)) for x, y in largest.outer) if largest is not None else ()
            self._traced = (one.region, corners)
        return self._traced[1]

    def _corner_at(self, at: Pointer) -> int | None:
        reach = _CORNER / self._canvas.zoom
        near = [(max(abs(x - at.x), abs(y - at.y)), number) for number, (x, y) in enumerate(self._corners)]
        distance, number = min(near, default=(reach + 1, 0))
        return number if distance <= reach else None

    def _edge_at(self, at: Pointer) -> int | None:
        """The edge beside a place, by the number of its first corner."""
        here = shapely.Point(at.x, at.y)
        ends = zip(self._corners, (*self._corners[1:], self._corners[0]), strict=True)
        distance, number = min((shapely.LineString(edge).distance(here), n) for n, edge in enumerate(ends))
        return number if distance <= _EDGE / self._canvas.zoom else None
