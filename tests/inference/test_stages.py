"""Items in stages: order, batches, and what happens to an item that fails."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from vrp_core.domain.errors import ImageUnreadable, OutOfMemory, VrpError
from vrp_core.inference import stages
from vrp_core.inference.stages import in_stages
from vrp_core.inference.workers import WorkerPlan

_CPU = torch.device("cpu")


def _read(number: int) -> int:
    if number % 7 == 3:
        raise ImageUnreadable(Path(f"{number}.jpg"), "cut off")
    return number


def _names(results: Sequence[tuple[int, str | VrpError | OSError]]) -> list[str]:
    return [one if isinstance(one, str) else type(one).__name__ for _, one in results]


def _expected(number: int, heavy: int) -> str:
    return "ImageUnreadable" if number % 7 == 3 else "OutOfMemory" if number == heavy else str(number)


@given(st.integers(0, 20), st.integers(1, 5), st.integers(1, 3), st.integers(0, 20))
def test_each_item_gets_its_own_result_in_order(count: int, batch: int, workers: int, heavy: int) -> None:
    """Whatever the batches are: an item that cannot be read, or is too large for the memory, fails alone."""

    def work(numbers: Sequence[int]) -> list[str]:
        if heavy in numbers:
            raise MemoryError
        return [str(number) for number in numbers]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stages, "plan_workers", lambda device: WorkerPlan(workers, 1, batch))
        results = list(in_stages(range(count), _read, work, _CPU))
    assert [item for item, _ in results] == list(range(count))
    assert _names(results) == [_expected(number, heavy) for number in range(count)]
    assert all(isinstance(one, str | ImageUnreadable | OutOfMemory) for _, one in results)


@pytest.mark.parametrize("batch", [1, 4])
def test_what_nobody_expects_is_raised(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "plan_workers", lambda device: WorkerPlan(2, 1, batch))
    with pytest.raises(ZeroDivisionError):
        list(in_stages(range(5), _read, lambda numbers: [1 // 0 for _ in numbers], _CPU))


def test_items_are_taken_as_they_are_needed_and_stopping_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "plan_workers", lambda device: WorkerPlan(1, 1, 4))
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    done: list[int] = []
    for number, _ in in_stages(items(), lambda one: one, lambda batch: [str(one) for one in batch], _CPU):
        done.append(number)
        if len(done) == 6:
            break
    assert done == list(range(6)) and len(taken) < 60
