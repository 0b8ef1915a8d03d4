"""Measures how well the votes of each feature level find an object, before any training.

    python -m benchmarks.cues DATA... [--pairs 40]

For each data set: the chance that a random cell of the target's object gets more votes than a random other cell (the
area under the ROC curve, per cent), mean over pairs; for every level alone, for all of them together, and for the
semantic levels without SAM's. Choose levels only with sets whose categories may be used for training.
"""

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from vrp_core.datasets.episodes import fixed_pairs
from vrp_core.datasets.opening import open_source
from vrp_core.datasets.samples import Sample, SampleSource
from vrp_core.domain.confidence import agreement
from vrp_core.domain.config import SegmentConfig
from vrp_core.images.reading import digest_of, read_image
from vrp_core.inference.engine import Engine, load_engine
from vrp_core.models.prior import matching_cues
from vrp_core.models.transforms import grid_coverage
from vrp_core.models.vrp_sam import ImageFeatures, sam_level

_SEED = 7


def measure(source: SampleSource, engine: Engine, pairs: int) -> dict[str, float]:
    """Name of the levels -> area under the ROC curve, per cent."""
    areas: defaultdict[str, list[float]] = defaultdict(list)
    for episode in fixed_pairs(source, pairs, _SEED):
        weights, valid = (one[None, None] for one in grid_coverage(source.mask(episode.reference), _grid(engine)))
        reference, target = _levels(episode.reference, engine), _levels(episode.target, engine)
        truth, there = grid_coverage(source.mask(episode.target), _grid(engine))
        for name, chosen in _choices(len(target)).items():
            parts = [[levels[index] for index in chosen] for levels in (reference, target)]
            votes = matching_cues(parts[0], parts[1], weights, valid)[0, -1]
            areas[name].append(agreement(votes.numpy(), truth.numpy(), there.numpy() > 0))
    return {name: float(np.mean(values) * 100) for name, values in areas.items()}


def _choices(levels: int) -> dict[str, list[int]]:
    semantic = list(range(levels - 1))
    alone = {f"semantic level {index + 1}": [index] for index in semantic}
    return alone | {"semantic levels": semantic, "SAM": [levels - 1], "all": [*semantic, levels - 1]}


def _levels(sample: Sample, engine: Engine) -> tuple[Tensor, ...]:
    encoded = engine.encoder.encode(digest_of(sample.image), read_image(sample.image)).image
    image = ImageFeatures(encoded.features.float()[None], encoded.embedding.float()[None])
    semantic = engine.segmenter.semantic
    return (*semantic.high(image.semantic).split(semantic.spec.high_levels, dim=1), sam_level(image))


def _grid(engine: Engine) -> int:
    return engine.segmenter.semantic.spec.grid


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--pairs", type=int, default=40, help="pairs per data set")
    args = parser.parse_args()
    engine = load_engine(SegmentConfig(method="gp", device="cpu"))
    for path in args.data:
        with torch.no_grad():
            areas = measure(open_source(path), engine, args.pairs)
        print(f"{path.name:18}" + "".join(f"  {name} {area:.1f}" for name, area in areas.items()), flush=True)


if __name__ == "__main__":
    main()
