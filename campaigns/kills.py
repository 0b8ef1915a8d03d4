"""Kills processes at random moments: acknowledged results must be stored, nothing in part, and work must resume."""

import json
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from campaigns import inputs
from campaigns.children import harm_of, run_child
from campaigns.commands import main
from campaigns.outcomes import Outcome
from vrp_core.domain.annotations import Scores
from vrp_core.project.intake import NewImage
from vrp_core.project.project import NewPrediction, Project

_LONG = 120.0  # seconds within which all undisturbed work here ends
_TARGETS = 2000
_SHARDS = 3


def storing(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Kill a process that stores results: each acknowledged result must be whole, and no other stored in part."""
    made = folder / "made"
    with Project.create(made) as project:
        images = project.images.add([NewImage(made / f"{n}.jpg", inputs.SIZE, f"digest {n}") for n in range(_TARGETS)])
        label = project.labels.add("coin").id
        pass_id = project.passes.start({}, [image.id for image in images])
    number = 0
    while True:
        number += 1
        place = folder / "killed"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(made, place)

        def work(say: Callable[[str], None], place: Path = place) -> None:
            with Project.open(place) as project:
                found = [
                    NewPrediction(label, n, inputs.square(5, 4 + n), Scores(0.5, 0.5, None, 0.5), False)
                    for n in range(3)
                ]
                for image_id in project.passes.remaining(pass_id):
                    project.passes.record(pass_id, image_id, found)
                    say(f"{image_id}\n")

        ended = run_child(work, rng.uniform(0.01, 0.6))
        if ended.struck:
            yield Outcome("kills while results are stored", _store_problem(place, pass_id, ended.said))


def _store_problem(place: Path, pass_id: int, said: str) -> str:
    """The faults of a project whose writer was killed."""
    acknowledged = {int(line) for line in said.splitlines(keepends=True) if line.endswith("\n")}
    with Project.open(place) as project:
        counts: dict[int, int] = {}
        for prediction in project.review.predictions():
            counts[prediction.image_id] = counts.get(prediction.image_id, 0) + 1
        left = set(project.passes.remaining(pass_id))
    if not acknowledged <= counts.keys():
        return f"{len(acknowledged - counts.keys())} acknowledged results are lost"
    if set(counts.values()) - {3}:
        return "a result is there in part"
    if left & counts.keys() or len(left) + len(counts) != _TARGETS:
        return "what is left does not fit what is there"
    return _damage(place / "project.sqlite")


def _damage(file: Path) -> str:
    connection = sqlite3.connect(file)
    try:
        found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
        return "" if found == "ok" else found
    finally:
        connection.close()


# --- commands --------------------------------------------------------------------------------------------------------


def commands(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Kill and repeat `project` commands: the result must equal that of an undisturbed command."""
    base = inputs.project(folder / "base").parent
    more = inputs.photos(folder / "more", 12)[3:]
    coco = folder / "in.json"
    coco.write_text(json.dumps(inputs.coco(base / "p")))
    (folder / "marks.json").write_text(json.dumps(inputs.MARKS * 20))
    place = folder / "killed"
    project, out = str(place / "p"), place / "out"
    wanted: dict[str, list[str]] = {
        "export to COCO": ["export", project, "--out", str(out / "a.json")],
        "export to masks": ["export", project, "--out", str(out / "masks"), "--format", "mask-png"],
        "import-coco": ["import-coco", project, str(coco)],
        "annotate --json": ["annotate", project, "--json", str(folder / "marks.json"), "--no-sharpen"],
        "add-images": ["add-images", project, *(str(photo) for photo in more)],
    }
    undisturbed = {name: _undisturbed(main, arguments, base, place) for name, arguments in wanted.items()}
    while True:
        name = rng.choice(list(wanted))
        seconds, expected = undisturbed[name]
        _fresh(base, place)
        before = _content(place)
        ended = run_child(_run(main, wanted[name]), rng.uniform(0, 1.1 * seconds))
        if not ended.struck:
            continue
        problem = ""
        half = _content(place)
        if half not in (before, expected) and not name.startswith(("export to masks", "add")):
            problem = "something is there in part"
        if name == "export to COCO" and (out / "a.json").exists():
            json.loads((out / "a.json").read_bytes())
        problem = problem or harm_of(_succeeding(main, wanted[name]), _LONG, None)
        if not problem and _content(place) != expected:
            problem = "killed and repeated, the result differs"
        unfinished = [path.name for path in place.rglob("*.part*")]
        yield Outcome(f"kills of {name}", problem or ("left: " + ", ".join(unfinished) if unfinished else ""))


def _undisturbed(
    main: Callable[[list[str]], int], arguments: list[str], base: Path, place: Path
) -> tuple[float, dict[str, Any]]:
    """The duration and the result of an undisturbed command."""
    _fresh(base, place)
    began = time.monotonic()
    harm = harm_of(_succeeding(main, arguments), _LONG, None)
    if harm:
        raise RuntimeError(f"{arguments[0]} does not even work undisturbed: {harm}")
    return time.monotonic() - began, _content(place)


def _fresh(base: Path, place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(base, place)


def _run(main: Callable[[list[str]], int], arguments: list[str]) -> Callable[[Any], object]:
    return lambda say: main(["project", *arguments])


def _succeeding(main: Callable[[list[str]], int], arguments: list[str]) -> Callable[[], None]:
    def work() -> None:
        status = main(["project", *arguments])
        if status != 0:
            raise AssertionError(f"exit status {status}")

    return work


def _content(place: Path) -> dict[str, Any]:
    """Everything that a user sees of a project and its export."""
    with Project.open(place / "p", writable=False) as project:
        found: dict[str, Any] = {
            "images": [(image.path, image.size, image.digest) for image in project.images.all()],
            "labels": [(label.name, label.supercategory) for label in project.labels.all()],
            "annotations": [(one.image_id, one.label_id, one.prompts, one.mask) for one in project.annotations.all()],
            "predictions": [(one.image_id, one.label_id, one.mask, one.status) for one in project.review.predictions()],
        }
    for file in sorted((place / "out").rglob("*")):
        if file.is_file() and not file.name.endswith(".part"):
            found[file.relative_to(place).as_posix()] = file.read_bytes()
    return found


# --- passes and trainings --------------------------------------------------------------------------------------------


def passes(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Kill passes with the real networks up to three times: the results must equal those of an undisturbed pass."""
    import torch

    torch.set_num_threads(1)
    from vrp_core.domain.config import SegmentConfig
    from vrp_core.inference.engine import load_engine
    from vrp_core.inference.feature_cache import FeatureCache
    from vrp_core.inference.pass_inputs import start_pass
    from vrp_core.inference.propagate import run_pass

    engine = load_engine(SegmentConfig(method="gp", device="cpu"), FeatureCache(folder / "features", 10**9))
    base = inputs.project(folder / "base").parent
    with Project.open(base / "p") as project:
        more = inputs.photos(folder / "base" / "more", 9)[3:]
        from vrp_core.project.ingest import add_photos

        add_photos(project, more)
        project.passes.finish(1)
        pass_id = start_pass(project, SegmentConfig(method="gp", device="cpu"))

    def work(place: Path) -> Callable[[], None]:
        def run() -> None:
            with Project.open(place / "p") as project:
                list(run_pass(project, pass_id, engine.segmenter, engine.encoder))

        return run

    place = folder / "killed"
    for _ in range(2):  # the second run uses cached features, as resumed passes do
        _fresh(base, place)
        began = time.monotonic()
        harm = harm_of(work(place), 600, None)
        seconds = time.monotonic() - began
        if harm:
            raise RuntimeError(f"a pass does not even work undisturbed: {harm}")
    expected = _results(place)
    while True:
        _fresh(base, place)
        run, struck = work(place), 0
        for _ in range(rng.randint(1, 3)):
            struck += run_child(lambda say: run(), rng.uniform(0.05, seconds)).struck  # noqa: B023
        problem = harm_of(run, 600, None)
        if not problem and _results(place) != expected:
            problem = "resumed, it found something else"
        for _ in range(struck):
            yield Outcome("kills of a pass", problem)


def _results(place: Path) -> list[Any]:
    with Project.open(place / "p", writable=False) as project:
        found = [(one.image_id, one.label_id, one.mask, one.scores, one.absent) for one in project.review.predictions()]
        return [sorted(found, key=repr), project.passes.unfinished()]


def labelling(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Kill labelling at scale: what was finished stays, nothing is there in part, and repeating gives the same rows."""
    import torch

    torch.set_num_threads(1)
    from vrp_core.domain.config import SegmentConfig
    from vrp_core.inference.engine import load_engine
    from vrp_core.inference.feature_cache import FeatureCache
    from vrp_core.scale.bundling import write_bundle
    from vrp_core.scale.labeller import Labeller
    from vrp_core.scale.listing import Shard, measure
    from vrp_core.scale.results import open_results, run_of
    from vrp_core.scale.shards import label_shards

    config = SegmentConfig(method="gp", device="cpu")
    base = inputs.project(folder / "base")
    with Project.open(base) as project:
        engine = load_engine(config, FeatureCache(folder / "features", 10**9))
        bundle = write_bundle(project, folder / "bundle", config, engine)
    source = str(base.parent / "photos")
    worker, run = Labeller(bundle, "cpu"), run_of(bundle, measure(source), _SHARDS)

    def work(out: Path) -> None:
        for _ in label_shards(lambda: worker, source, [Shard(n, _SHARDS) for n in range(_SHARDS)], run, str(out)):
            pass

    def rows(out: Path) -> list[Any]:
        return [replace(row, seconds=0.0) for row in open_results(str(out)).rows()]

    began = time.monotonic()
    harm = harm_of(lambda: work(folder / "undisturbed"), 600, None)
    seconds = time.monotonic() - began
    if harm:
        raise RuntimeError(f"labelling does not even work undisturbed: {harm}")
    expected = rows(folder / "undisturbed")
    out = folder / "killed"
    while True:
        shutil.rmtree(out, ignore_errors=True)
        if not run_child(lambda say: work(out), rng.uniform(0.05, 1.2 * seconds)).struck:
            continue
        finished = {file: file.stat().st_mtime_ns for file in out.glob("*.parquet")}
        problem = harm_of(lambda: work(out), 600, None)
        if not problem and rows(out) != expected:
            problem = "repeated, it found something else"
        if any(file.stat().st_mtime_ns != when for file, when in finished.items()):
            problem = problem or "a finished shard was labelled again"
        if not problem and any(not file.name.startswith("shard") for file in out.iterdir()):
            problem = "something unfinished was left"
        yield Outcome("kills of labelling at scale", problem)


def trainings(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Kill and resume trainings: the weights must equal those of an undisturbed run, to the byte."""
    import torch

    torch.set_num_threads(1)
    from tests.runs_to_try import config, paint_data
    from vrp_core.inference.feature_cache import FeatureCache
    from vrp_core.training.trainer import fit

    folder.mkdir(exist_ok=True)
    (folder / "data").mkdir()
    data = paint_data(folder / "data")
    cache = FeatureCache(folder / "features", 10**9)

    def work(out: Path) -> Callable[[], None]:
        return lambda: [None for _ in fit(config(data, out, steps=6, validate_every=1), cache=cache)]

    for name in ("first", "undisturbed"):
        began = time.monotonic()
        harm = harm_of(work(folder / name), 900, None)
        seconds = time.monotonic() - began
        if harm:
            raise RuntimeError(f"a training does not even work undisturbed: {harm}")
    expected = _tensors(folder / "undisturbed")
    number = 0
    while True:
        number += 1
        out, struck = folder / f"run-{number}", 0
        for _ in range(rng.randint(1, 3)):
            struck += run_child(lambda say: work(out)(), rng.uniform(0.2 * seconds, seconds)).struck  # noqa: B023
        problem = harm_of(work(out), 900, None)
        if not problem and _tensors(out) != expected:
            problem = "resumed, it learned something else"
        for _ in range(struck):
            yield Outcome("kills of a training", problem)


def _tensors(out: Path) -> dict[str, bytes]:
    from safetensors.numpy import load_file

    return {name: value.tobytes() for name, value in load_file(out / "last.safetensors").items()}
