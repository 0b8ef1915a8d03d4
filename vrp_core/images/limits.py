"""How large a picture may be, checked before anything of its size is allocated."""

import psutil

from vrp_core.domain.geometry import Size

MAX_PIXELS = 300_000_000  # more than any camera makes; masks of its size must still be drawn and stored
_SHARE = 0.9  # of the free memory


class TooLarge(Exception):
    """A picture is over a limit; its text says which."""


def check_size(size: Size) -> None:
    """Refuse what no project could hold.

    Raises:
        TooLarge: there are too many pixels.
        ValueError: there are none.
    """
    if min(size) < 1:
        raise ValueError(f"its header says {size.width} x {size.height} pixels")
    pixels = size.height * size.width
    if pixels > MAX_PIXELS:
        raise TooLarge(f"it has {_millions(pixels)} million pixels, the limit is {MAX_PIXELS // 10**6} million pixels")


def check_memory(size: Size, bytes_per_pixel: float) -> None:
    """Refuse what does not fit the memory that is free, before the system ends the program for it.

    Args:
        size: of the picture.
        bytes_per_pixel: what its decoder holds at a time, with the (H, W, 3) result.

    Raises:
        TooLarge: it does not fit.
    """
    needed, free = size.height * size.width * bytes_per_pixel, psutil.virtual_memory().available
    if needed > free * _SHARE:
        raise TooLarge(f"decoding it takes {needed / 1e9:.1f} GB of memory and {free / 1e9:.1f} GB are free")


def _millions(pixels: int) -> str:
    return f"{pixels / 1e6:.0f}" if pixels < 10**12 else "more than a million"
