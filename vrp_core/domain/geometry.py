"""Sizes, and the one mapping between an image and the square frame the networks see.

Coordinates are continuous image pixels, x to the right and y down, the origin at the outer corner of the first pixel:
pixel (column c, row r) covers [c, c+1) x [r, r+1) and its centre is (c + 0.5, r + 0.5). COCO polygons use the same
convention. EXIF orientation has been applied before anything here is asked.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]


class Size(NamedTuple):
    """Height and width in pixels, in numpy's order."""

    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The square model frame of one image: aspect kept, long side scaled to `side`, padded at the right and bottom.

    This is SAM's own geometry (`segment_anything.utils.transforms.ResizeLongestSide`).
    """

    image: Size
    side: int

    @property
    def content(self) -> Size:
        """The part of the frame that shows the image, in frame pixels."""
        scale = self.side / max(self.image)
        height, width = (max(1, int(extent * scale + 0.5)) for extent in self.image)
        return Size(height, width)

    def to_frame(self, points: FloatArray) -> FloatArray:
        """Map (N, 2) float32 image points, x then y, into the frame."""
        return points * self._scale()

    def to_image(self, points: FloatArray) -> FloatArray:
        """Map (N, 2) float32 frame points, x then y, back into the image."""
        return points / self._scale()

    def _scale(self) -> FloatArray:
        # Per axis, because rounding the content to whole pixels stretches the axes a little differently.
        content = self.content
        return np.array([content.width / self.image.width, content.height / self.image.height], dtype=np.float32)
