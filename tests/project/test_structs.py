"""Thousands of rows are read as one text: the same values in the same order, checked like single rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from vrp_core.domain.annotations import ReviewStatus
from vrp_core.domain.errors import ProjectDamaged
from vrp_core.domain.geometry import Size
from vrp_core.project.database import Database
from vrp_core.project.project import NewImage, Project

_TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
_ROWS = st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), _TEXTS, st.none() | st.floats(-1e9, 1e9)), max_size=20)


class _Row(Struct, array_like=True):
    number: int
    name: str
    share: float | None
    more: str = "none"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database.create(tmp_path_factory.mktemp("structs") / "project")
    database._connection.execute("CREATE TEMP TABLE thing (number INTEGER, name TEXT, share REAL)")
    yield database
    database.close()


@given(_ROWS)
def test_rows_are_read_as_they_were_written_in_order(
    database: Database, rows: list[tuple[int, str, float | None]]
) -> None:
    database._connection.execute("DELETE FROM thing")
    database._connection.executemany("INSERT INTO thing VALUES (?, ?, ?)", rows)
    found = database.structs("SELECT * FROM thing ORDER BY number DESC, rowid", [], _Row)
    expected = sorted(rows, key=lambda row: -row[0])
    assert [(one.number, one.name, one.more) for one in found] == [
        (number, name, "none") for number, name, _ in expected
    ]
    for one, (_, _, share) in zip(found, expected, strict=True):
        assert one.share == (None if share is None else pytest.approx(share, rel=1e-14, abs=0))


def test_values_are_given_to_the_query(database: Database) -> None:
    database._connection.execute("DELETE FROM thing")
    database._connection.executemany("INSERT INTO thing VALUES (?, 'a', NULL)", [(number,) for number in range(5)])
    found = database.structs("SELECT * FROM thing WHERE number > ? AND number < ?", [1, 4], _Row)
    assert [one.number for one in found] == [2, 3]


@pytest.mark.parametrize("value", ["'text'", "1.5", "NULL", "x'00'", "9e999"])
def test_a_value_of_another_kind_is_damage(database: Database, value: str) -> None:
    with pytest.raises(ProjectDamaged):
        database.structs(f"SELECT {value} AS number, 'a' AS name, 0.5 AS share", [], _Row)


def test_what_lists_need_is_read_without_a_step_for_each_row(tmp_path: Path) -> None:
    """Python waits for its lock before each row: beside a busy thread a list of ten thousand took half a minute."""
    with Project.open(_many(tmp_path, 300)) as project:
        ids = [image.id for image in project.images.all()]
        label, steps = project.labels.add("thing").id, []
        for read in (
            project.images.all,
            project.images.overview,
            lambda: project.images.counts(ids),
            lambda: project.review.counted.pending_on(ids),
            lambda: project.review.counted.changed_by(0.5, label),
            lambda: project.review.set_status([], ReviewStatus.ACCEPTED),
            project.review.decided_photos,
            project.review.doubtful_labels,
            project.readings.chosen,
        ):
            project._database._connection.set_trace_callback(steps.append)
            read()
            project._database._connection.set_trace_callback(None)
    lists = [step for step in steps if step.startswith("SELECT") and " FROM " in step and "LIMIT 0" not in step]
    single = ("sqlite_master", "FROM setting")  # one row at most
    assert len(lists) > 9 and all("json_group_array" in step or any(one in step for one in single) for step in lists)


def _many(folder: Path, many: int) -> Path:
    with Project.create(folder / "project") as project:
        project.images.add([NewImage(folder / f"{number}.jpg", Size(4, 4), "0" * 64) for number in range(many)])
    return folder / "project"
