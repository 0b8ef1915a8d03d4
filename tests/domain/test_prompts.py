"""Prompts: the pixels they cover, and their way through JSON."""

import json
import math
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.masks_to_try import shown_masks
from vrp_core.domain.errors import EmptyPrompt, PromptOutsideImage
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, components, encode
from vrp_core.domain.prompts import (
    BoxPrompt,
    MaskPrompt,
    PointPrompt,
    PolygonPrompt,
    Prompt,
    ScribblePrompt,
    from_json,
    rasterise,
    to_json,
)

SIZE = Size(30, 40)
_X, _Y = (st.floats(0, extent, exclude_max=True, width=32) for extent in (SIZE.width, SIZE.height))
_ANYWHERE = st.floats(allow_nan=False, allow_infinity=False, width=32)
_PROMPTS = st.one_of(
    st.builds(PointPrompt, _ANYWHERE, _ANYWHERE, st.booleans()),
    st.builds(ScribblePrompt, st.lists(st.tuples(_ANYWHERE, _ANYWHERE)).map(tuple), _ANYWHERE),
    st.builds(BoxPrompt, _ANYWHERE, _ANYWHERE, _ANYWHERE, _ANYWHERE),
    shown_masks().map(lambda mask: MaskPrompt(encode(mask))),
)


@given(_X, _Y)
def test_a_point_is_the_pixel_it_is_in(x: float, y: float) -> None:
    assert np.argwhere(rasterise([PointPrompt(x, y)], SIZE)).tolist() == [[math.floor(y), math.floor(x)]]


@given(_X, _Y, _X, _Y)
def test_a_box_holds_the_pixels_whose_centres_it_holds(x0: float, y0: float, x1: float, y1: float) -> None:
    box = BoxPrompt(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    assume(box.x0 < box.x1 and box.y0 < box.y1)
    columns = [c for c in range(SIZE.width) if box.x0 < c + 0.5 <= box.x1] or [math.floor(box.x0)]
    rows = [r for r in range(SIZE.height) if box.y0 < r + 0.5 <= box.y1] or [math.floor(box.y0)]
    expected = np.zeros(SIZE, dtype=bool)
    expected[np.ix_(rows, columns)] = True
    np.testing.assert_array_equal(rasterise([box], SIZE), expected)


@given(st.lists(st.tuples(_X, _Y), min_size=1, max_size=5), st.floats(1.5, 9))
def test_a_scribble_covers_what_is_within_half_its_width(points: list[tuple[float, float]], width: float) -> None:
    covered = rasterise([ScribblePrompt(tuple(points), width)], SIZE)
    line = shapely.LineString(points if len(points) > 1 else points * 2)
    rows, columns = np.indices(SIZE)
    distance = shapely.distance(line, shapely.points(columns + 0.5, rows + 0.5))
    rounding = 0.25  # pycocotools rounds vertices to fifths of a pixel, and edges once more
    assert covered[distance <= width / 2 - rounding].all()
    assert not covered[distance > width / 2 + rounding].any()


@given(st.lists(st.tuples(_X, _Y), min_size=1, max_size=5), st.floats(0.01, 1.5))
def test_a_thin_scribble_has_no_gaps(points: list[tuple[float, float]], width: float) -> None:
    covered = rasterise([ScribblePrompt(tuple(points), width)], SIZE)
    assert len(components(covered)) == 1


@given(st.tuples(_X, _Y))
def test_a_tap_with_the_brush_is_a_scribble(point: tuple[float, float]) -> None:
    assert rasterise([ScribblePrompt((point,), 3)], SIZE)[math.floor(point[1]), math.floor(point[0])]


@given(shown_masks())
def test_a_mask_is_itself(mask: Mask) -> None:
    np.testing.assert_array_equal(rasterise([MaskPrompt(encode(mask))], Size(*mask.shape)), mask)


def test_prompts_add_up_and_negative_points_add_nothing() -> None:
    first, second, negative = PointPrompt(1, 2), BoxPrompt(5, 5, 8, 9), PointPrompt(20, 20, positive=False)
    together = rasterise([first, second, negative], SIZE)
    np.testing.assert_array_equal(together, rasterise([first], SIZE) | rasterise([second], SIZE))
    assert not rasterise([negative], SIZE).any()
    assert not rasterise([], SIZE).any()


@given(st.lists(_PROMPTS, max_size=4))
def test_any_finite_mark_is_drawn_or_refused_by_name(prompts: list[Prompt]) -> None:
    try:
        covered = rasterise(prompts, SIZE)
    except (EmptyPrompt, PromptOutsideImage):
        return
    assert covered.shape == SIZE
    assert covered.dtype == bool


@pytest.mark.parametrize(
    "prompt",
    [
        ScribblePrompt((), 3),
        ScribblePrompt(((1, 1), (2, 2)), 0),
        BoxPrompt(5, 5, 5, 9),
        BoxPrompt(5, 5, 9, 4),
        MaskPrompt(encode(np.zeros(SIZE, dtype=bool))),
    ],
)
def test_a_mark_without_extent_is_refused(prompt: Prompt) -> None:
    with pytest.raises(EmptyPrompt) as caught:
        rasterise([prompt], SIZE)
    assert caught.value.kind == prompt.kind


@pytest.mark.parametrize(
    "prompt",
    [
        PointPrompt(-0.5, 3),
        PointPrompt(40, 3),
        PointPrompt(3, 30, positive=False),
        ScribblePrompt(((-50, -50), (-60, -50)), 5),
        ScribblePrompt(((1e12, 1e12), (2e12, 1e12)), 5),
        BoxPrompt(-9, -9, -2, -2),
        BoxPrompt(41, 0, 50, 5),
        MaskPrompt(encode(np.ones((30, 41), dtype=bool))),
    ],
)
def test_a_mark_that_misses_the_image_is_refused(prompt: Prompt) -> None:
    with pytest.raises(PromptOutsideImage) as caught:
        rasterise([prompt], SIZE)
    assert (caught.value.kind, caught.value.height, caught.value.width) == (prompt.kind, *SIZE)


@given(_PROMPTS)
def test_json_keeps_a_prompt(prompt: Prompt) -> None:
    assert from_json(json.loads(json.dumps(to_json(prompt), allow_nan=False))) == prompt


def test_a_point_is_positive_unless_said_otherwise() -> None:
    assert from_json({"kind": "point", "x": 1, "y": 2}) == PointPrompt(1.0, 2.0, positive=True)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, "nan", "middle"])
@pytest.mark.parametrize(
    "values",
    [
        {"kind": "point", "x": None, "y": 1.0},
        {"kind": "point", "x": 1.0, "y": None},
        {"kind": "scribble", "points": [[1.0, 2.0], [None, 3.0]], "width": 2.0},
        {"kind": "scribble", "points": [[1.0, 2.0]], "width": None},
        {"kind": "box", "x0": 1.0, "y0": 2.0, "x1": None, "y1": 4.0},
    ],
)
def test_a_coordinate_that_is_no_place_is_refused(values: dict[str, Any], bad: object) -> None:
    with pytest.raises(ValueError, match="Expected `float`"):
        from_json(_with(values, bad))


def _with(value: Any, bad: object) -> Any:
    """`value` with every `None` in it replaced."""
    if isinstance(value, dict):
        return {key: _with(one, bad) for key, one in value.items()}
    if isinstance(value, list):
        return [_with(one, bad) for one in value]
    return bad if value is None else value


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "polygon"},
        {"x": 1, "y": 2},
        {"kind": "point", "x": 1},
        {"kind": "scribble", "points": [[1, 2, 3]], "width": 1},
        {"kind": "scribble", "points": 5, "width": 1},
        {"kind": "box", "x0": 1, "y0": None, "x1": 3, "y1": 4},
        {"kind": "mask", "size": [4, 4], "counts": "32"},  # ends early
        {"kind": "mask", "size": [4], "counts": "`0"},
        {"kind": "mask", "size": [4, 4], "counts": "zzzz"},
    ],
)
def test_what_is_no_prompt_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_json(values)


def test_a_polygon_covers_its_inside_by_the_even_odd_rule() -> None:
    size = Size(60, 80)
    square_ = PolygonPrompt(((10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0)))
    assert rasterise([square_], size).sum() == 400
    bow_tie = PolygonPrompt(((10.0, 10.0), (30.0, 30.0), (30.0, 10.0), (10.0, 30.0)))
    covered = rasterise([bow_tie], size)
    assert 150 < covered.sum() < 250 and covered[20, 12:14].all() and not covered[12, 18:22].any()


@pytest.mark.parametrize("points", [(), ((1.0, 1.0), (5.0, 5.0)), ((1.0, 1.0), (5.0, 5.0), (9.0, 9.0))])
def test_a_polygon_without_area_marks_nothing(points: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(EmptyPrompt):
        rasterise([PolygonPrompt(points)], Size(60, 80))


def test_a_polygon_comes_back_from_json_as_it_was() -> None:
    polygon = PolygonPrompt(((1.5, 2.25), (30.0, 4.0), (7.125, 50.0)))
    assert from_json(json.loads(json.dumps(to_json(polygon)))) == polygon
