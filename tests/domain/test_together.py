"""Work by several threads, and by the caller alone where no other can be started."""

import _thread
import threading

import pytest

from vrp_core.domain.together import together


def test_each_item_is_worked_on_once_and_at_the_same_time() -> None:
    meeting = threading.Barrier(3)
    seen: list[int] = []

    def work(number: int) -> int:
        seen.append(number)
        if number < 3:
            meeting.wait(20)  # three at once, else it breaks
        return number * number

    assert together(work, range(50), 3) == [number * number for number in range(50)]
    assert sorted(seen) == list(range(50))
    assert together(work, [], 4) == []


def test_the_first_failure_is_raised() -> None:
    def work(number: int) -> int:
        if number in (5, 7):
            raise ValueError(str(number))
        return number

    for _ in range(50):
        with pytest.raises(ValueError, match="5"):
            together(work, range(20), 4)


def test_the_caller_does_it_alone_where_no_thread_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*arguments: object) -> int:
        raise RuntimeError("can't start new thread")

    def dies(*arguments: object) -> int:
        return 0  # it was started and died before its first step

    for start in (none, dies):
        monkeypatch.setattr(_thread, "start_new_thread", start)
        assert together(lambda number: number + 1, range(9), 4) == list(range(1, 10))
