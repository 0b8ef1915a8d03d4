"""Features as the cache keeps them: one byte for each number, and a scale for each channel."""

from dataclasses import dataclass

import torch
from torch import Tensor

_GREATEST = 127  # of int8, both ways


@dataclass(frozen=True, slots=True)
class Packed:
    """The features that one network computes of one image, rounded."""

    values: Tensor  # (C, H, W) int8, -127..127
    scale: Tensor  # (C, 1, 1) float32, above 0: what a value of 1 stands for

    def features(self) -> Tensor:
        """(C, H, W) float16."""
        return self.values.float().mul_(self.scale).half()


def packed(features: Tensor) -> Packed:
    """Round the features of one image to 1/127 of the greatest of their channel.

    Args:
        features: (C, H, W) float32 on the CPU, finite and within float16's range.
    """
    greatest = features.abs().amax(dim=(1, 2), keepdim=True)
    scale = (greatest / _GREATEST).clamp_(min=torch.finfo(torch.float32).tiny)
    return Packed((features / scale).round_().to(torch.int8), scale)
