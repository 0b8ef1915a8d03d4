"""What do a few decided photos of a folder tell about the others? Truth plays the person.

    python -m benchmarks.second_look --data FOLDER [--folders wbc:wbc_nucleus,...] [--weights FILE] [--decided 5]

For each folder (a data set and one of its categories; by default the most frequent of each set) and each of some first
references: a first look at all photos, then some photos, drawn by chance, are decided: what was found is accepted where
its IoU is above 0.8, else corrected to the truth. The other photos get a second look. Printed: mIoU (mean over photos,
per cent) on these, of the first look, of the second look everywhere, where the decided photos are found better, where
the way back improves, too, where it gets not clearly worse, and the last with sure results left as they are, as a pass
does. The gains have 95 % intervals over folders and references. Results are written after each folder.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from vrp_core.datasets.opening import open_source
from vrp_core.datasets.samples import SampleSource
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.files import write_file
from vrp_core.domain.masks import Mask, mask_iou
from vrp_core.evaluation.evaluate import encoded_sample
from vrp_core.evaluation.metrics import bootstrap
from vrp_core.inference.encoded import EncodedImage
from vrp_core.inference.engine import Engine, load_engine
from vrp_core.inference.second_look import CLEARLY, Taught, learn, way_back
from vrp_core.inference.segmentation import Segmentation
from vrp_core.project.decided_photos import SURE
from vrp_core.provenance import commit_or_version

_OUT = Path("docs/results/second-look.json")
_AS_FOUND = 0.8  # IoU above which a person accepts
_DRAWS = 2000  # of the bootstrap


@dataclass(frozen=True, slots=True)
class Row:
    """One folder with one reference; mIoU 0..1 over the photos that were not decided."""

    folder: str
    reference: int
    photos: int
    learned_before: float  # IoU on the decided photos, see `LabelLearned`
    learned_after: float
    first: float
    everywhere: float
    label_better: float
    way_back_better: float
    way_back_no_worse: float
    as_in_a_pass: float  # the same, sure results left as they are
    replaced: float  # share of the photos that get the new result in a pass


@dataclass(frozen=True, slots=True)
class _Photo:
    image: EncodedImage
    truth: Mask  # (H, W) bool
    known: Mask  # (H, W) bool: where the truth is known

    def iou(self, mask: Mask) -> float:
        return mask_iou(mask & self.known, self.truth & self.known)


def measure(engine: Engine, folder: str, photos: Sequence[_Photo], reference: int, decided: int) -> Row:
    """One folder with one reference."""
    segmenter = engine.segmenter
    of = photos[reference]
    references = [segmenter.encode_reference(of.image, of.truth)]
    prepared = segmenter.prepare(references)
    others = [number for number in range(len(photos)) if number != reference]
    first = {number: segmenter.segment(photos[number].image, prepared) for number in others}
    random.Random(reference).shuffle(others)
    examples = [
        segmenter.encode_reference(photos[number].image, _decision(photos[number], first[number]))
        for number in others[:decided]
    ]
    taught = learn(segmenter, 0, references, examples)
    left = others[decided:]
    rows = [_compared(engine, taught, photos[number], first[number]) for number in left]
    means = np.mean(rows, axis=0).tolist()
    return Row(folder, reference, len(left), taught.event.before, taught.event.after, *means)


def _decision(photo: _Photo, found: Segmentation) -> Mask:
    return found.mask if photo.iou(found.mask) > _AS_FOUND else photo.truth


def _compared(engine: Engine, taught: Taught, photo: _Photo, first: Segmentation) -> tuple[float, ...]:
    """The IoUs of `Row`, from `first` on, and whether a pass replaces the result."""
    second = engine.segmenter.segment(photo.image, taught.prepared, cycle=False)
    gain = way_back(engine.segmenter, photo.image, taught, first, second)
    old, new = photo.iou(first.mask), photo.iou(second.mask)
    by_label = taught.event.better
    improves, no_worse = by_label and gain > 0, by_label and gain > -CLEARLY
    passed = no_worse and first.scores.confidence < SURE
    return old, new, *(new if taken else old for taken in (by_label, improves, no_worse, passed)), float(passed)


def load(engine: Engine, source: SampleSource, category: str, most: int) -> list[_Photo]:
    """Some photos of a category, drawn by chance, encoded."""
    samples = [sample for sample in source.samples() if sample.category == category]
    random.Random(0).shuffle(samples)
    return [
        _Photo(encoded_sample(engine.encoder, one), source.mask(one), ~source.ignore(one)) for one in samples[:most]
    ]


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the data sets")
    parser.add_argument("--folders", default="", help="SET or SET:CATEGORY, separated by commas; default: every set")
    parser.add_argument("--weights", default="", help="a VRP checkpoint; default: the shipped one")
    parser.add_argument("--decided", type=int, default=5)
    parser.add_argument("--photos", type=int, default=16, help="maximum number of photos of a folder")
    parser.add_argument(
        "--references", type=int, default=3, help="how many photos are the reference, one after another"
    )
    parser.add_argument("--out", type=Path, default=_OUT)
    args = parser.parse_args()
    engine = load_engine(SegmentConfig(vrp_weights=args.weights, absent_below=0.0))
    named = [one for one in args.folders.split(",") if one] or sorted(p.parent.name for p in args.data.glob("*/masks"))
    rows: list[Row] = []
    for folder in named:
        name, _, category = folder.partition(":")
        source = open_source(args.data / name)
        category = category or Counter(sample.category for sample in source.samples()).most_common(1)[0][0]
        photos = load(engine, source, category, args.photos)
        rows += [measure(engine, f"{name} {category}", photos, one, args.decided) for one in range(args.references)]
        weights = Path(args.weights).name or "shipped"
        facts = {"commit": commit_or_version(), "weights": weights, "decided": args.decided}
        write_file(args.out, json.dumps({**facts, "rows": [asdict(row) for row in rows]}, indent=1).encode())
        write_file(args.out.with_suffix(".md"), table(rows).encode())
        print(table(rows[-args.references :]).splitlines()[2], flush=True)
    print(table(rows))


_COLUMNS: Mapping[str, str] = {
    "first": "first look",
    "everywhere": "second look everywhere",
    "label_better": "where decided photos are found better",
    "way_back_better": "and the way back improves",
    "way_back_no_worse": "or gets not clearly worse",
    "as_in_a_pass": "as in a pass",
}


def table(rows: Sequence[Row]) -> str:
    """A line for each folder, means over its references; then the mean of all and the intervals of the gains."""
    heads = ("folder", "photos", "learned", *_COLUMNS.values(), "replaced")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for folder in dict.fromkeys(row.folder for row in rows):
        of_folder = [row for row in rows if row.folder == folder]
        learned = f"{_mean(of_folder, 'learned_before'):.1f} to {_mean(of_folder, 'learned_after'):.1f}"
        cells = [folder, str(of_folder[0].photos), learned, *(f"{_mean(of_folder, name):.1f}" for name in _COLUMNS)]
        lines.append(f"| {' | '.join(cells)} | {_mean(of_folder, 'replaced'):.0f}% |")
    means = [f"{_mean(rows, name):.1f}" for name in _COLUMNS]
    lines.append(f"| **mean** | | | {' | '.join(means)} | {_mean(rows, 'replaced'):.0f}% |")
    gains = ["", *(_gain(rows, name) for name in list(_COLUMNS)[1:])]
    lines.append(f"| gain, 95 % interval | | | {' | '.join(gains)} | |")
    return "\n".join([*lines, ""])


def _mean(rows: Sequence[Row], name: str) -> float:
    return float(np.mean([getattr(row, name) for row in rows]) * 100)


def _gain(rows: Sequence[Row], name: str) -> str:
    gains = np.array([getattr(row, name) - row.first for row in rows]) * 100
    gain = bootstrap(lambda drawn: float(drawn.mean()), gains, rounds=_DRAWS)
    return f"{gain:+.1f} ({gain.low:+.1f} to {gain.high:+.1f})"


if __name__ == "__main__":
    main()
