"""Passes with the real networks over real photos: results, failures, cancelling, killing and going on."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from tests.coins_to_try import coin_project
from vrp_core.domain.annotations import ImageRecord, Prediction, ReviewStatus, Role
from vrp_core.domain.cleaning import finished
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import DiskFull, ImageUnreadable, NothingToDo
from vrp_core.domain.events import PassEvent, PassFinished, PassStarted, ReferenceTested, TargetDone, TargetFailed
from vrp_core.domain.masks import area, decode, encode, mask_iou
from vrp_core.domain.messages import explain
from vrp_core.domain.prompts import BoxPrompt, MaskPrompt, PointPrompt
from vrp_core.images.reading import read_image
from vrp_core.inference.cache_folder import CacheFolder
from vrp_core.inference.encoded import EncodedReference
from vrp_core.inference.engine import Engine, load_engine
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.image_encoder import Encoded, ImageEncoder, Pixels
from vrp_core.inference.pass_inputs import start_pass
from vrp_core.inference.prompt_refinement import sharpen
from vrp_core.inference.propagate import run_pass
from vrp_core.inference.segmenter import Segmenter
from vrp_core.inference.workers import WorkerPlan
from vrp_core.project import demo
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import Project

CONFIG = SegmentConfig(method="gp")
KEPT = ("coin-1.png", "coins-3.png", "coins-4.png", "coffee.png")  # few, because each takes the networks a second


@pytest.fixture(scope="module")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("features")


@pytest.fixture(scope="module")
def engine(mobile_sam_file: Path, cache_folder: Path) -> Engine:
    return load_engine(CONFIG, FeatureCache(cache_folder, 10**9))


def make_project(folder: Path) -> Project:
    """The demo's photos, a few of them, with one coin painted as a disc."""
    return coin_project(folder, KEPT)


def run(project: Project, engine: Engine, config: SegmentConfig = CONFIG) -> list[PassEvent]:
    return list(run_pass(project, start_pass(project, config), engine.segmenter, engine.encoder))


def by_photo(project: Project) -> dict[str, tuple[Prediction, ...]]:
    return {Path(image.path).name: project.review.predictions(image.id) for image in project.images.all()}


def comparable(project: Project) -> dict[str, list[tuple[object, ...]]]:
    return {name: [(p.mask, p.scores, p.absent) for p in found] for name, found in by_photo(project).items()}


def test_a_pass_finds_the_coins(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path) as project:
        events = run(project, engine)
        assert events[0] == PassStarted(1, total=3, already_done=0)
        assert events[-1] == PassFinished(1, done=3, failed=0, cancelled=False)
        (three,) = by_photo(project)["coins-3.png"]
        assert not three.absent
        every = [decode(one.mask) for found in by_photo(project).values() for one in found]
        assert all((finished(mask) == mask).all() for mask in every)  # no crumbs, no pinholes
        photo = read_image(project.images.file_of(project.images.find(Path("coins-3.png"))))[..., 0]
        bright = photo > 120  # coins are light, the cloth is dark
        assert mask_iou(decode(three.mask), bright) > 0.6
        assert project.passes.unfinished() is None


def test_the_second_pass_takes_the_features_from_the_cache(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path) as project:
        run(project, engine)
        first = comparable(project)
        events = run(project, engine)
        assert [event.from_cache for event in events if isinstance(event, TargetDone)] == [True] * 3
        assert comparable(project) == first


def test_people_are_never_overruled(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path) as project:
        run(project, engine)
        edited, rejected, pending = (found[0] for name, found in sorted(by_photo(project).items()) if found)
        mine = encode(np.eye(*edited.mask.size, dtype=bool))
        project.review.edit(edited.id, mine)
        project.review.set_status([rejected.id], ReviewStatus.REJECTED)
        run(project, engine, SegmentConfig(method="gp", gp_prompts="box"))
        assert project.review.prediction(edited.id).mask == mine
        assert project.review.prediction(rejected.id).status is ReviewStatus.REJECTED
        assert pending.id not in [prediction.id for prediction in project.review.predictions()]


def test_one_unreadable_photo_is_recorded_and_the_pass_continues(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path) as project:
        bad = project.images.find(Path("coffee.png"))
        pass_id = start_pass(project, CONFIG)  # a photo that is gone before is no target
        project.images.file_of(bad).unlink()
        events = list(run_pass(project, pass_id, engine.segmenter, engine.encoder))
        (failure,) = [event for event in events if isinstance(event, TargetFailed)]
        assert failure.image_id == bad.id and "does not exist" in failure.reason
        assert events[-1] == PassFinished(1, done=2, failed=1, cancelled=False)
        assert project.passes.failures(1) == {bad.id: failure.reason}


def test_photos_that_do_not_fit_memory_are_recorded_and_the_pass_continues(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words are those of numpy, of torch on a CPU and of torch on a GPU."""
    words = {
        "coins-3.png": MemoryError("Unable to allocate 3.2 GiB for an array"),
        "coins-4.png": RuntimeError(
            "[enforce fail at alloc_cpu.cpp:119] err == 0. DefaultCPUAllocator: can't allocate memory"
        ),
    }
    read = ImageEncoder.held_or_pixels

    def too_large(self: ImageEncoder, project: Project, record: ImageRecord) -> object:
        error = words.get(Path(record.path).name)
        if error is not None:
            raise error
        return read(self, project, record)

    monkeypatch.setattr(ImageEncoder, "held_or_pixels", too_large)
    with make_project(tmp_path) as project:
        events = run(project, engine)
        failed = [event for event in events if isinstance(event, TargetFailed)]
        assert [event.reason for event in failed] == [
            "This machine ran out of memory: close other programs, or make a smaller copy of the photo, and start a"
            " new pass."
        ] * 2
        assert events[-1] == PassFinished(1, done=1, failed=2, cancelled=False)


def test_a_defect_is_not_taken_for_a_lack_of_memory(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: ImageEncoder, project: Project, record: ImageRecord) -> object:
        raise RuntimeError("shapes do not match")

    with make_project(tmp_path) as project:
        pass_id = start_pass(project, CONFIG)
        events = run_pass(project, pass_id, engine.segmenter, engine.encoder)
        next(events)
        monkeypatch.setattr(ImageEncoder, "held_or_pixels", broken)
        with pytest.raises(RuntimeError, match="shapes"):
            list(events)


def test_a_full_disk_stops_a_pass_with_a_sentence_and_it_resumes_after_room_is_made(
    tmp_path: Path, engine: Engine
) -> None:
    with make_project(tmp_path / "whole") as project:
        run(project, engine)
        expected = comparable(project)
    with make_project(tmp_path / "full") as project:
        pass_id = start_pass(project, CONFIG)
        connection = project._database._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")  # the disk ends here
        for length in (3000, 300, 30, 3):  # until no row fits any more
            with pytest.raises(DiskFull):
                while True:
                    project.labels.add("x" * length + str(len(project.labels.all())))
        with pytest.raises(DiskFull) as caught:
            list(run_pass(project, pass_id, engine.segmenter, engine.encoder))
        assert "Make room" in explain(caught.value)
        connection.execute("PRAGMA max_page_count = 100000")
        events = list(run_pass(project, pass_id, engine.segmenter, engine.encoder))
        assert isinstance(events[-1], PassFinished) and not events[-1].cancelled
        assert comparable(project) == expected


def test_a_photo_whose_file_was_changed_is_a_row_until_it_is_added_again(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path) as project:
        run(project, engine)  # the features of the old file are in the cache
        record = project.images.find(Path("coins-4.png"))  # of which the baseline finds the same coins mirrored
        (before,) = project.review.predictions(record.id)
        file = project.images.file_of(record)
        pass_id = start_pass(project, CONFIG)
        Image.fromarray(read_image(file)[:, ::-1]).save(file)
        events = list(run_pass(project, pass_id, engine.segmenter, engine.encoder))
        (failure,) = [event for event in events if isinstance(event, TargetFailed)]
        assert failure.image_id == record.id and "changed since it was added" in failure.reason
        add_photos(project, [file])
        run(project, engine)
        (after,) = project.review.predictions(record.id)
        old, new = decode(before.mask), decode(after.mask)
        assert mask_iou(new, old[:, ::-1]) > 0.5 > mask_iou(new, old) + 0.1  # processors differ by some 0.01


def test_a_cache_that_cannot_be_used_costs_no_result(
    tmp_path: Path, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a file").touch()
    with make_project(tmp_path / "project") as project:
        encoder = ImageEncoder(engine.segmenter.sam, engine.segmenter.semantic, FeatureCache(tmp_path / "a file", 1))
        events = list(run_pass(project, start_pass(project, CONFIG), engine.segmenter, encoder))
        assert events[-1] == PassFinished(1, done=3, failed=0, cancelled=False)
    assert [record.message.count("not kept") for record in caplog.records] == [1]


def test_a_cache_that_is_cleared_during_a_pass_costs_no_result(tmp_path: Path, engine: Engine) -> None:
    folder = CacheFolder(tmp_path / "features", 10**9)
    encoder = ImageEncoder(engine.segmenter.sam, engine.segmenter.semantic, FeatureCache(folder.folder, 10**9))
    with make_project(tmp_path / "project") as project, make_project(tmp_path / "other") as undisturbed:
        list(run_pass(project, start_pass(project, CONFIG), engine.segmenter, encoder))
        assert folder.size_bytes() > 0
        events = []
        for event in run_pass(project, start_pass(project, CONFIG), engine.segmenter, encoder):
            events.append(event)
            folder.clear()
        assert events[-1] == PassFinished(2, done=3, failed=0, cancelled=False)
        run(undisturbed, engine)
        assert comparable(project) == comparable(undisturbed)


def test_what_is_removed_during_a_pass_does_not_end_it(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path) as project:
        coin, (drawn,) = project.labels.all()[0], project.annotations.all()
        stone = project.labels.add("stone")
        project.annotations.add(drawn.image_id, stone.id, drawn.prompts)
        gone = project.images.find(Path("coins-4.png"))
        events = []
        for event in run_pass(project, start_pass(project, CONFIG), engine.segmenter, engine.encoder):
            if isinstance(event, TargetDone) and not any(isinstance(one, TargetDone) for one in events):
                project.labels.delete(coin.id)
                project.images.remove([gone.id])
            events.append(event)
        assert isinstance(events[-1], PassFinished) and not events[-1].failed
        assert {prediction.label_id for prediction in project.review.predictions()} == {stone.id}


def test_a_cancelled_pass_resumes_where_it_stopped(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path / "whole") as project:
        run(project, engine)
        expected = comparable(project)
    with make_project(tmp_path / "parts") as project:
        pass_id = start_pass(project, CONFIG)
        seen: list[PassEvent] = []
        stopped = run_pass(project, pass_id, engine.segmenter, engine.encoder, cancelled=lambda: len(seen) > 0)
        for event in stopped:
            seen.append(event)
        assert seen[-1] == PassFinished(pass_id, done=len(seen) - 2, failed=0, cancelled=True)
        assert len(project.passes.remaining(pass_id)) == 3 - (len(seen) - 2) > 0
        events = list(run_pass(project, pass_id, engine.segmenter, engine.encoder))
        assert isinstance(events[0], PassStarted) and events[0].already_done == len(seen) - 2
        assert comparable(project) == expected


# Runs the pass of a project until it is killed; says when a target is stored.
RUNNER = """
import sys
import threading
from pathlib import Path
from vrp_core.domain.events import TargetDone
from vrp_core.project.project import Project
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.engine import load_engine
from vrp_core.inference.pass_inputs import config_of
from vrp_core.inference.propagate import run_pass
project = Project.open(Path(sys.argv[1]))
pass_id = project.passes.unfinished()
engine = load_engine(config_of(project, pass_id), FeatureCache(Path(sys.argv[2]), 10**9))
for event in run_pass(project, pass_id, engine.segmenter, engine.encoder):
    if isinstance(event, TargetDone):
        print("stored", flush=True)
"""


def test_a_killed_pass_ends_like_an_undisturbed_one(tmp_path: Path, engine: Engine, cache_folder: Path) -> None:
    with make_project(tmp_path / "whole") as project:
        run(project, engine)
        expected = comparable(project)
    with make_project(tmp_path / "killed") as project:
        pass_id = start_pass(project, CONFIG)
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    arguments = [sys.executable, "-c", RUNNER, str(tmp_path / "killed"), str(tmp_path / "features of the killed")]
    runner = subprocess.Popen(arguments, stdout=subprocess.PIPE, env=environment, text=True)
    assert runner.stdout is not None
    assert runner.stdout.readline() == "stored\n"
    runner.send_signal(signal.SIGKILL)
    runner.wait()
    runner.stdout.close()
    with Project.open(tmp_path / "killed") as project:
        assert project.passes.unfinished() == pass_id
        assert 0 < len(project.passes.remaining(pass_id)) < 3
        list(run_pass(project, pass_id, engine.segmenter, engine.encoder))
        resumed = comparable(project)
    assert resumed.keys() == expected.keys()
    for name, found in expected.items():
        for (mask, _, absent), (mask_again, _, absent_again) in zip(found, resumed[name], strict=True):
            assert absent == absent_again
            # The killed process computed with another number of threads, which changes the last bits of a float.
            assert mask_iou(decode(mask), decode(mask_again)) > 0.99


def test_each_reference_is_searched_for_on_its_own_photo_before_the_first_target(
    tmp_path: Path, engine: Engine
) -> None:
    with make_project(tmp_path) as project:
        reference = project.images.find(Path("coin-1.png"))
        patch, pixel = np.zeros((2, *reference.size), dtype=bool)
        patch[-14:-2, -14:-2] = True
        pixel[2, -3] = True
        poor = {project.labels.add(name).id: mask for name, mask in (("patch", patch), ("pixel", pixel))}
        for label_id, mask in poor.items():
            project.annotations.add(reference.id, label_id, [MaskPrompt(encode(mask))])
        coin = project.labels.get("coin").id
        project.annotations.add(reference.id, coin, [MaskPrompt(encode(patch))], None, Role.NEGATIVE)
        events = run(project, engine)
        tests = [one for one in events if isinstance(one, ReferenceTested)]
        assert events[1 : 1 + len(tests)] == tests and isinstance(events[0], PassStarted)
        assert [(one.image_id, one.label_id, one.poor) for one in tests] == [  # the look-alike stands for no object
            (reference.id, coin, False),
            *((reference.id, label_id, True) for label_id in poor),
        ]
        assert isinstance(events[-1], PassFinished) and events[-1].done == len(KEPT) - 1


def test_references_are_tested_by_all_workers_at_the_same_time(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, alone = threading.Barrier(2, timeout=60), Segmenter.self_test

    def beside_another(self: Segmenter, reference: EncodedReference) -> float:
        together.wait()
        return alone(self, reference)

    monkeypatch.setattr(Segmenter, "self_test", beside_another)
    monkeypatch.setattr("vrp_core.inference.stages.plan_workers", lambda device: WorkerPlan(2, 1))
    with make_project(tmp_path) as project:
        cup = project.images.find(Path("coffee.png"))
        project.annotations.add(cup.id, project.labels.add("cup").id, [BoxPrompt(150, 30, 470, 390)])
        tested = [one for one in run(project, engine) if isinstance(one, ReferenceTested)]
        assert [one.image_id for one in tested] == [project.images.find(Path("coin-1.png")).id, cup.id]


def test_new_references_are_encoded_by_all_workers_at_the_same_time(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, alone, calls = threading.Barrier(2, timeout=60), ImageEncoder.encode_all, []

    def beside_another(self: ImageEncoder, photos: Sequence[Pixels]) -> list[Encoded]:
        calls.append(photos)
        if len(calls) <= 2:
            together.wait()
        return alone(self, photos)

    monkeypatch.setattr(ImageEncoder, "encode_all", beside_another)
    monkeypatch.setattr("vrp_core.inference.stages.plan_workers", lambda device: WorkerPlan(2, 1))
    new = replace(engine, encoder=ImageEncoder(engine.segmenter.sam, engine.segmenter.semantic, None))
    with make_project(tmp_path) as project:
        cup = project.images.find(Path("coffee.png"))
        project.annotations.add(cup.id, project.labels.add("cup").id, [BoxPrompt(150, 30, 470, 390)])
        tested = [one for one in run(project, new) if isinstance(one, ReferenceTested)]
        assert [one.image_id for one in tested] == [project.images.find(Path("coin-1.png")).id, cup.id]


def test_references_are_the_same_however_many_threads_the_caller_has(tmp_path: Path, engine: Engine) -> None:
    before, found = torch.get_num_threads(), []
    try:
        for threads in (1, 2):
            torch.set_num_threads(threads)
            new = replace(engine, encoder=ImageEncoder(engine.segmenter.sam, engine.segmenter.semantic, None))
            with coin_project(tmp_path / str(threads), ("coin-1.png", "coins-3.png", "coins-4.png")) as project:
                more = project.images.find(Path("coins-3.png"))
                project.annotations.add(more.id, project.labels.get("coin").id, [BoxPrompt(10, 10, 60, 60)])
                events = run(project, new)
                found.append([one.iou for one in events if isinstance(one, ReferenceTested)])
    finally:
        torch.set_num_threads(before)
    assert found[0] == found[1] and len(found[0]) == 2


def test_a_reference_whose_photo_cannot_be_read_ends_the_pass_with_its_name(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path) as project:
        pass_id = start_pass(project, CONFIG)
        project.images.file_of(project.images.find(Path("coin-1.png"))).unlink()
        events = run_pass(project, pass_id, engine.segmenter, engine.encoder)
        assert isinstance(next(events), PassStarted)
        with pytest.raises(ImageUnreadable, match=r"coin-1\.png"):
            next(events)


def test_several_labels_in_one_pass(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path) as project:
        cup = project.images.find(Path("coffee.png"))
        project.annotations.add(cup.id, project.labels.add("cup").id, [BoxPrompt(150, 30, 470, 390)])
        run(project, engine)
        found = by_photo(project)
        assert [len(found[name]) for name in KEPT] == [
            1,
            2,
            2,
            1,
        ]  # each is searched for the other label


def test_instances_are_split(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path) as project:
        run(project, engine, SegmentConfig(method="gp", instances=True))
        coins = by_photo(project)["coins-3.png"]
        assert sorted(coin.instance for coin in coins) == list(range(len(coins)))
        assert len(coins) >= 2
        for one in coins:
            others = [decode(other.mask) for other in coins if other.id != one.id]
            assert all(mask_iou(decode(one.mask), other) < 0.5 for other in others)


def test_a_labels_own_threshold_counts(tmp_path: Path, engine: Engine) -> None:
    from dataclasses import replace

    with make_project(tmp_path) as project:
        project.labels.update(replace(project.labels.get("coin"), threshold=1.0))
        run(project, engine)
        assert all(prediction.absent for prediction in project.review.predictions())


def test_photos_where_a_person_has_drawn_are_left_alone_label_by_label(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path) as project:
        ids = {Path(image.path).name: image.id for image in project.images.all()}
        coin, cup = project.labels.get("coin"), project.labels.add("cup")
        sizes = {image.id: image.size for image in project.images.all()}
        for name in ("coffee.png", "coins-3.png"):
            mask = np.zeros(sizes[ids[name]], dtype=bool)
            mask[40:60, 40:60] = True
            label, role = (cup, Role.REFERENCE) if name == "coffee.png" else (coin, Role.TRUTH)
            project.annotations.add(ids[name], label.id, [MaskPrompt(encode(mask))], encode(mask), role)
        run(project, engine)
        labels = {name: {one.label_id for one in found} for name, found in by_photo(project).items()}
        assert labels == {
            "coin-1.png": {cup.id},  # the coin is marked there
            "coffee.png": {coin.id},
            "coins-3.png": {cup.id},  # its coins are drawn
            "coins-4.png": {coin.id, cup.id},
        }
        told = start_pass(project, CONFIG, targets=[ids["coins-3.png"]])
        list(run_pass(project, told, engine.segmenter, engine.encoder))
        assert {one.label_id for one in project.review.predictions(ids["coins-3.png"])} == {coin.id, cup.id}


def test_what_is_drawn_while_a_pass_runs_is_left_alone_too(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path) as project:
        pass_id, coin = start_pass(project, CONFIG), project.labels.get("coin")
        events = run_pass(project, pass_id, engine.segmenter, engine.encoder)
        next(events)
        drawn_on = project.images.find(Path("coins-4.png"))
        mask = encode(np.eye(*drawn_on.size, dtype=bool))
        project.annotations.add(drawn_on.id, coin.id, [MaskPrompt(mask)], mask, Role.TRUTH)
        list(events)
        assert project.review.predictions(drawn_on.id) == ()
        assert project.review.predictions(project.images.find(Path("coins-3.png")).id)


def test_a_pass_without_references_or_targets_is_refused(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path) as project:
        with pytest.raises(NothingToDo, match="targets"):
            start_pass(project, CONFIG, targets=[])
        project.annotations.remove(project.annotations.all()[0].id)
        with pytest.raises(NothingToDo, match="references"):
            start_pass(project, CONFIG)


def test_one_click_becomes_the_coin(tmp_path: Path, engine: Engine) -> None:
    with make_project(tmp_path) as project:
        record = project.images.find(Path("coin-1.png"))
        photo = read_image(project.images.file_of(record))
        embedding = engine.encoder.encode(record.digest, photo).image.embedding
        sam = engine.segmenter.sam
        by_click = sharpen(sam, embedding, [demo.CLICK], record.size)
        by_box = sharpen(sam, embedding, [BoxPrompt(5, 16, 65, 74)], record.size)
        assert mask_iou(by_click, by_box) > 0.85
        # A negative click on the middle of the coin takes the coin away.
        cut = sharpen(sam, embedding, [PointPrompt(78, 5), PointPrompt(35, 45, positive=False)], record.size)
        assert not cut[45, 35]
        assert area(encode(by_click)) > 1500


@pytest.mark.parametrize(
    ("plan", "alike"),
    [
        (WorkerPlan(1, 2), 0.99),
        (WorkerPlan(3, 1), 0.99),
        # A feature is a byte: where the last bit of a product moves it over an edge, it differs by 1/127.
        (WorkerPlan(1, 2, batch=3, readers=4), 0.9),
    ],
)
def test_how_targets_are_shared_out_changes_nothing_but_rounding(
    tmp_path: Path, engine: Engine, plan: WorkerPlan, alike: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_project(tmp_path) as project:
        run(project, engine)
        expected = comparable(project)
        monkeypatch.setattr("vrp_core.inference.stages.plan_workers", lambda device: plan)
        uncached = ImageEncoder(engine.segmenter.sam, engine.segmenter.semantic, None)
        events = list(run_pass(project, start_pass(project, CONFIG), engine.segmenter, uncached))
        targets = project.passes.targets(2)
        assert [event.image_id for event in events if isinstance(event, TargetDone)] == list(targets)
        for name, found in comparable(project).items():
            for (mask, scores, absent), (mask_then, scores_then, absent_then) in zip(
                found, expected[name], strict=True
            ):
                assert mask_iou(decode(mask), decode(mask_then)) > alike
                assert scores.confidence == pytest.approx(scores_then.confidence, abs=0.02)
                assert absent == absent_then
