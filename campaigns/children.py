"""Runs work in a child process, which may crash, hang, exhaust memory or be killed without ending the campaign."""

import contextlib
import faulthandler
import math
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vrp_core.domain.errors import VrpError

SECONDS = 20.0  # processor time allowed for an input; most take milliseconds
_WAITING = 30.0  # factor from processor time to wall-clock limit: the machine may be busy
MORE_MEMORY = 1 << 30  # bytes that a small input may allocate in addition


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended."""

    said: str  # what the child wrote to its pipe
    signal: int = 0  # the signal that ended it
    struck: bool = False  # it was killed while still running


def harm_of(work: Callable[[], object], seconds: float = SECONDS, memory: int | None = MORE_MEMORY) -> str:
    """Run work in a child; returns the harm it did, "" for success and for the engine's own errors.

    Args:
        work: called in the child.
        seconds: processor time after which the work counts as hanging.
        memory: bytes it may map in addition; None means no limit.
    """
    ended = run_child(lambda say: _judged(work, say), _WAITING * seconds, memory, seconds)
    if ended.struck:
        return f"no end within {_WAITING * seconds:.0f} s of waiting"  # it hangs, and does not even compute
    if ended.signal == signal.SIGXCPU:
        return f"no end within {seconds:.0f} s"
    return f"ended by signal {signal.Signals(ended.signal).name}" if ended.signal else ended.said


def _judged(work: Callable[[], object], say: Callable[[str], None]) -> None:
    try:
        work()
    except (VrpError, OSError):
        return
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        say(f"{type(error).__name__}: {str(error)[:200]} ({Path(last.filename).name}:{last.lineno})")


def run_child(
    work: Callable[[Callable[[str], None]], object],
    seconds: float,
    memory: int | None = None,
    processor: float | None = None,
) -> Ended:
    """Fork, run the work, and kill the child when its wall-clock or processor time is over.

    `work` receives a function that sends bytes to this process.
    """
    read, write = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _be_child(work, read, write, memory, processor)
    os.close(write)
    said, struck = _listen(read, child, seconds)
    os.close(read)
    _, status = os.waitpid(child, 0)
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return Ended(said, number, struck and number == signal.SIGKILL)


def _be_child(
    work: Callable[[Callable[[str], None]], object], read: int, write: int, memory: int | None, processor: float | None
) -> None:
    status = 1
    try:
        os.close(read)
        faulthandler.disable()
        quiet = os.open(os.devnull, os.O_RDWR)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        if memory is not None:
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            limit = pages * resource.getpagesize() + memory
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        if processor is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(processor), math.ceil(processor) + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        work(lambda text: _say(write, text))
        status = 0
    except BaseException as error:
        with contextlib.suppress(OSError):
            _say(write, f"{type(error).__name__}: {str(error)[:200]}")
    finally:
        os._exit(status)


def _say(write: int, text: str) -> None:
    os.write(write, text.encode(errors="replace"))


def _listen(read: int, child: int, seconds: float) -> tuple[str, bool]:
    """Read the child's output until it ends or is killed; returns whether it was killed."""
    said, until = "", time.monotonic() + seconds
    while True:
        left = until - time.monotonic()
        if left <= 0:
            os.kill(child, signal.SIGKILL)
            while block := os.read(read, 65536):
                said += block.decode(errors="replace")
            return said, True
        if select.select([read], [], [], left)[0]:
            block = os.read(read, 65536)
            if not block:
                return said, False
            said += block.decode(errors="replace")
