"""Masks that hypothesis tries geometry and file formats with, and a slow, clear rule to hold them against."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask


@st.composite
def _noise(draw: st.DrawFn, least: int) -> Mask:
    """Every pixel by itself: single pixels, holes, corners that touch."""
    side = st.integers(least, 24)
    mask: Mask = draw(hnp.arrays(bool, st.tuples(side, side)))
    return mask


@st.composite
def _blocks(draw: st.DrawFn, least: int) -> Mask:
    """Rectangles put on and cut out again: objects with holes, islands in the holes, several parts."""
    side = st.integers(max(least, 4), 48)
    mask = np.zeros(draw(st.tuples(side, side)), dtype=bool)
    for _ in range(draw(st.integers(1, 8))):
        left, top = draw(st.integers(0, mask.shape[1] - 1)), draw(st.integers(0, mask.shape[0] - 1))
        width, height = draw(st.integers(1, 24)), draw(st.integers(1, 24))
        mask[top : top + height, left : left + width] = draw(st.booleans())
    return mask


def masks(least_side: int = 1) -> st.SearchStrategy[Mask]:
    """`(H, W) bool` masks of all shapes, empty and full ones among them."""
    return st.one_of(_noise(least_side), _blocks(least_side))


def shown_masks(least_side: int = 1) -> st.SearchStrategy[Mask]:
    """Masks with at least one pixel."""
    return masks(least_side).filter(lambda mask: bool(mask.any()))


SPECIAL_MASKS: dict[str, Mask] = {
    "one pixel image": np.ones((1, 1), dtype=bool),
    "full": np.ones((7, 5), dtype=bool),
    "single pixel": np.arange(35).reshape(5, 7) == 17,
    "corners touch": np.eye(6, dtype=bool),
    "checkerboard": np.indices((9, 8)).sum(axis=0) % 2 == 0,
    "hole touches outside at a corner": np.array([[1, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 1]], dtype=bool),
    "island in a hole": np.pad(np.pad(np.pad(np.ones((1, 1)), 1), 1, constant_values=1), 2).astype(bool),
    "row": np.ones((1, 9), dtype=bool),
    "column": np.ones((9, 1), dtype=bool),
    "disc": np.hypot(*(np.indices((21, 21)) - 10)) < 9.5,
}


def pixels_inside(rings: Sequence[NDArray[np.floating[Any]]], size: Size) -> Mask:
    """The pixels whose centres lie inside the rings together by the even-odd rule, one crossing at a time."""
    inside = np.zeros(size, dtype=bool)
    for row in range(size.height):
        for column in range(size.width):
            crossings = sum(_crossings(ring.astype(float), column + 0.5, row + 0.5) for ring in rings)
            inside[row, column] = crossings % 2 == 1
    return inside


def _crossings(ring: NDArray[np.float64], x: float, y: float) -> int:
    """How many edges a ray from `(x, y)` to the right crosses."""
    count = 0
    for (x0, y0), (x1, y1) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            count += 1
    return count
