"""What importing the engine sets for the process, seen from a process of its own."""

import subprocess
import sys

import pytest

_THREADS = """
import ctypes, threading
import vrp_core
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
libc.malloc.restype = ctypes.c_void_p
threads = [threading.Thread(target=libc.malloc, args=(ctypes.c_size_t(100),)) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
out = ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w"))
libc.malloc_info(0, out)
libc.fclose(out)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's")
def test_threads_share_one_heap() -> None:
    told = subprocess.run([sys.executable, "-c", _THREADS], capture_output=True, text=True, check=True).stdout
    assert told.count("<heap nr=") == 1


def test_openmp_is_asked_not_to_spin() -> None:
    code = "import os; os.environ.pop('OMP_WAIT_POLICY', 0); import vrp_core; print(os.environ['OMP_WAIT_POLICY'])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told == "PASSIVE\n"
