"""Converts between the rows of a project file and the values of `vrp_core.domain.annotations`.

A row may come from a stranger's file or a damaged disk, so each is checked here, and only here, before its values are
used. A bad value raises a `ValueError`, which `Database` turns into one error with the remedy.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Annotated, Any, TypeVar

from msgspec import Meta, Struct

from vrp_core.domain.annotations import Annotation, ImageRecord, Label, Prediction, ReviewStatus, Role, Scores
from vrp_core.domain.documents import Count, Extent, Number, Share, plain_values, typed
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle
from vrp_core.domain.prompts import Prompt, from_json, to_json
from vrp_core.project.database import Database

# Masks are stored without their size, which is that of their image.
ANNOTATIONS = "SELECT annotation.*, image.height, image.width FROM annotation JOIN image ON image.id = image_id"
PREDICTIONS = "SELECT prediction.*, image.height, image.width FROM prediction JOIN image ON image.id = image_id"

_REMEMBERED = 512  # rows: of a few hundred objects on a photo, a stroke changes one
_Path = Annotated[str, Meta(min_length=1, max_length=32_768, pattern=r"^[^\x00]+$")]
_Row = TypeVar("_Row", bound=Struct)


class _ImageRow(Struct, array_like=True):
    id: Count
    path: _Path
    height: Extent
    width: Extent
    digest: str
    stamp: str = ""  # a project of an earlier version that is opened read-only has fewer columns
    reading: str = ""


class OnImage(Struct, array_like=True):
    """A row of which only its image matters."""

    image_id: Count


class _LabelRow(Struct):
    id: Count
    name: str
    color: str
    supercategory: str
    threshold: Share | None


class _AnnotationRow(Struct):
    id: Count
    image_id: Count
    label_id: Count
    prompts: str
    counts: str | None
    role: Role
    height: Extent
    width: Extent


class _PredictionRow(Struct):
    id: Count
    image_id: Count
    label_id: Count
    instance: Count
    counts: str
    edited_counts: str | None
    predicted_iou: Number
    prior_agreement: Number
    cycle_iou: Number | None
    confidence: Number
    absent: Annotated[int, Meta(ge=0, le=1)]
    status: ReviewStatus
    pass_id: Count
    height: Extent
    width: Extent


def read_images(database: Database, query: str, values: Sequence[Any] = ()) -> list[ImageRecord]:
    """The images of a query that selects whole rows of their table."""
    return [
        ImageRecord(row.id, row.path, Size(row.height, row.width), row.digest, row.reading, row.stamp)
        for row in database.structs(query, values, _ImageRow)
    ]


def label_of(row: sqlite3.Row) -> Label:
    """A label from its row."""
    found = checked(row, _LabelRow)
    return Label(found.id, found.name, found.color, found.supercategory, found.threshold)


@lru_cache(maxsize=_REMEMBERED)
def annotation_of(row: sqlite3.Row) -> Annotation:
    """An annotation from a row of `ANNOTATIONS`."""
    found = checked(row, _AnnotationRow)
    prompts = tuple(from_json(values) for values in typed(plain_values(found.prompts), list[dict[str, Any]]))
    mask = None if found.counts is None else Rle(found.height, found.width, found.counts)
    return Annotation(found.id, found.image_id, found.label_id, prompts, mask, found.role)


@lru_cache(maxsize=_REMEMBERED)
def prediction_of(row: sqlite3.Row) -> Prediction:
    """A prediction from a row of `PREDICTIONS`; its mask is the edited one where there is one."""
    found = checked(row, _PredictionRow)
    counts = found.counts if found.edited_counts is None else found.edited_counts
    return Prediction(
        id=found.id,
        image_id=found.image_id,
        label_id=found.label_id,
        instance=found.instance,
        mask=Rle(found.height, found.width, counts),
        scores=Scores(found.predicted_iou, found.prior_agreement, found.cycle_iou, found.confidence),
        absent=bool(found.absent),
        status=found.status,
        pass_id=found.pass_id,
    )


def proposed_of(row: sqlite3.Row) -> Rle:
    """The mask of a row of `PREDICTIONS` as the pass proposed it."""
    found = checked(row, _PredictionRow)
    return Rle(found.height, found.width, found.counts)


def checked(row: sqlite3.Row, kind: type[_Row]) -> _Row:
    """A row as the values of a struct.

    Raises:
        ValueError: a column holds a value that this program never writes; names the column.
    """
    return typed(dict(row), kind)


def prompts_text(prompts: tuple[Prompt, ...]) -> str:
    """Prompts as the text of their column."""
    return json.dumps([to_json(prompt) for prompt in prompts])


def where(**conditions: Any) -> tuple[str, list[Any]]:
    """A WHERE clause for the conditions that are not None, and its values. Column names come from our code alone."""
    wanted = {column: value for column, value in conditions.items() if value is not None}
    if not wanted:
        return "", []
    return " WHERE " + " AND ".join(f"{column} = ?" for column in wanted), list(wanted.values())


def put_rows(connection: sqlite3.Connection, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Write rows, each a table's name and values, replacing those with their ids. Names come from our code alone."""
    for (table, *columns), alike in groupby(rows, key=lambda one: (one[0], *one[1])):
        places = ", ".join("?" * len(columns))
        query = f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({places})"
        connection.executemany(query, [list(row.values()) for _, row in alike])
