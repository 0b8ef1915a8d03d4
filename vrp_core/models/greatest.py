"""The greatest few values of many rows at once."""

import numpy as np
import torch
from torch import Tensor

_SHORT = 256  # values: numpy's vectorised sort of such rows takes a seventh of the time of torch's `topk`


def greatest(values: Tensor, few: int) -> Tensor:
    """The greatest `few` of each row of (P, K) float32, in no order; all where K is less.

    Returns:
        (P, few or K); one zero a row where K is 0.
    """
    rows, count = values.shape
    if count == 0:
        return values.new_zeros(rows, 1)
    if values.device.type == "cpu" and count <= _SHORT:
        return torch.from_numpy(np.sort(values.detach().numpy(), axis=1)[:, -few:])
    return values.topk(min(few, count), dim=1).values
