"""Targets side by side on threads of their own."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from vrp_core.inference.workers import WorkerPlan, one_worker, plan_workers, start_workers


@pytest.fixture(params=[1, 2, 8])
def threads(request: pytest.FixtureRequest) -> Iterator[int]:
    """So many threads for torch."""
    before = torch.get_num_threads()
    torch.set_num_threads(request.param)
    yield request.param
    torch.set_num_threads(before)


def test_a_cpu_gives_each_target_its_share_of_the_threads(threads: int) -> None:
    plan = plan_workers(torch.device("cpu"))
    assert plan == {1: WorkerPlan(1, 1), 2: WorkerPlan(2, 1), 8: WorkerPlan(4, 2)}[threads]


def test_a_gpu_gets_one_batch_after_the_other(threads: int) -> None:
    plan = plan_workers(torch.device("cuda"))
    assert (plan.workers, plan.threads) == (1, threads) and plan.batch > 1 and plan.readers >= 2


def test_only_workers_run_with_the_plans_threads(threads: int) -> None:
    with start_workers(WorkerPlan(3, 1)) as pool:
        together = threading.Barrier(3)

        def seen() -> int:
            together.wait(10)  # so that each worker answers once
            return torch.get_num_threads()

        assert [answer.result() for answer in [pool.submit(seen) for _ in range(3)]] == [1, 1, 1]
        assert torch.get_num_threads() == threads
        with ThreadPoolExecutor(1) as other:  # a thread that starts later
            assert other.submit(torch.get_num_threads).result() == threads


def test_a_step_as_a_worker_has_a_workers_threads(threads: int) -> None:
    with one_worker(torch.device("cpu")) as worker:
        assert worker.submit(torch.get_num_threads).result() == plan_workers(torch.device("cpu")).threads
    assert torch.get_num_threads() == threads
