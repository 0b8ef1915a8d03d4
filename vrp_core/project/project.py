"""A project on disk: images, labels, annotations, passes and predictions.

There is no "save": every method that changes something is one transaction, on disk when it returns. Photos are only
referred to, by a path relative to the project folder where there is one, so folder and photos can move together.
"""

import json
import os
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any

from natsort import natsorted

from vrp_core.domain.annotations import Annotation, ImageRecord, Label, Prediction, ReviewStatus, Role, label_name
from vrp_core.domain.colors import color_of
from vrp_core.domain.documents import typed
from vrp_core.domain.errors import Ambiguous, NotFound
from vrp_core.domain.masks import Rle
from vrp_core.domain.prompts import Prompt
from vrp_core.project.database import Database
from vrp_core.project.imports import Imports
from vrp_core.project.intake import Intake, NewImage, take_in, undisputed
from vrp_core.project.overview import ImageOverview, overview
from vrp_core.project.passes import NewPrediction, Passes
from vrp_core.project.photo_files import FileReport, check_files
from vrp_core.project.readings import Readings
from vrp_core.project.review import Review
from vrp_core.project.rows import ANNOTATIONS, annotation_of, image_of, label_of, prompts_text, where

__all__ = ["NewImage", "NewPrediction", "Project"]


@dataclass(frozen=True, slots=True)
class DeletedLabel:
    """Everything that went with a label, to bring it back."""

    label: Label
    annotations: tuple[dict[str, Any], ...]
    predictions: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class RemovedImages:
    """Everything that went with photos, to bring them back."""

    rows: tuple[tuple[str, dict[str, Any]], ...]  # table and values, in the order in which they go back


def _put_row(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT OR REPLACE INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


class Project:
    """An open project.

    `passes`, `review` and `imports` hold what concerns passes over targets, the review of predictions, and many
    annotations at once.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.passes = Passes(database)
        self.review = Review(database)
        self.readings = Readings(database)
        self.imports = Imports(database)

    @staticmethod
    def create(folder: Path) -> "Project":
        """Make a new project in a folder.

        Raises:
            ProjectExists: there is one already.
        """
        return Project(Database.create(folder))

    @staticmethod
    def open(folder: Path, writable: bool = True) -> "Project":
        """Open a project; many may read it, one process may write it.

        Raises:
            ProjectMissing, ProjectLocked, ProjectTooNew, ProjectDamaged: as they say.
        """
        return Project(Database(folder, writable))

    def close(self) -> None:
        """Close the file and let others write it."""
        self._database.close()

    def __enter__(self) -> "Project":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """Where the project is."""
        return self._database.folder

    # --- images ------------------------------------------------------------------------------------------------------

    def add_images(self, images: Sequence[NewImage]) -> tuple[ImageRecord, ...]:
        """Add photos; gives the records of all, in the order asked. `take_in` says what became of each."""
        records = {one.path: one for one in self.take_in(images).images}
        return tuple(records[self._stored_path(image.path)] for image in images)

    def take_in(self, images: Sequence[NewImage], keep_annotations: bool = False) -> Intake:
        """Add photos, each known by its content first and by its path where that decides nothing: see `intake`."""
        wanted = {self._stored_path(image.path): image for image in images}
        return take_in(self._database, wanted, self.file_of, keep_annotations)

    def undisputed(self, images: Sequence[NewImage]) -> frozenset[Path]:
        """The paths of those that can be added before it is known what else comes: see `intake.undisputed`."""
        wanted = {self._stored_path(image.path): image for image in images}
        return frozenset(wanted[path].path for path in undisputed(self._database, wanted))

    def check_files(self) -> FileReport:
        """Which photos are gone, or hold another picture than the one that was added."""
        return check_files(self.images(), self.file_of)

    def _rows_with(self, table: str, column: str, values: Sequence[str] | Sequence[int]) -> list[sqlite3.Row]:
        """Rows by what a column says; however large the project is, only they are read."""
        chosen = f"SELECT * FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))"
        return self._database.all(chosen, [json.dumps(list(values))])

    def remove_images(self, image_ids: Sequence[int]) -> RemovedImages:
        """Take photos out, with all that was marked or found on them; `restore_images` undoes it. The files stay."""
        removed = self._on_images(image_ids)
        with self._database.change("remove images", ids=list(image_ids)) as connection:
            connection.executemany("DELETE FROM image WHERE id = ?", [(image_id,) for image_id in image_ids])
        return removed

    def restore_images(self, removed: RemovedImages) -> None:
        """Bring back photos with the ids everything had; one that was added anew meanwhile gives way to what it was."""
        ids = [row["id"] for table, row in removed.rows if table == "image"]
        with self._database.change("restore images", ids=ids) as connection:
            for table, row in removed.rows:
                _put_row(connection, table, row)

    def _on_images(self, image_ids: Sequence[int]) -> RemovedImages:
        columns = {"image": "id", "annotation": "image_id", "prediction": "image_id", "target": "image_id"}
        found = ((table, self._rows_with(table, column, image_ids)) for table, column in columns.items())
        return RemovedImages(tuple((table, dict(row)) for table, rows in found for row in rows))

    def images(self) -> tuple[ImageRecord, ...]:
        """Every photo, in natural order of its path."""
        return tuple(natsorted(self._images(""), key=lambda image: image.path))

    def overview(self, image_id: int | None = None) -> list[ImageOverview]:
        """What is on every photo, or on one, counted."""
        return overview(self._database, image_id)

    def image(self, image_id: int) -> ImageRecord:
        """A photo by its id.

        Raises:
            NotFound: there is none.
        """
        found = self._images("WHERE id = ?", image_id)
        if not found:
            raise NotFound("image", str(image_id))
        return found[0]

    def find_image(self, path: Path) -> ImageRecord:
        """A photo by the path of its file, the path that the project prints, or the end of either.

        Raises:
            NotFound: there is none.
            Ambiguous: several fit.
        """
        name = path.as_posix()
        for stored in (self._stored_path(path), self._stored_path(self.folder / path), name):
            at_path = self._images("WHERE path = ?", stored)
            if at_path:
                return at_path[0]
        end = f"/{name}"
        named = self._images("WHERE substr('/' || path, -length(?)) = ?", end, end) if name != "." else []
        if not named:  # other systems write accents in pieces, and letters in the other case
            wanted = _folded(name)
            named = [image for image in self.images() if f"/{_folded(image.path)}".endswith(f"/{wanted}")]
        if not named:
            raise NotFound("image", name)
        if len(named) > 1:
            raise Ambiguous("image", name, tuple(sorted(image.path for image in named)))
        return named[0]

    def _images(self, clause: str, *values: Any) -> list[ImageRecord]:
        return self._database.parsed(f"SELECT * FROM image {clause}", values, image_of)

    def file_of(self, image: ImageRecord) -> Path:
        """Where a photo's file is."""
        return Path(os.path.normpath(self.folder / image.path))

    def _stored_path(self, path: Path) -> str:
        absolute = path.parent.resolve() / path.name  # a photo that is a link keeps the name it has in its folder
        try:
            return PurePath(os.path.relpath(absolute, self.folder)).as_posix()
        except ValueError:  # another drive
            return absolute.as_posix()

    # --- labels ------------------------------------------------------------------------------------------------------

    def add_label(self, name: str, color: str = "", supercategory: str = "") -> Label:
        """A new label, or the one of that name; colours come in turn when none is given."""
        name = label_name(name)
        existing = self._labels("WHERE name = ?", name)
        if existing:
            return existing[0]
        chosen = color or color_of(len(self.labels()))
        with self._database.change("add label", name=name) as connection:
            connection.execute(
                "INSERT INTO label (name, color, supercategory) VALUES (?, ?, ?)", (name, chosen, supercategory)
            )
        return self.label(name)

    def labels(self) -> tuple[Label, ...]:
        """Every label, oldest first."""
        return tuple(self._labels("ORDER BY id"))

    def label(self, name_or_id: str | int) -> Label:
        """A label by name or id.

        Raises:
            NotFound: there is none.
        """
        column = "id" if isinstance(name_or_id, int) else "name"
        found = self._labels(f"WHERE {column} = ?", name_or_id)
        if not found:
            raise NotFound("label", str(name_or_id), tuple(label.name for label in self.labels()))
        return found[0]

    def _labels(self, clause: str, *values: Any) -> list[Label]:
        return self._database.parsed(f"SELECT * FROM label {clause}", values, label_of)

    def update_label(self, label: Label) -> Label:
        """Rename, recolour, or set the threshold; gives the label as it was."""
        before = self.label(label.id)
        label = replace(label, name=label_name(label.name))
        with self._database.change("update label", id=label.id, name=label.name) as connection:
            connection.execute(
                "UPDATE label SET name = ?, color = ?, supercategory = ?, threshold = ? WHERE id = ?",
                (label.name, label.color, label.supercategory, label.threshold, label.id),
            )
        return before

    def merge_labels(self, into: int, merged: int) -> DeletedLabel:
        """Give everything of one label to another and delete it; `restore_label` with the result takes it all back."""
        deleted = self._contents(self.label(merged))
        with self._database.change("merge labels", into=into, merged=merged) as connection:
            for table in ("annotation", "prediction"):
                connection.execute(f"UPDATE {table} SET label_id = ? WHERE label_id = ?", (into, merged))
            connection.execute("DELETE FROM label WHERE id = ?", (merged,))
        return deleted

    def delete_label(self, label_id: int) -> DeletedLabel:
        """Delete a label with all that was marked or found of it; `restore_label` takes it back."""
        deleted = self._contents(self.label(label_id))
        with self._database.change("delete label", id=label_id, name=deleted.label.name) as connection:
            connection.execute("DELETE FROM label WHERE id = ?", (label_id,))
        return deleted

    def restore_label(self, deleted: DeletedLabel) -> None:
        """Bring back a label that was deleted or merged, with the ids everything had."""
        label = deleted.label
        with self._database.change("restore label", id=label.id, name=label.name) as connection:
            connection.execute(
                "INSERT INTO label (id, name, color, supercategory, threshold) VALUES (?, ?, ?, ?, ?)",
                (label.id, label.name, label.color, label.supercategory, label.threshold),
            )
            for table, rows in (("annotation", deleted.annotations), ("prediction", deleted.predictions)):
                for row in rows:
                    _put_row(connection, table, row)

    def _contents(self, label: Label) -> DeletedLabel:
        annotations, predictions = (
            tuple(dict(row) for row in self._database.all(f"SELECT * FROM {table} WHERE label_id = ?", [label.id]))
            for table in ("annotation", "prediction")
        )
        return DeletedLabel(label, annotations, predictions)

    # --- annotations -------------------------------------------------------------------------------------------------

    def add_annotation(
        self,
        image_id: int,
        label_id: int,
        prompts: Sequence[Prompt],
        mask: Rle | None = None,
        role: Role = Role.REFERENCE,
    ) -> Annotation:
        """Mark an object on a photo."""
        with self._database.change("add annotation", image=image_id, label=label_id) as connection:
            cursor = connection.execute(
                "INSERT INTO annotation (image_id, label_id, prompts, counts, role) VALUES (?, ?, ?, ?, ?)",
                (image_id, label_id, prompts_text(tuple(prompts)), mask and mask.counts, role.value),
            )
        return self.annotation(int(cursor.lastrowid or 0))

    def annotation(self, annotation_id: int) -> Annotation:
        """An annotation by its id.

        Raises:
            NotFound: there is none.
        """
        found = self._database.parsed(f"{ANNOTATIONS} WHERE annotation.id = ?", [annotation_id], annotation_of)
        if not found:
            raise NotFound("annotation", str(annotation_id))
        return found[0]

    def annotations(
        self, image_id: int | None = None, label_id: int | None = None, role: Role | None = None
    ) -> tuple[Annotation, ...]:
        """Annotations, oldest first, of one image, label or role."""
        clause, values = where(image_id=image_id, label_id=label_id, role=role and role.value)
        return tuple(self._database.parsed(f"{ANNOTATIONS}{clause} ORDER BY annotation.id", values, annotation_of))

    def put_annotation(self, annotation: Annotation) -> None:
        """Write an annotation under its own id: change it, or bring it back after it was removed."""
        with self._database.change("put annotation", id=annotation.id) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO annotation (id, image_id, label_id, prompts, counts, role)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    annotation.id,
                    annotation.image_id,
                    annotation.label_id,
                    prompts_text(annotation.prompts),
                    annotation.mask and annotation.mask.counts,
                    annotation.role.value,
                ),
            )

    def remove_annotation(self, annotation_id: int) -> Annotation:
        """Take a mark away; gives it, so that `put_annotation` can bring it back."""
        before = self.annotation(annotation_id)
        with self._database.change("remove annotation", id=annotation_id) as connection:
            connection.execute("DELETE FROM annotation WHERE id = ?", (annotation_id,))
        return before

    # --- predictions -------------------------------------------------------------------------------------------------

    def predictions(
        self,
        image_id: int | None = None,
        label_id: int | None = None,
        status: ReviewStatus | None = None,
        absent: bool | None = None,
    ) -> tuple[Prediction, ...]:
        """Predictions with these properties, the least confident first."""
        return self.review.predictions(image_id, label_id, status, absent)

    def history(self) -> tuple[tuple[str, str, str], ...]:
        """Every change, oldest first: when, what, and its detail as JSON."""
        query = "SELECT at, what, detail FROM history ORDER BY id"
        return tuple(self._database.parsed(query, [], lambda row: typed(tuple(row), tuple[str, str, str])))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
