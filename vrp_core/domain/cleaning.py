"""Cleaning masks: smooth outlines, no crumbs, no pinholes."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.masks import Mask, Rle, decode, encode

# Shares of the largest part.
_CRUMB = 0.005
_PINHOLE = 0.005


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
        result = _without_small_parts(_parts(result, 8), wanted.smallest_part)
    return _filled(result, wanted.largest_hole) if wanted.largest_hole else result


def cleaned_rle(rle: Rle, wanted: Cleaning) -> Rle:
    """A mask's code after cleaning; unchanged where nothing would be left."""
    mask = cleaned(decode(rle), wanted)
    return encode(mask) if mask.any() else rle


def finished(mask: Mask) -> Mask:
    """A found (H, W) bool mask without crumbs and pinholes: parts and holes that are specks beside the object go."""
    parts = _parts(mask, 8)
    object_area = int(parts[1][1:].max(initial=0))
    result = _without_small_parts(parts, round(_CRUMB * object_area))
    largest_hole = round(_PINHOLE * object_area)
    return _filled(result, largest_hole) if largest_hole else result


def _without_small_parts(parts: tuple[NDArray[Any], NDArray[Any]], smallest: int) -> Mask:
    """The mask of these parts without those of fewer pixels; the largest stays."""
    labels, sizes = parts
    kept = sizes >= min(smallest, sizes[1:].max(initial=0))
    kept[0] = False
    return np.asarray(kept[labels])


def _filled(mask: Mask, largest: int) -> Mask:
    """With the holes of no more pixels filled: 4-connected background that does not reach the edge of the image."""
    labels, sizes = _parts(np.pad(~mask, 1, constant_values=True), 4)
    outside = labels[0, 0]
    holes = sizes <= largest
    holes[[0, outside]] = False
    return mask | np.asarray(holes[labels[1:-1, 1:-1]])


def _parts(mask: Mask, connectivity: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """(H, W) the number of each pixel's part, 0 for the background, and how many pixels have each number."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=connectivity)
    return np.asarray(labels), np.asarray(stats)[:, cv2.CC_STAT_AREA]


def _smoothed(mask: Mask, radius: int) -> Mask:
    """Bumps and notches narrower than a disc are gone: the majority of a blurred neighbourhood decides."""
    side = 2 * radius + 1
    padded = np.pad(mask, radius, mode="edge").astype(np.float32)
    blurred = cv2.GaussianBlur(padded, (side, side), radius / 2)[radius:-radius, radius:-radius]
    return np.asarray(blurred >= 0.5)
