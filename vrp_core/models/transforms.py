"""Converts between images and the square frame of the networks. No other module resizes.

Every function keeps the geometry of `vrp_core.domain.geometry.Frame`: aspect kept, padded at the right and bottom.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import reduce

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from vrp_core.domain.geometry import Frame, Size
from vrp_core.domain.mask_crop import MaskCrop
from vrp_core.domain.masks import Mask

_STRIP = 1 << 22  # pixels of a mask that are sampled at once, 55 MB with their positions

Triple = tuple[float, float, float]


def image_to_frame(image: NDArray[np.uint8], side: int, cell: int, mean: Triple, deviation: Triple) -> Tensor:
    """An (H, W, 3) uint8 RGB image as a float32 frame: scaled, normalised, then zero-padded.

    The resampling is SAM's own: Pillow's antialiased bilinear.

    Args:
        image: the image.
        side: the length of the image's long side in the frame.
        cell: rows and columns of padding complete the last cell of this many pixels; with `side`, the square.
        mean: of each channel, in 0..255.
        deviation: of each channel.

    Returns:
        (3, h, w) with the channels last in memory; h and w are multiples of `cell`, at most `side`.
    """
    content = Frame(Size(*image.shape[:2]), side).content
    resized = Image.fromarray(image).resize((content.width, content.height), Image.Resampling.BILINEAR)
    height, width = (-(-extent // cell) * cell for extent in content)
    frame = np.zeros((height, width, 3), dtype=np.float32)  # as pixels lie, which is how the encoders read them
    pixels = frame[: content.height, : content.width]
    np.subtract(np.asarray(resized), np.array(mean, np.float32), out=pixels)
    np.divide(pixels, np.array(deviation, np.float32), out=pixels)
    return torch.from_numpy(frame).permute(2, 0, 1)


def encoded_frames(network: Callable[[Tensor], Tensor], frames: Sequence[Tensor]) -> list[Tensor]:
    """What a network says of each (3, h, w) frame. Frames of the same size are one batch with the channels last."""
    of_size: defaultdict[torch.Size, list[int]] = defaultdict(list)
    for number, frame in enumerate(frames):
        of_size[frame.shape].append(number)
    found: dict[int, Tensor] = {}
    for numbers in of_size.values():
        batch = torch.stack([frames[number] for number in numbers])
        found |= zip(numbers, network(batch.contiguous(memory_format=torch.channels_last)), strict=True)
    return [found[number] for number in range(len(frames))]


def mask_to_frame(mask: Mask, side: int) -> NDArray[np.bool_]:
    """An (H, W) bool mask as a (side, side) bool frame, False in the padding."""
    content = Frame(Size(*mask.shape), side).content
    resized = Image.fromarray(mask.astype(np.uint8) * 255).resize(
        (content.width, content.height), Image.Resampling.BILINEAR
    )
    frame = np.zeros((side, side), dtype=bool)
    frame[: content.height, : content.width] = np.asarray(resized) >= 128
    return frame


def valid_frame(image: Size, side: int) -> NDArray[np.bool_]:
    """(side, side) bool: where the frame shows the image."""
    content = Frame(image, side).content
    frame = np.zeros((side, side), dtype=bool)
    frame[: content.height, : content.width] = True
    return frame


Part = tuple[slice, slice]  # rows and columns of an image


def logits_to_image(logits: Tensor, image: Size, part: Part | None = None) -> Tensor:
    """(..., S, S) values of a frame as (..., H, W) values of the image, bilinear, padding cut off.

    With a part of the image, (..., h, w) values of that part.
    """
    # Sampling the frame at each pixel's position enlarges, crops and aligns in one step.
    side = logits.shape[-1]
    content = Frame(image, side * 16).content
    batch = logits.reshape(-1, 1, side, side)
    rows = _sample_positions(image.height, content.height / 16, side)
    columns = _sample_positions(image.width, content.width / 16, side)
    if part is not None:
        rows, columns = rows[part[0]], columns[part[1]]
    places = torch.stack(torch.meshgrid(columns, rows, indexing="xy"), dim=-1).to(logits.device)  # (H, W, 2) x, y
    sampled = F.grid_sample(
        batch, places.expand(len(batch), -1, -1, -1), mode="bilinear", padding_mode="border", align_corners=False
    )
    return sampled.reshape(*logits.shape[:-2], len(rows), len(columns))


def sampled_cells(image: Size, grid: int) -> Size:
    """Rows and columns of a grid whose logits `logits_to_image` reads: those that show the image, and the next."""
    return Size(*(min(grid, -(-extent // 16) + 1) for extent in Frame(image, grid * 16).content))


def mask_of_logits(logits: Tensor, image: Size) -> Mask:
    """The (H, W) bool mask of an image where (S, S) logits of its frame are positive, at the cost of that part.

    A large part is sampled in strips, for its logits and their positions would fill gigabytes.
    """
    mask = np.zeros(image, dtype=bool)
    positive = logits > 0
    content = Frame(image, logits.shape[-1] * 16).content
    rows = _reached(positive.any(dim=1), image.height, content.height / 16)
    columns = _reached(positive.any(dim=0), image.width, content.width / 16)
    if rows.start < rows.stop and columns.start < columns.stop:
        height = max(1, _STRIP // (columns.stop - columns.start))
        for top in range(rows.start, rows.stop, height):
            strip = slice(top, min(top + height, rows.stop))
            mask[strip, columns] = (logits_to_image(logits, image, (strip, columns)) > 0).cpu().numpy()
    return mask


def _reached(positive: Tensor, extent: int, content: float) -> slice:
    """The pixels of one axis between which and a neighbour of which a positive one of (S,) cells lies."""
    cells = torch.nonzero(positive)[:, 0].tolist()
    if not cells:
        return slice(0, 0)
    pixels = extent / content  # of a cell
    first, last = (cells[0] - 0.5) * pixels - 1, (cells[-1] + 1.5) * pixels + 1
    return slice(min(extent, max(0, int(first))), max(0, min(extent, int(last) + 1)))


def grid_coverage(mask: Mask, grid: int) -> tuple[Tensor, Tensor]:
    """How much of each cell of the model grid a mask covers.

    Args:
        mask: (H, W) bool.
        grid: cells along each side of the frame.

    Returns:
        (grid, grid) float32 share of the cell's image pixels that are set, and (grid, grid) float32 that is 1 where
        the cell shows any of the image.
    """
    return crop_coverage(MaskCrop(mask, 0, 0, Size(*mask.shape)), grid)


def crop_coverage(crop: MaskCrop, grid: int) -> tuple[Tensor, Tensor]:
    """`grid_coverage` of a mask that is empty outside a crop, at the cost of the crop."""
    rows, columns = _cells(crop.size, grid)
    pixels = np.outer(np.bincount(rows, minlength=grid), np.bincount(columns, minlength=grid)).astype(np.float32)
    rows, columns = rows[crop.place[0]], columns[crop.place[1]]
    covered = np.zeros((grid, grid), dtype=np.float32)
    # Cell numbers ascend along each axis, so a cell is one run of rows and columns.
    row_starts, column_starts = np.flatnonzero(np.diff(rows, prepend=-1)), np.flatnonzero(np.diff(columns, prepend=-1))
    runs = np.split(np.ascontiguousarray(crop.mask).view(np.uint8), row_starts[1:])
    by_row = np.concatenate([cv2.reduce(run, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S) for run in runs])  # not numpy: 10 x
    covered[np.ix_(rows[row_starts], columns[column_starts])] = np.add.reduceat(by_row, column_starts, axis=1)
    return torch.from_numpy(covered / np.maximum(pixels, 1)), torch.from_numpy((pixels > 0).astype(np.float32))


def pooled(x: Tensor, grid: int) -> Tensor:
    """(B, C, S, S) as (B, C, grid, grid) means of cells; much faster than torch's own where the grid divides S."""
    side = x.shape[-1]
    if side % grid:
        return F.adaptive_avg_pool2d(x, grid)
    step = side // grid
    rows = reduce(torch.add, (x[..., i::step, :] for i in range(step)))
    return reduce(torch.add, (rows[..., i::step] for i in range(step))) / step**2


def rows_of(x: Tensor) -> Tensor:
    """(B, C, S, S) as contiguous (B, S * S, C); image by image, for torch turns a matrix faster than a batch."""
    return torch.stack([one.flatten(1).T.contiguous() for one in x])


def resampled(x: Tensor, size: int | Sequence[int]) -> Tensor:
    """(B, C, h, w) with other rows and columns, one number where they are as many, bilinear."""
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)


def annotation_weights(mask: Mask, grid: int, pooling: str) -> Tensor:
    """An annotation on the model grid, (grid, grid) float32, 0..1.

    Args:
        mask: (H, W) bool.
        grid: cells along each side of the frame.
        pooling: "area" gives each cell its covered share, scaled so that the best covered cell counts fully: no
            annotation is lost, however small. "nearest" looks at one pixel in the cell's corner as the published code
            does, which loses most points (`docs/adr/0003-area-pooled-annotations.md`).
    """
    if pooling == "nearest":
        size = Size(*mask.shape)
        content = Frame(size, grid * 16).content
        corners = np.zeros((grid, grid), dtype=np.float32)
        rows = (np.arange(grid) * 16 * size.height // content.height).astype(int)
        columns = (np.arange(grid) * 16 * size.width // content.width).astype(int)
        inside_rows, inside_columns = rows < size.height, columns < size.width
        corners[np.ix_(inside_rows, inside_columns)] = mask[np.ix_(rows[inside_rows], columns[inside_columns])]
        return torch.from_numpy(corners)
    coverage, _ = grid_coverage(mask, grid)
    return coverage / coverage.max().clamp(min=1e-6)


def _cells(image: Size, grid: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The grid row of each image row and the grid column of each image column, by their centres."""
    content = Frame(image, grid * 16).content  # 16 frame pixels a cell, so that rounding matches SAM's frame
    rows = ((np.arange(image.height) + 0.5) * content.height / image.height / 16).astype(np.intp)
    columns = ((np.arange(image.width) + 0.5) * content.width / image.width / 16).astype(np.intp)
    return np.minimum(rows, grid - 1), np.minimum(columns, grid - 1)


def _sample_positions(extent: int, content: float, side: int) -> Tensor:
    """Positions of `extent` pixel centres over the first `content` of `side` cells, in grid_sample's -1..1."""
    return (torch.arange(extent, dtype=torch.float32) + 0.5) * (content / extent) / side * 2 - 1
