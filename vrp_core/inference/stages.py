"""Reads photos ahead of the networks: reader threads, then worker threads that each process whole targets.

A pass and labelling at scale both run their targets through `in_stages`.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

import torch

from vrp_core.domain.errors import OutOfMemory, VrpError
from vrp_core.domain.memory import ran_out_of_memory
from vrp_core.inference.workers import plan_workers, start_workers
from vrp_core.models.compute import free_memory

_READERS = 2
_AHEAD = 3  # items read before a worker asks for them
_TOO_LARGE = "close other programs, or make a smaller copy of the photo, and start a new pass"

Item = TypeVar("Item")
Read = TypeVar("Read")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Working(Generic[Item]):
    """An item in one of the stages."""

    item: Item
    read: "Future[Any]"
    result: "Future[Any]"


def in_stages(
    items: Iterable[Item],
    read: Callable[[Item], Read],
    work: Callable[[Read], Result],
    device: torch.device,
    stopped: Callable[[], bool] = lambda: False,
) -> Generator[tuple[Item, Result | VrpError | OSError], None, None]:
    """Read and process items; yields each with its result, in order. Few are in memory at the same time.

    What `read` or `work` raise on purpose, and running out of memory, becomes the item's result. Closing the iterator,
    or `stopped`, ends the work within one item.

    Args:
        items: taken one by one, as they are needed.
        read: called by the reader threads.
        work: called by the worker threads with what was read.
        device: where the networks are; decides how many workers there are.
        stopped: asked before each result is waited for.
    """
    plan = plan_workers(device)
    waiting = iter(items)
    working: deque[_Working[Item]] = deque()
    with ThreadPoolExecutor(_READERS, "reader") as readers, start_workers(plan) as workers:
        try:
            while not stopped():
                for item in islice(waiting, plan.workers + _AHEAD - len(working)):
                    reading = readers.submit(read, item)
                    working.append(_Working(item, reading, workers.submit(_result, work, reading)))
                if not working:
                    break
                first = working.popleft()
                yield first.item, first.result.result()
        finally:
            for one in working:
                one.result.cancel()
            for one in working:  # not before: items in progress still wait for their reader
                if one.result.cancelled():
                    one.read.cancel()


def _result(work: Callable[[Read], Result], read: "Future[Read]") -> Result | VrpError | OSError:
    try:
        return work(read.result())
    except (VrpError, OSError, MemoryError, RuntimeError) as error:
        if ran_out_of_memory(error):
            free_memory()  # the next item may fit
            return OutOfMemory("", _TOO_LARGE)
        if not isinstance(error, VrpError | OSError):
            raise
        return error
