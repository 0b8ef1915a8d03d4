"""The tables of a project file, as numbered migrations. A migration that has been released never changes."""

import sqlite3
from functools import cache

MIGRATIONS = (
    """
    CREATE TABLE image (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        path TEXT NOT NULL UNIQUE,
        height INTEGER NOT NULL,
        width INTEGER NOT NULL,
        digest TEXT NOT NULL
    );
    CREATE TABLE label (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        color TEXT NOT NULL,
        supercategory TEXT NOT NULL,
        threshold REAL
    );
    CREATE TABLE annotation (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        image_id INTEGER NOT NULL REFERENCES image(id) ON DELETE CASCADE,
        label_id INTEGER NOT NULL REFERENCES label(id) ON DELETE CASCADE,
        prompts TEXT NOT NULL,
        counts TEXT,
        role TEXT NOT NULL
    );
    CREATE INDEX annotation_of_image ON annotation(image_id);
    CREATE TABLE pass (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        config TEXT NOT NULL,
        started TEXT NOT NULL,
        finished TEXT
    );
    CREATE TABLE target (
        pass_id INTEGER NOT NULL REFERENCES pass(id) ON DELETE CASCADE,
        image_id INTEGER NOT NULL REFERENCES image(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting',
        reason TEXT,
        PRIMARY KEY (pass_id, image_id)
    );
    CREATE TABLE prediction (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        image_id INTEGER NOT NULL REFERENCES image(id) ON DELETE CASCADE,
        label_id INTEGER NOT NULL REFERENCES label(id) ON DELETE CASCADE,
        instance INTEGER NOT NULL,
        counts TEXT NOT NULL,
        edited_counts TEXT,
        predicted_iou REAL NOT NULL,
        prior_agreement REAL NOT NULL,
        cycle_iou REAL,
        confidence REAL NOT NULL,
        absent INTEGER NOT NULL,
        status TEXT NOT NULL,
        pass_id INTEGER NOT NULL REFERENCES pass(id)
    );
    CREATE INDEX prediction_of_image ON prediction(image_id, label_id);
    CREATE INDEX prediction_for_review ON prediction(status, confidence);
    CREATE TABLE history (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        what TEXT NOT NULL,
        detail TEXT NOT NULL
    );
    """,
    "CREATE INDEX target_of_image ON target(image_id);",
    # the stamp of a photo's file when it was read; bands and contrast window, for one photo and for all
    """
    ALTER TABLE image ADD COLUMN stamp TEXT NOT NULL DEFAULT '';
    ALTER TABLE image ADD COLUMN reading TEXT NOT NULL DEFAULT '';
    CREATE INDEX image_of_content ON image(digest);
    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    """,
    # Indexes with the columns that lists and counts need, so that these do not read the rows with their masks.
    """
    CREATE INDEX prediction_counted ON prediction(image_id, status, absent, confidence, label_id);
    CREATE INDEX prediction_of_pass ON prediction(pass_id, status);
    """,
    # What the newest pass over an image has replaced, so that before and after can be compared.
    """
    CREATE TABLE replaced (
        id INTEGER PRIMARY KEY,
        image_id INTEGER NOT NULL REFERENCES image(id) ON DELETE CASCADE,
        label_id INTEGER NOT NULL REFERENCES label(id) ON DELETE CASCADE,
        instance INTEGER NOT NULL,
        counts TEXT NOT NULL,
        predicted_iou REAL NOT NULL,
        prior_agreement REAL NOT NULL,
        cycle_iou REAL,
        confidence REAL NOT NULL,
        absent INTEGER NOT NULL,
        pass_id INTEGER NOT NULL REFERENCES pass(id)
    );
    CREATE INDEX replaced_of_image ON replaced(image_id, label_id);
    """,
)
VERSION = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the schema that a file has; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Migrate a file to the newest version, each migration in one transaction."""
    for number in range(version_of(connection), VERSION):
        connection.executescript(f"BEGIN;{MIGRATIONS[number]};PRAGMA user_version = {number + 1};COMMIT;")


def foreign_parts(connection: sqlite3.Connection) -> list[str]:
    """Names of tables, views, triggers and indexes that were added to this program's schema, changed or removed."""
    version = version_of(connection)
    if not 0 <= version <= VERSION:
        return [f"version {version}"]
    found, ours = _parts(connection), _own_parts(version)
    pages = [row[0] for row in connection.execute("SELECT rootpage FROM sqlite_master")]
    if len(set(pages)) < len(pages):
        return ["two tables in one place"]
    return sorted({f"{kind} {name}"[:100] for kind, name, _, _ in found ^ ours})


@cache
def _own_parts(version: int) -> frozenset[tuple[str, ...]]:
    connection = sqlite3.connect(":memory:")
    try:
        for migration in MIGRATIONS[:version]:
            connection.executescript(migration)
        return _parts(connection)
    finally:
        connection.close()


def _parts(connection: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    """Kind, name, table and text of everything in a schema."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    return frozenset(tuple(str(value) for value in row) for row in rows)
