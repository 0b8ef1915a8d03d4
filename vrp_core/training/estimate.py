"""Estimated cost of a training on this machine: a few steps of each kind are measured just before it.

What is encoded on the way stays in the feature cache, where the training finds it; nothing else is written. Early
stopping only makes a run shorter, so the figures are "at most", as far as a sample of the cache and
a few steps can tell.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
import torch

from vrp_core.datasets.samples import Sample
from vrp_core.domain.config import TrainConfig
from vrp_core.domain.events import Estimated
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.training.batches import prefetch
from vrp_core.training.evidence_batches import EvidenceTensors, most_kept
from vrp_core.training.pictures import save_picture
from vrp_core.training.schedule import goes_through_sam
from vrp_core.training.trainer import Trainer, prepared

_LOOKED_UP = 100  # images, at least, that the cache is asked for; the rest of a large data set is taken to be like them
_ENCODED = 3  # images
_EPISODES = 4  # that the measured batches repeat, so that an empty cache does not make this long
_STEPS = 3
_PAIRS = 4


def estimate(config: TrainConfig, cache: FeatureCache | None = None) -> Estimated:
    """Estimate the cost of a run, or of the rest of a run whose folder holds a saved state.

    Args:
        config: the run.
        cache: where features are kept; None takes the user's.

    Raises:
        BadFile: a data set has problems; all of them are named.
        TrainingDiverged, OutOfMemory: the first steps fail already.
    """
    with prepared(config, cache) as trainer:
        first = trainer.step
        images, missing = _to_encode(trainer)
        seconds = images * _mean_seconds([partial(trainer.tensors.encode, *one) for one in missing[:_ENCODED]])
        evidence = _evidence(trainer)
        seconds += evidence.episodes * evidence.seconds
        for through_sam in (False, True):
            steps = sum(goes_through_sam(config, step) is through_sam for step in range(first, config.steps))
            seconds += steps * _seconds_per_step(trainer, through_sam) if steps else 0.0
        seconds += _validations_after(config, first) * _seconds_per_validation(trainer)
        disk = images * _bytes_per_image(trainer) + _checkpoint_bytes(trainer)
        memory = _memory(trainer.device) + min(evidence.episodes, most_kept(config)) * evidence.bytes
        return Estimated(seconds, disk, memory, images)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the evidence of a run costs before it is kept."""

    episodes: int  # to compute
    seconds: float  # for one
    bytes: int  # for one


def _evidence(trainer: Trainer) -> _Evidence:
    """The published network needs none."""
    if not isinstance(trainer.tensors, EvidenceTensors):
        return _Evidence(0, 0.0, 0)
    config, compute = trainer.config, trainer.tensors.computed
    drawn = (config.steps - trainer.step) * config.batch
    if drawn <= 0:
        return _Evidence(0, 0.0, 0)
    judged = len(trainer.validation) + len(trainer.builtin)
    some = trainer.episodes(trainer.step)[:_EPISODES]
    seconds = _mean_seconds([partial(compute, episode) for episode in some])
    size = sum(one.numel() * one.element_size() for one in compute(some[0]))
    return _Evidence(min(config.overfit or config.pool or drawn, drawn) + judged, seconds, size)


def _to_encode(trainer: Trainer) -> tuple[int, list[tuple[Sample, int]]]:
    """How many versions of images the cache does not have, and some of them."""
    plain = trainer.samples_to_encode()
    numbers = range(1, trainer.config.variants + 1)
    trained = {sample.image: sample for sample in trainer.sources.train_samples}.values()
    versions = [(sample, 0) for sample in plain] + [(sample, number) for number in numbers for sample in trained]
    asked = versions[:: max(1, len(versions) // _LOOKED_UP)]
    missing = [version for version in asked if not trainer.tensors.has(*version)]
    return round(len(versions) * len(missing) / len(asked)), missing


def _mean_seconds(actions: list[Callable[[], object]]) -> float:
    """What one of some equal actions takes; the first warms up and does not count where there are others."""
    taken = []
    for action in actions:
        started = time.perf_counter()
        action()
        taken.append(time.perf_counter() - started)
    counted = taken[1:] or taken
    return sum(counted) / max(1, len(counted))


def _seconds_per_step(trainer: Trainer, through_sam: bool) -> float:
    """A step as it will be: while the batch that follows is made on another thread."""
    episodes = trainer.episodes(trainer.step)
    repeated = [episodes[index % min(_EPISODES, len(episodes))] for index in range(len(episodes))]
    batches = prefetch(
        lambda through: trainer.learner.batch(trainer.tensors, repeated, through), [through_sam] * (_STEPS + 1)
    )
    return _mean_seconds([lambda: trainer.optimize(next(batches))] * _STEPS)


def _seconds_per_validation(trainer: Trainer) -> float:
    """All pairs, and the picture; the built-in pairs are taken to cost what the others do."""
    pairs, tensors = trainer.validation[:_PAIRS], trainer.validation_tensors
    if not pairs:
        return 0.0
    trainer.judge(pairs, tensors)  # encodes them
    started = time.perf_counter()
    judged = trainer.judge(pairs, tensors)
    each = (time.perf_counter() - started) / len(pairs)
    with tempfile.TemporaryDirectory() as folder:
        picture = _mean_seconds([lambda: save_picture(Path(folder), 0, pairs, tensors, judged.logits)])
    return (len(trainer.validation) + len(trainer.builtin)) * each + picture


def _validations_after(config: TrainConfig, step: int) -> int:
    """How many validations are still to come."""
    due = {*range(config.validate_every, config.steps, config.validate_every), config.steps}
    return sum(one > step for one in due) + (step == 0 and bool(config.start_from))


def _bytes_per_image(trainer: Trainer) -> int:
    """What the features of one image take on disk: a byte for each number."""
    image, _ = trainer.tensors.encode(trainer.episodes(trainer.step)[0].reference, 0)
    return image.embedding.numel() + image.features.numel()


def _checkpoint_bytes(trainer: Trainer) -> int:
    """Best and last weights, and the state to resume from: weights, AdamW's two moments, the average."""
    copies = 5 + (trainer.average is not None)
    return copies * sum(one.numel() * one.element_size() for one in trainer.model.encoder.parameters())


def _memory(device: torch.device) -> int:
    """The most memory that was needed until now, bytes."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    # What tensors gave back is still ours (`keep_memory`), so this is the peak on Linux, and a little less elsewhere.
    return int(psutil.Process().memory_info().rss)
