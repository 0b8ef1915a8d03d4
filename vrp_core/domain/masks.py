"""Masks as values: COCO's compressed run-length code, and what can be asked of it without decoding.

A mask is an `(H, W) bool` array while one works on it and an `Rle` while it is kept.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from vrp_core.domain.geometry import Size

Mask = NDArray[np.bool_]  # (H, W)


@dataclass(frozen=True, slots=True)
class Rle:
    """A mask in COCO's compressed run-length code (column-major, runs of zeros first, ASCII)."""

    height: int
    width: int
    counts: str

    @property
    def size(self) -> Size:
        """Height and width of the image the mask belongs to."""
        return Size(self.height, self.width)


def encode(mask: Mask) -> Rle:
    """The run-length code of an `(H, W) bool` mask."""
    coded = coco_mask.encode(np.asfortranarray(mask, dtype=np.uint8))
    return Rle(mask.shape[0], mask.shape[1], coded["counts"].decode("ascii"))


def decode(rle: Rle) -> Mask:
    """The `(H, W) bool` mask of a run-length code."""
    return np.ascontiguousarray(coco_mask.decode(_coco(rle))).astype(bool)


def area(rle: Rle) -> int:
    """Number of pixels set."""
    return int(coco_mask.area(_coco(rle)))


def bounding_box(rle: Rle) -> tuple[float, float, float, float]:
    """The tight box `x, y, width, height` in image pixels; zeros for an empty mask."""
    x, y, width, height = coco_mask.toBbox(_coco(rle)).tolist()
    return x, y, width, height


def iou(first: Rle, second: Rle) -> float:
    """Intersection over union of two masks of one image, 0..1; two empty masks give 0."""
    return float(coco_mask.iou([_coco(first)], [_coco(second)], [0])[0][0])


def mask_iou(first: Mask, second: Mask) -> float:
    """Intersection over union of two `(H, W) bool` masks, 0..1; two empty masks agree fully (1)."""
    union = int(np.logical_or(first, second).sum())
    return int(np.logical_and(first, second).sum()) / union if union else 1.0


def components(mask: Mask, min_area: int = 1) -> list[Mask]:
    """The 8-connected parts of a mask with at least `min_area` pixels, largest first."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    areas = {index: int(stats[index, cv2.CC_STAT_AREA]) for index in range(1, count)}
    ordered = sorted(areas, key=lambda index: -areas[index])
    return [labels == index for index in ordered if areas[index] >= min_area]


def _coco(rle: Rle) -> dict[str, Any]:
    return {"size": [rle.height, rle.width], "counts": rle.counts.encode("ascii")}
