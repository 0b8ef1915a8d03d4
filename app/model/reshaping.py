"""Changes of a mask's shape: cleaning, cutting, joining. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.masks import Mask, Rle, components, decode, encode

Place = tuple[float, float]  # x, y in image pixels


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What is done to a mask, in this order."""

    smooth: int = 0  # pixels: the radius of bumps and notches that go; 0 leaves the outline
    smallest_part: int = 0  # pixels: smaller parts go, but never the largest
    largest_hole: int = 0  # pixels: holes up to this size are filled


def cleaned(mask: Mask, wanted: Cleaning) -> Mask:
    """An (H, W) bool mask after cleaning."""
    result = _smoothed(mask, wanted.smooth) if wanted.smooth else mask
    if wanted.smallest_part:
        result = _without_small_parts(result, wanted.smallest_part)
    return _filled(result, wanted.largest_hole) if wanted.largest_hole else result


def cleaned_rle(rle: Rle, wanted: Cleaning) -> Rle:
    """A mask's code after cleaning; unchanged where nothing would be left."""
    mask = cleaned(decode(rle), wanted)
    return encode(mask) if mask.any() else rle


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


def _without_small_parts(mask: Mask, smallest: int) -> Mask:
    """Without the 8-connected parts of fewer pixels; the largest stays."""
    _, labels, sizes = _parts(mask, 8)
    if len(sizes) < 2:
        return mask
    kept = [number for number in range(1, len(sizes)) if sizes[number] >= smallest]
    return np.isin(labels, kept or [1 + int(np.argmax(sizes[1:]))])


def _filled(mask: Mask, largest: int) -> Mask:
    """With the holes of no more pixels filled: 4-connected background that does not reach the edge of the image."""
    _, labels, sizes = _parts(np.pad(~mask, 1, constant_values=True), 4)
    outside = labels[0, 0]
    holes = [number for number in range(1, len(sizes)) if number != outside and sizes[number] <= largest]
    return mask | np.isin(labels[1:-1, 1:-1], holes)


def _parts(mask: Mask, connectivity: int) -> tuple[int, NDArray[Any], NDArray[Any]]:
    """The number of parts with the background, (H, W) the number of each pixel's part, and the pixels of each part."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=connectivity)
    return count, np.asarray(labels), np.asarray(stats)[:, cv2.CC_STAT_AREA]


def _smoothed(mask: Mask, radius: int) -> Mask:
    """Bumps and notches narrower than a disc are gone: the majority of a blurred neighbourhood decides."""
    side = 2 * radius + 1
    padded = np.pad(mask, radius, mode="edge").astype(np.float32)
    blurred = cv2.GaussianBlur(padded, (side, side), radius / 2)[radius:-radius, radius:-radius]
    return np.asarray(blurred >= 0.5)
