"""Converts shapes that several tools have to rings, and groups shapes to objects."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from vrp_core.exchange.found import Box, FoundObject, Outline, Ring, Unusable, number

_POINTS = 180  # points of a circle


def ring_of(points: Any) -> Ring:
    """(N, 2) float64 from a list of pairs.

    Raises:
        Unusable: it is not one, or has fewer than three points.
    """
    if not isinstance(points, list) or not all(
        isinstance(point, (list, tuple)) and len(point) >= 2 for point in points
    ):
        raise Unusable("points that are no list of pairs")
    if len(points) < 3:
        raise Unusable(f"a polygon of {len(points)} points")
    return np.array([[number(x, "a coordinate"), number(y, "a coordinate")] for x, y, *_ in points], dtype=np.float64)


def ring_of_flat(values: Sequence[Any]) -> Ring:
    """(N, 2) float64 from x, y, x, y, ...

    Raises:
        Unusable: as for `ring_of`; also an odd number of values.
    """
    if len(values) % 2:
        raise Unusable(f"an odd number of coordinates ({len(values)})")
    return ring_of([list(values[place : place + 2]) for place in range(0, len(values), 2)])


def ellipse(x: float, y: float, radius_x: float, radius_y: float, degrees: float = 0.0) -> Outline:
    """The outline of an ellipse around (x, y), rotated clockwise on the screen."""
    angles = np.linspace(0, 2 * math.pi, _POINTS, endpoint=False)
    points = np.stack([radius_x * np.cos(angles), radius_y * np.sin(angles)], axis=1)
    return Outline(turned(points, degrees) + np.array([x, y]))


def turned(points: Ring, degrees: float) -> Ring:
    """Points rotated around the origin, clockwise on the screen."""
    angle = math.radians(degrees)
    cosine, sine = math.cos(angle), math.sin(angle)
    result: Ring = points @ np.array([[cosine, sine], [-sine, cosine]])
    return result


def box_of(x0: float, y0: float, x1: float, y1: float, in_shares: bool = False) -> Box:
    """A box between two corners in any order.

    Raises:
        Unusable: it has no extent.
    """
    if x0 == x1 or y0 == y1:
        raise Unusable("a box without extent")
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), in_shares)


def grouped(objects: Iterable[tuple[FoundObject, object]]) -> list[FoundObject]:
    """Objects of one image, label and group as one object of several parts; None or 0 means no group.

    If a group has regions, its boxes and dots are redundant.
    """
    joined: dict[object, FoundObject] = {}
    for place, (item, group) in enumerate(objects):
        key: object = (item.image, item.label, str(group)) if group else ("alone", place)
        first = joined.get(key)
        if first is None or (first.is_prompt and not item.is_prompt):
            joined[key] = item
        elif first.is_prompt == item.is_prompt:
            joined[key] = replace(first, parts=(*first.parts, *item.parts))
    return list(joined.values())
