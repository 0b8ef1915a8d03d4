"""Counts for a list of images in few queries, because a project may hold tens of thousands."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from typing import Any

from msgspec import Struct
from natsort import natsort_keygen

from vrp_core.domain.annotations import ImageRecord
from vrp_core.project.database import Database
from vrp_core.project.rows import image_of

_IMAGES = """
SELECT image.*,
    (SELECT reason FROM target WHERE image_id = image.id AND state = 'failed' ORDER BY pass_id DESC LIMIT 1) AS failure
FROM image {of_some}
"""
_DRAWN = """
SELECT image_id, label_id, SUM(role <> 'negative') AS drawn, SUM(role = 'reference') AS refs,
    SUM(role = 'negative') AS negatives
FROM annotation {of_some} GROUP BY image_id, label_id
"""
# The index has every column that is needed: the masks are not read.
_FOUND = """
SELECT image_id, label_id,
    SUM(status = 'pending' AND NOT absent) AS pending,
    SUM(status = 'pending' AND absent) AS absent,
    SUM(status = 'accepted') AS accepted,
    SUM(status = 'edited') AS edited,
    SUM(status = 'rejected') AS rejected,
    MIN(CASE WHEN status = 'pending' AND NOT absent THEN confidence END) AS doubt,
    MIN(CASE WHEN status <> 'edited' THEN confidence END) AS confidence
FROM prediction INDEXED BY prediction_counted {of_some} GROUP BY image_id, label_id
"""


class Counts(Struct, frozen=True):
    """What lies on an image, of one label or of several. Ten thousands of them are made when a project is opened."""

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


def overview(database: Database, image_ids: Collection[int] | None = None) -> list[ImageOverview]:
    """Every image in natural order of its path, or some."""
    by_image = counts_on(database, image_ids)
    of_some, values = _some("image.id", image_ids)
    images = database.parsed(_IMAGES.format(of_some=of_some), values, lambda row: (image_of(row), row["failure"]))
    return in_order(ImageOverview(record, by_image.get(record.id, {}), failure) for record, failure in images)


def counts_on(database: Database, image_ids: Collection[int] | None = None) -> dict[int, dict[int, Counts]]:
    """What lies on every image, or on some, by the image's id and the label's; an image with nothing is left out."""
    of_some, values = _some("image_id", image_ids)
    by_image: dict[int, dict[int, Counts]] = {}
    for query, counts_of in ((_DRAWN, _drawn_of), (_FOUND, _found_of)):
        for image, label, counts in database.parsed(query.format(of_some=of_some), values, counts_of):
            of_image = by_image.setdefault(image, {})
            of_image[label] = of_image[label] + counts if label in of_image else counts
    return by_image


def in_order(rows: Iterable[ImageOverview]) -> list[ImageOverview]:
    """Images in natural order of their paths."""
    return sorted(rows, key=lambda one: _place(one.image.path))


def _some(column: str, image_ids: Collection[int] | None) -> tuple[str, list[str]]:
    """The clause for some images, or for all, and its values."""
    if image_ids is None:
        return "", []
    return f"WHERE {column} IN (SELECT value FROM json_each(?))", [json.dumps(list(image_ids))]


_natural = natsort_keygen()


@lru_cache(maxsize=200_000)
def _place(path: str) -> Any:
    """Where a path stands in natural order. It takes longer than reading what lies on the image."""
    return _natural(path)


def _drawn_of(row: sqlite3.Row) -> tuple[int, int, Counts]:
    image, label, drawn, references, negatives = row
    return image, label, Counts(drawn, references, negatives)


def _found_of(row: sqlite3.Row) -> tuple[int, int, Counts]:
    image, label, pending, absent, accepted, edited, rejected, doubt, least = row
    counts = Counts(0, 0, 0, pending, absent, accepted, edited, rejected, _number(doubt), _number(least))
    return image, label, counts


def _sum(counts: Collection[Counts]) -> Counts:
    # Most photos have results of one label: adding them to nothing would be half of what a project's opening takes.
    return reduce(Counts.__add__, counts) if counts else _NOTHING


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _least(first: float | None, second: float | None) -> float | None:
    if first is None or second is None:
        return second if first is None else first
    return min(first, second)
