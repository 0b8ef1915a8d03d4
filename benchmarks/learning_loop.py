"""Does correcting help? Truth plays the user, who starts with one reference and corrects the most doubtful results.

    python -m benchmarks.learning_loop [--sets wbc,neu_seg] [--corrections 5,10,20] [--images 40]

For each data set of ../shared/data/eval and its most frequent category: one reference, a pass, then K corrections of
the least confident results. The corrections become further references, or train a quick fine-tuning (the
preset of the training tab) used with the first reference, or both. Measured on the images that were not corrected:
mIoU, and the share of masks that need no edit (IoU of at least 0.9). "told" is the gain on the few held-out images as
the tab reports it, by which a person decides whether to use the weights. The table's seconds are the training's, of all
CPUs together, so that other work beside it does not show. Results are written to docs/results/learning-loop.json and
.md after each step.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from app.services.training.progress import Progress
from vrp_core.datasets.opening import open_source
from vrp_core.datasets.samples import Sample, SampleSource
from vrp_core.domain.annotations import Role
from vrp_core.domain.config import SegmentConfig, TrainConfig, from_dict
from vrp_core.domain.events import Validated
from vrp_core.domain.files import write_file
from vrp_core.domain.masks import decode, encode, mask_iou
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.evaluation.metrics import Interval
from vrp_core.images.reading import digest_of
from vrp_core.inference.engine import load_engine
from vrp_core.inference.pass_inputs import start_pass
from vrp_core.inference.propagate import run_pass
from vrp_core.project.project import NewImage, Project
from vrp_core.provenance import commit_or_version
from vrp_core.training.presets import PRESETS
from vrp_core.training.trainer import fit

_EVAL = Path("../shared/data/eval")
_OUT = Path("docs/results")
_CONFIG = SegmentConfig(absent_below=0.0)  # measure all found masks, including those that count as absent
_EDIT_FREE = 0.9


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures on the images that were not corrected."""

    miou: float  # per cent, mean over images
    edit_free: float  # share


def measure(project: Project, source: SampleSource, samples: dict[int, Sample], left: set[int]) -> Figures:
    """Compare the predictions with the truth."""
    ious = []
    for image_id in left:
        found = project.review.predictions(image_id=image_id)
        ious.append(mask_iou(decode(found[0].mask), source.mask(samples[image_id])) if found else 0.0)
    return Figures(float(np.mean(ious) * 100), float(np.mean([one >= _EDIT_FREE for one in ious])))


def propagate(project: Project, config: SegmentConfig, targets: list[int]) -> None:
    """One pass."""
    engine = load_engine(config)
    for _ in run_pass(project, start_pass(project, config, targets), engine.segmenter, engine.encoder):
        pass


def one(source: SampleSource, corrections: int, images: int) -> dict[str, Any]:
    """One data set with one number of corrections."""
    category = Counter(sample.category for sample in source.samples()).most_common(1)[0][0]
    chosen = [sample for sample in source.samples() if sample.category == category][:images]
    with tempfile.TemporaryDirectory() as temporary, Project.create(Path(temporary) / "project") as project:
        records = project.images.add([NewImage(one.image, one.size, digest_of(one.image)) for one in chosen])
        samples = {record.id: sample for record, sample in zip(records, chosen, strict=True)}
        label = project.labels.add(category)

        def draw(image_id: int, role: Role) -> int:
            mask = encode(source.mask(samples[image_id]))
            return project.annotations.add(image_id, label.id, [MaskPrompt(mask)], mask, role).id

        first, targets = records[0].id, [record.id for record in records[1:]]
        draw(first, Role.REFERENCE)
        propagate(project, _CONFIG, targets)
        corrected = [prediction.image_id for prediction in project.review.predictions()][
            :corrections
        ]  # least confident first
        left = set(targets) - set(corrected)
        row: dict[str, Any] = {"category": category, "corrections": corrections, "measured on": len(left)}
        row["one reference"] = _as_dict(measure(project, source, samples, left))
        drawn = [draw(image_id, Role.TRUTH) for image_id in corrected]
        started, worked = time.perf_counter(), time.process_time()
        weights, gain = _fine_tune(project)
        tuned = replace(_CONFIG, vrp_weights=weights)
        times = {"seconds": time.perf_counter() - started, "cpu_seconds": time.process_time() - worked}

        def again(config: SegmentConfig) -> dict[str, float]:
            propagate(project, config, sorted(left))
            return _as_dict(measure(project, source, samples, left))

        told = None if gain is None else [gain.low, gain.high]
        row["fine-tuned"] = again(tuned) | times | {"better": bool(weights), "told": told}
        for annotation_id in drawn:
            project.annotations.put(replace(project.annotations.get(annotation_id), role=Role.REFERENCE))
        row["more references"] = again(_CONFIG)
        row["both"] = again(tuned)
    return row


def _fine_tune(project: Project) -> tuple[str, Interval | None]:
    """The weights that the quick preset trains on the corrections, None if they are no better; and the reported gain
    on the held-out photos."""
    out = project.folder / "training"
    config = from_dict(TrainConfig, {**PRESETS["quick"], "data": (str(project.folder),), "out": str(out)})
    judged = [event for event in fit(config) if isinstance(event, Validated)]
    best = out / "best.safetensors"
    return (str(best), _gain(judged)) if best.is_file() else ("", None)


def _gain(judged: Sequence[Validated]) -> Interval | None:
    counts = {
        event.step: tuple((name, tuple((both, either) for both, either in of)) for name, of in event.pixels.items())
        for event in judged
    }
    return Progress(mious=tuple((event.step, event.miou) for event in judged), pixels=counts).gain


def _as_dict(figures: Figures) -> dict[str, float]:
    return {"miou": figures.miou, "edit_free": figures.edit_free}


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=_EVAL)
    parser.add_argument("--sets", default="", help="evaluate only these sets, separated by commas")
    parser.add_argument("--corrections", default="5,10,20")
    parser.add_argument("--images", type=int, default=40, help="maximum number of images of each set")
    parser.add_argument("--out", type=Path, default=_OUT)
    args = parser.parse_args()
    out = args.out / "learning-loop.json"
    names = [name for name in args.sets.split(",") if name] or sorted(p.parent.name for p in args.data.glob("*/masks"))
    rows = []
    for name in names:
        source = open_source(args.data / name)
        for corrections in (int(one) for one in args.corrections.split(",")):
            row = {"data": name} | one(source, corrections, args.images)
            rows.append(row)
            parts = [f"{way} {row[way]['miou']:.1f} mIoU, {row[way]['edit_free']:.0%} edit-free" for way in _WAYS]
            trained = (
                f"{row['fine-tuned']['seconds']:.0f} s to train, {row['fine-tuned']['cpu_seconds']:.0f} s of a CPU"
            )
            print(f"{name} {row['category']}, {corrections} corrections: {'; '.join(parts)} ({trained})", flush=True)
            write_file(out, json.dumps({"commit": commit_or_version(), "rows": rows}, indent=1).encode())
            write_file(out.with_suffix(".md"), _table(rows).encode())


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    """The table of mIoU, share without an edit, and seconds of each way."""
    heads = ("data set", "corrections", "measured on", *_WAYS, "error left by fine-tuning", "by both", "told")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for row in rows:
        cells = [row["data"], str(row["corrections"]), f"{row['measured on']} photos"]
        for way in _WAYS:
            seconds = f", {row[way]['cpu_seconds']:.0f} s" if "cpu_seconds" in row[way] else ""
            cells.append(f"{row[way]['miou']:.1f} ({row[way]['edit_free']:.0%}){seconds}")
        errors = {way: 100 - row[way]["miou"] for way in _WAYS}
        cells += [f"{errors[way] / errors['one reference']:.0%}" for way in ("fine-tuned", "both")]
        cells.append(_told(row["fine-tuned"]))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _told(fine_tuned: Mapping[str, Any]) -> str:
    if not fine_tuned["better"]:
        return "no better"
    if fine_tuned["told"] is None:
        return "too few photos"
    low, high = fine_tuned["told"]
    return f"{low:+.0f} to {high:+.0f}" + (", may be chance" if low <= 0 else "")


_WAYS = ("one reference", "more references", "fine-tuned", "both")

if __name__ == "__main__":
    main()
