"""Between the rows of a project file and the values of `vrp_core.domain.annotations`."""

import json
import sqlite3
from typing import Any

from vrp_core.domain.annotations import Annotation, ImageRecord, Label, Prediction, ReviewStatus, Role, Scores
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle
from vrp_core.domain.prompts import Prompt, from_json, to_json

# Masks are stored without their size, which is their image's.
ANNOTATIONS = "SELECT annotation.*, image.height, image.width FROM annotation JOIN image ON image.id = image_id"
PREDICTIONS = "SELECT prediction.*, image.height, image.width FROM prediction JOIN image ON image.id = image_id"


def image_of(row: sqlite3.Row) -> ImageRecord:
    """An image from its row."""
    there = row.keys()  # a project of an earlier version that is only read has fewer columns
    stamp, reading = (row[name] if name in there else "" for name in ("stamp", "reading"))
    return ImageRecord(row["id"], row["path"], Size(row["height"], row["width"]), row["digest"], reading, stamp)


def label_of(row: sqlite3.Row) -> Label:
    """A label from its row."""
    return Label(row["id"], row["name"], row["color"], row["supercategory"], row["threshold"])


def annotation_of(row: sqlite3.Row) -> Annotation:
    """An annotation from a row of `ANNOTATIONS`."""
    prompts = tuple(from_json(values) for values in json.loads(row["prompts"]))
    mask = None if row["counts"] is None else Rle(row["height"], row["width"], row["counts"])
    return Annotation(row["id"], row["image_id"], row["label_id"], prompts, mask, Role(row["role"]))


def prediction_of(row: sqlite3.Row) -> Prediction:
    """A prediction from a row of `PREDICTIONS`; its mask is the edited one where there is one."""
    scores = Scores(row["predicted_iou"], row["prior_agreement"], row["cycle_iou"], row["confidence"])
    counts = row["counts"] if row["edited_counts"] is None else row["edited_counts"]
    return Prediction(
        id=row["id"],
        image_id=row["image_id"],
        label_id=row["label_id"],
        instance=row["instance"],
        mask=Rle(row["height"], row["width"], counts),
        scores=scores,
        absent=bool(row["absent"]),
        status=ReviewStatus(row["status"]),
        pass_id=row["pass_id"],
    )


def prompts_text(prompts: tuple[Prompt, ...]) -> str:
    """Prompts as the text of their column."""
    return json.dumps([to_json(prompt) for prompt in prompts])


def where(**conditions: Any) -> tuple[str, list[Any]]:
    """A WHERE clause for the conditions that are not None, and its values. Column names come from our code alone."""
    wanted = {column: value for column, value in conditions.items() if value is not None}
    if not wanted:
        return "", []
    return " WHERE " + " AND ".join(f"{column} = ?" for column in wanted), list(wanted.values())


def put_row(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    """Write a row with its id, over the one that has it. Names come from our code alone."""
    places = ", ".join("?" * len(row))
    connection.execute(f"INSERT OR REPLACE INTO {table} ({', '.join(row)}) VALUES ({places})", list(row.values()))
