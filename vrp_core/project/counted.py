"""The predictions of a project without their masks: what lists, counts and decisions about thousands of them need."""

import json
from collections.abc import Collection, Sequence
from typing import Annotated

from msgspec import Meta, Struct

from vrp_core.domain.annotations import ReviewStatus
from vrp_core.domain.documents import Count, Number
from vrp_core.project.database import Database
from vrp_core.project.rows import OnImage, where

_COLUMNS = "SELECT id, image_id, label_id, status, absent, confidence FROM prediction"
_BY_INDEX = f"{_COLUMNS} INDEXED BY prediction_counted"  # it has every column: the rows with their masks are not read
_AMONG = "IN (SELECT value FROM json_each(?))"


class Counted(Struct, frozen=True, array_like=True):
    """A prediction without its mask; its confidence has 15 digits."""

    id: Count
    image_id: Count
    label_id: Count
    status: ReviewStatus
    absent: Annotated[int, Meta(ge=0, le=1)]
    confidence: Number


class CountedPredictions:
    """Reads them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def with_ids(self, prediction_ids: Sequence[int]) -> list[Counted]:
        """Those with these ids, in any order; ids of which there is none are left out."""
        return self._read(f"{_COLUMNS} WHERE id {_AMONG}", json.dumps(list(prediction_ids)))

    def pending_on(self, image_ids: Sequence[int]) -> list[Counted]:
        """The pending ones of some images."""
        query = f"{_BY_INDEX} WHERE image_id {_AMONG} AND status = ?"
        return self._read(query, json.dumps(list(image_ids)), ReviewStatus.PENDING.value)

    def present_from(self, confidence: float, label_id: int | None = None) -> list[Counted]:
        """The pending ones of a label or of all that do not count as absent and are at least this confident."""
        clause, values = where(label_id=label_id, status=ReviewStatus.PENDING.value, absent=0)
        return self._read(f"{_BY_INDEX}{clause} AND confidence >= ? ORDER BY +confidence, id", *values, confidence)

    def changed_by(self, threshold: float, label_id: int) -> list[Counted]:
        """The pending ones of a label that would count as absent no longer, or from now on, with this threshold."""
        query = f"{_BY_INDEX} WHERE label_id = ? AND status = ? AND absent <> (confidence < ?)"
        return self._read(query, label_id, ReviewStatus.PENDING.value, threshold)

    def of_label(self, label_id: int) -> list[Counted]:
        """All of a label."""
        return self._read(f"{_BY_INDEX} WHERE label_id = ?", label_id)

    def photos_of(self, prediction_ids: Collection[int]) -> set[int]:
        """The ids of the photos on which some of them are."""
        query = f"SELECT DISTINCT image_id FROM prediction WHERE id {_AMONG}"
        return {one.image_id for one in self._database.structs(query, [json.dumps(list(prediction_ids))], OnImage)}

    def _read(self, query: str, *values: object) -> list[Counted]:
        return self._database.structs(query, values, Counted)
