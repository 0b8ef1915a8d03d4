"""Reads photos ahead of the networks: reader threads, then worker threads that each process whole targets.

A pass and labelling at scale both run their targets through `in_stages`.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Generic, TypeVar

import torch

from vrp_core.domain.errors import OutOfMemory, VrpError
from vrp_core.domain.memory import ran_out_of_memory
from vrp_core.inference.workers import plan_workers, start_workers
from vrp_core.models.compute import free_memory

_AHEAD = 3  # items that are read before a worker asks for them; at least a batch
_TOO_LARGE = "close other programs, or make a smaller copy of the photo, and start a new pass"

Item = TypeVar("Item")
Read = TypeVar("Read")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Working(Generic[Item]):
    """A batch of items in one of the stages."""

    items: list[Item]
    reads: "list[Future[Any]]"
    results: "Future[list[Any]]"


def in_stages(
    items: Iterable[Item],
    read: Callable[[Item], Read],
    work: Callable[[Sequence[Read]], Sequence[Result]],
    device: torch.device,
    stopped: Callable[[], bool] = lambda: False,
) -> Generator[tuple[Item, Result | VrpError | OSError], None, None]:
    """Read and process items; yields each with its result, in order. Few are in memory at the same time.

    What `read` or `work` raise on purpose, and running out of memory, becomes the item's result. Closing the iterator,
    or `stopped`, ends the work within one batch, which is one item unless the networks are on a GPU.

    Args:
        items: taken one by one, as they are needed.
        read: called by the reader threads.
        work: called by the worker threads with what was read of a batch; gives a result for each.
        device: where the networks are; decides how many workers there are, and how large a batch is.
        stopped: asked before each result is waited for.
    """
    plan = plan_workers(device)
    ahead = max(1, _AHEAD // plan.batch)  # batches: large photos fill the memory
    waiting = iter(items)
    working: deque[_Working[Item]] = deque()
    with ThreadPoolExecutor(plan.readers, "reader") as readers, start_workers(plan) as workers:
        try:
            while not stopped():
                while len(working) < plan.workers + ahead and (batch := list(islice(waiting, plan.batch))):
                    reads = [readers.submit(read, item) for item in batch]
                    working.append(_Working(batch, reads, workers.submit(_results, work, reads)))
                if not working:
                    break
                first = working.popleft()
                yield from zip(first.items, first.results.result(), strict=True)
        finally:
            for one in working:
                one.results.cancel()
            for one in working:  # not before: items in progress still wait for their reader
                if one.results.cancelled():
                    for reading in one.reads:
                        reading.cancel()


def _results(
    work: Callable[[Sequence[Read]], Sequence[Result]], reads: "Sequence[Future[Read]]"
) -> list[Result | VrpError | OSError]:
    """The results of a batch. What cannot be read does not stop the others; where the batch fails, each goes alone."""
    everything = [_attempt(one.result) for one in reads]
    good = [one for one in everything if not isinstance(one, VrpError | OSError)]
    done = _attempt(lambda: work(good)) if good else []
    each: Iterator[Result | VrpError | OSError]
    if not isinstance(done, VrpError | OSError):
        each = iter(done)
    elif len(good) == 1:
        each = iter([done])
    else:
        each = (_attempt(partial(_alone, work, one)) for one in good)
    return [one if isinstance(one, VrpError | OSError) else next(each) for one in everything]


def _alone(work: Callable[[Sequence[Read]], Sequence[Result]], one: Read) -> Result:
    return work([one])[0]


def _attempt(step: Callable[[], Result]) -> Result | VrpError | OSError:
    """What a step gives, or what it raises on purpose."""
    try:
        return step()
    except (VrpError, OSError, MemoryError, RuntimeError) as error:
        if ran_out_of_memory(error):
            free_memory()  # the next item may fit
            return OutOfMemory("", _TOO_LARGE)
        if not isinstance(error, VrpError | OSError):
            raise
        return error
