"""Refines a coarse mask with SAM: prompts each connected part by its box, its most confident point and its logits.

A batch of parts shares one embedding. If SAM's mask differs too much from a part, the part keeps its coarse mask. Every
part has its own score, so the parts are the separate objects.

Legend: F = 64 the fine grid, S = 256 the side of SAM's mask logits, K parts.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from vrp_core.models.sam import FRAME_SIDE, LOGITS_SIDE, Sam

_MOST = 8  # parts that SAM refines, largest first; further ones keep their coarse mask
_SMALLEST = 8  # pixels of the S x S frame
_SMALLEST_SHARE = 0.02  # of the largest part
_KEEP_COARSE = 0.5  # below this IoU with the coarse part, SAM's mask is rejected
_GAIN = 3.0  # factor from the locator's logits to the scale of SAM's
_OUTSIDE = -6.0  # logit outside the part, in its mask prompt
_MARGIN = 9  # margin around a part within which its logits are kept, pixels of the S x S frame
_SCALE = FRAME_SIDE // LOGITS_SIDE


@dataclass(frozen=True, slots=True)
class Part:
    """One connected part of a coarse mask."""

    logits: Tensor  # (S, S) float32 mask logits of the frame
    predicted_iou: float  # SAM's own estimate
    strayed: bool  # SAM's mask was rejected: these are the coarse logits


@dataclass(frozen=True, slots=True)
class _Asked:
    """A part before SAM refines it."""

    inside: NDArray[np.bool_]  # (S, S)
    box: tuple[float, float, float, float]  # x0, y0, x1, y1 in frame pixels
    point: tuple[float, float]  # x, y in frame pixels


@torch.no_grad()
def decode_parts(sam: Sam, embedding: Tensor, coarse: Tensor, valid: Tensor) -> list[Part]:
    """The parts of a coarse mask, largest first; none if the mask is empty.

    Args:
        sam: the frozen SAM.
        embedding: (1, 256, F, F) float32 of the target.
        coarse: (F, F) float32 logits.
        valid: (F, F) float32, 1 where the frame shows the image.
    """
    logits = enlarge(coarse.masked_fill(valid == 0, _OUTSIDE))
    asked = _connected(logits.cpu().numpy())
    if not asked:
        return []
    inside = torch.from_numpy(np.stack([part.inside for part in asked])).to(logits.device)
    own = _own_logits(logits, inside)
    first = asked[:_MOST]
    boxes = torch.tensor([part.box for part in first], dtype=torch.float32, device=logits.device)
    points = torch.tensor([part.point for part in first], dtype=torch.float32, device=logits.device)
    tokens = sam.frame_tokens(points[:, None], boxes)
    answers, predicted_iou = sam.decode(embedding, tokens, mask_input=_GAIN * own[: len(first), None])
    parts = [
        _part(answers[i, 0].float(), float(predicted_iou[i, 0].clamp(0, 1)), own[i], inside[i])
        for i in range(len(first))
    ]
    return parts + [Part(own[i], 0.0, True) for i in range(len(first), len(asked))]


def join(parts: list[Part], nothing: Tensor) -> Tensor:
    """(S, S) the greatest logits of all parts; `nothing` (F, F) coarse logits are used if there is no part."""
    if not parts:
        return enlarge(nothing).clamp(max=-1e-3)
    return torch.stack([part.logits for part in parts]).amax(dim=0)


def enlarge(coarse: Tensor) -> Tensor:
    """(F, F) logits as (S, S)."""
    return F.interpolate(coarse[None, None], size=(LOGITS_SIDE, LOGITS_SIDE), mode="bilinear", align_corners=False)[
        0, 0
    ]


def _connected(logits: NDArray[np.float32]) -> list[_Asked]:
    """The connected parts of (S, S) logits above 0, largest first, specks left out."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((logits > 0).astype(np.uint8), connectivity=8)
    order = sorted(range(1, count), key=lambda i: -int(stats[i, cv2.CC_STAT_AREA]))
    if not order:
        return []
    floor = max(_SMALLEST, _SMALLEST_SHARE * int(stats[order[0], cv2.CC_STAT_AREA]))
    kept = [i for i in order if stats[i, cv2.CC_STAT_AREA] >= floor] or order[:1]
    return [_asked(logits, labels == i, stats[i]) for i in kept]


def _asked(logits: NDArray[np.float32], inside: NDArray[np.bool_], stats: NDArray[np.int32]) -> _Asked:
    x, y, width, height = (int(stats[i]) for i in range(4))
    crop = np.where(inside, logits, -np.inf)[y : y + height, x : x + width]
    depth = cv2.distanceTransform(np.pad(inside[y : y + height, x : x + width], 1).astype(np.uint8), cv2.DIST_L2, 3)
    surest = np.where(np.isfinite(crop), crop + 0.1 * depth[1:-1, 1:-1], -np.inf)
    row, column = np.unravel_index(int(surest.argmax()), surest.shape)
    box = (x * _SCALE, y * _SCALE, (x + width) * _SCALE, (y + height) * _SCALE)
    return _Asked(inside, box, ((x + column + 0.5) * _SCALE, (y + row + 0.5) * _SCALE))


def _own_logits(logits: Tensor, inside: Tensor) -> Tensor:
    """(K, S, S): the logits near each of K parts, low elsewhere."""
    near = _grown(_grown(inside[:, None].float(), rows=True), rows=False)[:, 0] > 0
    others = inside.any(dim=0) & ~inside
    return torch.where(near & ~others, logits, torch.full_like(logits, _OUTSIDE))


def _grown(inside: Tensor, rows: bool) -> Tensor:
    """A (K, 1, S, S) mask grown by the margin along rows or columns: one after the other is cheaper."""
    along = (1, 0) if rows else (0, 1)
    kernel, padding = [1 + 2 * _MARGIN * one for one in along], [_MARGIN * one for one in along]
    return F.max_pool2d(inside, kernel, stride=1, padding=padding)


def _part(answer: Tensor, predicted_iou: float, own: Tensor, inside: Tensor) -> Part:
    found = answer > 0
    both, either = int((found & inside).sum()), int((found | inside).sum())
    strayed = both < _KEEP_COARSE * either
    return Part(own if strayed else answer, predicted_iou, strayed)
