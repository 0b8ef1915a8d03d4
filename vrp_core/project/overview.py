"""Counts for a list of images in few queries, because a project may hold tens of thousands."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from typing import Any

from msgspec import Struct
from natsort import natsort_keygen

from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.documents import Count, Number
from vrp_core.project.database import Database
from vrp_core.project.rows import OnImage, read_images

_IMAGES = "SELECT * FROM image {of_some}"
_FAILED = "SELECT image_id, reason FROM target WHERE state = 'failed' {of_some} ORDER BY pass_id"
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


class _Drawn(Struct, array_like=True):
    image_id: Count
    label_id: Count
    drawn: Count
    refs: Count
    negatives: Count


class _Failed(OnImage):
    reason: str | None


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


class _Found(Struct, array_like=True):
    image_id: Count
    label_id: Count
    pending: Count
    absent: Count
    accepted: Count
    edited: Count
    rejected: Count
    doubt: Number | None
    confidence: Number | None

    @property
    def counts(self) -> Counts:
        return Counts(
            pending=self.pending,
            absent=self.absent,
            accepted=self.accepted,
            edited=self.edited,
            rejected=self.rejected,
            doubt=self.doubt,
            least=self.confidence,
        )


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
    images = read_images(database, _IMAGES.format(of_some=of_some), values)
    of_some, values = _some("image_id", image_ids, "AND")
    failed = database.structs(_FAILED.format(of_some=of_some), values, _Failed)
    reasons = {one.image_id: one.reason for one in failed}  # the last of several stays
    return in_order(ImageOverview(one, by_image.get(one.id, {}), reasons.get(one.id)) for one in images)


def counts_on(database: Database, image_ids: Collection[int] | None = None) -> dict[int, dict[int, Counts]]:
    """What lies on every image, or on some, by the image's id and the label's; an image with nothing is left out."""
    of_some, values = _some("image_id", image_ids)
    by_image: dict[int, dict[int, Counts]] = {}
    for one in database.structs(_DRAWN.format(of_some=of_some), values, _Drawn):
        by_image.setdefault(one.image_id, {})[one.label_id] = Counts(one.drawn, one.refs, one.negatives)
    for row in database.structs(_FOUND.format(of_some=of_some), values, _Found):
        of_image = by_image.setdefault(row.image_id, {})
        drawn = of_image.get(row.label_id)
        of_image[row.label_id] = row.counts if drawn is None else drawn + row.counts
    return by_image


def in_order(rows: Iterable[ImageOverview]) -> list[ImageOverview]:
    """Images in natural order of their paths."""
    return sorted(rows, key=lambda one: _place(one.image.path))


def _some(column: str, image_ids: Collection[int] | None, word: str = "WHERE") -> tuple[str, list[str]]:
    """The clause for some images, or for all, and its values."""
    if image_ids is None:
        return "", []
    return f"{word} {column} IN (SELECT value FROM json_each(?))", [json.dumps(list(image_ids))]


_natural = natsort_keygen()


@lru_cache(maxsize=200_000)
def _place(path: str) -> Any:
    """Where a path stands in natural order. It takes longer than reading what lies on the image."""
    return _natural(path)


def _sum(counts: Collection[Counts]) -> Counts:
    # Most photos have results of one label: adding them to nothing would be half of what a project's opening takes.
    return reduce(Counts.__add__, counts) if counts else _NOTHING


def _least(first: float | None, second: float | None) -> float | None:
    if first is None or second is None:
        return second if first is None else first
    return min(first, second)
