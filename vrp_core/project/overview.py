"""Counts for a list of images in one query, because a project may hold tens of thousands."""

import sqlite3
from dataclasses import dataclass

from natsort import natsort_keygen

from vrp_core.domain.annotations import ImageRecord
from vrp_core.project.database import Database
from vrp_core.project.rows import image_of

_QUERY = """
SELECT image.*,
    (SELECT COUNT(*) FROM annotation WHERE image_id = image.id) AS annotations,
    (SELECT COUNT(*) FROM annotation WHERE image_id = image.id AND role = 'reference') AS refs,
    (SELECT GROUP_CONCAT(DISTINCT label_id) FROM annotation WHERE image_id = image.id) AS drawn_labels,
    (SELECT reason FROM target WHERE image_id = image.id AND state = 'failed' ORDER BY pass_id DESC LIMIT 1) AS failure,
    found.*
FROM image LEFT JOIN (
    SELECT image_id,
        TOTAL(status = 'pending' AND NOT absent) AS pending,
        TOTAL(status = 'pending' AND absent) AS absent,
        TOTAL(status = 'accepted') AS accepted,
        TOTAL(status = 'edited') AS edited,
        TOTAL(status = 'rejected') AS rejected,
        MIN(CASE WHEN status <> 'edited' THEN confidence END) AS confidence,
        GROUP_CONCAT(DISTINCT label_id) AS found_labels
    FROM prediction {of_one} GROUP BY image_id
) AS found ON found.image_id = image.id
"""
_BY_PATH = natsort_keygen(key=lambda overview: overview.image.path)


@dataclass(frozen=True, slots=True)
class ImageOverview:
    """One image of the list with its counts."""

    image: ImageRecord
    annotations: int
    references: int
    pending: int  # pending predictions that do not count as absent
    absent: int  # pending predictions that count as absent
    accepted: int
    edited: int
    rejected: int
    confidence: float | None  # of the least confident unedited prediction; None if there is none
    labels: frozenset[int]  # of annotations and predictions
    failure: str | None  # why the last pass failed on it

    @property
    def predictions(self) -> int:
        """Predictions of any status."""
        return self.pending + self.absent + self.accepted + self.edited + self.rejected


def overview(database: Database, image_id: int | None = None) -> list[ImageOverview]:
    """Every image in natural order of its path, or one."""
    query, values = _QUERY.format(of_one=""), []
    if image_id is not None:  # given twice: SQLite would otherwise count the predictions of all images first
        query, values = _QUERY.format(of_one="WHERE image_id = ?") + " WHERE image.id = ?", [image_id, image_id]
    return sorted(database.parsed(query, values, _overview_of), key=_BY_PATH)


def _overview_of(row: sqlite3.Row) -> ImageOverview:
    return ImageOverview(
        image=image_of(row),
        annotations=row["annotations"],
        references=row["refs"],
        pending=int(row["pending"] or 0),
        absent=int(row["absent"] or 0),
        accepted=int(row["accepted"] or 0),
        edited=int(row["edited"] or 0),
        rejected=int(row["rejected"] or 0),
        confidence=None if row["confidence"] is None else float(row["confidence"]),
        labels=frozenset(_ids(row["drawn_labels"]) + _ids(row["found_labels"])),
        failure=row["failure"],
    )


def _ids(joined: str | None) -> list[int]:
    return [int(part) for part in joined.split(",")] if joined else []
