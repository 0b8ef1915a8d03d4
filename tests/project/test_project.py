"""The project store: what it keeps, what it refuses, and what can be taken back."""

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vrp_core.domain.annotations import ReviewStatus, Role, Scores
from vrp_core.domain.errors import (
    DiskFull,
    NotFound,
    ProjectDamaged,
    ProjectExists,
    ProjectLocked,
    ProjectMissing,
    ProjectTooNew,
)
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle, area, encode
from vrp_core.domain.prompts import BoxPrompt, PointPrompt
from vrp_core.project import database
from vrp_core.project.export_set import export_set
from vrp_core.project.project import NewImage, NewPrediction, Project
from vrp_core.project.schema import VERSION

SIZE = Size(20, 30)


def square(left: int, side: int = 8) -> Rle:
    mask = np.zeros(SIZE, dtype=bool)
    mask[2 : 2 + side, left : left + side] = True
    return encode(mask)


def found(label_id: int, confidence: float, left: int = 1, instance: int = 0, absent: bool = False) -> NewPrediction:
    return NewPrediction(label_id, instance, square(left), Scores(0.9, 0.8, 0.7, confidence), absent)


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "project") as project:
        files = [tmp_path / "photos" / f"{name}.jpg" for name in ("a", "b", "c10", "c9")]
        project.images.add([NewImage(file, SIZE, f"digest of {file.name}") for file in files])
        yield project


def reopened(project: Project) -> Project:
    project.close()
    return Project.open(project.folder)


def test_images_come_in_natural_order_and_only_once(project: Project, tmp_path: Path) -> None:
    assert [image.path for image in project.images.all()] == [f"../photos/{n}.jpg" for n in ("a", "b", "c9", "c10")]
    again = project.images.add([NewImage(tmp_path / "photos" / "b.jpg", SIZE, "digest of b.jpg")])
    assert again == (project.images.all()[1],) and len(project.images.all()) == 4
    assert project.images.file_of(again[0]) == tmp_path / "photos" / "b.jpg"


def test_a_photo_that_is_a_link_keeps_its_own_name(project: Project, tmp_path: Path) -> None:
    """As in a data set whose files are kept elsewhere under the name of their content."""
    (tmp_path / "store").touch()
    links = [tmp_path / "set" / f"{name}.jpg" for name in "ab"]
    links[0].parent.mkdir()
    for link in links:
        link.symlink_to(tmp_path / "store")
    added = project.images.add([NewImage(link, SIZE, "d") for link in links])
    assert [project.images.file_of(image) for image in added] == links


@pytest.mark.parametrize(
    "name", ["with space.jpg", "snö 药品.png", "line\nbreak.jpg", "per%cent #1.jpg", "quote'\".jpg"]
)
def test_any_file_name_is_kept(project: Project, tmp_path: Path, name: str) -> None:
    (added,) = project.images.add([NewImage(tmp_path / name, SIZE, "d")])
    with reopened(project) as again:
        assert again.images.file_of(again.images.get(added.id)) == tmp_path / name
        assert again.images.find(Path(name)).id == added.id


def test_a_project_moves_with_its_photos(project: Project, tmp_path: Path) -> None:
    project.close()
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    project.folder.rename(moved / "project")
    with Project.open(moved / "project") as again:
        assert again.images.file_of(again.images.all()[0]) == moved / "photos" / "a.jpg"


def test_labels_keep_their_ids(project: Project) -> None:
    first, second = project.labels.add("coin"), project.labels.add("button")
    assert project.labels.add("coin") == first
    assert first.color != second.color
    project.labels.delete(second.id)
    assert project.labels.add("ring").id > second.id
    before = project.labels.update(replace(first, name="token", threshold=0.3))
    assert before == first
    assert project.labels.get("token").threshold == 0.3
    with pytest.raises(NotFound, match="coin"):
        project.labels.get("coin")


def test_annotations_come_back_as_they_were(project: Project) -> None:
    image, label = project.images.all()[0], project.labels.add("coin")
    prompts = (PointPrompt(3.5, 4.25), PointPrompt(1, 1, positive=False), BoxPrompt(1, 2, 9, 10))
    made = project.annotations.add(image.id, label.id, prompts, square(3))
    assert made.prompts == prompts
    with reopened(project) as again:
        assert again.annotations.all(image.id) == (made,)
        again.annotations.put(replace(made, role=Role.TRUTH, mask=None))
        assert again.annotations.all(role=Role.REFERENCE) == ()
        removed = again.annotations.remove(made.id)
        assert again.annotations.all() == ()
        again.annotations.put(removed)
        assert again.annotations.all() == (removed,)


def test_a_deleted_label_comes_back_with_everything(project: Project) -> None:
    image, label = project.images.all()[0], project.labels.add("coin")
    annotation = project.annotations.add(image.id, label.id, [PointPrompt(1, 1)])
    pass_id = project.passes.start({}, [image.id])
    project.passes.record(pass_id, image.id, [found(label.id, 0.4)])
    predictions = project.passes.record(pass_id, image.id, [found(label.id, 0.5)])
    (replaced,) = project.passes.replaced(image.id)
    deleted = project.labels.delete(label.id)
    assert (project.labels.all(), project.annotations.all(), project.review.predictions()) == ((), (), ())
    project.labels.restore(deleted)
    assert project.labels.all() == (label,)
    assert project.annotations.all() == (annotation,)
    assert project.review.predictions() == predictions
    assert project.passes.replaced(image.id) == (replaced,)


def test_removed_photos_come_back_with_everything(project: Project) -> None:
    label = project.labels.add("weld")
    first, *others = project.images.all()
    project.annotations.add(first.id, label.id, [PointPrompt(5, 6)], square(3))
    pass_id = project.passes.start({}, [one.id for one in others])
    project.passes.record(pass_id, others[0].id, [found(label.id, 0.4)])
    project.passes.record(pass_id, others[0].id, [found(label.id, 0.5)])
    before = (
        project.passes.replaced(others[0].id),
        project.images.all(),
        project.annotations.all(),
        project.review.predictions(),
        project.passes.remaining(pass_id),
    )
    removed = project.images.remove([first.id, others[0].id, others[1].id])
    assert project.images.all() == tuple(others[2:])
    assert project.annotations.all() == project.review.predictions() == ()
    again = project.images.add([NewImage(project.images.file_of(first), first.size, first.digest)])
    assert again[0].id != first.id
    project.images.restore(removed)
    after = (
        project.passes.replaced(others[0].id),
        project.images.all(),
        project.annotations.all(),
        project.review.predictions(),
        project.passes.remaining(pass_id),
    )
    assert after == before


def test_merged_labels_can_be_parted_again(project: Project) -> None:
    image, coin, token = project.images.all()[0], project.labels.add("coin"), project.labels.add("token")
    annotation = project.annotations.add(image.id, token.id, [PointPrompt(1, 1)])
    pass_id = project.passes.start({}, [image.id])
    for confidence in (0.4, 0.5):
        project.passes.record(pass_id, image.id, [found(token.id, confidence)])
    (replaced,) = project.passes.replaced(image.id)
    merged = project.labels.merge(coin.id, token.id)
    assert [one.label_id for one in project.annotations.all()] == [coin.id]
    assert project.passes.replaced(image.id) == (replace(replaced, label_id=coin.id),)
    project.labels.restore(merged)
    assert project.annotations.all() == (annotation,)
    assert project.passes.replaced(image.id) == (replaced,)


def test_a_later_pass_replaces_only_what_nobody_decided(project: Project) -> None:
    image, coin, ring = project.images.all()[0], project.labels.add("coin"), project.labels.add("ring")
    first = project.passes.start({"n": 1}, [image.id])
    one, two = project.passes.record(first, image.id, [found(coin.id, 0.9), found(ring.id, 0.4)])
    project.review.set_status([one.id], ReviewStatus.ACCEPTED)
    second = project.passes.start({"n": 2}, [image.id])
    stored = project.passes.record(second, image.id, [found(coin.id, 0.1, 5), found(ring.id, 0.8, 5)])
    assert [prediction.label_id for prediction in stored] == [ring.id]
    kept = {prediction.label_id: prediction for prediction in project.review.predictions()}
    assert kept[coin.id].mask == one.mask and kept[coin.id].status is ReviewStatus.ACCEPTED
    assert kept[ring.id].mask != two.mask and kept[ring.id].pass_id == second


def test_a_pass_lists_its_remaining_targets(project: Project) -> None:
    ids = [image.id for image in project.images.all()]
    label = project.labels.add("coin")
    pass_id = project.passes.start({"method": "gp"}, ids)
    project.passes.record(pass_id, ids[2], [found(label.id, 0.5)])
    project.passes.record_failure(pass_id, ids[0], "it is damaged")
    with reopened(project) as again:
        assert again.passes.unfinished() == pass_id
        assert again.passes.config(pass_id) == {"method": "gp"}
        assert again.passes.remaining(pass_id) == (ids[1], ids[3])
        assert again.passes.failures(pass_id) == {ids[0]: "it is damaged"}
        again.passes.finish(pass_id)
        assert again.passes.unfinished() is None


def test_review_can_be_taken_back(project: Project) -> None:
    ids = [image.id for image in project.images.all()]
    label = project.labels.add("coin")
    pass_id = project.passes.start({}, ids)
    for image_id, confidence in zip(ids, (0.9, 0.2, 0.6, 0.7), strict=True):
        project.passes.record(pass_id, image_id, [found(label.id, confidence, absent=confidence < 0.3)])
    assert [p.scores.confidence for p in project.review.predictions()] == [0.2, 0.6, 0.7, 0.9]
    accepted = project.review.accept_above(0.65)
    assert len(accepted) == 2
    project.review.restore_status(dict.fromkeys(accepted, ReviewStatus.PENDING))
    assert project.review.counts() == {"pending": 3, "absent": 1, "accepted": 0, "edited": 0, "rejected": 0}
    prediction = project.review.predictions()[0]
    before = project.review.edit(prediction.id, square(12))
    edited = project.review.prediction(prediction.id)
    assert (edited.mask, edited.status, edited.absent) == (square(12), ReviewStatus.EDITED, False)
    assert project.review.proposed(prediction.id) == prediction.mask
    project.review.put_back(before)
    assert project.review.prediction(prediction.id) == prediction
    changed = project.review.decide_absent(label.id, 0.65)
    assert project.review.counts()["absent"] == 2
    project.review.restore_absent(changed)
    assert project.review.prediction(prediction.id) == prediction
    assert project.review.counts()["absent"] == 1


def test_an_export_set_holds_what_the_options_select(project: Project) -> None:
    a, b, c9, c10 = (image.id for image in project.images.all())
    label = project.labels.add("coin")
    project.annotations.add(a, label.id, [PointPrompt(1, 1)], square(1))
    pass_id = project.passes.start({}, [a, b, c9, c10])
    for image_id, new in ((a, found(label.id, 0.9, 1)), (b, found(label.id, 0.8)), (c9, found(label.id, 0.7))):
        project.passes.record(pass_id, image_id, [new])
    project.passes.record(pass_id, c10, [found(label.id, 0.1, absent=True)])
    project.review.accept_above(0.75)
    project.annotations.add(
        b, label.id, [PointPrompt(9, 9), BoxPrompt(1, 1, 9, 9)]
    )  # points at it; is no outline of it
    exported = export_set(project)
    assert exported.left_out == {"drawn by hand": 1, "pending": 1, "absent": 1, "prompt without a mask": 1}
    assert [(item.image_id, item.score) for item in exported.annotation_set.objects] == [(a, None), (b, 0.8)]
    assert [image.file_name for image in exported.annotation_set.images] == ["a.jpg", "b.jpg", "c9.jpg", "c10.jpg"]
    assert all(area(item.mask) == 64 for item in exported.annotation_set.objects)
    assert len(export_set(project, include_pending=True).annotation_set.objects) == 3


def test_every_change_is_in_the_history(project: Project) -> None:
    label = project.labels.add("coin")
    project.labels.update(replace(label, name="token"))
    what = [entry[1] for entry in project.history()]
    assert what == ["add images", "add label", "update label"]
    assert json.loads(project.history()[1][2]) == {"name": "coin"}


def test_a_change_that_fails_leaves_nothing(project: Project) -> None:
    label = project.labels.add("coin")
    before = project.history()
    with pytest.raises(sqlite3.IntegrityError):
        project.annotations.add(9999, label.id, [PointPrompt(1, 1)])
    assert project.annotations.all() == ()
    assert project.history() == before


def test_a_second_writer_is_refused_and_a_reader_is_not(project: Project) -> None:
    with pytest.raises(ProjectLocked):
        Project.open(project.folder)
    code = (
        "import sys; from pathlib import Path; from vrp_core.project.project import Project\n"
        "from vrp_core.domain.errors import ProjectLocked\n"
        "try: Project.open(Path(sys.argv[1]))\n"
        "except ProjectLocked: print('refused')\n"
        "print(len(Project.open(Path(sys.argv[1]), writable=False).images.all()))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(project.folder)], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["refused", "4"]


def test_a_project_in_a_folder_that_cannot_be_written_is_read(nobodys_folder: Path) -> None:
    folder = nobodys_folder / "p"
    with Project.create(folder) as project:
        project.labels.add("coin")
    for path in (*folder.iterdir(), folder):
        path.chmod(0o500 if path.is_dir() else 0o400)
    with Project.open(folder, writable=False) as project:
        assert [label.name for label in project.labels.all()] == ["coin"]
    with pytest.raises(OSError, match="ermission") as caught:
        Project.open(folder)
    assert caught.value.filename == str(folder.resolve())  # the folder, not a file that nobody knows


def test_a_project_that_could_not_be_created_can_be_created_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, writable: bool) -> None:
        raise DiskFull(path)

    with monkeypatch.context() as patched:
        patched.setattr(database, "connect", full)  # a full disk cannot be had without one
        with pytest.raises(DiskFull):
            Project.create(tmp_path / "p")
    Project.create(tmp_path / "p").close()


def test_photos_on_several_drives_are_exported(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_drive(*_: object) -> str:
        raise ValueError("path is on mount 'C:', start on mount 'D:'")

    label, image = project.labels.add("coin"), project.images.all()[0]
    project.annotations.add(image.id, label.id, [PointPrompt(1, 1)], square(2))
    monkeypatch.setattr(os.path, "commonpath", other_drive)  # Windows alone has drives
    monkeypatch.setattr(os.path, "relpath", other_drive)
    exported = export_set(project)
    assert exported.image_folder == project.folder
    names = {one.id: one.file_name for one in exported.annotation_set.images}
    assert exported.image_folder / names[image.id] == project.images.file_of(image)


def test_places_without_a_usable_project_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ProjectMissing):
        Project.open(tmp_path)
    Project.create(tmp_path / "p").close()
    with pytest.raises(ProjectExists):
        Project.create(tmp_path / "p")
    file = tmp_path / "p" / "project.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ProjectTooNew) as caught:
        Project.open(tmp_path / "p")
    assert (caught.value.found, caught.value.known) == (99, VERSION)
    file.write_bytes(b"this is not a database, it is a text of some length" * 50)
    with pytest.raises(ProjectDamaged):
        Project.open(tmp_path / "p")


def test_a_truncated_file_is_called_damaged(project: Project) -> None:
    label = project.labels.add("coin")
    for _ in range(200):
        project.annotations.add(project.images.all()[0].id, label.id, [PointPrompt(1, 1)], square(2))
    project.close()
    file = project.folder / "project.sqlite"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(ProjectDamaged), Project.open(project.folder) as again:
        again.annotations.all()


def test_a_full_disk_loses_nothing(project: Project) -> None:
    label = project.labels.add("coin")
    image = project.images.all()[0]
    project._database._connection.execute("PRAGMA max_page_count = 20")  # the disk ends here
    stored = 0
    with pytest.raises(DiskFull):
        while stored < 10_000:
            project.annotations.add(image.id, label.id, [PointPrompt(1, 1)] * 20, square(3))
            stored += 1
    with reopened(project) as again:
        assert len(again.annotations.all()) == stored > 0


def test_counts_are_answered_without_reading_the_masks(tmp_path: Path) -> None:
    with Project.create(tmp_path) as project:
        database = project._database
        for query in (
            "SELECT pass_id, status, COUNT(*) FROM prediction GROUP BY pass_id, status",
            "SELECT image_id, TOTAL(status = 'pending' AND NOT absent), MIN(confidence),"
            " GROUP_CONCAT(DISTINCT label_id) FROM prediction GROUP BY image_id",
        ):
            plan = " ".join(row["detail"] for row in database.all(f"EXPLAIN QUERY PLAN {query}"))
            assert "COVERING INDEX" in plan
