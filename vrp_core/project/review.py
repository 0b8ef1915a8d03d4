"""Review of predictions. Every change returns what is needed to undo it."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from vrp_core.domain.annotations import Prediction, ReviewStatus
from vrp_core.domain.documents import Count
from vrp_core.domain.errors import NotFound
from vrp_core.domain.masks import Rle
from vrp_core.project import decided_photos
from vrp_core.project.counted import CountedPredictions
from vrp_core.project.database import Database
from vrp_core.project.rows import PREDICTIONS, checked, prediction_of, proposed_of, where

_Parsed = TypeVar("_Parsed")

_COUNTS = "SELECT status, {by} AS value, COUNT(*) AS many FROM prediction GROUP BY status, {by}"


class _CountRow(Struct):
    status: ReviewStatus
    value: Count
    many: Count


def _count_of(row: sqlite3.Row) -> tuple[ReviewStatus, int, int]:
    found = checked(row, _CountRow)
    return found.status, found.value, found.many


class Review:
    """The prediction store of a project.

    Attributes:
        counted: the predictions without their masks, for many at once.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.counted = CountedPredictions(database)

    def predictions(
        self,
        image_id: int | None = None,
        label_id: int | None = None,
        status: ReviewStatus | None = None,
        absent: bool | None = None,
    ) -> tuple[Prediction, ...]:
        """Predictions with these properties, least confident first."""
        flag = None if absent is None else int(absent)
        clause, values = where(image_id=image_id, label_id=label_id, status=status and status.value, absent=flag)
        # By confidence SQLite would go through all results of a status to find those of one photo.
        order = "confidence" if image_id is None else "+confidence"
        query = f"{PREDICTIONS}{clause} ORDER BY {order}, prediction.id"
        return tuple(self._database.parsed(query, values, prediction_of))

    def prediction(self, prediction_id: int) -> Prediction:
        """A prediction by its id.

        Raises:
            NotFound: there is none.
        """
        return self._one(prediction_id, prediction_of)

    def proposed(self, prediction_id: int) -> Rle:
        """The mask as the pass proposed it, without later edits."""
        return self._one(prediction_id, proposed_of)

    def _one(self, prediction_id: int, parse: Callable[[sqlite3.Row], _Parsed]) -> _Parsed:
        found = self._database.parsed(f"{PREDICTIONS} WHERE prediction.id = ?", [prediction_id], parse)
        if not found:
            raise NotFound("prediction", str(prediction_id))
        return found[0]

    def set_status(self, prediction_ids: Sequence[int], status: ReviewStatus) -> dict[int, ReviewStatus]:
        """Set the status of predictions; returns the previous statuses, for `restore_status`."""
        found = {one.id: one.status for one in self.counted.with_ids(prediction_ids)}
        gone = [one for one in prediction_ids if one not in found]
        if gone:
            raise NotFound("prediction", str(gone[0]))
        before = {one: found[one] for one in prediction_ids}
        self._write_status(dict.fromkeys(prediction_ids, status))
        return before

    def restore_status(self, statuses: Mapping[int, ReviewStatus]) -> None:
        """Restore the statuses that `set_status` returned."""
        self._write_status(statuses)

    def accept_above(self, confidence: float, label_id: int | None = None) -> tuple[int, ...]:
        """Accept pending, present predictions of at least this confidence; returns their ids, for one undo."""
        chosen = tuple(one.id for one in self.counted.present_from(confidence, label_id))
        self.set_status(chosen, ReviewStatus.ACCEPTED)
        return chosen

    def edit(self, prediction_id: int, mask: Rle) -> Prediction:
        """Store a person's mask beside the proposed one. Returns the previous prediction, for `put_back`."""
        before = self.prediction(prediction_id)
        with self._database.change("edit prediction", id=prediction_id) as connection:
            connection.execute(
                "UPDATE prediction SET edited_counts = ?, status = ?, absent = 0 WHERE id = ?",
                (mask.counts, ReviewStatus.EDITED.value, prediction_id),
            )
        return before

    def put_back(self, before: Prediction) -> None:
        """Undo an edit."""
        unedited = self.proposed(before.id) == before.mask
        with self._database.change("undo edit", id=before.id) as connection:
            connection.execute(
                "UPDATE prediction SET edited_counts = ?, status = ?, absent = ? WHERE id = ?",
                (None if unedited else before.mask.counts, before.status.value, int(before.absent), before.id),
            )

    def decide_absent(self, label_id: int, threshold: float) -> dict[int, bool]:
        """Set which pending predictions of a label count as absent, from their stored confidence.

        Returns, for each changed prediction, whether it counted as absent before, for `restore_absent`.
        """
        changed = {one.id: bool(one.absent) for one in self.counted.changed_by(threshold, label_id)}
        with self._database.change("decide absent", label=label_id, threshold=threshold) as connection:
            _set_each(connection, "absent", {one: int(not before) for one, before in changed.items()})
        return changed

    def restore_absent(self, absent: Mapping[int, bool]) -> None:
        """Undo `decide_absent`."""
        with self._database.change("restore absent", ids=list(absent)) as connection:
            _set_each(connection, "absent", {one: int(before) for one, before in absent.items()})

    def counts(self) -> dict[str, int]:
        """How many predictions have each status; pending predictions that count as absent are counted separately."""
        found: Counter[str] = Counter()
        for status, absent, many in self._database.parsed(_COUNTS.format(by="absent"), [], _count_of):
            found["absent" if absent and status is ReviewStatus.PENDING else status.value] += many
        return {state: found[state] for state in ("pending", "absent", "accepted", "edited", "rejected")}

    def decisions(self) -> dict[int, dict[ReviewStatus, int]]:
        """For each pass that found something: how many of its predictions have each status."""
        found: dict[int, dict[ReviewStatus, int]] = {}
        for status, pass_id, many in self._database.parsed(_COUNTS.format(by="pass_id"), [], _count_of):
            found.setdefault(pass_id, {})[status] = many
        return found

    def decided_photos(self) -> dict[int, list[int]]:
        """The photos that teach each label, the most instructive first: see `decided_photos`."""
        return decided_photos.decided_photos(self._database)

    def doubtful_labels(self) -> dict[int, set[int]]:
        """The photos that a second look searches, the least confident first: see `decided_photos.doubtful_labels`."""
        return decided_photos.doubtful_labels(self._database)

    def can_look_again(self) -> bool:
        """A second look has what it needs: of some label, enough photos to learn from, and doubtful results."""
        return decided_photos.can_look_again(self._database)

    def _write_status(self, statuses: Mapping[int, ReviewStatus]) -> None:
        plain = {prediction_id: status.value for prediction_id, status in statuses.items()}
        with self._database.change("set status", statuses=plain) as connection:
            _set_each(connection, "status", plain)


def _set_each(connection: sqlite3.Connection, column: str, values: Mapping[int, object]) -> None:
    """Give predictions, by their ids, a value each. One statement for each value: thousands are felt in the window."""
    ids_of: dict[object, list[int]] = {}
    for prediction_id, value in values.items():
        ids_of.setdefault(value, []).append(prediction_id)
    for value, ids in ids_of.items():
        query = f"UPDATE prediction SET {column} = ? WHERE id IN (SELECT value FROM json_each(?))"
        connection.execute(query, (value, json.dumps(ids)))
