"""The list of images: totals that are kept row by row equal a count of all rows."""

from hypothesis import given
from hypothesis import strategies as st

from app.model.image_list import ImageList
from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.geometry import Size
from vrp_core.project.overview import Counts, ImageOverview

_FIELDS = ("drawn", "references", "pending", "absent", "accepted", "edited", "rejected")
_counts = st.builds(Counts, **{field: st.integers(0, 5) for field in _FIELDS})
_of_labels = st.dictionaries(st.integers(1, 3), _counts, max_size=3)


def _row(image_id: int, by_label: dict[int, Counts]) -> ImageOverview:
    return ImageOverview(ImageRecord(image_id, f"{image_id}.jpg", Size(4, 4), "0" * 64), by_label)


@given(
    st.lists(_of_labels, max_size=5),
    st.lists(st.tuples(st.integers(0, 4), _of_labels), max_size=8),
)
def test_totals_follow_the_rows(first: list[dict[int, Counts]], changes: list[tuple[int, dict[int, Counts]]]) -> None:
    images = ImageList()
    images.load([_row(number, by_label) for number, by_label in enumerate(first)])
    for number, by_label in changes:
        if number in images:
            images.update([_row(number, by_label)])
    for field in _FIELDS:
        assert images.total(field) == sum(getattr(row.counts, field) for row in images.every)
        for label in (1, 2, 3):
            of_label = (row.by_label.get(label, Counts()) for row in images.every)
            assert images.total(field, label) == sum(getattr(counts, field) for counts in of_label)
    images.load([])
    assert not any(images.total(field) for field in _FIELDS)
