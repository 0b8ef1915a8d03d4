"""Seconds per image and stage of a pass, first and second time, against the bare encoders; memory over many images.

    python -m benchmarks.pipeline [--images N] [--memory N]     (make bench)

The images are crops of scikit-image's photographs, 640x480, all different. Medians and ratios are of one run.
"""

import argparse
import gc
import json
import platform
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import psutil
import torch
from PIL import Image
from skimage import data

from vrp_core.domain.annotations import Role
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.events import TargetDone
from vrp_core.domain.prompts import BoxPrompt
from vrp_core.images.reading import read_image
from vrp_core.inference.engine import Engine, default_method, load_engine
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.propagate import run_pass, start_pass
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import Project

_STAGES = ("decode", "sam", "semantic", "mask", "store")


def make_photos(folder: Path, count: int) -> list[Path]:
    """`count` different photos of 640x480."""
    rng = np.random.default_rng(0)
    pictures = [data.astronaut(), data.coffee(), data.chelsea(), data.rocket()]
    files = []
    for number in range(count):
        picture = Image.fromarray(pictures[number % len(pictures)])
        left, top = (int(rng.integers(0, side // 4)) for side in picture.size)
        cut = picture.crop((left, top, left + picture.width * 3 // 4, top + picture.height * 3 // 4))
        files.append(folder / f"photo-{number:04}.jpg")
        cut.resize((640, 480)).save(files[-1], quality=92)
    return files


def make_project(folder: Path, count: int) -> Project:
    """A project with two references and `count` targets."""
    project = Project.create(folder)
    files = make_photos(folder, count + 2)
    add_photos(project, files)
    images = project.images.all()
    label = project.labels.add("thing")
    project.annotations.add(images[0].id, label.id, [BoxPrompt(200, 100, 400, 350)])
    return project


def timed_pass(project: Project, engine: Engine, config: SegmentConfig) -> tuple[float, dict[str, float]]:
    """Images per second of a pass, and the median seconds of each stage."""
    targets = [image.id for image in project.images.all()][2:]
    stages: defaultdict[str, list[float]] = defaultdict(list)
    started = time.perf_counter()
    for event in run_pass(project, start_pass(project, config, targets), engine.segmenter, engine.encoder):
        if isinstance(event, TargetDone):
            for stage in _STAGES:
                stages[stage].append(event.seconds.get(stage, 0.0))
    rate = len(targets) / (time.perf_counter() - started)
    return rate, {stage: statistics.median(seconds) for stage, seconds in stages.items()}


def bare_encoders(project: Project, engine: Engine) -> tuple[float, float]:
    """Images per second of SAM's encoder alone, and of both encoders, on pictures already read."""
    pictures = [read_image(project.images.file_of(image)) for image in project.images.all()[2:]]
    started = time.perf_counter()
    for picture in pictures:
        engine.segmenter.sam.encode(picture)
    sam = time.perf_counter() - started
    for picture in pictures:
        engine.segmenter.semantic.encode(picture)
    return len(pictures) / sam, len(pictures) / (time.perf_counter() - started)


def second_reference(project: Project) -> None:
    """Take another reference in place of the first one."""
    (first,) = project.annotations.all(role=Role.REFERENCE)
    project.annotations.remove(first.id)
    project.annotations.add(project.images.all()[1].id, first.label_id, [BoxPrompt(150, 150, 420, 330)])


def memory_over(engine: Engine, config: SegmentConfig, count: int) -> dict[str, float]:
    """Resident megabytes after 50 targets and after `count`, with a cached pass over the same features again."""
    readings = {}
    with tempfile.TemporaryDirectory() as folder, make_project(Path(folder), count) as project:
        targets = [image.id for image in project.images.all()][2:]
        pass_id = start_pass(project, config, targets)
        for done, _ in enumerate(run_pass(project, pass_id, engine.segmenter, engine.encoder)):
            if done in {50, count}:
                gc.collect()
                readings[f"after {done}"] = psutil.Process().memory_info().rss / 1e6
    return readings


def main() -> None:
    """Measure, print, and write out/bench.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=20)
    parser.add_argument("--memory", type=int, default=0, help="also memory over this many images (500 takes minutes)")
    args = parser.parse_args()
    config = SegmentConfig(method=default_method())
    with tempfile.TemporaryDirectory() as folder:
        engine = load_engine(config, FeatureCache(Path(folder) / "features", 10**10))
        with make_project(Path(folder) / "project", args.images) as project:
            sam_rate, both_rate = bare_encoders(project, engine)
            first_rate, first = timed_pass(project, engine, config)
            second_reference(project)
            second_rate, second = timed_pass(project, engine, config)
        memory = memory_over(engine, config, args.memory) if args.memory else {}
    result = {
        "machine": platform.processor() or platform.machine(),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "method": config.method,
        "images": args.images,
        "images_per_second": {
            "bare SAM encoder": sam_rate,
            "bare SAM and semantic encoder": both_rate,
            "first pass": first_rate,
            "second pass, another reference": second_rate,
        },
        "first pass over bare encoders": first_rate / both_rate,
        "median seconds": {"first pass": first, "second pass": second},
        "peak memory MB": psutil.Process().memory_info().rss / 1e6,
        "memory MB": memory,
    }
    Path("out").mkdir(exist_ok=True)
    Path("out/bench.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    for name, rate in result["images_per_second"].items():
        print(f"{name:34} {rate:6.2f} images/s")
    print(f"{'first pass over bare encoders':34} {first_rate / both_rate:6.2f}")
    print(f"{'stage':10} {'first':>8} {'second':>8}  (median seconds)")
    for stage in _STAGES:
        print(f"{stage:10} {first[stage]:8.3f} {second[stage]:8.3f}")
    for name, megabytes in (("memory now", result["peak memory MB"]), *memory.items()):
        print(f"{name:34} {megabytes:6.0f} MB")


if __name__ == "__main__":
    main()
