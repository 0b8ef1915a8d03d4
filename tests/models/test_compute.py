"""What is asked of the machine that the networks run on."""

import pytest
import torch

from vrp_core.domain.memory import ran_out_of_memory


def test_a_machine_without_memory_is_told_from_other_failures() -> None:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(10**15)  # torch has no type of its own for this on a CPU
    assert ran_out_of_memory(caught.value)
    with pytest.raises(RuntimeError) as caught:
        torch.zeros(2) @ torch.zeros(3)
    assert not ran_out_of_memory(caught.value)
    assert ran_out_of_memory(MemoryError()) and not ran_out_of_memory(ValueError("out of memory"))
