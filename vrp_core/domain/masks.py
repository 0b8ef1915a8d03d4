"""Masks as values: COCO's compressed run-length code, and what can be asked of it without decoding.

A mask is an `(H, W) bool` array while one works on it and an `Rle` while it is kept.
"""

from collections.abc import Sequence
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


def encode_crop(crop: Mask, corner: tuple[int, int], size: Size) -> Rle:
    """`encode` of a mask that is empty outside a crop, at the cost of the crop.

    Args:
        crop: (h, w) bool.
        corner: left column and top row of the crop in the image.
        size: size of the image, which holds the crop.
    """
    height, width = crop.shape
    if not crop.any():
        return from_runs([size.height * size.width], size)
    columns = np.zeros((width, height + 2), dtype=np.int8)  # a zero before and after each column ends its runs there
    columns[:, 1:-1] = crop.T
    turns = np.flatnonzero(np.diff(columns.ravel()))  # where runs of ones start and end, by turns
    column, row = np.divmod(turns, height + 2)
    edges = (corner[0] + column) * size.height + corner[1] + row
    apart = np.flatnonzero(edges[2::2] != edges[1:-1:2])  # runs that meet across a column's end are one
    starts = np.concatenate([edges[:1], edges[2::2][apart]])
    ends = np.concatenate([edges[1:-1:2][apart], edges[-1:]])
    bounds = np.stack([starts, ends], axis=1).ravel()
    runs = np.diff(np.concatenate([[0], bounds, [size.height * size.width]])).tolist()
    return from_runs(runs if runs[-1] else runs[:-1], size)


def decode(rle: Rle) -> Mask:
    """The `(H, W) bool` mask of a run-length code."""
    return np.ascontiguousarray(coco_mask.decode(_coco(rle))).astype(bool)


def decode_crop(rle: Rle) -> tuple[Mask, tuple[int, int]]:
    """The mask inside its bounding box, and the box's left column and top row; of no size for an empty mask.

    Several times faster than `decode` for a small object in a large photo.
    """
    left, top, width, height = (int(extent) for extent in bounding_box(rle))
    pixels = coco_mask.decode(_coco(rle))[top : top + height, left : left + width]
    return np.ascontiguousarray(pixels).astype(bool), (left, top)


def runs_of(rle: Rle) -> list[int]:
    """The lengths of the runs in order, zeros first; whatever they add up to."""
    # 5 bits a character, the lowest first; from the fourth run on, the difference to the last but one.
    runs: list[int] = []
    value = shift = 0
    for character in rle.counts:
        digit = ord(character) - 48
        value |= (digit & 31) << shift
        shift += 5
        if not digit & 32:
            signed = value - (1 << shift) if digit & 16 else value
            runs.append(signed + runs[-2] if len(runs) > 2 else signed)
            value = shift = 0
    return runs


def from_runs(runs: Sequence[int], size: Size) -> Rle:
    """The code of run lengths from outside. pycocotools reads foreign memory where they end early, so they are checked.

    Raises:
        ValueError: they are no run lengths of an image of this size; says why.
    """
    if min(size) < 1 or any(run < 0 for run in runs):
        raise ValueError("run lengths are not counts of pixels")
    if sum(runs) != size.height * size.width:
        raise ValueError(f"run lengths cover {sum(runs)} pixels, the image has {size.height * size.width}")
    coded = coco_mask.frPyObjects({"size": [*size], "counts": list(runs)}, *size)
    return Rle(size.height, size.width, coded["counts"].decode("ascii"))


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
