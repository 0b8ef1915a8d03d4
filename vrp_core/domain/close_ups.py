"""Close-ups: overlapping windows of a photo that are searched one by one, so that small objects are found.

The networks see a photo at a fixed size. In a close-up an object fills a larger share of what they see.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vrp_core.domain.geometry import Size
from vrp_core.domain.mask_crop import MaskCrop
from vrp_core.domain.masks import Mask

_OVERLAP = 1 / 3  # of a window's side: what is smaller is whole in at least one window
_AS_SURE = 0.7  # of the surest window's confidence: what is found with less does not count (docs/close-ups.md)


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of whole pixels inside an image."""

    top: int
    left: int
    size: Size

    @property
    def place(self) -> tuple[slice, slice]:
        """Its rows and columns."""
        return slice(self.top, self.top + self.size.height), slice(self.left, self.left + self.size.width)

    def scaled(self, whole: Size, copy: Size) -> tuple[slice, slice]:
        """Its rows and columns in a copy of the image of another size; at least one pixel each."""
        rows, columns = self.place
        return _scaled(rows, copy.height, whole.height), _scaled(columns, copy.width, whole.width)

    def cut(self, one: MaskCrop) -> MaskCrop | None:
        """The part of an image's mask inside the window, as a mask of the window; None where nothing lies inside."""
        inside = one.within(*self.place)
        left, top = max(0, one.left - self.left), max(0, one.top - self.top)
        return MaskCrop(inside, left, top, self.size) if inside.any() else None


def windows(size: Size, per_side: int) -> tuple[Window, ...]:
    """The windows of an image, row by row; `per_side` of them a side, which overlap by a third; none below two."""
    if per_side < 2:
        return ()
    rows, columns = _steps(size.height, per_side), _steps(size.width, per_side)
    return tuple(Window(top, left, Size(height, width)) for top, height in rows for left, width in columns)


def window_of(region: Mask, choices: Sequence[Window]) -> int:
    """The index of the window that shows most of an (H, W) bool region; the first of equals."""
    return int(np.argmax([np.count_nonzero(region[one.place]) for one in choices]))


def trusted(whole: float, near: Sequence[float]) -> list[bool]:
    """Which of the searches of one photo count: that of the whole, then those of its windows, by their confidences.

    The whole alone where it is the surest, for then the object is not small; else those not far below the surest.
    """
    surest = max(near)
    if whole >= surest:
        return [True, *(False for _ in near)]
    return [one >= surest * _AS_SURE for one in (whole, *near)]


def _steps(side: int, count: int) -> list[tuple[int, int]]:
    """(start, length) of `count` intervals that overlap by `_OVERLAP` and cover a side."""
    length = min(side, max(1, round(side / (1 + (count - 1) * (1 - _OVERLAP)))))
    return [(round(number * (side - length) / (count - 1)), length) for number in range(count)]


def _scaled(one: slice, copy: int, whole: int) -> slice:
    start = min(copy - 1, round(one.start * copy / whole))
    return slice(start, max(start + 1, round(one.stop * copy / whole)))
