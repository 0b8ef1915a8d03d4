"""Windows cover the image, overlap enough for small objects, and cut masks to the pixel."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_core.domain.close_ups import Window, trusted, window_of, windows
from vrp_core.domain.geometry import Size
from vrp_core.domain.mask_crop import MaskCrop, crop_of

SIZES = st.builds(Size, st.integers(1, 300), st.integers(1, 300))


def test_a_photo_has_no_windows_unless_asked() -> None:
    assert windows(Size(400, 600), 1) == ()


def test_two_a_side_are_four_windows_of_three_fifths() -> None:
    found = windows(Size(100, 200), 2)
    assert [(one.top, one.left, *one.size) for one in found] == [
        (0, 0, 60, 120),
        (0, 80, 60, 120),
        (40, 0, 60, 120),
        (40, 80, 60, 120),
    ]


@given(SIZES, st.integers(2, 4))
def test_windows_lie_inside_and_cover_every_pixel(size: Size, per_side: int) -> None:
    seen = np.zeros(size, dtype=bool)
    for one in windows(size, per_side):
        assert seen[one.place].shape == one.size and min(one.size) >= 1
        seen[one.place] = True
    assert seen.all()


@given(st.integers(20, 400), st.integers(2, 4), st.data())
def test_an_object_smaller_than_the_overlap_is_whole_in_a_window(side: int, per_side: int, data: st.DataObject) -> None:
    found = windows(Size(side, side), per_side)
    overlap = min(found[0].size.width + found[0].left - found[1].left, found[0].size.width)
    length = data.draw(st.integers(1, max(1, overlap - 2)))
    top, left = (data.draw(st.integers(0, side - length)) for _ in range(2))
    region = np.zeros((side, side), dtype=bool)
    region[top : top + length, left : left + length] = True
    best = found[window_of(region, found)]
    assert region[best.place].sum() == length * length


@given(SIZES, st.integers(2, 4), st.integers(0, 2**32 - 1))
def test_a_mask_cut_to_a_window_is_what_the_window_shows(size: Size, per_side: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    mask = np.zeros(size, dtype=bool)
    top, left = int(rng.integers(size.height)), int(rng.integers(size.width))
    mask[top : top + 20, left : left + 20] = rng.random(mask[top : top + 20, left : left + 20].shape) < 0.5
    for window in windows(size, per_side):
        cut = window.cut(crop_of(mask))
        shown = np.zeros(window.size, dtype=bool)
        if cut is not None:
            shown[cut.place] = cut.mask
            assert cut.size == window.size
        assert np.array_equal(shown, mask[window.place])


@given(SIZES, SIZES, st.integers(2, 4))
def test_windows_of_a_smaller_copy_lie_inside_it(whole: Size, copy: Size, per_side: int) -> None:
    for window in windows(whole, per_side):
        rows, columns = window.scaled(whole, copy)
        assert 0 <= rows.start < rows.stop <= copy.height and 0 <= columns.start < columns.stop <= copy.width


def test_a_window_in_a_copy_of_half_the_size_is_half_as_large() -> None:
    window = Window(40, 80, Size(60, 120))
    assert window.scaled(Size(100, 200), Size(50, 100)) == (slice(20, 50), slice(40, 100))


def test_nothing_of_a_mask_outside_a_window_is_cut() -> None:
    assert Window(0, 0, Size(5, 5)).cut(MaskCrop(np.ones((2, 2), dtype=bool), 5, 5, Size(10, 10))) is None


@pytest.mark.parametrize(
    ("whole", "near", "expected"),
    [
        (0.9, [0.8, 0.3], [True, False, False]),  # the object fills the photo
        (0.2, [0.9, 0.8, 0.3], [False, True, True, False]),
        (0.7, [0.9, 0.8, 0.3], [True, True, True, False]),
        (0.0, [0.0, 0.0], [True, False, False]),  # nothing anywhere
    ],
)
def test_the_surest_searches_count(whole: float, near: list[float], expected: list[bool]) -> None:
    assert trusted(whole, near) == expected
