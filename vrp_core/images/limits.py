"""Limits on picture sizes, checked before memory for the picture is allocated."""

from vrp_core.domain.geometry import Size

MAX_PIXELS = 300_000_000  # more than any camera has; masks of this size must still be drawn and stored
_SHARE = 0.9  # usable share of the free memory


class TooLarge(Exception):
    """A picture exceeds a limit; the text says which."""


def check_size(size: Size) -> None:
    """Refuse pictures that are too large for any project.

    Raises:
        TooLarge: the picture has too many pixels.
        ValueError: the picture has no pixels.
    """
    if min(size) < 1:
        raise ValueError(f"its header says {size.width} x {size.height} pixels")
    pixels = size.height * size.width
    if pixels > MAX_PIXELS:
        raise TooLarge(f"it has {_millions(pixels)} million pixels, the limit is {MAX_PIXELS // 10**6} million pixels")


def check_memory(size: Size, bytes_per_pixel: float) -> None:
    """Refuse pictures that do not fit in free memory, before the system kills the program.

    Args:
        size: the picture's size.
        bytes_per_pixel: peak memory of its decoder, including the (H, W, 3) result.

    Raises:
        TooLarge: the picture does not fit.
    """
    import psutil  # here, as most commands look at no picture of this kind

    needed, free = size.height * size.width * bytes_per_pixel, psutil.virtual_memory().available
    if needed > free * _SHARE:
        raise TooLarge(f"decoding it takes {needed / 1e9:.1f} GB of memory and {free / 1e9:.1f} GB are free")


def _millions(pixels: int) -> str:
    return f"{pixels / 1e6:.0f}" if pixels < 10**12 else "more than a million"
