"""Counts for a list of images in few queries, because a project may hold tens of thousands."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import reduce

from natsort import natsorted

from vrp_core.domain.annotations import ImageRecord
from vrp_core.project.database import Database
from vrp_core.project.rows import image_of

_IMAGES = """
SELECT image.*,
    (SELECT reason FROM target WHERE image_id = image.id AND state = 'failed' ORDER BY pass_id DESC LIMIT 1) AS failure
FROM image {of_one}
"""
_DRAWN = """
SELECT image_id, label_id, TOTAL(role <> 'negative') AS drawn, TOTAL(role = 'reference') AS refs,
    TOTAL(role = 'negative') AS negatives
FROM annotation {of_one} GROUP BY image_id, label_id
"""
# The index has every column that is needed: the masks are not read.
_FOUND = """
SELECT image_id, label_id,
    TOTAL(status = 'pending' AND NOT absent) AS pending,
    TOTAL(status = 'pending' AND absent) AS absent,
    TOTAL(status = 'accepted') AS accepted,
    TOTAL(status = 'edited') AS edited,
    TOTAL(status = 'rejected') AS rejected,
    MIN(CASE WHEN status = 'pending' AND NOT absent THEN confidence END) AS doubt,
    MIN(CASE WHEN status <> 'edited' THEN confidence END) AS confidence
FROM prediction INDEXED BY prediction_counted {of_one} GROUP BY image_id, label_id
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What lies on an image, of one label or of several."""

    drawn: int = 0  # references and truth
    references: int = 0
    negatives: int = 0
    pending: int = 0  # pending predictions that do not count as absent
    absent: int = 0  # pending predictions that count as absent
    accepted: int = 0
    edited: int = 0
    rejected: int = 0
    doubt: float | None = None  # confidence of the least confident of `pending`
    least: float | None = None  # of the least confident prediction that is not edited

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.drawn + other.drawn,
            self.references + other.references,
            self.negatives + other.negatives,
            self.pending + other.pending,
            self.absent + other.absent,
            self.accepted + other.accepted,
            self.edited + other.edited,
            self.rejected + other.rejected,
            _least(self.doubt, other.doubt),
            _least(self.least, other.least),
        )

    @property
    def confidence(self) -> float | None:
        """Of the least confident prediction to review, else of the least confident one; None where there is none."""
        return self.doubt if self.doubt is not None else self.least

    @property
    def predictions(self) -> int:
        """Predictions of any status."""
        return self.pending + self.absent + self.accepted + self.edited + self.rejected

    @property
    def settled(self) -> bool:
        """A person has drawn or decided: a pass changes nothing here unless it is told to."""
        return bool(self.drawn or self.accepted or self.edited or self.rejected)


_NOTHING = Counts()


@dataclass(frozen=True, slots=True)
class ImageOverview:
    """One image of the list with its counts."""

    image: ImageRecord
    by_label: Mapping[int, Counts]  # labels of which something lies on the image
    failure: str | None = None  # why the last pass failed on it
    counts: Counts = field(init=False)  # of all labels

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", _sum(self.by_label.values()))

    def only(self, label_id: int | None) -> "ImageOverview":
        """What it is for one label; None means for all."""
        if label_id is None:
            return self
        of_label = {label_id: self.by_label[label_id]} if label_id in self.by_label else {}
        return ImageOverview(self.image, of_label, self.failure)


def overview(database: Database, image_id: int | None = None) -> list[ImageOverview]:
    """Every image in natural order of its path, or one."""
    values = [] if image_id is None else [image_id]
    one = "" if image_id is None else "WHERE image_id = ?"
    by_image: dict[int, dict[int, Counts]] = {}
    for query, counts_of in ((_DRAWN, _drawn_of), (_FOUND, _found_of)):
        for image, label, counts in database.parsed(query.format(of_one=one), values, counts_of):
            of_image = by_image.setdefault(image, {})
            of_image[label] = of_image[label] + counts if label in of_image else counts
    query = _IMAGES.format(of_one="" if image_id is None else "WHERE image.id = ?")
    images = database.parsed(query, values, lambda row: (image_of(row), row["failure"]))
    found = [ImageOverview(record, by_image.get(record.id, {}), failure) for record, failure in images]
    return natsorted(found, key=lambda one: one.image.path)


def _drawn_of(row: sqlite3.Row) -> tuple[int, int, Counts]:
    counts = Counts(drawn=int(row["drawn"]), references=int(row["refs"]), negatives=int(row["negatives"]))
    return row["image_id"], row["label_id"], counts


def _found_of(row: sqlite3.Row) -> tuple[int, int, Counts]:
    counts = Counts(
        pending=int(row["pending"]),
        absent=int(row["absent"]),
        accepted=int(row["accepted"]),
        edited=int(row["edited"]),
        rejected=int(row["rejected"]),
        doubt=_number(row["doubt"]),
        least=_number(row["confidence"]),
    )
    return row["image_id"], row["label_id"], counts


def _sum(counts: Collection[Counts]) -> Counts:
    # Most photos have results of one label: adding them to nothing would be half of what a project's opening takes.
    return reduce(Counts.__add__, counts) if counts else _NOTHING


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _least(first: float | None, second: float | None) -> float | None:
    return min((one for one in (first, second) if one is not None), default=None)
