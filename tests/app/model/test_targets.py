"""The list's rules, and painting, without a window."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.brush import PaintedMask, moved
from app.model.targets import (
    Order,
    TargetFilter,
    TargetState,
    arrange,
    needs_review,
    next_to_review,
    open_to_pass,
    short_names,
    state_of,
)
from tests.app.conftest import square
from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import decode, encode
from vrp_core.project.overview import Counts, ImageOverview

SIZE = Size(24, 30)


def labelled(number: int, failure: str | None = None, **labels: Counts) -> ImageOverview:
    """A photo with counts of labels `a` (1), `b` (2) and so on."""
    by_label = {ord(name) - ord("a") + 1: counts for name, counts in labels.items()}
    return ImageOverview(ImageRecord(number, f"Photo-{number}.jpg", SIZE, ""), by_label, failure)


def row(number: int, confidence: float | None = None, failure: str | None = None, **counts: int) -> ImageOverview:
    """A photo with counts of one label."""
    doubt = confidence if counts.get("pending") else None
    of_label = {"a": Counts(doubt=doubt, least=confidence, **counts)} if counts else {}
    return labelled(number, failure, **of_label)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (row(1), TargetState.NEW),
        (row(1, drawn=1, references=1), TargetState.REFERENCE),
        (row(1, 0.4, drawn=1, references=1, pending=4), TargetState.DOUBTFUL),  # the photo's other objects
        (labelled(1, a=Counts(drawn=1, references=1), b=Counts(pending=1, doubt=0.5)), TargetState.DOUBTFUL),
        (labelled(1, a=Counts(accepted=1), b=Counts(absent=1)), TargetState.DONE),
        (row(1, negatives=1), TargetState.NEW),
        (row(1, failure="broken"), TargetState.FAILED),
        (row(1, 0.4, pending=1, accepted=2), TargetState.DOUBTFUL),
        (row(1, 0.4, accepted=1, absent=1), TargetState.DONE),
        (row(1, 0.1, absent=1), TargetState.ABSENT),
        (row(1, drawn=1), TargetState.DONE),
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
    rows = [row(1, 0.3, pending=1), row(2, 0.8, pending=1), row(12)]
    assert [one.image.id for one in arrange(rows, TargetFilter(text="photo-1"))] == [1, 12]
    assert [one.image.id for one in arrange(rows, TargetFilter(label=1, below=0.5))] == [1]
    assert [one.image.id for one in arrange(rows, TargetFilter(state=TargetState.NEW))] == [12]


def test_with_a_label_in_the_filter_state_and_confidence_are_those_of_the_label() -> None:
    both = labelled(1, a=Counts(accepted=1, least=0.9), b=Counts(pending=1, doubt=0.2, least=0.2))
    rows = [both, labelled(2, a=Counts(pending=1, doubt=0.5, least=0.5))]
    assert state_of(both) is TargetState.DOUBTFUL and both.counts.confidence == 0.2
    assert arrange(rows, TargetFilter(label=1, state=TargetState.DONE)) == [both]
    assert arrange(rows, TargetFilter(label=1, state=TargetState.DOUBTFUL)) == [rows[1]]
    assert arrange(rows, TargetFilter(label=1, below=0.4)) == []
    assert [one.image.id for one in arrange(rows, TargetFilter(label=1, order=Order.CONFIDENCE))] == [1, 2]
    assert needs_review(both, label=2) and not needs_review(both, label=1)
    assert next_to_review(rows, None, label=1) == 2


def test_files_of_the_same_name_are_told_apart_by_their_folders() -> None:
    paths = ["photos/day 1/IMG_1.jpg", "photos/day 2/IMG_1.jpg", "photos/day 2/IMG_2.jpg", "IMG_3.jpg"]
    assert short_names(paths) == ["day 1/IMG_1.jpg", "day 2/IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg"]


def test_the_next_to_review_goes_around_and_ends() -> None:
    rows = [row(1, 0.3, pending=1), row(2), row(3, 0.4, pending=1)]
    assert next_to_review(rows, 1) == 3
    assert next_to_review(rows, 3) == 1
    assert next_to_review(rows, 1, backwards=True) == 3
    assert next_to_review(rows, None) == 1
    assert next_to_review([row(1, 0.3, pending=1)], 1) is None


def test_what_a_person_decided_is_no_longer_open_to_a_pass() -> None:
    reference = row(1, drawn=1, references=1)
    rows = [row(2, 0.3, pending=1), row(3), row(4, accepted=1), row(5, edited=1), row(6, rejected=1), row(7, drawn=1)]
    assert open_to_pass([reference, *rows]) == [2, 3]
    assert open_to_pass(rows) == []  # nothing is searched for without a reference
    of_another_label = labelled(8, b=Counts(drawn=1, references=1))
    assert open_to_pass([reference, of_another_label]) == [1, 8]  # each may show what the other is a reference of


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
