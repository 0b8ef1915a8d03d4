"""The paper's ablations on a small scale: loss (Table 5), query initialisation (Table 6), references (Table 7), queries
(Figure 6).

    python -m benchmarks.ablations --steps 600 --out runs/ablations

Trains small variants of the default network in turn, each differing from the first in one choice, and reports mIoU on
categories held out of training. Then it evaluates the shipped weights, also trained without these categories, with 1,
2, 3 and 5 references, joined in both ways. Each result is appended to OUT/ablations.jsonl at once; an interrupted run
resumes from that file.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from vrp_core.domain.config import K_SHOTS, TrainConfig, VrpConfig
from vrp_core.domain.errors import VrpError
from vrp_core.domain.events import TrainingFinished, Validated
from vrp_core.domain.messages import explain
from vrp_core.provenance import commit_or_version

_DATA = Path("../shared/data/train/pascal10_coseg")
_HELD_OUT = ("bird", "tvmonitor")
_REFERENCES = ((1, "stacked"), *product((2, 3, 5), K_SHOTS))


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant of the network, named by the one choice in which it differs from the first."""

    choice: str
    value: str
    loss: str = "both"
    query_init: str = "random"
    queries: int = 50

    @property
    def name(self) -> str:
        """The name of its folder."""
        return f"{self.choice} {self.value}".replace(" ", "-")


VARIANTS = (
    Variant("default", "both random 50"),
    *(Variant("loss", loss, loss=loss) for loss in ("bce", "dice")),
    *(Variant("query init", start, query_init=start) for start in ("foreground", "background", "half")),
    *(Variant("queries", str(count), queries=count) for count in (10, 25, 100)),
)


def config_of(variant: Variant, args: argparse.Namespace) -> TrainConfig:
    """The training run of a variant: validated once, at its end, so that nothing is chosen on the validation pairs."""
    return TrainConfig(
        data=(str(args.data),),
        out=str(args.out / f"{args.steps}-steps-seed-{args.seed}" / variant.name),
        vrp=VrpConfig(query_init=variant.query_init, queries=variant.queries),
        loss=variant.loss,
        held_out=_HELD_OUT,
        steps=args.steps,
        validate_every=args.steps,
        validation_pairs=args.pairs,
        threads=args.threads,
        seed=args.seed,
    )


def train(variant: Variant, args: argparse.Namespace) -> dict[str, Any]:
    """Train a variant, or resume its training; returns its validation mIoU, per cent."""
    from vrp_core.training.trainer import fit

    figures: dict[str, Any] = {}
    for event in fit(config_of(variant, args)):
        if isinstance(event, Validated):
            figures |= {"by_category": event.by_category}
        elif isinstance(event, TrainingFinished):
            figures |= {"miou": event.best_miou}  # from the only validation, which an earlier run may have done
    return figures


def measure_references(count: int, k_shot: str, weights: Path, args: argparse.Namespace) -> dict[str, Any]:
    """mIoU of trained weights on the held-out categories, for a number of references and a way to join them."""
    from vrp_core.datasets.opening import open_source
    from vrp_core.domain.config import SegmentConfig
    from vrp_core.evaluation.evaluate import Setting, evaluate, summarise
    from vrp_core.inference.engine import load_engine
    from vrp_core.models.checkpoints import load_checkpoint, save_checkpoint
    from vrp_core.training.split import only_categories

    checkpoint = load_checkpoint(weights)
    variant = args.out / f"references-{k_shot}.safetensors"
    save_checkpoint(variant, replace(checkpoint, config=replace(checkpoint.config, k_shot=k_shot)))
    engine = load_engine(SegmentConfig(vrp_weights=str(variant)))
    source = only_categories(open_source(args.data), _HELD_OUT)
    setting = Setting(references=count)
    outcomes = evaluate(source, engine.segmenter, engine.encoder, setting, args.pairs, args.seed)
    report = asdict(replace(summarise(outcomes, args.seed), outcomes=()))
    return {"miou": report["miou"]["value"], "report": report}


def lines(args: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Yields every result, measured now or read from the file; new results are written to the file at once."""
    path = args.out / "ablations.jsonl"
    done = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []
    for key, run in _work(args):
        held = next((line for line in done if line["key"] == key), None)
        if held is None:
            held = {"key": key, "commit": commit_or_version(), **run()}
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(held) + "\n")
        yield held


def _work(args: argparse.Namespace) -> Iterator[tuple[dict[str, Any], Callable[[], dict[str, Any]]]]:
    """The key of each result, and the function that measures it."""
    from vrp_core.domain.files import file_digest
    from vrp_core.models.checkpoints import shipped_path

    common = {"data": args.data.name, "held_out": list(_HELD_OUT), "pairs": args.pairs, "seed": args.seed}
    for variant in VARIANTS:
        yield {**asdict(variant), "steps": args.steps, **common}, partial(train, variant, args)
    weights = Path(args.weights) if args.weights else shipped_path()
    for count, k_shot in _REFERENCES:
        key = {
            "choice": "references",
            "value": f"{count} {k_shot}",
            "weights": weights.name,
            "sha256": file_digest(weights),
            **common,
        }
        yield key, partial(measure_references, count, k_shot, weights, args)


def main() -> None:
    """Measure, and print the table line by line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, required=True, help="optimizer steps of each variant")
    parser.add_argument("--out", type=Path, required=True, help="folder for the runs and ablations.jsonl")
    parser.add_argument("--data", type=Path, default=_DATA, help=f"a set with {', '.join(_HELD_OUT)}")
    parser.add_argument(
        "--weights", default="", help="a checkpoint to use instead of the shipped one, for the references"
    )
    parser.add_argument("--pairs", type=int, default=120, help="validation pairs")
    parser.add_argument("--threads", type=int, default=0, help="torch's threads; 0 means one per core")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    print(f"{args.steps} steps, {args.pairs} pairs of {', '.join(_HELD_OUT)}, seed {args.seed}, {commit_or_version()}")
    try:
        for line in lines(args):
            key = line["key"]
            print(f"{key['choice']:12} {key['value']:16} {line['miou']:5.1f}", flush=True)
    except VrpError as error:
        sys.exit(explain(error))


if __name__ == "__main__":
    main()
