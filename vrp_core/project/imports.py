"""Imports many annotations in one transaction, which can be undone as a whole."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from vrp_core.domain.annotations import Role, label_name
from vrp_core.domain.colors import color_of
from vrp_core.domain.documents import Count, typed_text
from vrp_core.domain.errors import NothingToDo
from vrp_core.domain.masks import Rle
from vrp_core.domain.prompts import Prompt
from vrp_core.project.database import Database
from vrp_core.project.rows import prompts_text

_WHAT, _BACK, _AGAIN = "import annotations", "take import back", "repeat import"


@dataclass(frozen=True, slots=True)
class NewAnnotation:
    """An annotation to add. Its label is created if no label has that name."""

    image_id: int
    label: str
    prompts: tuple[Prompt, ...]
    mask: Rle | None
    role: Role


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The rows of an import that was undone, to redo it."""

    source: str
    labels: tuple[dict[str, Any], ...]
    annotations: tuple[dict[str, Any], ...]


class _Facts(Struct):
    """The history's record of an import."""

    source: str
    after: Count  # the import's annotations have ids above this one
    last: Count
    labels: list[Count]  # labels that the import created


class _Detail(Struct):
    facts: _Facts


def _facts_of(row: sqlite3.Row) -> _Facts:
    return typed_text(row["detail"], _Detail).facts


class Imports:
    """The imports of a project: add many annotations at once, undo and redo."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        annotations: Sequence[NewAnnotation],
        source: str,
        labels: Sequence[str] = (),
        supercategories: Mapping[str, str] | None = None,
    ) -> int:
        """Add annotations and labels, all or none. Returns the number of the import, for `take_back`.

        Args:
            annotations: the annotations to add, in order.
            source: where they come from, for the history.
            labels: names of labels to create even without an annotation.
            supercategories: of labels that are new.

        Raises:
            LabelBlank: a label has no name.
        """
        given = dict.fromkeys([*labels, *(one.label for one in annotations)])
        stored = {name: label_name(name) for name in given}  # as `Labels.add` stores them
        names = list(dict.fromkeys(stored.values()))
        detail: dict[str, Any] = {"source": source}
        with self._database.change(_WHAT, facts=detail) as connection:
            new = _add_labels(connection, names, supercategories or {})
            ids = dict(connection.execute("SELECT name, id FROM label").fetchall())
            before = _last_id(connection)
            connection.executemany(
                "INSERT INTO annotation (image_id, label_id, prompts, counts, role) VALUES (?, ?, ?, ?, ?)",
                (
                    (
                        one.image_id,
                        ids[stored[one.label]],
                        prompts_text(one.prompts),
                        one.mask and one.mask.counts,
                        one.role.value,
                    )
                    for one in annotations
                ),
            )
            detail.update(after=before, last=_last_id(connection), labels=new)
        return self._newest_change()

    def last(self) -> int:
        """The number of the newest import that has not been undone.

        Raises:
            NothingToDo: there is none.
        """
        open_imports: list[int] = []
        steps = "SELECT id, what FROM history WHERE what IN (?, ?, ?) ORDER BY id"
        for row in self._database.all(steps, [_WHAT, _BACK, _AGAIN]):
            if row["what"] == _BACK:
                del open_imports[-1:]
            else:
                open_imports.append(row["id"])
        if not open_imports:
            raise NothingToDo("imports", "nothing was brought in that could be taken back")
        return open_imports[-1]

    def take_back(self, number: int) -> TakenBack:
        """Remove what remains of an import; labels it created are removed if nothing else uses them.

        Returns the removed rows, for `bring_again`.
        """
        query = "SELECT detail FROM history WHERE id = ? AND what IN (?, ?)"
        found = self._database.parsed(query, [number, _WHAT, _AGAIN], _facts_of)
        if not found:
            raise NothingToDo("imports", f"{number} is not the number of one")
        facts = found[0]
        with self._database.change(_BACK, facts={"number": number}) as connection:
            added = (facts.after, facts.last)
            rows = connection.execute("SELECT * FROM annotation WHERE id > ? AND id <= ?", added).fetchall()
            connection.execute("DELETE FROM annotation WHERE id > ? AND id <= ?", added)
            labels = _unused(connection, facts.labels)
            connection.executemany("DELETE FROM label WHERE id = ?", [(label["id"],) for label in labels])
        return TakenBack(facts.source, tuple(map(dict, labels)), tuple(map(dict, rows)))

    def bring_again(self, taken: TakenBack) -> int:
        """Restore what `take_back` removed, with the same ids; returns the number for `take_back`."""
        ids = [row["id"] for row in taken.annotations]
        detail = {
            "source": taken.source,
            "after": min(ids, default=1) - 1,
            "last": max(ids, default=0),
            "labels": [row["id"] for row in taken.labels],
        }
        with self._database.change(_AGAIN, facts=detail) as connection:
            for table, rows in (("label", taken.labels), ("annotation", taken.annotations)):
                for row in rows:
                    marks = ", ".join("?" * len(row))
                    columns = ", ".join(row)
                    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))
        return self._newest_change()

    def _newest_change(self) -> int:
        row = self._database.one("SELECT MAX(id) FROM history")
        assert row is not None
        return int(row[0])


def _add_labels(connection: sqlite3.Connection, names: Sequence[str], supercategories: Mapping[str, str]) -> list[int]:
    """Create missing labels; returns the ids of the created ones."""
    known = dict(connection.execute("SELECT name, id FROM label").fetchall())
    new: list[int] = []
    for name in names:
        if name not in known:
            color = color_of(len(known) + len(new))
            values = (name, color, supercategories.get(name, ""))
            cursor = connection.execute("INSERT INTO label (name, color, supercategory) VALUES (?, ?, ?)", values)
            new.append(int(cursor.lastrowid or 0))
    return new


def _last_id(connection: sqlite3.Connection) -> int:
    """The largest annotation id used so far."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'annotation'").fetchone()
    return int(row[0]) if row else 0


def _unused(connection: sqlite3.Connection, label_ids: Sequence[int]) -> list[sqlite3.Row]:
    """The labels with these ids that nothing uses."""
    query = (
        "SELECT * FROM label WHERE id = ? AND id NOT IN (SELECT label_id FROM annotation)"
        " AND id NOT IN (SELECT label_id FROM prediction)"
    )
    return [row for label_id in label_ids for row in connection.execute(query, (label_id,))]
