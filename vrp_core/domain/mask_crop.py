"""Masks of small objects in large photos, at the cost of the object: a crop, and where it lies."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, Rle, encode_crop, labelled_parts


@dataclass(frozen=True)
class MaskCrop:
    """A mask that is empty outside a crop."""

    mask: Mask  # (h, w) bool, at least 1 x 1
    left: int  # column of the crop in the image
    top: int  # row
    size: Size  # of the image

    @property
    def place(self) -> tuple[slice, slice]:
        """The rows and columns of the image that the crop covers."""
        height, width = self.mask.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)

    @cached_property
    def area(self) -> int:
        """Number of pixels set."""
        return int(np.count_nonzero(self.mask))

    def encode(self) -> Rle:
        """The run-length code of the mask."""
        return encode_crop(self.mask, (self.left, self.top), self.size)

    def within(self, rows: slice, columns: slice) -> Mask:
        """(h, w) bool: what the crop shows of these rows and columns of the image; 0 x 0 where it shows none."""
        top, bottom = max(rows.start, self.top), min(rows.stop, self.place[0].stop)
        left, right = max(columns.start, self.left), min(columns.stop, self.place[1].stop)
        if top >= bottom or left >= right:
            return self.mask[:0, :0]
        return self.mask[top - self.top : bottom - self.top, left - self.left : right - self.left]

    def iou(self, other: "MaskCrop") -> float:
        """Intersection over union with another mask of the image, 0..1; two empty masks agree fully (1)."""
        both = int(np.count_nonzero(self.within(*other.place) & other.within(*self.place)))
        union = self.area + other.area - both
        return both / union if union else 1.0


def crop_of(mask: Mask) -> MaskCrop:
    """An (H, W) bool mask cut to what is set; an empty one to a single pixel."""
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(mask).view(np.uint8))
    return MaskCrop(mask[top : top + max(1, height), left : left + max(1, width)], left, top, Size(*mask.shape))


def parts_of(mask: Mask, min_share: float = 0.0) -> list[MaskCrop]:
    """The 8-connected parts of an (H, W) bool mask, largest first.

    Args:
        mask: of one image.
        min_share: of the largest part's area; smaller parts are left out.
    """
    labels, found = labelled_parts(mask, min_share=min_share)
    return [
        MaskCrop(labels[place] == number, place[1].start, place[0].start, Size(*mask.shape)) for number, place in found
    ]
