"""The list's rules, and painting, without a window."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.brush import PaintedMask, moved
from app.model.targets import Order, TargetFilter, TargetState, arrange, next_to_review, state_of, undecided
from tests.app.conftest import square
from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import decode, encode
from vrp_core.project.overview import ImageOverview

SIZE = Size(24, 30)


def row(number: int, confidence: float | None = None, **values: object) -> ImageOverview:
    filled: dict[str, object] = {
        "annotations": 0, "references": 0, "pending": 0, "absent": 0, "accepted": 0, "edited": 0, "rejected": 0,
        "labels": frozenset(), "failure": None,
    }  # fmt: skip
    return ImageOverview(
        ImageRecord(number, f"Photo-{number}.jpg", SIZE, ""), confidence=confidence, **{**filled, **values}
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (row(1), TargetState.NEW),
        (row(1, annotations=1, references=1, pending=1), TargetState.REFERENCE),
        (row(1, failure="broken"), TargetState.FAILED),
        (row(1, 0.4, pending=1, accepted=2), TargetState.DOUBTFUL),
        (row(1, 0.4, accepted=1, absent=1), TargetState.DONE),
        (row(1, 0.1, absent=1), TargetState.ABSENT),
        (row(1, annotations=1), TargetState.DONE),
        (row(1, 0.4, pending=1, failure="of an older pass"), TargetState.DOUBTFUL),
    ],
)
def test_every_image_is_in_one_state(found: ImageOverview, state: TargetState) -> None:
    assert state_of(found) is state


def test_doubtful_ones_come_first_then_failures_then_what_was_nearly_present() -> None:
    rows = [
        row(1, 0.9, pending=1), row(2, 0.2, pending=1), row(3, 0.45, absent=1), row(4, 0.1, absent=1),
        row(5, 0.5, accepted=1), row(6, failure="x"),
    ]  # fmt: skip
    ordered = [one.image.id for one in arrange(rows, TargetFilter(order=Order.DOUBT))]
    assert ordered == [2, 1, 6, 3, 4, 5]
    assert [one.image.id for one in arrange(rows, TargetFilter(order=Order.CONFIDENCE))] == [1, 5, 3, 2, 4, 6]


def test_the_filter_takes_name_state_label_and_confidence_together() -> None:
    rows = [row(1, 0.3, pending=1, labels=frozenset({7})), row(2, 0.8, pending=1, labels=frozenset({7})), row(12, 0.3)]
    assert [one.image.id for one in arrange(rows, TargetFilter(text="photo-1"))] == [1, 12]
    assert [one.image.id for one in arrange(rows, TargetFilter(label=7, below=0.5))] == [1]
    assert [one.image.id for one in arrange(rows, TargetFilter(state=TargetState.NEW))] == [12]


def test_the_next_to_review_goes_around_and_ends() -> None:
    rows = [row(1, 0.3, pending=1), row(2), row(3, 0.4, pending=1)]
    assert next_to_review(rows, 1) == 3
    assert next_to_review(rows, 3) == 1
    assert next_to_review(rows, 1, backwards=True) == 3
    assert next_to_review(rows, None) == 1
    assert next_to_review([row(1, 0.3, pending=1)], 1) is None


def test_what_a_person_decided_is_no_longer_open_to_a_pass() -> None:
    assert undecided(row(1, 0.3, pending=1)) and undecided(row(1))
    assert not any(
        undecided(one) for one in (row(1, accepted=1), row(1, edited=1), row(1, rejected=1), row(1, references=1))
    )


place = st.tuples(st.floats(-5, 35), st.floats(-5, 30))


@given(st.lists(st.tuples(place, place, st.floats(0.5, 12), st.booleans()), max_size=5))
def test_strokes_are_all_pixels_near_the_brush_s_way(strokes: list[tuple]) -> None:  # type: ignore[type-arg]
    """Against a loop over every pixel that anyone can follow."""
    painted = PaintedMask(SIZE, square(3, 4, 6, *SIZE))
    slow = decode(square(3, 4, 6, *SIZE))
    for start, end, diameter, erase in strokes:
        before = painted.pixels.copy()
        touched = painted.stroke(start, end, diameter, erase)
        changed = np.argwhere(painted.pixels != before)
        assert all(touched.top <= y < touched.bottom and touched.left <= x < touched.right for y, x in changed)
        a, b, radius = np.array(start), np.array(end), max(0.5, diameter / 2)
        for y in range(SIZE.height):
            for x in range(SIZE.width):
                p, length = np.array([x + 0.5, y + 0.5]), float(np.sum((b - a) ** 2))
                t = min(max(float((p - a) @ (b - a)) / length, 0.0), 1.0) if length else 0.0
                if float(np.sum((p - a - t * (b - a)) ** 2)) <= radius**2:
                    slow[y, x] = not erase
    assert painted.rle() == encode(slow)
    np.testing.assert_array_equal(painted.pixels > 0, slow)


@given(st.integers(-40, 40), st.integers(-40, 40))
def test_moving_keeps_what_stays_inside(right: int, down: int) -> None:
    mask = decode(square(3, 4, 6, *SIZE))
    padded = np.pad(mask, 50)
    slow = np.roll(padded, (down, right), axis=(0, 1))[50:-50, 50:-50]
    np.testing.assert_array_equal(decode(moved(encode(mask), right, down)), slow)
