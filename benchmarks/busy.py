"""Other work on the machine: processes that compute without end, for figures beside them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_LOOP = "while True: pass"


@contextmanager
def busy_processes(count: int) -> Iterator[None]:
    """Keep so many cores busy meanwhile, each by a process of its own."""
    processes = [subprocess.Popen([sys.executable, "-c", _LOOP]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()
