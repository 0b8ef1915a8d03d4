"""The greatest few values of many rows at once."""

import numpy as np
import torch
from torch import Tensor

_SHORT = 512  # values a row, up to which numpy's partition is one vectorised sort
_GROUP = 16  # values of a group of a longer row


def greatest(values: Tensor, few: int) -> Tensor:
    """The greatest `few` of each row of (P, K) float32, in no order; all where K is less.

    Returns:
        (P, few or K); one zero a row where K is 0.
    """
    rows, count = values.shape
    if count == 0:
        return values.new_zeros(rows, 1)
    if values.device.type != "cpu":
        return values.topk(min(few, count), dim=1).values
    values = values.detach()
    if count > max(_SHORT, few * _GROUP):  # where Zen 4's AVX-512 takes three times as long for each value
        values = _of_greatest_groups(values, few)
    # numpy's vectorised partition takes less time than torch's `topk`
    first = max(0, values.shape[1] - few)
    return torch.from_numpy(np.partition(values.numpy(), first, axis=1)[:, first:])


def _of_greatest_groups(values: Tensor, few: int) -> Tensor:
    """Fewer values of each row, the greatest `few` among them: those of the `few` groups with the greatest values."""
    count = values.shape[1] // _GROUP
    groups = values[:, : count * _GROUP].unflatten(1, (_GROUP, count))
    chosen = groups.amax(dim=1).topk(few, dim=1).indices
    inside = groups.gather(2, chosen[:, None].expand(-1, _GROUP, -1))
    return torch.cat([inside.flatten(1), values[:, count * _GROUP :]], dim=1)
