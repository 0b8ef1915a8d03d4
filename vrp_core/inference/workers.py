"""Worker threads that each process whole targets, instead of spreading each target over all cores.

A layer that is spread over cores waits for the slowest core. If another process is busy, each of these waits (a few
hundred per photo) lasts until the scheduler resumes a preempted thread. A target on one thread never waits.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import torch

from vrp_core.models.compute import available_cores

_MOST_WORKERS = 4  # each holds the activations of a target, some 300 MB
_GPU_BATCH = 8  # photos that the encoders of a GPU see at once; ViT-H then needs some 10 GB beside its weights
_GPU_READERS = 8  # a GPU encodes photos faster than two threads decode them
_READERS = 2


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """How targets are distributed over threads."""

    workers: int  # targets processed at the same time
    threads: int  # torch threads of each worker
    batch: int = 1  # targets that a worker takes at once
    readers: int = _READERS  # threads that read photos ahead


def plan_workers(device: torch.device) -> WorkerPlan:
    """One thread per target on a CPU; one worker for a GPU, which schedules its own work, and batches for CUDA."""
    threads = torch.get_num_threads()
    if device.type == "cuda":
        return WorkerPlan(1, threads, _GPU_BATCH, min(max(_READERS, available_cores()), _GPU_READERS))
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
    together.wait()  # every thread has set its count, which torch also applies to later threads
    torch.set_num_threads(before)
    return pool


def one_worker(device: torch.device) -> ThreadPoolExecutor:
    """A pool of one thread that runs torch with the threads of a worker.

    The last bits of some products depend on the number of threads. What is prepared for the workers must not depend on
    how many the calling thread happens to have: machines that label with one core find what a pass finds.
    """
    return start_workers(replace(plan_workers(device), workers=1))


def _use_threads(count: int) -> None:
    """Let the calling thread run torch with so many threads."""
    torch.get_num_threads()  # a thread's first call takes the process's count and ignores earlier settings
    torch.set_num_threads(count)
