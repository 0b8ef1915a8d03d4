"""Converts the `segmentation` of a COCO annotation (polygons, compressed or plain run lengths) to and from masks."""

import ast
from collections.abc import Sequence
from typing import Any

import numpy as np

from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle, from_runs, runs_of
from vrp_core.domain.polygons import PolygonWithHoles, keyhole
from vrp_core.exchange.found import FoundObject, Outline, Part, Ring, Unusable, number, short, size_of, whole
from vrp_core.exchange.regions import mask_of


def polygon_segmentation(polygons: Sequence[PolygonWithHoles]) -> list[list[float]]:
    """One flat list `x1, y1, x2, y2, ...` for each polygon. COCO joins them all, so holes become keyholes."""
    rings = [keyhole([polygon]) if polygon.holes else polygon.outer for polygon in polygons]
    return [ring.ravel().astype(float).tolist() for ring in rings]


def rle_segmentation(rle: Rle) -> dict[str, Any]:
    """Compressed run lengths, as text."""
    return {"size": [rle.height, rle.width], "counts": rle.counts}


def runs_segmentation(rle: Rle) -> dict[str, Any]:
    """Plain run lengths, as a list of whole numbers that starts with the zeros."""
    return {"size": [rle.height, rle.width], "counts": runs_of(rle)}


def region_of(segmentation: Any, size: Size) -> Rle:
    """The mask of a segmentation that this program wrote, as pycocotools reads it.

    Raises:
        Unusable: `segmentation` is not valid, or belongs to an image of another size.
    """
    parts = parts_of(segmentation, size)
    return mask_of(FoundObject(0, "", parts), size)


def parts_of(segmentation: Any, size: Size | None) -> tuple[Part, ...]:
    """The regions of a segmentation read from JSON, from any tool; polygons of fewer than three points are skipped.

    Args:
        segmentation: a list of polygons (flat or of pairs), one polygon, or run lengths in one of three forms.
        size: the image's size, for run lengths that do not state theirs; None if unknown.

    Raises:
        Unusable: it is not a segmentation.
    """
    if isinstance(segmentation, dict):
        return (_from_run_lengths(segmentation, size),)
    if not isinstance(segmentation, list):
        raise Unusable("its segmentation is neither polygons nor run lengths")
    if segmentation and all(_is_number(value) for value in segmentation):
        segmentation = [segmentation]  # one polygon that is not in a list
    rings = [_ring(polygon) for polygon in segmentation]
    return tuple(Outline(ring) for ring in rings if len(ring) >= 3)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, str)) and not isinstance(value, bool)


def _ring(polygon: Any) -> Ring:
    if not isinstance(polygon, list):
        raise Unusable("a polygon that is no list of numbers")
    pairs = bool(polygon) and all(isinstance(point, list) and len(point) == 2 for point in polygon)
    flat = [value for point in polygon for value in point] if pairs else polygon
    if len(flat) % 2:
        raise Unusable(f"a polygon with an odd number of coordinates ({len(flat)})")
    if not all(map(_is_number, flat)):
        raise Unusable("a polygon that is no list of numbers")
    return np.array([number(value, "a coordinate") for value in flat], dtype=np.float64).reshape(-1, 2)


def _from_run_lengths(segmentation: dict[str, Any], size: Size | None) -> Rle:
    own = segmentation.get("size")
    if own is not None:
        size = size_of(*own) if isinstance(own, list) and len(own) == 2 else None
    if size is None:
        raise Unusable(f"run lengths are for size {short(own)}")
    counts = segmentation.get("counts")
    try:
        if isinstance(counts, str):
            return from_runs(runs_of(Rle(*size, _text(counts))), size)
        if not isinstance(counts, list):
            raise Unusable("run lengths are neither text nor a list of whole numbers")
        return from_runs([whole(run, "a run length") for run in counts], size)
    except ValueError as error:
        raise Unusable(str(error)) from error


def _text(counts: str) -> str:
    """The code inside Python's `b'...'`, which some tools write into the file."""
    if not counts.startswith(("b'", 'b"')):
        return counts
    try:
        return ast.literal_eval(counts).decode("ascii")
    except (ValueError, SyntaxError) as error:
        raise Unusable("run lengths are damaged") from error
