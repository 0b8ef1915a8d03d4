"""Measures the number of points of outlines and how closely they follow the pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

from vrp_core.domain import masks
from vrp_core.domain.annotations import LabelledObject
from vrp_core.domain.polygons import mask_from_polygons, polygons_of_rle

CLOSENESS = (1.0, 0.99, 0.98, 0.95)  # offered values; 1 follows every pixel
_MOST = 200  # maximum number of measured objects


@dataclass(frozen=True, slots=True)
class OutlineMeasure:
    """Number of points and agreement of outlines, measured on a sample if there are many objects."""

    objects: int  # number of measured objects
    points: int  # points of all objects, estimated if not all were measured
    lowest_iou: float  # lowest IoU with the mask; 1 if there are no objects
    is_estimate: bool


def measured(objects: Sequence[LabelledObject], min_iou: float) -> OutlineMeasure:
    """Measure the outlines of objects at a closeness."""
    step = max(1, -(-len(objects) // _MOST))
    chosen = objects[::step]
    points, lowest = 0, 1.0
    for item in chosen:
        polygons = polygons_of_rle(item.mask, min_iou)
        points += sum(len(ring) for polygon in polygons for ring in polygon.rings)
        if min_iou < 1:
            lowest = min(lowest, masks.mask_iou(mask_from_polygons(polygons, item.mask.size), masks.decode(item.mask)))
    total = round(points * len(objects) / len(chosen)) if chosen else 0
    return OutlineMeasure(len(chosen), total, lowest, step > 1)
