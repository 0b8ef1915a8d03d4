"""Threads that each take whole targets, instead of one target spread over every core.

A layer that is spread over cores ends in a wait for the slowest of them. Beside another busy process each of these
waits, a few hundred for a photo, lasts until the scheduler comes back to a thread that was put aside. A target on one
thread waits for nobody.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import torch

_MOST_WORKERS = 4  # each holds the activations of a target, some 300 MB


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """How targets are shared out."""

    workers: int  # targets under way at a time
    threads: int  # of torch, for each worker


def plan_workers(device: torch.device) -> WorkerPlan:
    """One thread for each target on a CPU; one worker for a GPU, which orders the work itself."""
    threads = torch.get_num_threads()
    if device.type != "cpu":
        return WorkerPlan(1, threads)
    workers = min(threads, _MOST_WORKERS)
    return WorkerPlan(workers, threads // workers)


def start_workers(plan: WorkerPlan) -> ThreadPoolExecutor:
    """A pool whose threads run torch with the plan's number of threads; other threads keep theirs."""
    before = torch.get_num_threads()
    together = threading.Barrier(plan.workers + 1)
    pool = ThreadPoolExecutor(plan.workers, "worker", _use_threads, (plan.threads,))
    for _ in range(plan.workers):
        pool.submit(together.wait)
    together.wait()  # every thread has set its number, which torch also takes for threads to come
    torch.set_num_threads(before)
    return pool


def _use_threads(count: int) -> None:
    """Let the calling thread run torch with so many threads."""
    torch.get_num_threads()  # a thread's first call takes the process's number, whatever was set before it
    torch.set_num_threads(count)
