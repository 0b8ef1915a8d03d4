"""Keeps the machine busy with processes that compute endlessly, to measure figures under load."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_LOOP = "while True: pass"


@contextmanager
def busy_processes(count: int) -> Iterator[None]:
    """Keep the given number of cores busy within the context, with one process each."""
    processes = [subprocess.Popen([sys.executable, "-c", _LOOP]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()
