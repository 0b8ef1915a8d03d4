"""The images of a project: adding, removing, finding.

The project stores paths of photos, not copies: relative to the project folder where possible, so that both can be moved
together.
"""

import json
import os
import sqlite3
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from natsort import natsorted

from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.errors import Ambiguous, NotFound
from vrp_core.project.database import Database
from vrp_core.project.intake import Intake, NewImage, same_scene, take_in, undisputed
from vrp_core.project.overview import Counts, ImageOverview, counts_on, overview
from vrp_core.project.photo_files import FileReport, check_files
from vrp_core.project.rows import put_rows, read_images


@dataclass(frozen=True, slots=True)
class RemovedImages:
    """The rows removed with photos, to restore them."""

    rows: tuple[tuple[str, dict[str, Any]], ...]  # table and values, in the order of restoring


class Images:
    """The image store of a project."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, images: Sequence[NewImage]) -> tuple[ImageRecord, ...]:
        """Add photos; returns their records in the given order. `take_in` also reports what happened to each."""
        records = {one.path: one for one in self.take_in(images).images}
        return tuple(records[self._stored_path(image.path)] for image in images)

    def take_in(self, images: Sequence[NewImage], keep_annotations: bool = False) -> Intake:
        """Add photos, each identified by its content first, then by its path: see `intake`."""
        wanted = {self._stored_path(image.path): image for image in images}
        return take_in(self._database, wanted, self.file_of, keep_annotations)

    def same_scene(self, replaced: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """Give photos whose files hold other pictures their annotations again: see `intake.same_scene`."""
        return same_scene(self._database, replaced)

    def undisputed(self, images: Sequence[NewImage]) -> frozenset[Path]:
        """The paths of photos that can be added before the remaining files are known: see `intake.undisputed`."""
        wanted = {self._stored_path(image.path): image for image in images}
        return frozenset(wanted[path].path for path in undisputed(self._database, wanted))

    def check_files(self) -> FileReport:
        """The photos whose files are missing, or show another picture than the one that was added."""
        return check_files(self.all(), self.file_of)

    def _rows_with(self, table: str, column: str, values: Sequence[str] | Sequence[int]) -> list[sqlite3.Row]:
        """Rows by the values of a column; no other rows are read."""
        chosen = f"SELECT * FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))"
        return self._database.all(chosen, [json.dumps(list(values))])

    def remove(self, image_ids: Sequence[int]) -> RemovedImages:
        """Remove photos with their annotations and predictions, but not their files; `restore` undoes it."""
        removed = self._on_images(image_ids)
        with self._database.change("remove images", ids=list(image_ids)) as connection:
            connection.executemany("DELETE FROM image WHERE id = ?", [(image_id,) for image_id in image_ids])
        return removed

    def restore(self, removed: RemovedImages) -> None:
        """Undo `remove`, with the same ids. A photo that has been added again since is replaced."""
        ids = [row["id"] for table, row in removed.rows if table == "image"]
        with self._database.change("restore images", ids=ids) as connection:
            put_rows(connection, removed.rows)

    def _on_images(self, image_ids: Sequence[int]) -> RemovedImages:
        columns = {"image": "id"} | dict.fromkeys(("annotation", "prediction", "replaced", "target"), "image_id")
        found = ((table, self._rows_with(table, column, image_ids)) for table, column in columns.items())
        return RemovedImages(tuple((table, dict(row)) for table, rows in found for row in rows))

    def all(self) -> tuple[ImageRecord, ...]:
        """Every photo, in natural order of its path."""
        return tuple(natsorted(self._parsed(""), key=lambda image: image.path))

    def overview(self, image_ids: Collection[int] | None = None) -> list[ImageOverview]:
        """Every photo, or some, in natural order, with what lies on each."""
        return overview(self._database, image_ids)

    def counts(self, image_ids: Collection[int]) -> dict[int, dict[int, Counts]]:
        """What lies on some photos, by their id and the label's; a photo with nothing is left out."""
        return counts_on(self._database, image_ids)

    def get(self, image_id: int) -> ImageRecord:
        """A photo by its id.

        Raises:
            NotFound: there is none.
        """
        found = self._parsed("WHERE id = ?", image_id)
        if not found:
            raise NotFound("photo", str(image_id))
        return found[0]

    def find(self, path: Path) -> ImageRecord:
        """A photo by its file's path, its path in the project, or the end of either.

        Raises:
            NotFound: there is none.
            Ambiguous: several photos match.
        """
        name = path.as_posix()
        for stored in (self._stored_path(path), self._stored_path(self._database.folder / path), name):
            at_path = self._parsed("WHERE path = ?", stored)
            if at_path:
                return at_path[0]
        end = f"/{name}"
        named = self._parsed("WHERE substr('/' || path, -length(?)) = ?", end, end) if name != "." else []
        if not named:  # other systems decompose accents or change the case of letters
            wanted = _folded(name)
            named = [image for image in self.all() if f"/{_folded(image.path)}".endswith(f"/{wanted}")]
        if not named:
            raise NotFound("photo", name)
        if len(named) > 1:
            raise Ambiguous("photo", name, tuple(sorted(image.path for image in named)))
        return named[0]

    def _parsed(self, clause: str, *values: Any) -> list[ImageRecord]:
        return read_images(self._database, f"SELECT * FROM image {clause}", values)

    def file_of(self, image: ImageRecord) -> Path:
        """The path of a photo's file."""
        return Path(os.path.normpath(self._database.folder / image.path))

    def _stored_path(self, path: Path) -> str:
        absolute = path.parent.resolve() / path.name  # a linked photo keeps its name in its folder
        try:
            return PurePath(os.path.relpath(absolute, self._database.folder)).as_posix()
        except ValueError:  # another drive
            return absolute.as_posix()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
