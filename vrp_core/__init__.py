"""The engine of VRP Annotator: finds one kind of object in many photos from one marked example.

Importing this package loads nothing heavy; `vrp_core.inference.segmenter` is where torch comes in.
"""

import ctypes
import os
import sys

# torch's OpenMP threads spin while they wait, which makes everything twenty times slower beside one busy process. The
# policy is read when torch's libraries load, so it must be set before anything imports torch.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

__version__ = "0.1.0"

_M_ARENA_MAX = -8  # of glibc's malloc.h


def _use_one_heap() -> None:
    """Let all threads take memory from one heap.

    glibc gives each thread a heap of its own that returns large blocks to the system at once, to fetch them again page
    by page: outside the main thread an image took half as long again to encode. Must precede the threads.
    """
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    if library is not None and hasattr(library, "mallopt"):
        library.mallopt(_M_ARENA_MAX, 1)


_use_one_heap()
