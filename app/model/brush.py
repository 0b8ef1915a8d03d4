"""The arithmetic of painting: discs along a way, only where the brush has been. No Qt."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle, decode_crop, encode_crop

ON = 255


class Rect(NamedTuple):
    """Pixels from left to right and top to bottom, ends not included."""

    left: int
    top: int
    right: int
    bottom: int

    def joined(self, other: "Rect") -> "Rect":
        """The smallest rectangle around both; an empty one adds nothing."""
        if self.empty or other.empty:
            return other if self.empty else self
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    @property
    def empty(self) -> bool:
        """It holds no pixel."""
        return self.right <= self.left or self.bottom <= self.top


NOTHING = Rect(0, 0, 0, 0)


class PaintedMask:
    """A mask under the brush: (H, W) uint8, 0 or 255, changed in place so that a picture of it needs no copy."""

    def __init__(self, size: Size, start: Rle | None = None) -> None:
        self.size = size
        self.pixels: NDArray[np.uint8] = np.zeros(size, dtype=np.uint8)
        self._extent = NOTHING  # holds every pixel that is set
        if start is not None:
            crop, (left, top) = decode_crop(start)
            height, width = crop.shape
            self._extent = Rect(left, top, left + width, top + height)
            self.pixels[top : top + height, left : left + width] = crop * np.uint8(ON)

    def stroke(self, start: tuple[float, float], end: tuple[float, float], diameter: float, erase: bool) -> Rect:
        """Paint or erase a round brush's way between two places (x, y in image pixels); gives what changed."""
        radius = max(0.5, diameter / 2)
        touched = self._around(start, end, radius)
        if touched.empty:
            return NOTHING
        height, width = touched.bottom - touched.top, touched.right - touched.left
        xs = np.arange(touched.left, touched.right, dtype=np.float64) + 0.5
        ys = np.arange(touched.top, touched.bottom, dtype=np.float64) + 0.5
        covered = _near_segment(xs, ys, start, end, radius) if height * width else np.zeros((0, 0), dtype=bool)
        view = self.pixels[touched.top : touched.bottom, touched.left : touched.right]
        view[covered] = 0 if erase else ON
        if not erase:
            self._extent = self._extent.joined(touched)
        return touched

    @property
    def extent(self) -> Rect:
        """Pixels that hold every pixel that is set."""
        return self._extent

    def part(self, shown: Rect, step: int) -> NDArray[np.uint8]:
        """(h, w) uint8 copy of some pixels, of every `step`-th row and column."""
        return np.ascontiguousarray(self.pixels[shown.top : shown.bottom : step, shown.left : shown.right : step])

    def rle(self) -> Rle:
        """The mask as it is now."""
        left, top, right, bottom = self._extent
        return encode_crop(self.pixels[top:bottom, left:right] > 0, (left, top), self.size)

    def _around(self, start: tuple[float, float], end: tuple[float, float], radius: float) -> Rect:
        xs, ys = sorted((start[0], end[0])), sorted((start[1], end[1]))
        return Rect(
            max(0, int(np.floor(xs[0] - radius))),
            max(0, int(np.floor(ys[0] - radius))),
            min(self.size.width, int(np.ceil(xs[1] + radius)) + 1),
            min(self.size.height, int(np.ceil(ys[1] + radius)) + 1),
        )


def moved(rle: Rle, right: int, down: int) -> Rle:
    """A mask moved by whole pixels; what leaves the image is cut off."""
    crop, (left, top) = decode_crop(rle)
    height, width = crop.shape
    left, top = left + right, top + down
    cut_left, cut_top = max(0, -left), max(0, -top)
    cut_right, cut_bottom = max(0, left + width - rle.width), max(0, top + height - rle.height)
    kept = crop[cut_top : max(cut_top, height - cut_bottom), cut_left : max(cut_left, width - cut_right)]
    return encode_crop(kept, (max(0, left), max(0, top)), rle.size)


def _near_segment(
    xs: NDArray[np.float64],
    ys: NDArray[np.float64],
    start: tuple[float, float],
    end: tuple[float, float],
    radius: float,
) -> NDArray[np.bool_]:
    """(h, w) bool: pixel centres within a radius of a segment."""
    step = (end[0] - start[0], end[1] - start[1])
    length = step[0] ** 2 + step[1] ** 2
    right, down = xs[None] - start[0], ys[:, None] - start[1]
    along = np.clip((right * step[0] + down * step[1]) / length, 0, 1) if length else 0.0
    return (right - along * step[0]) ** 2 + (down - along * step[1]) ** 2 <= radius**2
