"""`gp`: the paper's geometric-prompt baseline (Table 3). Reads points and a box off the prior as prompts for SAM.

It needs no training, so it is the baseline of the VRP encoder and works with any semantic encoder.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vrp_core.domain.geometry import FloatArray, Frame, Size

_POINTS = 5
_BOX_LEVEL = 0.6  # share of the prior's range above which a cell belongs to the box


@dataclass(frozen=True, slots=True)
class GeometricPrompts:
    """Prompts for SAM, in image pixels."""

    points: FloatArray  # (K, 2) float32, x then y; K may be 0
    box: FloatArray | None  # (4,) float32 x0, y0, x1, y1


def prompts_from_prior(prior: Tensor, image: Size, kind: str) -> GeometricPrompts:
    """Points, a box, or both, from a (G, G) prior over the frame of an image.

    Args:
        prior: larger where the target resembles the object; any range.
        image: size of the target image.
        kind: "points", "box" or "both".
    """
    grid = prior.shape[-1]
    frame = Frame(image, grid)
    content = frame.content
    inside = prior[: content.height, : content.width].cpu().numpy()
    points = _peaks(inside) if kind != "box" else np.zeros((0, 2), dtype=np.float32)
    box = _box(inside) if kind != "points" else None
    limit = np.array([image.width, image.height], dtype=np.float32)
    return GeometricPrompts(
        np.minimum(frame.to_image(points), limit),
        None if box is None else np.minimum(frame.to_image(box.reshape(2, 2)), limit).reshape(4),
    )


def _peaks(prior: NDArray[np.float32]) -> FloatArray:
    """The centres (K, 2) x, y of the best cells, no two of them neighbours."""
    left = torch.from_numpy(prior.copy())
    points: list[tuple[float, float]] = []
    while len(points) < min(_POINTS, prior.size):
        best = float(left.max())
        if not np.isfinite(best):
            break
        row, column = divmod(int(left.argmax()), left.shape[1])
        points.append((column + 0.5, row + 0.5))
        left[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2] = -np.inf
    return np.array(points, dtype=np.float32).reshape(-1, 2)


def _box(prior: NDArray[np.float32]) -> FloatArray:
    """The (4,) x0, y0, x1, y1 box, in cells, around everything high in the prior."""
    low, high = float(prior.min()), float(prior.max())
    rows, columns = np.nonzero(prior >= low + _BOX_LEVEL * (high - low))
    return np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], dtype=np.float32)
