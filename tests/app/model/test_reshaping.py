"""Cutting and joining masks."""

import numpy as np
import pytest

from app.model.reshaping import cut_by_line, joined
from vrp_core.domain.masks import Mask, components, decode, encode


def blank() -> Mask:
    return np.zeros((60, 80), dtype=bool)


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
