"""Measures what evidence finds alone, before any training and without SAM, for `docs/results.md`.

    python -m benchmarks.raw_evidence DATA... [--pairs N] [--json FILE]     (part of make results)

The mask is where a place is more like the object than like the background, over all levels: the joint contrast above 0.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from vrp_core.datasets.opening import open_source
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.files import write_file
from vrp_core.evaluation.evaluate import Setting, evaluate, names_of, summarise
from vrp_core.inference.encoded import EncodedImage, EncodedReference
from vrp_core.inference.engine import load_engine
from vrp_core.inference.lessons import LocatorState
from vrp_core.inference.methods import LocatorPrompter
from vrp_core.inference.segmentation import Found
from vrp_core.inference.segmenter import Learned, Segmenter
from vrp_core.models.sam import LOGITS_SIDE
from vrp_core.models.transforms import resampled
from vrp_core.provenance import commit_or_version

_SEED = 0


class RawEvidence:
    """A method that learns nothing: the evidence of the shipped one, cut at 0."""

    learns = False

    def __init__(self, locator: LocatorPrompter) -> None:
        self._locator = locator
        self.pooling, self.calibration = locator.pooling, locator.calibration

    def prepare(self, references: Sequence[EncodedReference]) -> LocatorState:
        """The reference side of evidence."""
        return self._locator.prepare(references)

    def learn(self, references: Sequence[EncodedReference], decided: Sequence[EncodedReference]) -> Learned:
        """Never asked for."""
        raise NotImplementedError

    def find(self, prepared: LocatorState, target: EncodedImage, quick: bool = False) -> Found:
        """The joint contrast as logits."""
        coarse = self._locator.coarse(prepared, target)
        logits = resampled(coarse.contrast[None, None], LOGITS_SIDE)[0, 0].float()
        return Found(logits, 0.0, coarse.contrast, coarse.own_contrast)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+")
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    engine = load_engine(SegmentConfig())
    locator = engine.segmenter.prompter
    assert isinstance(locator, LocatorPrompter), "the shipped weights are of a locator"
    segmenter = Segmenter(engine.segmenter.sam, engine.segmenter.semantic, RawEvidence(locator))
    sources = [open_source(Path(one)) for one in args.data]
    rows = []
    for source, name in zip(sources, names_of(sources), strict=True):
        report = summarise(evaluate(source, segmenter, engine.encoder, Setting(), args.pairs, _SEED))
        print(f"raw {name}: mIoU {report.miou.value:.1f} ({report.miou.low:.1f} to {report.miou.high:.1f})", flush=True)
        rows.append({"method": "raw", "setting": "mask", "data": name, "report": asdict(replace(report, outcomes=()))})
    print(f"{args.pairs} pairs per data set, seed {_SEED}, commit {commit_or_version()}")
    if args.json:
        write_file(args.json, json.dumps({"rows": rows}, indent=1).encode())


if __name__ == "__main__":
    main()
