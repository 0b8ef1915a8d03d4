"""Results of made-up runs, as large as a test wants, without networks."""

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import encode_crop
from vrp_core.scale.bundle import BundledLabel
from vrp_core.scale.listing import Shard
from vrp_core.scale.results import Run, write_rows
from vrp_core.scale.rows import Row, failed_row

SIZE = Size(60, 80)
LABELS = (BundledLabel(3, "coin", "#ff0000", "money", None), BundledLabel(7, "cup", "#00ff00", "", 0.4))


def run_of_labels(shards: int) -> Run:
    return Run("vrp-annotator-results/1", "b" * 64, "l" * 64, 0, shards, SegmentConfig(), LABELS)


def rows_of_photo(path: str, digest: str = "", size: Size = SIZE) -> Iterator[Row]:
    """Two coins and perhaps a cup; what is there depends on the name alone."""
    rng = random.Random(path)
    for label, instance in (("coin", 0), ("coin", 1), ("cup", 0)):
        side = rng.randint(3, 20)
        mask = encode_crop(np.ones((side, side), dtype=bool), (rng.randint(0, 30), rng.randint(0, 30)), size)
        confidence = rng.random()
        yield Row(
            path=path,
            digest=digest or hashlib.sha256(path.encode()).hexdigest(),
            height=size.height,
            width=size.width,
            label=label,
            instance=instance,
            counts=mask.counts,
            predicted_iou=0.5,
            prior_agreement=0.5,
            cycle_iou=None,
            confidence=confidence,
            absent=confidence < 0.15,
            seconds=0.1,
            error="",
        )


def write_run(folder: Path, photos: list[str], shards: int = 2, bad: tuple[str, ...] = ()) -> list[Row]:
    """Write a run over photos, of which some are bad, and return its rows."""
    folder.mkdir(parents=True)
    rows: list[Row] = []
    for index in range(shards):
        mine = [row for path in photos[index::shards] for row in rows_of_photo(path)]
        mine += [failed_row(path, "Cannot read it") for path in bad[index::shards]]
        with (folder / Shard(index, shards).name).open("wb") as file:
            write_rows(file, mine, run_of_labels(shards))
        rows += mine
    return rows
