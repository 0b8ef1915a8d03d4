"""Stores passes: their frozen inputs, which targets are done or failed, and their predictions."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from vrp_core.domain.annotations import Prediction, ReviewStatus, Scores
from vrp_core.domain.documents import Count, typed_text
from vrp_core.domain.errors import NotFound
from vrp_core.domain.masks import Rle
from vrp_core.project.database import Database, now
from vrp_core.project.rows import PREDICTIONS, OnImage, checked, prediction_of


@dataclass(frozen=True, slots=True)
class NewPrediction:
    """A prediction to store."""

    label_id: int
    instance: int
    mask: Rle
    scores: Scores
    absent: bool


@dataclass(frozen=True, slots=True)
class PassRecord:
    """A stored pass."""

    id: int
    config: dict[str, Any]  # the frozen inputs
    started: str  # ISO 8601, UTC
    finished: str | None
    targets: int
    failed: int


_PASSES = (
    "SELECT pass.*, COUNT(target.image_id) AS targets, TOTAL(target.state = 'failed') AS failed"
    " FROM pass LEFT JOIN target ON target.pass_id = pass.id"
)


# The columns that replaced predictions share with the others.
_KEPT = "id, image_id, label_id, instance, predicted_iou, prior_agreement, cycle_iou, confidence, absent, pass_id"
_REPLACED = (
    "SELECT replaced.*, NULL AS edited_counts, 'pending' AS status, image.height, image.width"
    " FROM replaced JOIN image ON image.id = replaced.image_id WHERE image_id = ? ORDER BY replaced.id"
)


class _PassRow(Struct):
    id: Count
    config: str
    started: str
    finished: str | None
    targets: Count
    failed: float


class _FailedRow(OnImage):
    reason: str


def _record_of(row: sqlite3.Row) -> PassRecord:
    found = checked(row, _PassRow)
    config = typed_text(found.config, dict[str, Any])
    return PassRecord(found.id, config, found.started, found.finished, found.targets, int(found.failed))


class Passes:
    """The passes of a project."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, config: dict[str, Any], image_ids: Sequence[int], finished: bool = False) -> int:
        """Freeze the inputs and the targets of a new pass; returns its id. A `finished` one is never resumed."""
        at = now()
        with self._database.change("start pass", targets=len(image_ids)) as connection:
            cursor = connection.execute(
                "INSERT INTO pass (config, started, finished) VALUES (?, ?, ?)",
                (json.dumps(config), at, at if finished else None),
            )
            pass_id = int(cursor.lastrowid or 0)
            connection.executemany(
                "INSERT INTO target (pass_id, image_id, position) VALUES (?, ?, ?)",
                [(pass_id, image_id, position) for position, image_id in enumerate(image_ids)],
            )
        return pass_id

    def config(self, pass_id: int) -> dict[str, Any]:
        """The frozen inputs of a pass.

        Raises:
            NotFound: there is no such pass.
        """
        query = f"{_PASSES} WHERE pass.id = ? GROUP BY pass.id"
        found = self._database.parsed(query, [pass_id], _record_of)
        if not found:
            raise NotFound("pass", str(pass_id))
        return found[0].config

    def all(self) -> tuple[PassRecord, ...]:
        """Every pass, the newest first."""
        return tuple(self._database.parsed(f"{_PASSES} GROUP BY pass.id ORDER BY pass.id DESC", [], _record_of))

    def any(self) -> bool:
        """Whether a pass was ever started."""
        return self._database.one("SELECT 1 FROM pass LIMIT 1") is not None

    def unfinished(self) -> int | None:
        """The newest pass when it was interrupted."""
        row = self._database.one("SELECT id, finished FROM pass ORDER BY id DESC LIMIT 1")
        return None if row is None or row["finished"] is not None else int(row["id"])

    def targets(self, pass_id: int) -> tuple[int, ...]:
        """The images of a pass, in its order."""
        return self._targets(pass_id, "1")

    def remaining(self, pass_id: int) -> tuple[int, ...]:
        """The images that are neither done nor failed, in the pass's order."""
        return self._targets(pass_id, "state = 'waiting'")

    def failures(self, pass_id: int) -> dict[int, str]:
        """The failed images of a pass: image id -> reason."""
        query = "SELECT image_id, reason FROM target WHERE pass_id = ? AND state = 'failed' ORDER BY position"
        failed = self._database.structs(query, [pass_id], _FailedRow)
        return {target.image_id: target.reason for target in failed}

    def record(
        self, pass_id: int, image_id: int, predictions: Sequence[NewPrediction], leave_drawn: bool = False
    ) -> tuple[Prediction, ...]:
        """Store the predictions of a pass on one target, in one transaction.

        Pending predictions of earlier passes are replaced, label by label. A label on which a person has
        decided keeps that decision: the pass's predictions for it are not stored, nor those of removed labels, nor with
        `leave_drawn` those of labels that a person has drawn on the photo.
        Returns the stored predictions.
        """
        with self._database.change("record target", pass_id=pass_id, image=image_id) as connection:
            there = {  # a label, or the photo itself, may have been removed while the pass ran
                row["id"]
                for row in connection.execute("SELECT label.id FROM label, image WHERE image.id = ?", (image_id,))
            }
            decided = {
                row["label_id"]
                for row in connection.execute(
                    "SELECT DISTINCT label_id FROM prediction WHERE image_id = ? AND status != ?",
                    (image_id, ReviewStatus.PENDING.value),
                )
            }
            if leave_drawn:  # perhaps while the pass ran
                drawn = connection.execute(
                    "SELECT DISTINCT label_id FROM annotation WHERE image_id = ? AND role != 'negative'", (image_id,)
                )
                decided |= {row["label_id"] for row in drawn}
            open_labels = ({prediction.label_id for prediction in predictions} & there) - decided
            for label_id in open_labels:
                _replace(connection, image_id, label_id)
            connection.executemany(
                "INSERT INTO prediction (image_id, label_id, instance, counts, predicted_iou, prior_agreement,"
                " cycle_iou, confidence, absent, status, pass_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_values(pass_id, image_id, new) for new in predictions if new.label_id in open_labels],
            )
            connection.execute(
                "UPDATE target SET state = 'done', reason = NULL WHERE pass_id = ? AND image_id = ?",
                (pass_id, image_id),
            )
        query = f"{PREDICTIONS} WHERE image_id = ? AND pass_id = ?"
        return tuple(self._database.parsed(query, [image_id, pass_id], prediction_of))

    def record_failure(self, pass_id: int, image_id: int, reason: str) -> None:
        """Record that a target failed, with the reason."""
        with self._database.change("record failure", pass_id=pass_id, image=image_id) as connection:
            connection.execute(
                "UPDATE target SET state = 'failed', reason = ? WHERE pass_id = ? AND image_id = ?",
                (reason, pass_id, image_id),
            )

    def replaced(self, image_id: int) -> tuple[Prediction, ...]:
        """The predictions on an image that the newest ones have replaced, label by label."""
        return tuple(self._database.parsed(_REPLACED, [image_id], prediction_of))

    def finish(self, pass_id: int) -> None:
        """Mark a pass as finished."""
        with self._database.change("finish pass", pass_id=pass_id) as connection:
            connection.execute("UPDATE pass SET finished = ? WHERE id = ?", (now(), pass_id))

    def _targets(self, pass_id: int, condition: str) -> tuple[int, ...]:
        query = f"SELECT image_id FROM target WHERE pass_id = ? AND {condition} ORDER BY position"
        return tuple(row.image_id for row in self._database.structs(query, [pass_id], OnImage))


def _replace(connection: sqlite3.Connection, image_id: int, label_id: int) -> None:
    """Take away the predictions of one label on one image; those of the newest pass are kept as the replaced ones."""
    connection.execute("DELETE FROM replaced WHERE image_id = ? AND label_id = ?", (image_id, label_id))
    connection.execute(
        f"INSERT INTO replaced ({_KEPT}, counts) SELECT {_KEPT}, COALESCE(edited_counts, counts) FROM prediction"
        " WHERE image_id = ? AND label_id = ?",
        (image_id, label_id),
    )
    connection.execute("DELETE FROM prediction WHERE image_id = ? AND label_id = ?", (image_id, label_id))


def _values(pass_id: int, image_id: int, new: NewPrediction) -> tuple[Any, ...]:
    scores = new.scores
    return (
        image_id,
        new.label_id,
        new.instance,
        new.mask.counts,
        scores.predicted_iou,
        scores.prior_agreement,
        scores.cycle_iou,
        scores.confidence,
        int(new.absent),
        ReviewStatus.PENDING.value,
        pass_id,
    )
