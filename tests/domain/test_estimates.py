"""Wilson's interval, against published values and against drawing samples."""

import random

import pytest

from vrp_core.domain.estimates import Proportion


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"),
    [  # Newcombe 1998, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_the_literature(right: int, judged: int, low: float, high: float) -> None:
    assert Proportion(right, judged).interval() == pytest.approx((low, high), abs=5e-5)
    mirrored = Proportion(judged - right, judged).interval()
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=5e-5)


def test_nothing_judged_says_nothing() -> None:
    assert Proportion(0, 0).interval() == (0.0, 1.0)
    assert Proportion(5, 5).interval()[1] == 1.0


def test_about_19_of_20_intervals_hold_the_truth() -> None:
    rng = random.Random(0)
    held = 0
    for _ in range(2000):
        low, high = Proportion(sum(rng.random() < 0.9 for _ in range(100)), 100).interval()
        held += low <= 0.9 <= high
    assert 0.93 < held / 2000 < 0.98
