"""The learning rate: a short linear rise, then a cosine to 0, step by step. A function of the step alone.

The steps through SAM's decoder have a rise and a cosine of their own, at a lower rate.
"""

import math

from vrp_core.domain.config import TrainConfig

_THROUGH_SAM = 0.25  # of the peak rate


def goes_through_sam(config: TrainConfig, step: int) -> bool:
    """Whether SAM's decoder takes part in optimizer step `step`, counted from 0."""
    return step >= config.steps - config.sam_steps


def learning_rate(config: TrainConfig, step: int) -> float:
    """The rate of optimizer step `step`, counted from 0."""
    before = max(0, config.steps - config.sam_steps)
    if goes_through_sam(config, step):
        return _rate(config.lr * _THROUGH_SAM, config.warmup, step - before, config.steps - before)
    return _rate(config.lr, config.warmup, step, before)


def _rate(peak: float, warmup: float, step: int, steps: int) -> float:
    rising = round(warmup * steps)
    if step < rising:
        return peak * (step + 1) / rising
    return peak * (1 + math.cos(math.pi * (step - rising) / max(1, steps - rising))) / 2
