"""Cleaning masks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vrp_core.domain.cleaning import Cleaning, cleaned, finished
from vrp_core.domain.masks import Mask, components


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


def test_a_found_mask_loses_specks_beside_the_object_and_keeps_second_objects_and_real_holes() -> None:
    mask = np.zeros((300, 300), dtype=bool)
    mask[50:150, 50:150] = True
    mask[200:230, 200:230] = True  # a smaller object of the same kind
    mask[5:10, 5:10] = True  # 25 pixels beside 10,000
    mask[100:103, 100:103] = False  # a pinhole
    mask[70:90, 70:90] = False  # a ring is a ring
    clean = finished(mask)
    assert not clean[5:10, 5:10].any() and clean[200:230, 200:230].all()
    assert clean[100:103, 100:103].all() and not clean[70:90, 70:90].any()


def test_what_a_speck_is_depends_on_the_object_not_on_the_photo() -> None:
    mask = np.zeros((300, 300), dtype=bool)
    mask[10:16, 10:16] = True
    mask[20:22, 10:12] = True  # a ninth of the object
    assert (finished(mask) == mask).all()
    assert not finished(np.zeros((3, 3), dtype=bool)).any()
