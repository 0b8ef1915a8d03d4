"""Masks as values: COCO's compressed run-length code, and what can be asked of it without decoding.

A mask is an `(H, W) bool` array while one works on it and an `Rle` while it is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from vrp_core.domain.geometry import Size

Mask = NDArray[np.bool_]  # (H, W)

_MOST_PIXELS = 2**31  # pycocotools counts in 32 bits
_LONGEST_RUN = 7  # characters of one run: 35 bits hold every difference of two runs
_CHECKED = 512  # codes that are remembered to be good


@dataclass(frozen=True, slots=True)
class Rle:
    """A mask in COCO's compressed run-length code (column-major, runs of zeros first, ASCII).

    Every value is checked when it is made, because pycocotools reads foreign memory, crashes or never ends where the
    runs do not fit the size.

    Raises:
        ValueError: `counts` is no run-length code of an image of this size; says why.
    """

    height: int
    width: int
    counts: str

    def __post_init__(self) -> None:
        if not isinstance(self.counts, str):
            raise ValueError("run lengths are not a text of ASCII characters")
        _check_size(self.size)
        _check_counts(self.counts, self.size)

    @property
    def size(self) -> Size:
        """Height and width of the image the mask belongs to."""
        return Size(self.height, self.width)


def encode(mask: Mask) -> Rle:
    """The run-length code of an `(H, W) bool` mask."""
    columns = cv2.transpose(np.ascontiguousarray(mask, dtype=bool).view(np.uint8))  # six times as fast as numpy
    coded = coco_mask.encode(columns.T)
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
        return empty(size)
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

    Costs what the columns of the box hold: many times less than `decode` for a small object in a large photo.
    """
    left, top, width, height = (int(extent) for extent in bounding_box(rle))
    first, last = left * rle.height, (left + width) * rle.height  # pixels before and up to the columns of the box
    runs = _parsed(rle.counts)
    ends = np.clip(np.cumsum(runs), first, last)
    within = np.diff(ends, prepend=first).astype(np.int64)  # of each run, what lies in these columns
    columns = np.repeat(np.arange(len(runs)) % 2 == 1, within).reshape(width, rle.height)
    return np.ascontiguousarray(columns[:, top : top + height].T), (left, top)


def runs_of(rle: Rle) -> list[int]:
    """The lengths of the runs in order, zeros first; together they cover the image."""
    runs: list[int] = _parsed(rle.counts).tolist()
    return runs


def from_runs(runs: Sequence[int], size: Size) -> Rle:
    """The code of run lengths from outside, without runs of no pixel except at the start.

    Raises:
        ValueError: they are no run lengths of an image of this size; says why.
    """
    _check_size(size)
    try:
        lengths = np.array(runs, dtype=np.int64)
    except OverflowError as error:
        raise ValueError("run lengths hold a number that is too large") from error
    _check_runs(lengths, size)
    coded = coco_mask.frPyObjects({"size": [*size], "counts": _without_empty(lengths).tolist()}, *size)
    return Rle(size.height, size.width, coded["counts"].decode("ascii"))


def empty(size: Size) -> Rle:
    """The mask of this size without a pixel."""
    return from_runs([size.height * size.width], size)


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


def components(mask: Mask) -> list[Mask]:
    """The 8-connected parts of an (H, W) bool mask, each as large as the mask, largest first."""
    labels, found = labelled_parts(mask)
    return [labels == number for number, _ in found]


def labelled_parts(
    mask: Mask, min_share: float = 0.0
) -> tuple[NDArray[np.int32], list[tuple[int, tuple[slice, slice]]]]:
    """The 8-connected parts of a mask, largest first, without a mask of each.

    Args:
        mask: (H, W) bool.
        min_share: of the largest part's area; smaller parts are left out.

    Returns:
        (H, W) int32 the number of each pixel's part, 0 for the background; and for each part its number with the rows
        and columns of its box.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    areas = {index: int(stats[index, cv2.CC_STAT_AREA]) for index in range(1, count)}
    floor = min_share * max(areas.values(), default=0)
    found = []
    for index in sorted(areas, key=lambda index: -areas[index]):
        if areas[index] >= floor:
            left, top, width, height = (int(extent) for extent in stats[index, :4])
            found.append((index, (slice(top, top + height), slice(left, left + width))))
    return np.asarray(labels), found


def _coco(rle: Rle) -> dict[str, Any]:
    return {"size": [rle.height, rle.width], "counts": rle.counts.encode("ascii")}


# --- what is checked before it reaches C -----------------------------------------------------------------------------


def _check_size(size: Size) -> None:
    if not all(isinstance(extent, int) and extent >= 1 for extent in size):
        raise ValueError(f"run lengths belong to an image, and {size.width} x {size.height} is no size of one")
    if size.height * size.width >= _MOST_PIXELS:
        raise ValueError(f"run lengths of an image of {size.width} x {size.height} pixels are too many to count")


@lru_cache(_CHECKED)
def _check_counts(counts: str, size: Size) -> None:
    """Remembers what was found good: a window reads the objects of the photo that it shows again and again."""
    _check_runs(_parsed(counts), size)


def _check_runs(runs: NDArray[np.int64], size: Size) -> None:
    if (runs < 0).any():
        raise ValueError("run lengths are not counts of pixels")
    covered = int(runs.sum())
    if covered != size.height * size.width:
        raise ValueError(f"run lengths cover {covered} pixels, the image has {size.height * size.width}")


def _parsed(counts: str) -> NDArray[np.int64]:
    """The run lengths that a code says: 5 bits a character, the lowest first; the fourth and later runs are stored as
    the difference to the last but one."""
    if not isinstance(counts, str) or not counts.isascii():
        raise ValueError("run lengths are not a text of ASCII characters")
    digits = np.frombuffer(counts.encode("ascii"), dtype=np.uint8) - np.uint8(48)
    if not digits.size:
        return np.zeros(0, dtype=np.int64)
    if digits.max() > 63:
        raise ValueError("run lengths hold a character that is none of their code")
    ends = np.flatnonzero(digits < 32)
    if not ends.size or ends[-1] != digits.size - 1:
        raise ValueError("run lengths end in the middle of a number")
    lengths = np.diff(ends, prepend=-1)
    if lengths.max() > _LONGEST_RUN:
        raise ValueError("run lengths hold a number that is too large")
    runs = (digits[ends] & 31).astype(np.int64)
    runs[runs > 15] -= 32  # the sign
    for place in range(1, int(lengths.max())):
        longer = np.flatnonzero(lengths > place)
        runs[longer] = (runs[longer] << 5) | (digits[ends[longer] - place] & 31)
    runs[1::2] = np.cumsum(runs[1::2])
    runs[2::2] = np.cumsum(runs[2::2])
    return runs


def _without_empty(runs: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same pixels with every run but the first at least one pixel long: one mask has one code."""
    if (runs[1:] > 0).all():
        return runs
    turns, times = np.unique(np.cumsum(runs)[:-1], return_counts=True)
    total = runs.sum()
    kept = turns[(times % 2 == 1) & (turns < total)]
    return np.diff(np.concatenate([[0], kept, [total]]))
