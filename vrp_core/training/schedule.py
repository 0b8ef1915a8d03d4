"""The learning rate: a short linear rise, then a cosine to 0, step by step. A function of the step alone."""

import math

from vrp_core.domain.config import TrainConfig


def learning_rate(config: TrainConfig, step: int) -> float:
    """The rate of optimizer step `step`, counted from 0."""
    rising = round(config.warmup * config.steps)
    if step < rising:
        return config.lr * (step + 1) / rising
    return config.lr * (1 + math.cos(math.pi * (step - rising) / max(1, config.steps - rising))) / 2
