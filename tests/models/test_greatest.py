"""The greatest of rows against torch's own."""

import pytest
import torch

from vrp_core.models.greatest import greatest


@pytest.mark.parametrize("count", [1, 4, 5, 6, 256, 257, 512, 513, 528, 2000])
def test_the_greatest_are_those_of_topk(count: int) -> None:
    torch.manual_seed(count)
    values = (torch.rand(7, count + 3) * 2 - 1)[:, 3:]  # a part of a larger matrix
    values[:, -1] = values[:, 0]  # equal values count each
    found = greatest(values, 5).sort(dim=1, descending=True).values
    assert torch.equal(found, values.topk(min(5, count), dim=1).values)


def test_of_nothing_the_greatest_is_zero() -> None:
    assert torch.equal(greatest(torch.ones(3, 0), 5), torch.zeros(3, 1))
