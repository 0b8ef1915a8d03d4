"""The colour of each object on a photo: its label's, in another shade for each further instance."""

import colorsys
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.colors import PALETTE

from .objects import ObjectKey, SceneObject

DRAFT = "#00c2ff"  # of what is not finished
CLEAR = 25.0  # distance in CIELAB from which two colours are told apart at a glance, also in a thin line
_SAME = 10  # per cent: as much of a photo may look like the colour of an object

# Hue (turns) and brightness that are added for the first, second... instance; then again from the start.
_SHADES = ((0.0, 0.0), (0.06, 0.12), (-0.06, -0.12), (0.11, -0.05), (-0.11, 0.08), (0.03, -0.2))


def instance_colors(objects: Sequence[SceneObject], labels: Mapping[int, str]) -> dict[ObjectKey, str]:
    """A colour for each object.

    Args:
        objects: on one image.
        labels: label id -> "#rrggbb".

    Returns:
        Object -> "#rrggbb".
    """
    seen: dict[int, int] = {}
    colors: dict[ObjectKey, str] = {}
    for one in sorted(objects, key=lambda one: one.key.id):
        number = seen[one.label_id] = seen.get(one.label_id, -1) + 1
        color = labels.get(one.label_id, "#ffffff")
        shades = shades_of(color) if number else (color,)  # OpenCV's first look at a colour takes a tenth of a second
        colors[one.key] = shades[number % len(shades)]
    return colors


@lru_cache(maxsize=256)
def shades_of(color: str) -> tuple[str, ...]:
    """A label's colour and its shades, "#rrggbb" each, without those that look like a draft."""
    shades = [_shaded(color, turn, brighter) for turn, brighter in _SHADES[1:]]
    return (color, *(one for one in shades if distance(one, _pixel(DRAFT)) >= CLEAR))


def contrasting(photo: NDArray[np.uint8], taken: Collection[str]) -> str:
    """The first colour for labels that is clear on a photo and has not been taken; without one, the clearest.

    Args:
        photo: (H, W, 3) RGB, a small copy will do.
        taken: colours of other labels, "#rrggbb".

    Returns:
        "#rrggbb"
    """
    free = [one for one in PALETTE if one not in taken] or list(PALETTE)
    clearness = {one: distance(one, photo) for one in free}
    return next((one for one in free if clearness[one] >= CLEAR), max(free, key=lambda one: clearness[one]))


def distance(color: str, photo: NDArray[np.uint8]) -> float:
    """How far a colour, "#rrggbb", is from all but a tenth of an (H, W, 3) RGB photo, in CIELAB: 0 to about 250."""
    ours, theirs = (_lab(one).reshape(-1, 3) for one in (_pixel(color), photo))
    return float(np.percentile(np.linalg.norm(theirs - ours, axis=1), _SAME))


def _lab(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), dtype=np.float32)


def _pixel(color: str) -> NDArray[np.uint8]:
    return np.array([[[int(color[place : place + 2], 16) for place in (1, 3, 5)]]], dtype=np.uint8)


def _shaded(color: str, turn: float, brighter: float) -> str:
    red, green, blue = (int(part) / 255 for part in _pixel(color)[0, 0])
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    shade = colorsys.hls_to_rgb((hue + turn) % 1, min(0.85, max(0.25, lightness + brighter)), saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in shade)
