"""Reads pictures whose values number labels or objects: palette PNGs, grey PNGs, colours with a list of labels."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from vrp_core.exchange.found import Pixels, Unusable

UNSCORED = 255  # Pascal VOC's border around objects, as an index
CREAM = (224 << 16) | (224 << 8) | 192  # and as a colour
_MOST_VALUES = 4096


def read_values(path: Path, as_colors: bool = False) -> NDArray[np.int64]:
    """(H, W) int64: the index of each pixel, its grey value, or its colour as `red << 16 | green << 8 | blue`.

    Args:
        path: the picture.
        as_colors: return colours also for pictures with a palette.

    Raises:
        Unusable: the file is not a picture.
    """
    try:
        with Image.open(path) as opened:
            numbers = opened.mode in ("P", "L", "1") or opened.mode.startswith("I")
            if numbers and not (as_colors and opened.mode == "P"):
                return np.asarray(opened).astype(np.int64)
            colors = np.asarray(opened.convert("RGB")).astype(np.int64)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unusable("a picture that cannot be read") from error
    return (colors[..., 0] << 16) | (colors[..., 1] << 8) | colors[..., 2]


def is_indexed(path: Path) -> bool:
    """Whether the values of a picture are indices, not colours."""
    try:
        with Image.open(path) as opened:
            return opened.mode not in ("RGB", "RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False


def color_value(red: int, green: int, blue: int) -> int:
    """The value that `read_values` returns for a colour."""
    return (red << 16) | (green << 8) | blue


def regions_by_value(values: NDArray[np.int64]) -> dict[int, Pixels]:
    """The region of every value of a picture.

    Raises:
        Unusable: the picture has so many values that it must be a photo.
    """
    shown = np.unique(values)
    if len(shown) > _MOST_VALUES:
        raise Unusable("a picture of too many values, which looks like a photo")
    return {int(value): Pixels(values == value, whole=True) for value in shown}
