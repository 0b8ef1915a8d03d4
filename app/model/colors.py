"""The colour of each object on a photo: its label's, in another shade for each further instance."""

import colorsys
from collections.abc import Mapping, Sequence

from .objects import ObjectKey, SceneObject

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
        colors[one.key] = _shaded(labels.get(one.label_id, "#ffffff"), number)
    return colors


def _shaded(color: str, number: int) -> str:
    turn, brighter = _SHADES[number % len(_SHADES)]
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    shade = colorsys.hls_to_rgb((hue + turn) % 1, min(0.85, max(0.25, lightness + brighter)), saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in shade) if number else color
