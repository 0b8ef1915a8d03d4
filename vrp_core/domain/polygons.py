"""Masks as polygons and back, without losing a pixel.

Rings follow the outer edges of pixels, in continuous image pixels, so the area of a ring is the number of pixels it
holds, and pycocotools rasterises it to the very mask it came from. OpenCV's own contours go through pixel centres and
lose a third of a small object.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray
from pycocotools import mask as coco_mask
from shapely import LinearRing, Point, Polygon

from vrp_core.domain.geometry import FloatArray, Size
from vrp_core.domain.masks import Mask, Rle, decode_crop, mask_iou

_Number = TypeVar("_Number", bound=np.generic)

# Tolerances of Douglas and Peucker's method that simplification tries, largest first, in image pixels.
_TOLERANCES = (8.0, 4.0, 2.0, 1.5, 1.0, 0.75, 0.5)


@dataclass(frozen=True, slots=True, eq=False)
class PolygonWithHoles:
    """One connected region. Every ring is simple, at least a triangle, and does not repeat its first vertex."""

    outer: FloatArray  # (N, 2) float32, x then y, image pixels
    holes: tuple[FloatArray, ...] = ()

    @property
    def rings(self) -> tuple[FloatArray, ...]:
        """The outer ring, then the holes."""
        return (self.outer, *self.holes)


def polygons_of(mask: Mask, min_iou: float = 1.0) -> list[PolygonWithHoles]:
    """The parts of an `(H, W) bool` mask as pixel-edge polygons; an empty mask has none.

    Parts that touch only at a corner are kept apart. Vertices inside a straight edge are dropped. With `min_iou` below
    1 the rings are simplified as far as the pixels they rasterise to keep that IoU with the mask.
    """
    left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
    return _polygons_of_crop(mask[top : top + height, left : left + width], (left, top), min_iou)


def polygons_of_rle(rle: Rle, min_iou: float = 1.0) -> list[PolygonWithHoles]:
    """`polygons_of` the mask that a run-length code stands for, at the cost of its bounding box."""
    crop, corner = decode_crop(rle)
    return _polygons_of_crop(crop, corner, min_iou)


def mask_from_polygons(polygons: Sequence[PolygonWithHoles], size: Size) -> Mask:
    """The `(H, W) bool` pixels of the polygons together, by pycocotools' rule for which pixels a ring covers."""
    covered = np.zeros(size, dtype=bool)
    if polygons:
        # pycocotools' time goes by the size of the picture, so it sees only the box around the polygons.
        left, top, right, bottom = _box_around(polygons, size)
        moved = [_moved(polygon, (-left, -top)) for polygon in polygons]
        covered[top:bottom, left:right] = _rasterised(moved, Size(bottom - top, right - left))
    return covered


def keyhole(polygons: Sequence[PolygonWithHoles]) -> FloatArray:
    """One ring, `(N, 2) float32`, that holds what one or more polygons hold, for formats that know a single ring only.

    Every other ring is reached from the first by a slit of no width, walked once each way. The slits are the shortest
    there are (a minimum spanning tree of the rings), so none crosses a ring, and by the even-odd rule, which
    pycocotools follows, they cover nothing.
    """
    rings = [ring for polygon in polygons for ring in polygon.rings]
    joined = rings[0]
    for near, far in _spanning_tree(rings):
        start, end = shapely.get_coordinates(shapely.shortest_line(LinearRing(rings[near]), LinearRing(rings[far])))
        joined = np.concatenate([_walk_from(start, joined), _walk_from(end, rings[far])])
    return _without_repeats(joined)


def from_shapely(shape: Polygon) -> PolygonWithHoles:
    """The rings of a shapely polygon."""
    outer, *holes = (
        shapely.get_coordinates(ring)[:-1].astype(np.float32) for ring in (shape.exterior, *shape.interiors)
    )
    return PolygonWithHoles(outer, tuple(holes))


# --- tracing ---------------------------------------------------------------------------------------------------------


def _polygons_of_crop(crop: Mask, corner: tuple[int, int], min_iou: float) -> list[PolygonWithHoles]:
    shapes = list(_traced(crop))
    if min_iou < 1:
        shapes = _simplified(shapes, crop, min_iou)
    return [_moved(from_shapely(shape), corner) for shape in shapes]


def _traced(crop: Mask) -> Iterator[Polygon]:
    if not crop.size:
        return
    # At double size OpenCV's contour, which visits pixel centres, keeps to one side of every pixel edge.
    doubled = np.repeat(np.repeat(crop.view(np.uint8), 2, axis=0), 2, axis=1)
    contours, tree = cv2.findContours(doubled, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    rings = [_pixel_edges(contour) for contour in contours]
    holes: dict[int, list[NDArray[np.int64]]] = {}
    for ring, (_, _, _, parent) in zip(rings, tree[0], strict=True):
        holes.setdefault(parent, []).append(ring)
    for index, (_, _, _, parent) in enumerate(tree[0]):
        if parent < 0:
            yield from _simple_parts(Polygon(rings[index], holes.get(index, [])))


def _pixel_edges(contour: NDArray[Any]) -> NDArray[np.int64]:
    """The corners of a contour of the doubled mask, moved to the pixel edges next to them."""
    ring = _without_repeats((contour.reshape(-1, 2).astype(np.int64) + 1) // 2)
    incoming = ring - _before(ring)
    outgoing = np.concatenate([incoming[1:], incoming[:1]])
    turns: NDArray[np.bool_] = incoming[:, 0] * outgoing[:, 1] != incoming[:, 1] * outgoing[:, 0]
    return ring[turns]


def _simple_parts(shape: Polygon) -> Iterator[Polygon]:
    """OpenCV walks on through pixels that touch at a corner; other tools want rings that never touch themselves."""
    if shape.is_valid:
        yield shape
    else:
        yield from shapely.get_parts(shapely.make_valid(shape, method="structure"))


def _simplified(shapes: list[Polygon], crop: Mask, min_iou: float) -> list[Polygon]:
    for tolerance in _TOLERANCES:
        candidates = [shape.simplify(tolerance) for shape in shapes]
        pixels = mask_from_polygons([from_shapely(shape) for shape in candidates], Size(*crop.shape))
        if mask_iou(pixels, crop) >= min_iou:
            return candidates
    return shapes


# --- rasterising and joining -----------------------------------------------------------------------------------------


def _box_around(polygons: Sequence[PolygonWithHoles], size: Size) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the polygons in whole pixels of the image, at least one pixel."""
    corners = np.concatenate([polygon.outer for polygon in polygons])
    limit = np.array([size.width, size.height])
    first = np.clip(np.floor(corners.min(axis=0)), 0, limit - 1).astype(int)
    last = np.clip(np.ceil(corners.max(axis=0)), first + 1, limit).astype(int)
    return int(first[0]), int(first[1]), int(last[0]), int(last[1])


def _moved(polygon: PolygonWithHoles, by: tuple[int, int]) -> PolygonWithHoles:
    step = np.array(by, dtype=np.float32)
    return PolygonWithHoles(polygon.outer + step, tuple(hole + step for hole in polygon.holes))


def _rasterised(polygons: Sequence[PolygonWithHoles], size: Size) -> Mask:
    covered = _union([polygon.outer for polygon in polygons if not polygon.holes], size)
    for polygon in polygons:
        if polygon.holes:
            covered |= _union([polygon.outer], size) & ~_union(polygon.holes, size)
    return covered


def _union(rings: Sequence[FloatArray], size: Size) -> Mask:
    if not rings:
        return np.zeros(size, dtype=bool, order="F")
    codes = coco_mask.frPyObjects([ring.ravel().astype(float).tolist() for ring in rings], *size)
    pixels: NDArray[np.uint8] = coco_mask.decode(coco_mask.merge(codes))
    return pixels.astype(bool)


def _spanning_tree(rings: Sequence[FloatArray]) -> Iterator[tuple[int, int]]:
    """Prim's minimum spanning tree: pairs of a ring that is reached already and the loose one nearest to it."""
    shapes = np.array([LinearRing(ring) for ring in rings])
    loose = np.arange(len(rings)) > 0
    distance, nearest = shapely.distance(shapes, shapes[0]), np.zeros(len(rings), dtype=int)
    while loose.any():
        reached = int(np.argmin(np.where(loose, distance, np.inf)))
        yield int(nearest[reached]), reached
        loose[reached] = False
        beyond = np.full(len(rings), np.inf)
        beyond[loose] = shapely.distance(shapes[loose], shapes[reached])
        nearest[beyond < distance] = reached
        distance = np.minimum(distance, beyond)


def _walk_from(start: NDArray[np.float64], ring: FloatArray) -> FloatArray:
    """The way around a ring from `start`, a point on it, back to `start`."""
    steps = np.diff(ring, axis=0)
    reached_at = np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1], dtype=np.float64))])
    passed = int(np.searchsorted(reached_at, LinearRing(ring).project(Point(start)), side="right"))
    return np.concatenate([[start], ring[passed:], ring[:passed], [start]]).astype(np.float32)


def _without_repeats(ring: NDArray[_Number]) -> NDArray[_Number]:
    moves: NDArray[np.bool_] = (ring != _before(ring)).any(axis=1)
    return ring[moves]


def _before(ring: NDArray[_Number]) -> NDArray[_Number]:
    """For each corner the one before it. `np.roll` does the same in ten times the time, felt in masks of many parts."""
    return np.concatenate([ring[-1:], ring[:-1]])
