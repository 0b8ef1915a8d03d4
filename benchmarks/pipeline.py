"""Measures the speed of passes relative to bare networks and to SAM's own predictor in the same run, and memory.

    python -m benchmarks.pipeline [--images N] [--runs N] [--busy 0,1] [--memory N] [--compare FILE]     (make bench)

The images are crops of scikit-image's photographs, 640x480, all different. Every figure is the median of several runs.
Absolute figures depend on the machine; ratios within one run compare the program itself.
"""

import argparse
import gc
import json
import platform
import statistics
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import torch
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from benchmarks.busy import busy_processes
from benchmarks.kept import print_comparison
from vrp_core.domain.annotations import Role
from vrp_core.domain.config import SegmentConfig, VrpConfig
from vrp_core.domain.events import TargetDone
from vrp_core.domain.prompts import BoxPrompt
from vrp_core.images.reading import read_image
from vrp_core.inference.engine import Engine, default_method, load_engine
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.pass_inputs import start_pass
from vrp_core.inference.propagate import run_pass
from vrp_core.inference.workers import plan_workers, start_workers
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import Project

_STAGES = ("decode", "sam", "semantic", "mask", "store")
_PROMPTS = VrpConfig().queries  # tokens that SAM is asked with


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
    """A project with a reference and `count` targets."""
    project = Project.create(folder)
    files = make_photos(folder, count + 1)
    add_photos(project, files)
    images = project.images.all()
    label = project.labels.add("thing")
    project.annotations.add(images[0].id, label.id, [BoxPrompt(200, 100, 400, 350)])
    return project


def timed_pass(project: Project, engine: Engine, config: SegmentConfig) -> tuple[float, dict[str, float]]:
    """Images per second of a pass, and the median seconds of each stage."""
    stages: defaultdict[str, list[float]] = defaultdict(list)
    started = time.perf_counter()
    pass_id = start_pass(project, config)
    for event in run_pass(project, pass_id, engine.segmenter, engine.encoder):
        if isinstance(event, TargetDone):
            for stage in _STAGES:
                stages[stage].append(event.seconds.get(stage, 0.0))
    rate = len(project.passes.targets(pass_id)) / (time.perf_counter() - started)
    return rate, {stage: statistics.median(seconds) for stage, seconds in stages.items()}


def rate_of(work: Callable[[Any], object], items: Sequence[Any], device: torch.device) -> float:
    """Items per second, distributed over threads like the targets of a pass."""
    with start_workers(plan_workers(device)) as workers:
        started = time.perf_counter()
        list(workers.map(work, items))
        return len(items) / (time.perf_counter() - started)


def bare_rates(project: Project, engine: Engine) -> dict[str, float]:
    """Images per second of the networks alone, without reading, preparing or storing."""
    sam, semantic = engine.segmenter.sam, engine.segmenter.semantic
    pictures = [read_image(project.images.file_of(image)) for image in project.images.all()[1:]]
    squares = [_squared(picture) for picture in pictures]
    embedding, tokens = sam.encode(pictures[0])[None], torch.zeros(1, _PROMPTS, 256, device=sam.device)

    def encode(picture: Any) -> None:
        sam.encode(picture)
        semantic.encode(picture)

    @torch.no_grad()
    def decode(picture: Any) -> None:
        sam.decode(embedding, tokens)

    return {
        "bare SAM encoder": rate_of(sam.encode, pictures, sam.device),
        "bare SAM and semantic encoder": rate_of(encode, pictures, sam.device),
        "both, of square photos": rate_of(encode, squares, sam.device),
        "bare SAM decoder": rate_of(decode, pictures, sam.device),
    }


def _squared(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """An (H, W, 3) picture with black below, so that the encoders see the whole square, as SAM's own code does."""
    height, width, _ = picture.shape
    return np.pad(picture, ((0, width - height), (0, 0), (0, 0)))


def own_predictor(project: Project, count: int = 3) -> float:
    """Images per second of MobileSAM's own package: its predictor's encoding and one box. Weights do not matter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from mobile_sam import SamPredictor
        from mobile_sam.build_sam import build_sam_vit_t
    predictor = SamPredictor(build_sam_vit_t().eval())
    pictures = [read_image(project.images.file_of(image)) for image in project.images.all()[:count]]
    started = time.perf_counter()
    for picture in pictures:
        predictor.set_image(picture)
        predictor.predict(box=np.array([200, 100, 400, 350]), multimask_output=False)
    return count / (time.perf_counter() - started)


def other_reference(project: Project) -> None:
    """Replace the reference by one on another photo, which the first pass has encoded as a target."""
    (first,) = project.annotations.all(role=Role.REFERENCE)
    other = next(image.id for image in project.images.all() if image.id != first.image_id)
    project.annotations.remove(first.id)
    project.annotations.add(other, first.label_id, [BoxPrompt(150, 150, 420, 330)])


def one_run(images: int, config: SegmentConfig) -> dict[str, Any]:
    """Rates, ratios and stages of one run, with an empty feature cache at the start."""
    with tempfile.TemporaryDirectory() as folder:
        engine = load_engine(config, FeatureCache(Path(folder) / "features", 10**10))
        with make_project(Path(folder) / "project", images) as project:
            rates = bare_rates(project, engine)
            rates["first pass"], first = timed_pass(project, engine, config)
            other_reference(project)
            rates["second pass, another reference"], second = timed_pass(project, engine, config)
            rates["SAM's own predictor"] = own_predictor(project)
    ratios = {
        "first pass over bare encoders": rates["first pass"] / rates["bare SAM and semantic encoder"],
        "first pass over bare encoders of squares": rates["first pass"] / rates["both, of square photos"],
        "second pass over bare decoder": rates["second pass, another reference"] / rates["bare SAM decoder"],
        "first pass over SAM's own predictor": rates["first pass"] / rates["SAM's own predictor"],
    }
    return {"images/s": rates, "ratio": ratios, "seconds, first pass": first, "seconds, second pass": second}


def median_of(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The median of each number over several runs."""
    return {
        group: {name: statistics.median(run[group][name] for run in runs) for name in runs[0][group]}
        for group in runs[0]
    }


def memory_over(engine: Engine, config: SegmentConfig, count: int) -> dict[str, float]:
    """Resident megabytes after 50, half, and all of the targets."""
    readings = {}
    with tempfile.TemporaryDirectory() as folder, make_project(Path(folder), count) as project:
        pass_id = start_pass(project, config)
        for done, _ in enumerate(run_pass(project, pass_id, engine.segmenter, engine.encoder)):
            if done in {50, count // 2, count}:
                gc.collect()
                readings[f"after {done}"] = psutil.Process().memory_info().rss / 1e6
    return readings


def show(columns: dict[str, dict[str, Any]]) -> None:
    """A table: one row for each figure, one column for each load of the machine."""
    print(f"{'':42}" + "".join(f"{name:>12}" for name in columns))
    first = next(iter(columns.values()))
    for group, figures in first.items():
        print(group)
        for name in figures:
            print(f"  {name:40}" + "".join(f"{column[group][name]:12.3f}" for column in columns.values()))


def main() -> None:
    """Measure, print, and write out/bench.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3, help="number of runs; figures are their medians")
    parser.add_argument("--busy", default="0,1", help="numbers of busy processes during the runs, one column each")
    parser.add_argument(
        "--memory", type=int, default=0, help="also measure memory over this many images (500 takes minutes)"
    )
    parser.add_argument("--compare", type=Path, help="the JSON of an earlier run, to print the changes")
    args = parser.parse_args()
    config = SegmentConfig(method=default_method())
    columns: dict[str, dict[str, Any]] = {}
    for count in (int(one) for one in args.busy.split(",")):
        with busy_processes(count):
            columns[f"busy {count}"] = median_of([one_run(args.images, config) for _ in range(args.runs)])
    memory = memory_over(load_engine(config), config, args.memory) if args.memory else {}
    show(columns)
    for name, megabytes in memory.items():
        print(f"  memory {name:33} {megabytes:6.0f} MB")
    machine = {"machine": platform.processor() or platform.machine(), "torch": torch.__version__}
    machine |= {"method": config.method, "device": config.device}
    result = machine | {"threads": torch.get_num_threads(), "images": args.images, "runs": args.runs}
    result |= {"columns": columns, "memory MB": memory}
    if args.compare:
        print_comparison(result, args.compare)
    Path("out").mkdir(exist_ok=True)
    Path("out/bench.json").write_text(json.dumps(result, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
