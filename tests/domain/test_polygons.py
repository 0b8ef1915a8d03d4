"""Polygons against the pixels they came from, as pycocotools and as a loop over pixel centres read them."""

import cv2
import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st
from pycocotools import mask as coco_mask

from tests.masks_to_try import SPECIAL_MASKS, masks, pixels_inside, shown_masks
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, encode, mask_iou
from vrp_core.domain.polygons import (
    PolygonWithHoles,
    keyhole,
    mask_from_polygons,
    polygons_of,
    polygons_of_rle,
)


def _blob(side: int, seed: int) -> Mask:
    """A smooth region with parts and holes."""
    values = np.random.default_rng(seed).random((9, 9))
    return cv2.resize(values, (side, side), interpolation=cv2.INTER_CUBIC) > 0.5


def _coco_pixels(rings: list[list[float]], mask: Mask) -> Mask:
    pixels: Mask = coco_mask.decode(coco_mask.merge(coco_mask.frPyObjects(rings, *mask.shape))).astype(bool)
    return pixels


@given(masks())
def test_polygons_keep_every_pixel(mask: Mask) -> None:
    np.testing.assert_array_equal(mask_from_polygons(polygons_of(mask), Size(*mask.shape)), mask)


@pytest.mark.parametrize("mask", SPECIAL_MASKS.values(), ids=SPECIAL_MASKS.keys())
def test_polygons_keep_every_pixel_of_special_masks(mask: Mask) -> None:
    polygons = polygons_of(mask)
    np.testing.assert_array_equal(mask_from_polygons(polygons, Size(*mask.shape)), mask)
    np.testing.assert_array_equal(pixels_inside([keyhole(polygons)], Size(*mask.shape)), mask)


@given(masks())
def test_rings_lie_on_pixel_edges_so_that_areas_are_pixels(mask: Mask) -> None:
    polygons = polygons_of(mask)
    shapes = [shapely.Polygon(polygon.outer, polygon.holes) for polygon in polygons]
    assert sum(shape.area for shape in shapes) == mask.sum()
    for polygon in polygons:
        for ring in polygon.rings:
            assert ring.dtype == np.float32
            assert ring.shape[0] >= 4
            np.testing.assert_array_equal(ring, np.round(ring))


@given(masks())
def test_rings_are_valid_and_have_no_vertex_to_spare(mask: Mask) -> None:
    for polygon in polygons_of(mask):
        shape = shapely.Polygon(polygon.outer, polygon.holes)
        assert shape.is_valid, shapely.is_valid_reason(shape)
        for ring in polygon.rings:
            steps = np.roll(ring, -1, axis=0) - ring
            assert (np.count_nonzero(steps, axis=1) == 1).all()  # along one axis ...
            assert ((steps != 0) != (np.roll(steps, 1, axis=0) != 0)).all()  # ... and then along the other


@given(masks())
def test_a_pixel_belongs_when_its_centre_does(mask: Mask) -> None:
    rings = [ring for polygon in polygons_of(mask) for ring in polygon.rings]
    np.testing.assert_array_equal(pixels_inside(rings, Size(*mask.shape)), mask)


@given(shown_masks())
def test_a_keyhole_is_one_ring_that_pycocotools_reads_as_the_mask(mask: Mask) -> None:
    ring = keyhole(polygons_of(mask))
    np.testing.assert_array_equal(_coco_pixels([ring.ravel().tolist()], mask), mask)
    assert (ring != np.roll(ring, 1, axis=0)).any(axis=1).all()


@given(shown_masks())
def test_every_polygon_has_a_keyhole_of_its_own(mask: Mask) -> None:
    rings = [keyhole([polygon]).ravel().tolist() for polygon in polygons_of(mask)]
    np.testing.assert_array_equal(_coco_pixels(rings, mask), mask)


def _holes_in_a_row() -> Mask:
    """The short way from the inner hole to the outside leads through the outer hole."""
    mask = np.ones((60, 60), dtype=bool)
    mask[20:40, 4:8] = False
    mask[29:31, 12:14] = False
    return mask


@given(shown_masks())
@example(_holes_in_a_row())
def test_slits_run_through_the_object_only(mask: Mask) -> None:
    for polygon in polygons_of(mask):
        ring = shapely.LinearRing(keyhole([polygon]))
        assert shapely.Polygon(polygon.outer, polygon.holes).covers(ring)


def test_nothing_has_no_polygon() -> None:
    nothing = np.zeros((5, 6), dtype=bool)
    assert polygons_of(nothing) == []
    assert polygons_of_rle(encode(nothing)) == []
    assert not mask_from_polygons([], Size(5, 6)).any()


def test_holes_and_islands_are_told_apart() -> None:
    island, frame = sorted(polygons_of(SPECIAL_MASKS["island in a hole"]), key=lambda polygon: len(polygon.holes))
    assert (len(island.holes), len(frame.holes)) == (0, 1)
    np.testing.assert_array_equal(np.ptp(island.outer, axis=0), [1, 1])
    np.testing.assert_array_equal(np.ptp(frame.holes[0], axis=0), [3, 3])


@given(masks(), st.booleans())
def test_the_code_gives_the_same_polygons_as_the_pixels(mask: Mask, column_major: bool) -> None:
    from_pixels = polygons_of(np.asfortranarray(mask) if column_major else mask)
    from_code = polygons_of_rle(encode(mask))
    assert len(from_pixels) == len(from_code)
    for one, other in zip(from_pixels, from_code, strict=True):
        assert [ring.tolist() for ring in one.rings] == [ring.tolist() for ring in other.rings]


@pytest.mark.parametrize("floor", [0.9, 0.99, 0.999])
def test_simplified_polygons_keep_the_iou_that_was_asked_for(floor: float) -> None:
    mask = _blob(200, seed=1)
    exact, simple = polygons_of(mask), polygons_of(mask, floor)
    assert mask_iou(mask_from_polygons(simple, Size(*mask.shape)), mask) >= floor
    assert _vertices(simple) < _vertices(exact)


@given(masks(), st.floats(0.5, 1))
@example(np.ones((1, 1), dtype=bool), 0.5)
def test_simplification_never_goes_below_the_floor(mask: Mask, floor: float) -> None:
    assert mask_iou(mask_from_polygons(polygons_of(mask, floor), Size(*mask.shape)), mask) >= floor


def _vertices(polygons: list[PolygonWithHoles]) -> int:
    return sum(len(ring) for polygon in polygons for ring in polygon.rings)


def test_a_small_object_in_a_large_photo() -> None:
    mask = np.zeros((4000, 6000), dtype=bool)
    mask[3990:, 5000:5300] = True
    mask[3995, 5100] = False
    (polygon,) = polygons_of(mask)
    assert polygon.outer.max(axis=0).tolist() == [5300, 4000]
    assert polygon.holes[0].min(axis=0).tolist() == [5100, 3995]


def test_rings_outside_the_image_are_cut_off_at_its_edge() -> None:
    ring = np.array([[-5, -5], [3, -5], [3, 2], [-5, 2]], dtype=np.float32)
    mask = mask_from_polygons([PolygonWithHoles(ring)], Size(4, 6))
    assert mask[:2, :3].all()
    assert mask.sum() == 6
