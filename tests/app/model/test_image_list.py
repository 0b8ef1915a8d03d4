"""The list of images: in natural order and counted, whatever is updated, dropped and put back."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from app.model.image_list import ImageList
from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.geometry import Size
from vrp_core.project.overview import Counts, ImageOverview

_FIELDS = ("drawn", "references", "pending", "absent", "accepted", "edited", "rejected")
_counts = st.builds(Counts, **{field: st.integers(0, 5) for field in _FIELDS})
_of_labels = st.dictionaries(st.integers(1, 3), _counts, max_size=3)


def _row(image_id: int, by_label: dict[int, Counts], path: str = "") -> ImageOverview:
    return ImageOverview(ImageRecord(image_id, path or f"{image_id}.jpg", Size(4, 4), "0" * 64), by_label)


@given(
    st.lists(_of_labels, max_size=12),
    st.lists(st.tuples(st.sampled_from(["update", "recount", "drop", "put back"]), st.integers(0, 11), _of_labels)),
)
def test_rows_are_the_newest_in_natural_order_and_their_totals_are_counted(
    first: list[dict[int, Counts]], changes: list[tuple[str, int, dict[int, Counts]]]
) -> None:
    images, expected = ImageList(), dict(enumerate(first))
    images.load([_row(number, by_label) for number, by_label in enumerate(first)])
    for what, number, by_label in changes:
        if what == "put back":
            images.put_back([_row(number, by_label)])
        elif number not in images:
            continue
        elif what == "drop":
            images.drop([number])
            del expected[number]
            continue
        elif what == "update":
            images.update([_row(number, by_label)])
        else:
            images.recount([number], {number: by_label} if by_label else {})
        expected[number] = by_label
        assert images.every == images.shown == [_row(number, expected[number]) for number in sorted(expected)]
        for field, label in product(_FIELDS, (1, 2, 3)):
            of_label = (by_label.get(label, Counts()) for by_label in expected.values())
            assert images.totals.of(field, label) == sum(getattr(counts, field) for counts in of_label)
        assert images.corrections == sum(row.counts.accepted + row.counts.edited for row in images.every)


def test_an_image_put_back_replaces_another_of_its_path() -> None:
    images = ImageList()
    images.load([_row(1, {}), _row(5, {}, "2.jpg"), _row(3, {})])
    images.put_back([_row(2, {})])
    assert [row.image.id for row in images.every] == [1, 2, 3]
