"""Cleaning, cutting and joining masks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.reshaping import Cleaning, cleaned, cut_by_line, joined
from vrp_core.domain.masks import Mask, components, decode, encode


def blank() -> Mask:
    return np.zeros((60, 80), dtype=bool)


def test_small_parts_go_and_the_largest_stays_however_small() -> None:
    mask = blank()
    mask[10:30, 10:30] = True
    mask[50:52, 60:62] = True
    assert cleaned(mask, Cleaning(smallest_part=5)).sum() == 400
    assert cleaned(mask, Cleaning(smallest_part=10_000)).sum() == 400


def test_holes_up_to_a_size_are_filled_and_notches_at_the_edge_are_no_holes() -> None:
    mask = blank()
    mask[0:30, 0:40] = True
    mask[5:7, 5:7] = False
    mask[10:20, 10:20] = False
    mask[0:4, 30:32] = False  # open to the edge of the image
    filled = cleaned(mask, Cleaning(largest_hole=50))
    assert filled[6, 6] and not filled[15, 15] and not filled[2, 31]


def test_smoothing_removes_a_spike_and_keeps_the_rest() -> None:
    mask = blank()
    mask[10:40, 10:40] = True
    mask[20, 40:60] = True
    smooth = cleaned(mask, Cleaning(smooth=4))
    assert not smooth[20, 45:].any()
    assert abs(int(smooth.sum()) - 900) < 40


@given(seed=st.integers(0, 1000), smallest=st.integers(1, 60), largest=st.integers(1, 60))
def test_dropped_parts_and_filled_holes_are_smaller_than_asked(seed: int, smallest: int, largest: int) -> None:
    mask = np.random.default_rng(seed).random((30, 40)) > 0.6
    dropped = cleaned(mask, Cleaning(smallest_part=smallest))
    largest_part = int(components(mask)[0].sum())
    assert not (dropped & ~mask).any()
    assert all(part.sum() >= min(smallest, largest_part) for part in components(dropped))
    filled = cleaned(mask, Cleaning(largest_hole=largest))
    assert not (mask & ~filled).any()
    assert not (filled & ~cleaned(mask, Cleaning(largest_hole=mask.size))).any()


def test_a_line_across_cuts_and_no_pixel_is_lost() -> None:
    mask = blank()
    mask[10:50, 10:70] = True
    halves = cut_by_line(mask, (30.0, 5.0), (30.0, 55.0))
    assert halves is not None
    assert (halves[0] | halves[1] == mask).all() and not (halves[0] & halves[1]).any()
    assert (int(halves[0].sum()), int(halves[1].sum())) == (40 * 40, 40 * 20)


def test_a_cut_leaves_the_parts_alone_that_the_line_does_not_cross() -> None:
    mask = blank()
    mask[5:15, 5:25] = True
    mask[30:50, 10:70] = True
    halves = cut_by_line(mask, (15.0, 2.0), (15.0, 18.0))
    assert halves is not None
    assert halves[0][40, 12] and halves[0][40, 60]  # on both sides of the line's extension


@pytest.mark.parametrize("line", [((1.0, 1.0), (5.0, 5.0)), ((30.0, 30.0), (30.0, 30.0))])
def test_a_line_that_cuts_nothing_changes_nothing(line: tuple[tuple[float, float], tuple[float, float]]) -> None:
    mask = blank()
    mask[20:40, 20:40] = True
    assert cut_by_line(mask, *line) is None


def test_joined_masks_hold_what_each_holds() -> None:
    first, second = blank(), blank()
    first[5:10, 5:10] = True
    second[30:40, 30:40] = True
    both = decode(joined([encode(first), encode(second)]))
    assert (both == (first | second)).all() and len(components(both)) == 2
