"""Rotates regions that a tool without support for EXIF orientation drew on a photo that is not upright."""

from pathlib import Path

import numpy as np
from PIL import Image

from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle, decode, encode
from vrp_core.domain.prompts import BoxPrompt, PointPrompt, Prompt

_ORIENTATION = 274  # EXIF tag
_SIDEWAYS = (5, 6, 7, 8)


def sideways_orientation(photo: Path) -> int | None:
    """The EXIF orientation of a photo stored with height and width swapped, 5 to 8; None for any other."""
    try:
        with Image.open(photo) as opened:
            orientation = opened.getexif().get(_ORIENTATION)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return int(orientation) if orientation in _SIDEWAYS else None


def upright_mask(mask: Rle, orientation: int) -> Rle:
    """A mask of the stored photo as a mask of the upright photo."""
    pixels = decode(mask)
    turned = {
        5: lambda: pixels.T,
        6: lambda: np.rot90(pixels, -1),
        7: lambda: np.rot90(pixels, 2).T,
        8: lambda: np.rot90(pixels),
    }[orientation]()
    return encode(turned)


def upright_prompt(prompt: Prompt, orientation: int, lying: Size) -> Prompt:
    """A point or box of the stored photo as one of the upright photo."""

    def moved(x: float, y: float) -> tuple[float, float]:
        across = lying.height - y if orientation in (6, 7) else y
        down = lying.width - x if orientation in (7, 8) else x
        return across, down

    if isinstance(prompt, PointPrompt):
        return PointPrompt(*moved(prompt.x, prompt.y), positive=prompt.positive)
    assert isinstance(prompt, BoxPrompt)
    (x0, y0), (x1, y1) = moved(prompt.x0, prompt.y0), moved(prompt.x1, prompt.y1)
    return BoxPrompt(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
