"""Results come back: the doubtful and a sample, reviewed in the project, and what the review says of the whole."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import fsspec
import numpy as np
import pytest
from PIL import Image

from tests.scale.rows_to_try import SIZE, rows_of_photo, run_of_labels, write_run
from vrp_core.cli.main import main
from vrp_core.domain.annotations import ReviewStatus, Scores
from vrp_core.domain.errors import BadFile, NothingToDo
from vrp_core.domain.estimates import Proportion
from vrp_core.domain.files import file_digest
from vrp_core.domain.masks import Rle, decode, encode
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import NewPrediction, Project
from vrp_core.scale.choosing import choose
from vrp_core.scale.importing import Precision, bring, precision_of
from vrp_core.scale.results import Results, open_results, write_rows


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    """Twelve photos, no two alike."""
    made = []
    for number in range(12):
        path = tmp_path / "photos" / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(np.full((*SIZE, 3), number * 20, dtype=np.uint8)).save(path)
        made.append(str(path))
    return made


@pytest.fixture
def results(tmp_path: Path, photos: list[str]) -> Results:
    folder = tmp_path / "run"
    folder.mkdir()
    for index in range(2):
        rows = (row for path in photos[index::2] for row in rows_of_photo(path, file_digest(Path(path))))
        with (folder / f"shard-0000{index}-of-00002.parquet").open("wb") as file:
            write_rows(file, rows, run_of_labels(2))
    return open_results(str(folder))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "project") as made:
        yield made


def test_an_import_that_is_killed_leaves_nothing_to_resume(
    project: Project, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen, record, calls = choose(results, 3, 0), project.passes.record, []

    def killed(*arguments: Any) -> Any:
        calls.append(arguments)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return record(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(project.passes, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            bring(project, results, chosen)
    assert project.passes.unfinished() is None
    assert bring(project, results, chosen).photos == 3
    assert len({one.image_id for one in project.review.predictions()}) == 3


def test_results_of_other_machines_are_not_looked_at_again_with_their_weights(
    project: Project, results: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(project, results, choose(results, 3, 0))
    project.close()
    assert main(["project", "look-again", str(project.folder)]) == 1
    assert "find the objects first: project propagate" in capsys.readouterr().err


def test_the_doubtful_are_the_photos_with_the_least_certain_objects(results: Results) -> None:
    lowest: dict[str, float] = {}
    for row in results.rows():
        if not row.absent and row.confidence is not None:
            lowest[row.path] = min(lowest.get(row.path, 1.0), row.confidence)
    assert choose(results, 4, 0).doubtful == tuple(sorted(lowest, key=lambda path: lowest[path])[:4])
    assert len(choose(results, 1000, 0).doubtful) == len(lowest)


def test_the_sample_is_drawn_from_all_objects_with_one_chance_each(tmp_path: Path) -> None:
    write_run(tmp_path / "run", [f"{n}.jpg" for n in range(40)], 4, bad=("x.jpg",))
    results = open_results(str(tmp_path / "run"))
    everything = {(r.path, r.label, r.instance) for r in results.rows() if not r.absent and not r.error}
    drawn: dict[object, int] = dict.fromkeys(everything, 0)
    for seed in range(300):
        sample = choose(results, 0, 10, seed).sample
        assert len(set(sample)) == 10
        for key in sample:
            drawn[key] += 1
    mean = 3000 / len(everything)
    assert min(drawn.values()) > mean / 4 and max(drawn.values()) < mean * 2.2
    backwards = replace(results, files=results.files[::-1])
    assert choose(backwards, 0, 10, 5).sample == choose(results, 0, 10, 5).sample
    choice = choose(results, 0, 10)
    assert sum(choice.found.values()) == len(everything) and choice.photos == 41 and choice.failed == 1


def test_what_is_brought_in_waits_for_review_with_its_masks(project: Project, results: Results) -> None:
    choice = choose(results, 2, 3)
    brought = bring(project, results, choice)
    rows = {(r.path, r.label, r.instance): r for r in results.rows() if r.path in choice.paths}
    names = {label.id: label.name for label in project.labels.all()}
    assert {(label.name, label.color) for label in project.labels.all()} == {("coin", "#ff0000"), ("cup", "#00ff00")}
    found = {
        (str(project.images.file_of(project.images.get(one.image_id))), names[one.label_id], one.instance): one
        for one in project.review.predictions()
    }
    assert found.keys() == rows.keys() and brought.predictions == len(rows) and not brought.left_out
    for key, one in found.items():
        row = rows[key]
        assert (one.mask.counts, one.scores, one.absent) == (row.counts, row.scores, row.absent)
        assert one.status is ReviewStatus.PENDING
    assert project.passes.unfinished() is None  # nothing that the window would offer to resume


def test_photos_that_are_gone_or_changed_are_left_out(project: Project, results: Results, photos: list[str]) -> None:
    Path(photos[0]).unlink()
    Image.fromarray(np.zeros((9, 9, 3), dtype=np.uint8)).save(photos[1])
    brought = bring(project, results, choose(results, 100, 0))
    reasons = sorted(brought.left_out)
    assert len(reasons) == 2 and "does not exist" in reasons[0] and "changed after it was labelled" in reasons[1]
    for path in photos[1:]:
        Path(path).unlink()
    with pytest.raises(NothingToDo):
        bring(project, results, choose(results, 100, 0))


def test_decisions_of_the_sample_estimate_the_whole(project: Project, results: Results) -> None:
    with pytest.raises(NothingToDo):
        precision_of(project)
    choice = choose(results, 3, 8)
    bring(project, results, choice)
    assert all(one.estimate.judged == 0 for one in precision_of(project))
    by_key = {}
    names = {label.id: label.name for label in project.labels.all()}
    for one in project.review.predictions():
        path = str(project.images.file_of(project.images.get(one.image_id)))
        by_key[path, names[one.label_id], one.instance] = one
    first, second, third, fourth, *_ = (by_key[key] for key in choice.sample)
    project.review.set_status([first.id], ReviewStatus.ACCEPTED)
    project.review.set_status([second.id], ReviewStatus.REJECTED)
    project.review.edit(third.id, slightly_larger(third.mask))  # still what was found
    project.review.edit(fourth.id, encode(np.eye(SIZE.height, SIZE.width, dtype=bool)))  # something else
    beside = next(one for key, one in by_key.items() if key not in choice.sample)
    project.review.set_status([beside.id], ReviewStatus.ACCEPTED)  # a doubtful one says nothing of the whole
    whole, *each = precision_of(project)
    assert (whole.estimate.right, whole.estimate.judged, whole.sampled) == (2, 4, 8)
    assert whole.found == sum(choice.found.values()) == sum(one.found for one in each)
    assert sum(one.estimate.judged for one in each) == 4


def test_a_label_that_was_renamed_keeps_its_sample_and_a_deleted_one_is_not_judged(
    project: Project, results: Results
) -> None:
    bring(project, results, choose(results, 3, 8))
    project.review.set_status([one.id for one in project.review.predictions()], ReviewStatus.ACCEPTED)
    before = {one.label: one for one in precision_of(project)}
    label = project.labels.get("coin")
    project.labels.update(replace(label, name="penny"))
    project.labels.add("coin")  # another, which the run has not searched for
    after = {one.label: one for one in precision_of(project)}
    assert before["coin"].estimate.judged > 0
    assert after.pop("penny") == replace(before.pop("coin"), label="penny") and after == before
    project.labels.delete(label.id)
    whole, *each = precision_of(project)
    assert [one.estimate.judged for one in each if one.label == "coin"] == [0]
    assert whole.sampled == 8 and whole.estimate.judged == before["cup"].estimate.judged


def test_labels_that_were_merged_are_one_with_both_samples(project: Project, results: Results) -> None:
    choice = choose(results, 12, 14)
    bring(project, results, choice)
    coin, cup = project.labels.get("coin"), project.labels.get("cup")
    for number, one in enumerate(project.review.predictions()):  # what is right has nothing to do with the label
        decision = ReviewStatus.ACCEPTED if number % 3 else ReviewStatus.REJECTED
        project.review.set_status([one.id], decision)
    before = {one.label: one for one in precision_of(project)}
    coins, cups = before.pop("coin"), before.pop("cup")
    assert coins.estimate.judged > 0 and cups.estimate.judged > 0
    whole = Proportion(coins.estimate.right + cups.estimate.right, coins.estimate.judged + cups.estimate.judged)
    together = Precision("coin", coins.found + cups.found, coins.sampled + cups.sampled, whole)
    undone = project.labels.merge(coin.id, cup.id)
    assert precision_of(project) == (before[""], together)
    project.labels.restore(undone)
    assert set(precision_of(project)) == {before[""], coins, cups}
    project.labels.merge(cup.id, coin.id)
    into = project.labels.add("money")
    project.labels.merge(into.id, cup.id)
    assert precision_of(project) == (before[""], replace(together, label="money"))
    project.labels.delete(into.id)
    assert all(one.estimate.judged == 0 for one in precision_of(project))


def test_what_is_left_of_merged_labels_on_a_photo_is_not_taken_for_the_other(
    project: Project, results: Results
) -> None:
    choice = choose(results, 12, 1000)
    coin, cup = (project.labels.add(name) for name in ("coin", "cup"))
    for path in choice.paths:  # every cup was decided before, so the import stores none
        add_photos(project, [Path(path)])
        image = project.images.find(Path(path))
        seen = NewPrediction(
            cup.id, 0, encode(np.eye(SIZE.height, SIZE.width, dtype=bool)), Scores(0.9, 0.8, 0.7, 0.9), False
        )
        (own,) = project.passes.record(project.passes.start({}, [image.id]), image.id, [seen])
        project.review.set_status([own.id], ReviewStatus.ACCEPTED)
    bring(project, results, choice)
    project.review.set_status([one.id for one in project.review.predictions()], ReviewStatus.REJECTED)
    assert {one.label: one.estimate.judged > 0 for one in precision_of(project)}["cup"] is False
    project.labels.merge(coin.id, cup.id)
    assert [one.estimate.judged for one in precision_of(project)] == [0, 0]


def slightly_larger(mask: Rle) -> Rle:
    region = decode(mask)
    region[:, 1:] |= region[:, :-1].copy()
    return encode(region)


def test_the_commands_do_the_same(tmp_path: Path, results: Results, capsys: pytest.CaptureFixture[str]) -> None:
    Project.create(tmp_path / "p").close()
    arguments = ["project", "import-results", str(tmp_path / "p"), results.folder, "--doubtful", "2", "--sample", "4"]
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "objects on 12 photos" in said and "now wait for review" in said and "of these objects are right" in said
    assert main(["project", "review", str(tmp_path / "p"), "accept-above", "0"]) == 0
    assert main(["project", "precision", str(tmp_path / "p")]) == 0
    assert "all labels: 4 of 4 sampled objects reviewed, 100.0% right (95 % interval 51.0%" in capsys.readouterr().out


def test_photos_of_a_store_are_copied_into_the_project(tmp_path: Path, project: Project, photos: list[str]) -> None:
    store = fsspec.filesystem("memory")
    rows = []
    for path in photos[:3]:
        address = f"memory://shop/{Path(path).name}"
        store.pipe(address, Path(path).read_bytes())
        rows += rows_of_photo(address, file_digest(Path(path)))
    (tmp_path / "far").mkdir()
    with (tmp_path / "far" / "shard-00000-of-00001.parquet").open("wb") as file:
        write_rows(file, rows, run_of_labels(1))
    results = open_results(str(tmp_path / "far"))
    brought = bring(project, results, choose(results, 10, 0))
    assert brought.photos == 3
    assert all(project.folder in project.images.file_of(one).parents for one in project.images.all())


@pytest.mark.parametrize("change", [{"counts": "zzz"}, {"confidence": 7.0}, {"height": -1}, {"label": "other"}])
def test_rows_of_strangers_are_refused(
    tmp_path: Path, project: Project, photos: list[str], change: dict[str, object]
) -> None:
    (row, *_) = rows_of_photo(photos[0], file_digest(Path(photos[0])))
    (tmp_path / "bad").mkdir()
    with (tmp_path / "bad" / "shard-00000-of-00001.parquet").open("wb") as file:
        write_rows(file, [replace(row, absent=False, **change)], run_of_labels(1))  # type: ignore[arg-type]
    results = open_results(str(tmp_path / "bad"))
    with pytest.raises((BadFile, NothingToDo)):
        bring(project, results, choose(results, 10, 10))
    assert project.review.predictions() == () and project.images.all() == ()
