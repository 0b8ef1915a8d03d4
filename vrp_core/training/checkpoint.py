"""Files of a training run: the exact state to resume from, and weights to use."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from vrp_core import __version__
from vrp_core.domain.confidence import Calibration
from vrp_core.domain.config import TrainConfig, to_dict
from vrp_core.domain.errors import WeightsDamaged
from vrp_core.domain.files import write_file
from vrp_core.models.checkpoints import Checkpoint, save_checkpoint
from vrp_core.provenance import commit_or_version
from vrp_core.training.state_form import check_optimizer, check_values, same_form

_STATE = "resume.pt"


@dataclass(frozen=True, slots=True)
class TrainState:
    """Everything the next step depends on. Episodes depend on the step alone, so they need no state of their own."""

    step: int
    best: float  # best validation mIoU so far
    network: Mapping[str, Tensor]
    average: Mapping[str, Any] | None  # of the moving average
    optimizer: Mapping[str, Any]
    rng: Tensor  # torch's generator: dropout
    not_better: int = 0  # validations since the best
    before: float | None = None  # validation mIoU of the weights that the run started from


def save_state(folder: Path, state: TrainState) -> None:
    """Write the resume state, whole or not at all."""
    content = io.BytesIO()
    torch.save({name: getattr(state, name) for name in TrainState.__slots__}, content)
    write_file(folder / _STATE, content.getvalue())


def has_state(folder: Path) -> bool:
    """Whether the folder holds a saved state to resume from."""
    return (folder / _STATE).exists()


def load_state(folder: Path) -> TrainState | None:
    """The state to resume from, or None for a new run.

    Raises:
        WeightsDamaged: the file cannot be read, or holds what no run writes.
    """
    if not has_state(folder):
        return None
    path = folder / _STATE
    try:
        values = torch.load(path, map_location="cpu", weights_only=True)
        check_values(values)
        return TrainState(**values)
    except MemoryError:
        raise
    except Exception as error:  # torch, zipfile and pickle each have their own; the cause travels along
        raise WeightsDamaged(path, "a resume state", f"{type(error).__name__}: {error}") from error


def check_form(folder: Path, state: TrainState, average: nn.Module | None, optimizer: torch.optim.Optimizer) -> None:
    """See that a state is one of this run's average and optimizer.

    Raises:
        WeightsDamaged: it is not.
    """
    try:
        check_optimizer(state.optimizer, optimizer)
        if average is not None and state.average is not None:
            same_form(state.average, average.state_dict(), "average")
    except ValueError as error:
        raise WeightsDamaged(folder / _STATE, "a resume state of this run", str(error)) from error


def save_weights(
    config: TrainConfig,
    network: nn.Module,
    step: int,
    miou: float | None,
    before: float | None,
    name: str,
    calibration: Calibration,
) -> Path:
    """Write the weights to use, with where they come from."""
    provenance = {
        "train": to_dict(config),
        "step": step,
        "validation_miou": None if miou is None else round(miou, 2),
        "validation_before": None if before is None else round(before, 2),
        "version": __version__,
        "commit": commit_or_version(),
        "torch": torch.__version__,
    }
    path = Path(config.out) / f"{name}.safetensors"
    save_checkpoint(path, Checkpoint(config.vrp, config.sam, calibration, provenance, network.state_dict()))
    return path
