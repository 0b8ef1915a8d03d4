"""Rings as pycocotools rasterises them, without the time and memory that far corners take."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as coco_mask

from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import decode
from vrp_core.exchange.found import Box, Dot, FoundObject, Outline, Pixels, Unusable
from vrp_core.exchange.regions import mask_of, prompts_of, rings_to_rle

SIZE = Size(40, 50)
_NEAR = st.lists(st.tuples(st.floats(-50, 100), st.floats(-50, 90)), min_size=3, max_size=9)


@given(_NEAR)
def test_a_ring_near_the_image_has_the_pixels_of_pycocotools(points: list[tuple[float, float]]) -> None:
    ring = np.array(points)
    code = coco_mask.merge(coco_mask.frPyObjects([ring.ravel().tolist()], *SIZE))
    np.testing.assert_array_equal(decode(rings_to_rle([ring], SIZE)), coco_mask.decode(code).astype(bool))


@pytest.mark.parametrize("scale", [1, 10, 1000, 20_000])
def test_a_rectangle_that_leads_far_out_covers_what_is_inside(scale: int) -> None:
    ring = np.array(
        [[10.0, 5.0], [10.0 + 40 * scale, 5.0], [10.0 + 40 * scale, 5.0 + 35 * scale], [10.0, 5.0 + 35 * scale]]
    )
    expected = np.zeros(SIZE, dtype=bool)
    expected[5:, 10:] = True
    np.testing.assert_array_equal(decode(rings_to_rle([ring], SIZE)), expected)


def test_a_triangle_that_leads_far_out_is_cut_where_it_crosses_the_image() -> None:
    near = np.array([[0.0, 0.0], [100.0, 100.0], [0.0, 100.0]])
    far = near * 9000
    both = decode(rings_to_rle([near], SIZE)) != decode(rings_to_rle([far], SIZE))
    assert both.sum() <= 2  # corners of pixels on the diagonal may round the other way


def test_hundreds_of_far_corners_are_quick() -> None:
    rng = np.random.default_rng(0)
    ring = rng.uniform(-1e6, 1e6, (2000, 2))
    start = time.perf_counter()
    try:
        rings_to_rle([ring], Size(600, 800))
    except ValueError as error:
        assert "too long" in str(error)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("corner", [np.nan, np.inf, 1e7, -1e300])
def test_a_corner_that_is_no_place_is_refused(corner: float) -> None:
    item = FoundObject(0, "x", (Outline(np.array([[1, 1], [corner, 2], [3, 3]])),))
    with pytest.raises(Unusable, match="no place"):
        mask_of(item, SIZE)


def test_parts_join_and_holes_stay_open() -> None:
    outer, hole = np.array([[0, 0], [20, 0], [20, 20], [0, 20.0]]), np.array([[5, 5], [10, 5], [10, 10], [5, 10.0]])
    parts = (Outline(outer, (hole,)), Pixels(np.ones((4, 4), dtype=bool), (-2, 38)), Box(0, 0, 50, 40))
    expected = np.zeros(SIZE, dtype=bool)
    expected[:20, :20], expected[5:10, 5:10], expected[38:, :2] = True, False, True
    np.testing.assert_array_equal(decode(mask_of(FoundObject(0, "x", parts), SIZE)), expected)


def test_a_picture_of_another_size_is_refused() -> None:
    item = FoundObject(0, "x", (Pixels(np.ones((4, 4), dtype=bool), whole=True),))
    with pytest.raises(Unusable, match="4 x 4, the photo is 50 x 40"):
        mask_of(item, SIZE)


@pytest.mark.parametrize("part", [Dot(51, 3), Dot(3, 3, positive=False), Box(60, 1, 70, 9)])
def test_prompts_that_mark_nothing_are_refused(part: Dot | Box) -> None:
    with pytest.raises(Unusable):
        prompts_of(FoundObject(0, "x", (part,)), SIZE)


def test_shares_become_pixels_and_boxes_end_at_the_edge() -> None:
    (box,) = prompts_of(FoundObject(0, "x", (Box(-0.5, 0.5, 0.5, 2.0, in_shares=True),)), SIZE)
    assert (box.x0, box.y0, box.x1, box.y1) == (0, 20, 25, 40)
