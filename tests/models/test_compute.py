"""What is asked of the machine that the networks run on."""

import pytest
import torch

from vrp_core.domain.memory import ran_out_of_memory
from vrp_core.models.compute import own_products, products


def test_a_machine_without_memory_is_told_from_other_failures() -> None:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(10**15)  # torch has no type of its own for this on a CPU
    assert ran_out_of_memory(caught.value)
    with pytest.raises(RuntimeError) as caught:
        torch.zeros(2) @ torch.zeros(3)
    assert not ran_out_of_memory(caught.value)
    assert ran_out_of_memory(MemoryError()) and not ran_out_of_memory(ValueError("out of memory"))


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 37])
def test_the_products_of_rows_with_each_other_are_those_of_any_two(count: int) -> None:
    torch.manual_seed(count)
    rows = torch.randn(count, 12)
    torch.testing.assert_close(own_products(rows), products(rows, rows))
    with torch.no_grad():  # in the kept precision, whose last bit depends on the order of the sums
        torch.testing.assert_close(own_products(rows), products(rows, rows), rtol=0.02, atol=0.05)
