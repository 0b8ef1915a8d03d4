"""The `segmentation` of a COCO annotation: polygons, compressed or plain run lengths; to and from our masks."""

from collections.abc import Sequence
from typing import Any

from pycocotools import mask as coco_mask

from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle, from_runs, runs_of
from vrp_core.domain.polygons import PolygonWithHoles, keyhole

_FAR = 1e6  # image pixels; pycocotools takes time and memory by the length of an edge, inside the image or not


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
    """The mask that a segmentation read from JSON stands for, as pycocotools understands it.

    Polygons with fewer than three vertices hold nothing.

    Raises:
        ValueError: `segmentation` is none, or belongs to an image of another size; says why.
    """
    if isinstance(segmentation, dict):
        return _from_run_lengths(segmentation, size)
    if isinstance(segmentation, list):
        return _from_polygons(segmentation, size)
    raise ValueError("segmentation is neither polygons nor run lengths")


def _from_polygons(polygons: list[Any], size: Size) -> Rle:
    rings = [ring for ring in map(_checked_ring, polygons) if len(ring) >= 6]
    if not rings:
        return from_runs([size.height * size.width], size)
    merged = coco_mask.merge(coco_mask.frPyObjects(rings, *size))
    return Rle(*size, merged["counts"].decode("ascii"))


def _checked_ring(ring: Any) -> list[float]:
    if not isinstance(ring, list) or not all(isinstance(value, (int, float)) for value in ring):
        raise ValueError("a polygon is not a list of numbers")
    if len(ring) % 2:
        raise ValueError(f"a polygon has an odd number of coordinates ({len(ring)})")
    if not all(abs(value) <= _FAR for value in ring):  # false for NaN, too
        raise ValueError("a polygon has a coordinate that is no place in an image")
    return ring


def _from_run_lengths(segmentation: dict[str, Any], size: Size) -> Rle:
    if segmentation.get("size") != [*size]:
        raise ValueError(f"run lengths are for size {segmentation.get('size')}, the image is {[*size]}")
    counts = segmentation.get("counts")
    runs = runs_of(Rle(*size, counts)) if isinstance(counts, str) else counts
    if not isinstance(runs, list) or not all(isinstance(run, int) for run in runs):
        raise ValueError("run lengths are neither text nor a list of whole numbers")
    return from_runs(runs, size)
