"""Augmented versions of an image, each a function of the image's digest and a number, so that it can be cached."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask

_SMALLEST_CROP = 0.6  # of each side
_JITTER = 0.25  # greatest relative change of brightness, contrast and saturation


@dataclass(frozen=True, slots=True)
class Variant:
    """One augmentation. Number 0 is the plain image."""

    flip: bool
    box: tuple[float, float, float, float]  # top, left, bottom, right as shares of the sides
    brightness: float
    contrast: float
    saturation: float

    def image(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The version of an (H, W, 3) uint8 RGB image."""
        pixels = self._cut(image).astype(np.float32)
        grey = pixels.mean(axis=2, keepdims=True)
        pixels = grey + (pixels - grey) * self.saturation
        mean = pixels.mean()
        pixels = (mean + (pixels - mean) * self.contrast) * self.brightness
        return np.ascontiguousarray(pixels.round().clip(0, 255).astype(np.uint8))

    def mask(self, mask: Mask) -> Mask:
        """The (h, w) bool mask that belongs to that version."""
        return np.ascontiguousarray(self._cut(mask))

    def size(self, size: Size) -> Size:
        """The size of the version of an image of some size."""
        top, left, bottom, right = self._edges(size)
        return Size(bottom - top, right - left)

    def _cut(self, array: NDArray[np.generic]) -> NDArray[np.generic]:
        top, left, bottom, right = self._edges(Size(*array.shape[:2]))
        cut = array[top:bottom, left:right]
        return cut[:, ::-1] if self.flip else cut

    def _edges(self, size: Size) -> tuple[int, int, int, int]:
        top, left, bottom, right = self.box
        return (
            round(top * size.height),
            round(left * size.width),
            round(bottom * size.height),
            round(right * size.width),
        )


PLAIN = Variant(False, (0.0, 0.0, 1.0, 1.0), 1.0, 1.0, 1.0)


def variant(digest: str, number: int) -> Variant:
    """Version `number` of the image with this sha256 hex digest; 0 is the plain one."""
    if number == 0:
        return PLAIN
    rng = np.random.default_rng([int(digest[:16], 16), number])
    height, width = rng.uniform(_SMALLEST_CROP, 1.0, size=2)
    top, left = rng.uniform(0, 1 - height), rng.uniform(0, 1 - width)
    brightness, contrast, saturation = 1 + rng.uniform(-_JITTER, _JITTER, size=3)
    return Variant(
        bool(rng.random() < 0.5),
        (float(top), float(left), float(top + height), float(left + width)),
        float(brightness),
        float(contrast),
        float(saturation),
    )
