"""Fits the confidence of a VRP checkpoint: the chance that a mask's IoU is at least one half.

    python -m benchmarks.calibrate CHECKPOINT OUT DATA... [--pairs 60] [--no-cycle] [--into WEIGHTS]

The pairs come from the categories that the checkpoint's training held out, half of them with targets that do not
show the object. What is printed is cross-validated: every category is judged by a fit to the others. OUT is the same
checkpoint, in half precision, with the calibration fitted to all pairs; `--into` names other weights that get it, as
weights trained on every photo cannot be calibrated on photos that they have seen.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from vrp_core.datasets.opening import open_source
from vrp_core.domain.confidence import Calibration, Evidence
from vrp_core.domain.config import SegmentConfig
from vrp_core.evaluation.evaluate import Outcome, Setting, absence, evaluate, summarise
from vrp_core.inference.engine import load_engine
from vrp_core.inference.methods import VRP_CALIBRATION
from vrp_core.models.checkpoints import Checkpoint, load_checkpoint, save_checkpoint
from vrp_core.training.split import only_categories

_WEIGHT_DECAY = 1e-3  # regularises the fit on few pairs
_FOLDS = 10
_WEIGHED = tuple(name for name in Calibration.__slots__ if name not in {"bias", "cycle_iou", "cycle_default"})


def fit(outcomes: Sequence[Outcome], with_cycle: bool) -> Calibration:
    """Logistic regression of "the mask is right" on the evidence; without the cycle, its weight is 0."""
    names = (*_WEIGHED, "cycle_iou") if with_cycle else _WEIGHED
    found = [(one, one.evidence) for one in outcomes if one.evidence is not None]
    rows = [[1.0, *(getattr(evidence, name) or 0.0 for name in names)] for _, evidence in found]
    x = torch.tensor(rows, dtype=torch.float64)
    y = torch.tensor([float(_right(one)) for one, _ in found], dtype=torch.float64)
    bias, *weights = _logistic_regression(x, y)
    weighed = {"cycle_iou": 0.0, **dict(zip(names, weights, strict=True))}
    usual_cycle = float(np.mean([evidence.cycle_iou or 0.0 for _, evidence in found]))
    return Calibration(bias=bias, cycle_default=usual_cycle, **weighed)


def _logistic_regression(x: Tensor, y: Tensor) -> list[float]:
    """The weights of the columns of (N, K) float64 for (N,) float64 0 or 1; the first column is all ones."""
    weights = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(x @ weights, y) + _WEIGHT_DECAY * weights[1:].square().mean()
        loss.backward()
        return loss

    optimizer.step(closure)
    found: list[float] = weights.tolist()
    return found


def cross_validated(outcomes: Sequence[Outcome], with_cycle: bool) -> list[Outcome]:
    """The outcomes with the confidences of fits that have not seen their categories."""
    categories = sorted({one.category for one in outcomes})
    order = np.random.default_rng(0).permutation(len(categories))
    fold_of = {categories[int(place)]: number % _FOLDS for number, place in enumerate(order)}
    fits = [
        fit([one for one in outcomes if fold_of[one.category] != fold], with_cycle)
        for fold in range(min(_FOLDS, len(categories)))
    ]
    return [_again(one, fits[fold_of[one.category]]) for one in outcomes]


def _right(outcome: Outcome) -> bool:
    return not outcome.case.episode.absent and outcome.iou >= 0.5


def _again(outcome: Outcome, calibration: Calibration) -> Outcome:
    evidence: Evidence | None = outcome.evidence
    return outcome if evidence is None else replace(outcome, confidence=calibration.confidence(evidence))


def main() -> None:
    """Evaluate, fit, write, and print how such fits perform on categories that they have not seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--pairs", type=int, default=60, help="pairs per data set")
    parser.add_argument("--no-cycle", action="store_true", help="leave the check against the reference out")
    parser.add_argument("--into", type=Path, help="weights that get the calibration; by default those of CHECKPOINT")
    args = parser.parse_args()
    checkpoint = load_checkpoint(args.checkpoint)
    engine = load_engine(SegmentConfig(vrp_weights=str(args.checkpoint)))
    engine.segmenter.prompter.calibration = VRP_CALIBRATION  # with it, every pair is decided with the cycle
    outcomes: list[Outcome] = []
    for path in args.data:
        source = only_categories(open_source(path), tuple(checkpoint.provenance["train"]["held_out"]))
        if source.samples():
            for absent in (False, True):
                outcomes += evaluate(source, engine.segmenter, engine.encoder, Setting(), args.pairs, 1, absent)
    calibration = fit(outcomes, not args.no_cycle)
    into = load_checkpoint(args.into) if args.into else checkpoint
    save_checkpoint(args.out, replace(into, calibration=calibration, provenance=_anywhere(into)), half=True)
    print(calibration)
    _report(cross_validated(outcomes, not args.no_cycle))


def _report(outcomes: Sequence[Outcome]) -> None:
    present = [one for one in outcomes if not one.case.episode.absent]
    away = [one for one in outcomes if one.case.episode.absent]
    report = summarise(present)
    print(f"{len(present)} pairs, mIoU {report.miou.value:.1f}, rank correlation {report.spearman.value:.2f}")
    for threshold in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
        told = absence(present, away, threshold)
        empty, lost = told.left_empty.value, told.present_lost.value
        print(f"below {threshold}: {empty:.0%} of absent left empty, {lost:.0%} of good ones lost")


def _anywhere(checkpoint: Checkpoint) -> dict[str, Any]:
    """The provenance without folder names of this machine."""
    provenance = dict(checkpoint.provenance)
    train = dict(provenance["train"])
    train |= {"data": [Path(one).name for one in train["data"]], "out": Path(train["out"]).name}
    return provenance | {"train": train}


if __name__ == "__main__":
    main()
