"""The labels of a project: adding, changing, merging, deleting; every change can be undone."""

from dataclasses import dataclass, replace
from typing import Any

from vrp_core.domain.annotations import Label, label_name
from vrp_core.domain.colors import color_of
from vrp_core.domain.errors import NotFound
from vrp_core.project.database import Database
from vrp_core.project.rows import label_of, put_rows

_TABLES = ("annotation", "prediction", "replaced")  # what is removed with a label, or moved with a merged one


@dataclass(frozen=True, slots=True)
class DeletedLabel:
    """The rows removed with a label, to restore it."""

    label: Label
    rows: tuple[tuple[str, dict[str, Any]], ...]  # table and values


class Labels:
    """The labels of a project."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, color: str = "", supercategory: str = "") -> Label:
        """Create a label, or return the one of that name; the default colour is the next of a fixed list."""
        name = label_name(name)
        existing = self._parsed("WHERE name = ?", name)
        if existing:
            return existing[0]
        chosen = color or color_of(len(self.all()))
        with self._database.change("add label", name=name) as connection:
            connection.execute(
                "INSERT INTO label (name, color, supercategory) VALUES (?, ?, ?)", (name, chosen, supercategory)
            )
        return self.get(name)

    def all(self) -> tuple[Label, ...]:
        """Every label, oldest first."""
        return tuple(self._parsed("ORDER BY id"))

    def get(self, name_or_id: str | int) -> Label:
        """A label by name or id.

        Raises:
            NotFound: there is none.
        """
        column = "id" if isinstance(name_or_id, int) else "name"
        found = self._parsed(f"WHERE {column} = ?", name_or_id)
        if not found:
            raise NotFound("label", str(name_or_id), tuple(label.name for label in self.all()))
        return found[0]

    def _parsed(self, clause: str, *values: Any) -> list[Label]:
        return self._database.parsed(f"SELECT * FROM label {clause}", values, label_of)

    def update(self, label: Label) -> Label:
        """Rename, recolour, or set the threshold; returns the previous label."""
        before = self.get(label.id)
        label = replace(label, name=label_name(label.name))
        with self._database.change("update label", id=label.id, name=label.name) as connection:
            connection.execute(
                "UPDATE label SET name = ?, color = ?, supercategory = ?, threshold = ? WHERE id = ?",
                (label.name, label.color, label.supercategory, label.threshold, label.id),
            )
        return before

    def merge(self, into: int, merged: int) -> DeletedLabel:
        """Move all annotations and predictions of one label to another and delete it; `restore` undoes it."""
        deleted = self._contents(self.get(merged))
        with self._database.change("merge labels", into=into, merged=merged) as connection:
            for table in _TABLES:
                connection.execute(f"UPDATE {table} SET label_id = ? WHERE label_id = ?", (into, merged))
            connection.execute("DELETE FROM label WHERE id = ?", (merged,))
        return deleted

    def delete(self, label_id: int) -> DeletedLabel:
        """Delete a label with its annotations and predictions; `restore` undoes it."""
        deleted = self._contents(self.get(label_id))
        with self._database.change("delete label", id=label_id, name=deleted.label.name) as connection:
            connection.execute("DELETE FROM label WHERE id = ?", (label_id,))
        return deleted

    def restore(self, deleted: DeletedLabel) -> None:
        """Undo `delete` or `merge`, with the same ids."""
        label = deleted.label
        with self._database.change("restore label", id=label.id, name=label.name) as connection:
            connection.execute(
                "INSERT INTO label (id, name, color, supercategory, threshold) VALUES (?, ?, ?, ?, ?)",
                (label.id, label.name, label.color, label.supercategory, label.threshold),
            )
            put_rows(connection, deleted.rows)

    def _contents(self, label: Label) -> DeletedLabel:
        return DeletedLabel(
            label,
            tuple(
                (table, dict(row))
                for table in _TABLES
                for row in self._database.all(f"SELECT * FROM {table} WHERE label_id = ?", [label.id])
            ),
        )
