"""Outlines with fewer corners, for small scales: they stay where they were."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from app.widgets.canvas.items import path_of
from tests.masks_to_try import masks
from vrp_core.domain.masks import Mask
from vrp_core.domain.polygons import polygons_of


@given(masks(), st.sampled_from([0.25, 0.5, 1.0, 4.0, 64.0]))
def test_no_place_of_an_outline_moves_by_more_than_the_tolerance(mask: Mask, tolerance: float) -> None:
    rings = [ring for polygon in polygons_of(mask) for ring in polygon.rings]
    path = path_of(polygons_of(mask), tolerance)
    simple = [np.array([(point.x(), point.y()) for point in ring.toList()]) for ring in path.toSubpathPolygons()]
    assert len(simple) == len(rings)
    for before, after in zip(rings, simple, strict=True):
        assert len({tuple(corner) for corner in after.tolist()}) >= 3
        corners = {tuple(corner) for corner in before.tolist()}
        assert all(tuple(corner) in corners for corner in after.tolist())
        gone = shapely.distance(shapely.LinearRing(after), shapely.points(before))
        assert float(gone.max()) <= tolerance * 1.5 + 1e-6  # OpenCV drops a corner between two nearly straight ones


def test_an_outline_with_thousands_of_corners_gets_few(qtbot: object) -> None:
    rows, columns = np.ogrid[:900, :900]
    disc = (rows - 450) ** 2 + (columns - 450) ** 2 < 400**2
    every, few = (path_of(polygons_of(disc), tolerance).elementCount() for tolerance in (0, 4.0))
    assert every > 1000 and few < 60
