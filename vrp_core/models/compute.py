"""Chooses device, precision and number of threads for the networks."""

import contextlib
import ctypes
import gc
import os
import sys
from contextlib import AbstractContextManager
from itertools import pairwise

import torch
from torch import Tensor

from vrp_core.domain.errors import NotFound

_M_TRIM_THRESHOLD, _M_MMAP_MAX = -1, -4  # constants of glibc's malloc.h
_STRIPS = 4  # of `own_products`: more save less than they cost


def choose_device(wanted: str = "auto") -> torch.device:
    """The requested device; `auto` means the GPU if there is one.

    Raises:
        NotFound: this machine does not have the device. No other device is used instead.
    """
    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wanted == "auto":
        return torch.device(next(name for name in ("cuda", "mps", "cpu") if present[name]))
    kind = wanted.split(":")[0]
    if not present.get(kind, False):
        raise NotFound("device", wanted, tuple(name for name, there in present.items() if there))
    return torch.device(wanted)


def use_threads(count: int | None = None) -> None:
    """Let torch use `count` threads; by default one per core that this process may run on."""
    torch.set_num_threads(count or available_cores())


def free_memory() -> None:
    """Free the memory that a device's allocator has cached, after an allocation failed."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def keep_memory() -> None:
    """Let glibc reuse freed tensor memory.

    Every layer's output is a large block, which glibc would return to the system and fetch again page by page; encoding
    an image then takes up to twice as long. Other systems do not need this.
    """
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    if library is not None and hasattr(library, "mallopt"):
        library.mallopt(_M_MMAP_MAX, 0)
        library.mallopt(_M_TRIM_THRESHOLD, 2**31 - 1)


def available_cores() -> int:
    """The number of cores this process may use; in a container, fewer than the machine may have."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def has_fast_bf16(device: torch.device) -> bool:
    """Whether bfloat16 products are faster than float32 ones: GPUs that support it, CPUs whose instructions have it
    (AVX512_BF16: AMD since Zen 4, Intel's servers since Sapphire Rapids; twice the rate, more with AMX tiles).

    Elsewhere a CPU emulates bfloat16 many times slower than it computes float32.
    """
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return device.type == "cpu" and bool(torch.cpu._is_avx512_bf16_supported())


def large_precision(device: torch.device) -> AbstractContextManager[object]:
    """The autocast context of convolutions and large products (frozen encoders, the locator, training batches).

    bfloat16 where it is fast, else none.
    """
    if has_fast_bf16(device):
        return torch.autocast(device.type, torch.bfloat16)
    return contextlib.nullcontext()


def small_precision(device: torch.device) -> AbstractContextManager[object]:
    """The autocast context of small products (one target): bfloat16 on GPUs only.

    On a CPU casting the weights for each product costs more than it saves; see `kept_precision`.
    """
    if device.type == "cuda" and has_fast_bf16(device):
        return torch.autocast(device.type, torch.bfloat16)
    return contextlib.nullcontext()


def kept_precision(device: torch.device) -> torch.dtype:
    """The type in which weights of small products are kept, to be cast once: bfloat16 on CPUs where it is fast.

    Elsewhere float32: on GPUs `small_precision` casts, and gradients want float32.
    """
    fast = device.type == "cpu" and has_fast_bf16(device) and not torch.is_grad_enabled()
    return torch.bfloat16 if fast else torch.float32


def products(first: Tensor, second: Tensor) -> Tensor:
    """(P, N) float32 products of each of (P, C) rows with each of (N, C) rows, in the precision of small products."""
    kind = kept_precision(first.device)
    return (first.to(kind) @ second.to(kind).T).float()


def own_products(rows: Tensor) -> Tensor:
    """(P, P) `products` of (P, C) rows with each other, of which a CPU computes little more than one half."""
    if rows.device.type != "cpu":
        return products(rows, rows)
    rows = rows.to(kept_precision(rows.device))
    found = torch.empty(len(rows), len(rows))
    edges = [len(rows) * part // _STRIPS for part in range(_STRIPS + 1)]
    for start, end in pairwise(edges):
        strip = (rows[start:end] @ rows[start:].T).float()
        found[start:end, start:] = strip
        found[end:, start:end] = strip[:, end - start :].T
    return found
