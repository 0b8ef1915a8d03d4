"""Works on several items at the same time. The caller works too, so it ends even where no thread can be started.

`threading.Thread.start`, and every pool, waits for ever for a thread that dies of too little memory in its first steps.
"""

import _thread
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def together(work: Callable[[Item], Result], items: Sequence[Item], threads: int) -> list[Result]:
    """The result of each item, in order.

    Args:
        work: called by several threads.
        items: to work on.
        threads: at most so many, with the caller's own.

    Raises:
        What `work` raises, of the first item that failed.
    """
    share = _Share(work, items)
    with suppress(RuntimeError, MemoryError):  # no thread more: the others do the work
        for _ in range(min(threads, len(items)) - 1):
            _thread.start_new_thread(share.take, ())
    share.take()
    return share.results()


class _Share:
    """The items that nobody has taken yet, and the results of the others."""

    def __init__(self, work: Callable[[Item], Result], items: Sequence[Item]) -> None:
        self._work, self._items = work, items
        self._next = self._busy = 0
        self._done: dict[int, object] = {}
        self._errors: dict[int, BaseException] = {}
        self._changed = threading.Condition()

    def take(self) -> None:
        """Work until no item is left, or one has failed."""
        while (number := self._taken()) is not None:
            try:
                self._done[number] = self._work(self._items[number])
            except BaseException as error:
                self._errors[number] = error
            finally:
                with self._changed:
                    self._busy -= 1
                    self._changed.notify_all()

    def _taken(self) -> int | None:
        with self._changed:
            if self._errors or self._next == len(self._items):
                return None
            self._busy += 1
            self._next += 1
            return self._next - 1

    def results(self) -> list:  # type: ignore[type-arg]
        """The results, once nobody is at work."""
        with self._changed:
            self._changed.wait_for(lambda: not self._busy)
        if self._errors:
            raise self._errors[min(self._errors)]
        return [self._done[number] for number in range(len(self._items))]
