"""The greatest of columns against torch's own."""

import pytest
import torch

from vrp_core.models.greatest import greatest_of_columns


@pytest.mark.parametrize("count", [1, 2, 4, 5, 15, 16, 17, 100, 256])
def test_the_greatest_of_columns_are_those_of_topk(count: int) -> None:
    torch.manual_seed(count)
    values = torch.rand(count, 7) * 2 - 1
    values[-1] = values[0]  # equal values count each
    assert torch.equal(greatest_of_columns(values, 5), values.topk(min(5, count), dim=0).values)


def test_of_nothing_the_greatest_is_zero() -> None:
    assert torch.equal(greatest_of_columns(torch.ones(0, 3), 5), torch.zeros(1, 3))
