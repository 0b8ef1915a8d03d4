"""Whether an error means that a device or the machine had no memory left: every library has words of its own."""

import errno
import re

_NO_MEMORY = re.compile(
    "can't allocate memory"  # torch on CPUs
    "|not enough memory"  # torch on Windows
    "|out of memory"  # torch on GPUs and MPS, the system
    "|bad_alloc"  # C++
    "|bad allocation"
    "|insufficient memory"  # OpenCV
    "|failed to allocate"
    "|_ALLOC_FAILED",  # CUDA's libraries
    re.IGNORECASE,
)


def ran_out_of_memory(error: BaseException) -> bool:
    """Whether there was no memory left; libraries in C++ say so by text alone."""
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return True
    native = isinstance(error, RuntimeError) or type(error).__module__ == "cv2"
    return native and _NO_MEMORY.search(str(error)) is not None
