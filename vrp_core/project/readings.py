"""How photos are read: bands and contrast window, for all photos of a project or for single ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec import Struct

from vrp_core.domain.documents import Count
from vrp_core.domain.reading import Reading
from vrp_core.project.database import Database

_NAME = "reading"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Every choice of a project, as text."""

    general: str
    of_images: Mapping[int, str]


class _Reading(Struct, array_like=True):
    id: Count
    reading: str


class Readings:
    """The project's default choice. The choice for a single photo is in its `ImageRecord`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def general(self) -> str:
        """The choice for all photos, including those added later; empty if there is none."""
        if self._database.one("SELECT 1 FROM sqlite_master WHERE name = 'setting'") is None:  # an earlier version's
            return ""
        row = self._database.one("SELECT value FROM setting WHERE name = ?", [_NAME])
        return "" if row is None else str(row["value"])

    def chosen(self) -> Chosen:
        """What is chosen now, to return to it."""
        rows = self._database.structs("SELECT id, reading FROM image", [], _Reading)
        return Chosen(self.general(), {row.id: row.reading for row in rows})

    def restore(self, chosen: Chosen) -> None:
        """Return to earlier choices; photos that were added since keep theirs."""
        with self._database.change("restore readings", reading=chosen.general) as connection:
            connection.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (_NAME, chosen.general))
            rows = [(text, image_id) for image_id, text in chosen.of_images.items()]
            connection.executemany("UPDATE image SET reading = ? WHERE id = ?", rows)

    def choose(self, reading: Reading, image_ids: Sequence[int] | None = None) -> None:
        """Set the choice for some photos, or, if `image_ids` is None, for all and for those added later."""
        text = str(reading)
        with self._database.change("choose reading", reading=text, images=image_ids) as connection:
            if image_ids is None:
                connection.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (_NAME, text))
                connection.execute("UPDATE image SET reading = ?", (text,))
            else:
                rows = [(text, image_id) for image_id in image_ids]
                connection.executemany("UPDATE image SET reading = ? WHERE id = ?", rows)
