"""Changes of a mask's shape: cutting, joining. No Qt."""

from collections.abc import Sequence

import cv2
import numpy as np

from vrp_core.domain.masks import Mask, Rle, components, decode, encode

Place = tuple[float, float]  # x, y in image pixels


def cut_by_line(mask: Mask, start: Place, end: Place) -> tuple[Mask, Mask] | None:
    """Cut the connected parts that a line crosses, along the line and its extension.

    Args:
        mask: (H, W) bool.
        start: one end of the line.
        end: the other end.

    Returns:
        What lies on the side with more pixels, together with the parts that are not cut, and what lies on the other
        side; None where the line cuts nothing.
    """
    across = np.zeros(mask.shape, dtype=np.uint8)
    ends = [(int(np.floor(x)), int(np.floor(y))) for x, y in (start, end)]
    cv2.line(across, ends[0], ends[1], 1)
    rows, columns = np.ogrid[: mask.shape[0], : mask.shape[1]]
    step = (end[0] - start[0], end[1] - start[1])
    side = step[0] * (rows + 0.5 - start[1]) - step[1] * (columns + 0.5 - start[0]) > 0
    first, second, rest = (np.zeros(mask.shape, dtype=bool) for _ in range(3))
    for part in components(mask):
        if (part & (across > 0)).any():
            first |= part & side
            second |= part & ~side
        else:
            rest |= part
    if not (first.any() and second.any()):
        return None
    larger, smaller = (first, second) if first.sum() >= second.sum() else (second, first)
    return larger | rest, smaller


def joined(regions: Sequence[Rle]) -> Rle:
    """The union of masks of one image."""
    return encode(np.logical_or.reduce([decode(one) for one in regions]))
