"""A project file from a stranger, or from a disk that lost bytes: values of ours, or one error with the remedy."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.project.test_project import SIZE, square
from vrp_core.domain.annotations import ReviewStatus, Role, Scores
from vrp_core.domain.errors import ProjectDamaged
from vrp_core.domain.messages import explain
from vrp_core.domain.prompts import PointPrompt
from vrp_core.project.export_set import export_set
from vrp_core.project.project import NewImage, NewPrediction, Project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed project with something in every table, and a copy of its last good state."""
    folder = tmp_path / "p"
    with Project.create(folder) as project:
        images = project.images.add([NewImage(tmp_path / f"{n}.jpg", SIZE, f"digest {n}") for n in range(3)])
        label = project.labels.add("coin")
        project.annotations.add(images[0].id, label.id, [PointPrompt(1, 1)], square(3), Role.TRUTH)
        pass_id = project.passes.start({"segment": {}, "references": []}, [image.id for image in images[1:]])
        found = NewPrediction(label.id, 0, square(2), Scores(0.5, 0.5, None, 0.5), False)
        project.passes.record(pass_id, images[1].id, [found])
        project.passes.record_failure(pass_id, images[2].id, "no such file")
        project.review.set_status([project.review.predictions()[0].id], ReviewStatus.ACCEPTED)
    return folder


def alter(folder: Path, *statements: str) -> None:
    """What a stranger's program does to the file."""
    connection = sqlite3.connect(folder / "project.sqlite")
    connection.execute("PRAGMA writable_schema = ON")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def read_all(folder: Path) -> None:
    """Everything a window or an export reads."""
    with Project.open(folder) as project:
        (
            project.images.all(),
            project.labels.all(),
            project.annotations.all(),
            project.review.predictions(),
            project.images.overview(),
        )
        project.history(), project.review.counts(), project.review.decisions()
        for record in project.passes.all():
            project.passes.config(record.id), project.passes.targets(record.id), project.passes.failures(record.id)
        for prediction in project.review.predictions():
            project.review.proposed(prediction.id)
        export_set(project, include_pending=True)


FOREIGN = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON history BEGIN DELETE FROM annotation; END",
    "a view": "CREATE VIEW v AS SELECT load_extension('x')",
    "a table": "CREATE TABLE other (x)",
    "a virtual table": "CREATE VIRTUAL TABLE f USING fts5(x)",
    "an index on a function": "CREATE INDEX i ON image(abs(height))",
    "a view in place of a table": "UPDATE sqlite_master SET type = 'view', rootpage = 0,"
    " sql = 'CREATE VIEW label AS SELECT 1 AS id' WHERE name = 'label'",
    "a default that calls a function": "UPDATE sqlite_master SET sql = replace(sql, 'waiting', 'done')"
    " WHERE name = 'target'",
    "two tables in one place": "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master"
    " WHERE name = 'image') WHERE name = 'prediction'",
    "a missing index": "DROP INDEX target_of_image",
    "another version": "PRAGMA user_version = 1",
    "a version below zero": "PRAGMA user_version = -3",
}


@pytest.mark.parametrize("statement", FOREIGN.values(), ids=FOREIGN)
def test_a_schema_that_is_not_ours_is_refused_when_it_is_opened(folder: Path, statement: str) -> None:
    alter(folder, statement)
    for writable in (False, True):
        with pytest.raises(ProjectDamaged):
            Project.open(folder, writable)


DAMAGE = {
    "text that is no UTF-8 in a path": "UPDATE image SET path = CAST(x'2e2e2fff' AS TEXT) WHERE id = 2",
    "a null character in a path": "UPDATE image SET path = CAST(x'610062' AS TEXT) || id",
    "an empty path": "UPDATE image SET path = '' WHERE id = 1",
    "a path of bytes": "UPDATE image SET path = x'00' || id",
    "a height of 0": "UPDATE image SET height = 0",
    "a size beyond counting": "UPDATE image SET height = 200000, width = 200000",
    "a height that is text": "UPDATE image SET height = 'tall'",
    "run lengths of another size": "UPDATE prediction SET counts = 'zzzz0'",
    "no run lengths": "UPDATE annotation SET counts = ''",
    "run lengths that are no text": "UPDATE annotation SET counts = x'ff'",
    "a proposed mask that is no text": "UPDATE prediction SET edited_counts = counts, counts = '\x01'",
    "a status nobody gave": "UPDATE prediction SET status = '3accepte'",
    "a role that is none": "UPDATE annotation SET role = 'refxxx'",
    "a confidence without bounds": "UPDATE prediction SET confidence = 9e999",
    "a score that is text": "UPDATE prediction SET predicted_iou = 'good'",
    "a threshold outside its range": "UPDATE label SET threshold = -4",
    "prompts that are no JSON": "UPDATE annotation SET prompts = '[{'",
    "prompts nested without end": f"UPDATE annotation SET prompts = '{'[' * 100_000}'",
    "prompts of another type": "UPDATE annotation SET prompts = '7'",
    "a prompt of no kind": 'UPDATE annotation SET prompts = \'[{"kind": "circle"}]\'',
    "a prompt at infinity": 'UPDATE annotation SET prompts = \'[{"kind": "point", "x": 1e400, "y": 1}]\'',
    "a pass without a config": "UPDATE pass SET config = '{1'",
    "a pass whose config is a list": "UPDATE pass SET config = '[]'",
    "history that is no text": "UPDATE history SET at = x'ff'",
    "history that is no UTF-8": "UPDATE history SET detail = CAST(x'7bff' AS TEXT)",
    "a target that is text": "UPDATE target SET image_id = 'x' || image_id",
    "a failure without a reason": "UPDATE target SET reason = NULL",
    "a number that is none": "UPDATE prediction SET instance = -1",
}


@pytest.mark.parametrize("statement", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_row_is_one_error_with_the_way_out(folder: Path, statement: str) -> None:
    alter(folder, statement)
    with pytest.raises(ProjectDamaged) as caught:
        read_all(folder)
    assert "project restore" in explain(caught.value)


@pytest.mark.parametrize("spoil", [lambda data: data[: len(data) // 3], lambda data: data[:5000] + b"\xff" * 9000])
def test_a_damaged_file_is_one_error(folder: Path, spoil: Callable[[bytes], bytes]) -> None:
    file = folder / "project.sqlite"
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(ProjectDamaged):
        read_all(folder)


def test_a_whole_project_is_read(folder: Path) -> None:
    read_all(folder)
