"""Measures labelling at scale: cost per photo and memory of one worker over many photos.

    python -m benchmarks.scale [--photos N] [--size WxH] [--device D] [--different N] [--networks first] [--out FILE]

The photos are generated. Time, processor time and memory are those of each twentieth of the run: they must stay the
same. With `--different`, fewer photos are generated and listed again and again: so 12-megapixel photos are measured.
With `--networks first`, the networks see the first photo only, and every other photo gets its result: so everything
else is measured over more photos than the networks could see in a night.
"""

import argparse
import json
import os
import platform
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import torch
from PIL import Image
from skimage import data

from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.masks import encode
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.inference.engine import load_engine
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import Project
from vrp_core.scale.bundle import Bundle
from vrp_core.scale.bundling import write_bundle
from vrp_core.scale.coco import write_coco_of_results
from vrp_core.scale.labeller import Labeller
from vrp_core.scale.listing import Shard, measure
from vrp_core.scale.results import open_results, run_of
from vrp_core.scale.shards import label_shards

_PARTS = 20


def make_photos(folder: Path, count: int, width: int, height: int) -> list[Path]:
    """Photos of a table with coins, each with other noise, so that no two are alike."""
    folder.mkdir(parents=True)
    coins = np.asarray(Image.fromarray(data.coins()).resize((width, height)))
    rng = np.random.default_rng(0)
    grain = rng.integers(0, 24, (height, width), dtype=np.uint8)
    files = []
    for number in range(count):
        shift = (int(rng.integers(0, height)), int(rng.integers(0, width)))
        picture = np.roll(coins, (shift[0] // 8, shift[1] // 8), (0, 1)) // 2 + np.roll(grain, shift, (0, 1))
        files.append(folder / f"{number:06}.jpg")
        Image.fromarray(np.dstack([picture] * 3)).save(files[-1], quality=90)
    return files


def make_bundle(folder: Path, config: SegmentConfig) -> Bundle:
    """A bundle with one coin as the reference."""
    reference = folder / "reference.png"
    Image.fromarray(np.dstack([data.coins()] * 3)).save(reference)
    with Project.create(folder / "project") as project:
        add_photos(project, [reference])
        (record,) = project.images.all()
        rows, columns = np.ogrid[: record.size.height, : record.size.width]
        disc = (rows - 55) ** 2 + (columns - 45) ** 2 < 24**2
        project.annotations.add(record.id, project.labels.add("coin").id, [MaskPrompt(encode(disc))])
        return write_bundle(project, folder / "coins.vrpbundle", config, load_engine(config))


class _FirstOnly(Labeller):
    """Reads every photo, and gives each the result of the first one."""

    _first: Any = None

    def _find(self, batch: Any) -> Any:
        if self._first is None:
            (self._first,) = super()._find(batch[:1])
        return [replace(self._first, digest=one.digest, size=one.size, seconds=one.seconds) for one in batch]


class _Watch:
    """Time and memory at the end of each part of the run."""

    def __init__(self, photos: int) -> None:
        self.parts: list[dict[str, float]] = []
        self._every = max(1, photos // _PARTS)
        self._then, self._cpu, self._before = time.perf_counter(), time.process_time(), 0
        self._process = psutil.Process()

    def __call__(self, done: int) -> None:
        if done % self._every:
            return
        now, cpu = time.perf_counter(), time.process_time()
        part = {
            "photos": done,
            "ms_per_photo": 1000 * (now - self._then) / (done - self._before),
            "cpu_ms_per_photo": 1000 * (cpu - self._cpu) / (done - self._before),
            "rss_mb": self._process.memory_info().rss / 2**20,
        }
        self._then, self._cpu, self._before = now, cpu, done
        self.parts.append(part)
        figures = (f"{part['ms_per_photo']:.0f} ms/photo", f"{part['cpu_ms_per_photo']:.0f} ms of a core")
        print(f"{done:8} photos", *figures, f"{part['rss_mb']:.0f} MB", sep="  ", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale")
    parser.add_argument("--photos", type=int, default=2000)
    parser.add_argument("--size", default="320x240", help="width and height, pixels")
    parser.add_argument("--different", type=int, help="number of different photos; default: all")
    parser.add_argument("--networks", choices=("all", "first"), default="all", help="the photos that they see")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    width, height = (int(side) for side in args.size.split("x"))
    with tempfile.TemporaryDirectory(prefix="bench-scale-") as place:
        folder = Path(place)
        different = make_photos(folder / "photos", args.different or args.photos, width, height)
        listing = folder / "list.txt"
        listing.write_text("\n".join(str(different[n % len(different)]) for n in range(args.photos)))
        bundle = make_bundle(folder, SegmentConfig())
        worker = (Labeller if args.networks == "all" else _FirstOnly)(bundle, args.device)
        run = run_of(bundle, measure(str(listing)), 1)
        watch = _Watch(args.photos)
        (done,) = label_shards(lambda: worker, str(listing), [Shard(0, 1)], run, str(folder / "out"), watch)
        size = sum(file.stat().st_size for file in (folder / "out").iterdir())
        started = time.perf_counter()
        exported = write_coco_of_results(open_results(str(folder / "out")), folder / "all.json")
        export_seconds, rss = time.perf_counter() - started, psutil.Process().memory_info().rss / 2**20
    result = {
        "photos": done.photos,
        "failed": done.failed,
        "objects": done.found,
        "size": args.size,
        "networks": args.networks,
        "device": str(worker.device),
        "bytes_per_photo": size / done.photos,
        "exported": exported.objects,
        "export_seconds": export_seconds,
        "rss_mb_after_export": rss,
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "machine": platform.processor() or platform.machine(),
        "torch": torch.__version__,
        "parts": watch.parts,
    }
    print(json.dumps({name: value for name, value in result.items() if name != "parts"}))
    if args.out is not None:
        args.out.write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
