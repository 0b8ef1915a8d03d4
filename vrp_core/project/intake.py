"""Writes files to the image table of a project as `identity.plan` decides, in one transaction."""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vrp_core.domain.annotations import ImageRecord, ReviewStatus
from vrp_core.domain.geometry import Size
from vrp_core.project.database import Database
from vrp_core.project.identity import Plan, earlier_path, plan
from vrp_core.project.photo_files import holds
from vrp_core.project.readings import Readings
from vrp_core.project.rows import read_images


@dataclass(frozen=True, slots=True)
class NewImage:
    """A photo to add."""

    path: Path
    size: Size  # upright
    digest: str  # sha256 of the file, hex
    stamp: str = ""  # the file's stamp (`files.file_stamp`), taken before the file was read


@dataclass(frozen=True, slots=True)
class Intake:
    """What adding did to each photo."""

    images: tuple[ImageRecord, ...]  # one for each photo, in the given order
    added: int  # new in the project
    moved: tuple[tuple[str, str], ...]  # old and new path of photos recognised by their content
    renewed: tuple[str, ...]  # paths of photos updated to the new content of their file
    replaced: tuple[tuple[str, str], ...]  # path, and new path, of photos whose file now holds another picture


def take_in(
    database: Database,
    images: Mapping[str, NewImage],
    file_of: Callable[[ImageRecord], Path],
    keep_annotations: bool = False,
) -> Intake:
    """Add photos; photos recognised by their content keep all their data, wherever their files are now.

    Where the file of a photo now holds another picture, and its own picture is not among the files, the photo takes the
    new picture only if no person's work is on it. Otherwise it keeps its annotations under an "earlier" name, is no
    longer exported, and returns when its own picture is added again; the new picture becomes a new photo.

    Args:
        database: the project's database.
        images: the photos to add, by stored path.
        file_of: returns the path of an image's file.
        keep_annotations: the new content shows the same scene; annotations are kept if its size is the same.
    """
    known = _known(database, images)
    before = {one.id: one for one in known}
    reading = Readings(database).general()
    worked = _with_work(database, list(before))

    def may_renew(record: ImageRecord) -> bool:
        return record.id not in worked or (keep_annotations and images[record.path].size == record.size)

    decided = plan(
        known,
        {path: image.digest for path, image in images.items()},
        lambda record: holds(file_of(record), record),
        may_renew,
    )
    with database.change("add images", paths=list(images)) as connection:
        kept_as = _make_room(connection, decided, before, worked)
        for path, image_id in {**decided.moved, **decided.renewed}.items():
            _put(connection, image_id, path, images[path])
        for path, image_id in decided.renewed.items():
            if not (keep_annotations and before[image_id].size == images[path].size):
                _forget_results(connection, image_id)
        connection.executemany(
            "INSERT INTO image (path, height, width, digest, stamp, reading) VALUES (?, ?, ?, ?, ?, ?)",
            [(path, *images[path].size, images[path].digest, images[path].stamp, reading) for path in decided.new],
        )
        connection.executemany(
            "UPDATE image SET stamp = ? WHERE id = ?",
            [(images[path].stamp, image_id) for path, image_id in decided.settled.items()],
        )
    now = {one.path: one for one in _known(database, images)}
    return Intake(
        tuple(now[path] for path in images),
        len(decided.new),
        tuple((before[image_id].path, path) for path, image_id in decided.moved.items()),
        tuple(decided.renewed),
        kept_as,
    )


def same_scene(database: Database, replaced: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Give replaced photos their new pictures after all, because these show the same scene; results stay, too.

    A picture of another size, or one that somebody has worked on meanwhile, stays a photo of its own.

    Args:
        database: the project's database.
        replaced: path, and "earlier" path, as `Intake.replaced` has them.

    Returns:
        The paths that have their annotations again.
    """
    places = json.dumps([path for pair in replaced for path in pair])
    found = read_images(database, "SELECT * FROM image WHERE path IN (SELECT value FROM json_each(?))", [places])
    known = {one.path: one for one in found}
    pairs = [(known[path], known[earlier]) for path, earlier in replaced if path in known and earlier in known]
    worked = _with_work(database, [new.id for new, _ in pairs])
    kept = [(new, old) for new, old in pairs if new.size == old.size and new.id not in worked]
    with database.change("same scene", paths=[new.path for new, _ in kept]) as connection:
        for new, old in kept:
            connection.execute("DELETE FROM image WHERE id = ?", (new.id,))
            _put(connection, old.id, new.path, NewImage(Path(new.path), new.size, new.digest, new.stamp))
    return tuple(new.path for new, _ in kept)


def undisputed(database: Database, images: Mapping[str, NewImage]) -> frozenset[str]:
    """The stored paths of photos that are unchanged, or known neither by path nor by content.

    The identity of the others depends on files not read yet, so a list that is added in parts ends with them.
    """
    known = _known(database, images)
    paths, contents = {one.path: one.digest for one in known}, {one.digest for one in known}
    return frozenset(
        path
        for path, image in images.items()
        if paths.get(path) == image.digest or (path not in paths and image.digest not in contents)
    )


def _known(database: Database, images: Mapping[str, NewImage]) -> tuple[ImageRecord, ...]:
    """The images with the path or the content of one of these; no other rows are read."""
    chosen = (
        "SELECT * FROM image WHERE path IN (SELECT value FROM json_each(?))"
        " UNION SELECT * FROM image WHERE digest IN (SELECT value FROM json_each(?))"
    )
    digests = [image.digest for image in images.values()]
    return tuple(read_images(database, chosen, [json.dumps(list(images)), json.dumps(digests)]))


def _with_work(database: Database, image_ids: Sequence[int]) -> frozenset[int]:
    """The images that a person has annotated or reviewed."""
    rows = database.all(
        "SELECT image_id FROM annotation WHERE image_id IN (SELECT value FROM json_each(?1))"
        " UNION SELECT image_id FROM prediction WHERE status != ?2 AND image_id IN (SELECT value FROM json_each(?1))",
        (json.dumps(list(image_ids)), ReviewStatus.PENDING.value),
    )
    return frozenset(row["image_id"] for row in rows)


def _forget_results(connection: sqlite3.Connection, image_id: int) -> None:
    """Delete the predictions on an image; an unfinished pass searches it again."""
    for table in ("prediction", "replaced"):
        connection.execute(f"DELETE FROM {table} WHERE image_id = ?", (image_id,))
    connection.execute(
        "UPDATE target SET state = 'waiting', reason = NULL"
        " WHERE image_id = ? AND pass_id IN (SELECT id FROM pass WHERE finished IS NULL)",
        (image_id,),
    )


def _make_room(
    connection: sqlite3.Connection, decided: Plan, before: Mapping[int, ImageRecord], worked: frozenset[int]
) -> tuple[tuple[str, str], ...]:
    """Free paths for other images; returns old and new path of every image with a person's work."""
    kept_as = []
    for image_id in decided.moved.values():  # images may swap paths, which are unique
        connection.execute("UPDATE image SET path = ? WHERE id = ?", (f"\0{image_id}", image_id))
    for image_id in decided.replaced:
        if image_id not in worked:
            connection.execute("DELETE FROM image WHERE id = ?", (image_id,))
            continue
        record = before[image_id]
        path = earlier_path(record, lambda name: _taken(connection, name))
        connection.execute("UPDATE image SET path = ?, stamp = '' WHERE id = ?", (path, image_id))
        kept_as.append((record.path, path))
    return tuple(kept_as)


def _taken(connection: sqlite3.Connection, path: str) -> bool:
    return connection.execute("SELECT 1 FROM image WHERE path = ?", (path,)).fetchone() is not None


def _put(connection: sqlite3.Connection, image_id: int, path: str, image: NewImage) -> None:
    connection.execute(
        "UPDATE image SET path = ?, height = ?, width = ?, digest = ?, stamp = ? WHERE id = ?",
        (path, *image.size, image.digest, image.stamp, image_id),
    )
