"""Fits the confidence of a VRP checkpoint: the chance that a mask's IoU is at least one half.

    python -m benchmarks.calibrate CHECKPOINT OUT DATA...

The pairs come from the categories that the checkpoint's training held out, half of them with targets that do not
show the object. OUT is the same checkpoint, in half precision, with the fitted calibration.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional as F

from vrp_core.datasets.opening import open_source
from vrp_core.domain.confidence import Calibration
from vrp_core.domain.config import SegmentConfig
from vrp_core.evaluation.evaluate import Outcome, Setting, absence, evaluate, summarise
from vrp_core.inference.engine import load_engine
from vrp_core.inference.methods import VRP_CALIBRATION
from vrp_core.models.checkpoints import Checkpoint, load_checkpoint, save_checkpoint
from vrp_core.training.split import only_categories

_WEIGHT_DECAY = 1e-3  # regularises the fit on few pairs


def fit(present: Sequence[Outcome], absent: Sequence[Outcome]) -> Calibration:
    """Logistic regression of "the mask is right" on the evidence."""
    rows, right = [], []
    for outcome, there in [(one, True) for one in present] + [(one, False) for one in absent]:
        if outcome.evidence is not None:
            e = outcome.evidence
            scores = [
                e.predicted_iou,
                e.prior_agreement,
                e.certainty,
                e.cycle_iou or 0.0,
                e.object_similarity,
                e.background_similarity,
                e.presence,
            ]
            rows.append([1.0, *scores])
            right.append(float(there and outcome.iou >= 0.5))
    x, y = torch.tensor(rows, dtype=torch.float64), torch.tensor(right, dtype=torch.float64)
    weights = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(x @ weights, y) + _WEIGHT_DECAY * weights[1:].square().mean()
        loss.backward()
        return loss

    optimizer.step(closure)
    bias, iou, agreement, certainty, cycle, object_similarity, background_similarity, presence = weights.tolist()
    usual_cycle = float(x[:, 4].mean())
    return Calibration(
        bias, iou, agreement, certainty, cycle, usual_cycle, object_similarity, background_similarity, presence
    )


def main() -> None:
    """Evaluate, fit, write, and print how the fit performs on its own pairs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--pairs", type=int, default=60, help="pairs per data set")
    args = parser.parse_args()
    checkpoint = load_checkpoint(args.checkpoint)
    engine = load_engine(SegmentConfig(vrp_weights=str(args.checkpoint)))
    engine.segmenter.prompter.calibration = VRP_CALIBRATION  # with it, every pair is decided with the cycle
    present: list[Outcome] = []
    absent: list[Outcome] = []
    for path in args.data:
        source = only_categories(open_source(path), tuple(checkpoint.provenance["train"]["held_out"]))
        if source.samples():
            common = (source, engine.segmenter, engine.encoder, Setting(), args.pairs, 1)
            present += evaluate(*common)
            absent += evaluate(*common, absent=True)
    calibration = fit(present, absent)
    save_checkpoint(args.out, replace(checkpoint, calibration=calibration, provenance=_anywhere(checkpoint)), half=True)
    judged = [[_again(one, calibration) for one in group] for group in (present, absent)]
    report = summarise(judged[0])
    print(calibration)
    print(f"{len(present)} pairs, mIoU {report.miou.value:.1f}, rank correlation {report.spearman:.2f}")
    for threshold in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
        away = absence(judged[0], judged[1], threshold)
        print(
            f"below {threshold}: {away.left_empty:.0%} of absent left empty, {away.present_lost:.0%} of good ones lost"
        )


def _anywhere(checkpoint: Checkpoint) -> dict[str, Any]:
    """The provenance without folder names of this machine."""
    provenance = dict(checkpoint.provenance)
    train = dict(provenance["train"])
    train |= {"data": [Path(one).name for one in train["data"]], "out": Path(train["out"]).name}
    return provenance | {"train": train}


def _again(outcome: Outcome, calibration: Calibration) -> Outcome:
    if outcome.evidence is None:
        return outcome
    return replace(outcome, confidence=calibration.confidence(outcome.evidence))


if __name__ == "__main__":
    main()
