"""Splits a mask into separate objects: connected parts, SAM on the largest, then non-maximum suppression."""

import cv2
import numpy as np
import torch
from torch import Tensor

from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, components, mask_iou
from vrp_core.models.sam import Sam
from vrp_core.models.transforms import mask_of_logits

_MIN_SHARE = 0.02  # a part smaller than this share of the largest one is noise
_REFINED = 16  # parts that SAM is asked about, largest first, each for itself; further ones stay as they are
_SAME_OBJECT = 0.5  # IoU above which two masks are one object
_KEEP_OWN = 0.5  # below this IoU, SAM's mask shows something other than the part


def split_instances(sam: Sam, embedding: Tensor, mask: Mask) -> list[Mask]:
    """The objects of an (H, W) bool mask, largest first; each (H, W) bool.

    Args:
        embedding: (256, 64, 64) SAM embedding of the image.
    """
    parts = components(mask, min_share=_MIN_SHARE)
    refined = [_refine(sam, embedding, part) for part in parts[:_REFINED]]
    return _suppress([*refined, *parts[_REFINED:]])


def _refine(sam: Sam, embedding: Tensor, part: Mask) -> Mask:
    """SAM's mask for a part's box and innermost point; the part itself if SAM's mask differs too much from it."""
    rows, columns = np.nonzero(part)
    box = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], dtype=np.float32)
    size = Size(*part.shape)
    with torch.no_grad():
        tokens = sam.geometric_tokens(innermost(part), np.ones(1, dtype=bool), box, size)
        logits, _ = sam.decode(embedding[None].to(sam.device).float(), tokens[None])
    answer = mask_of_logits(logits[0, 0], size)
    return answer if mask_iou(answer, part) >= _KEEP_OWN else part


def innermost(part: Mask) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """The centre (1, 2) x, y of the pixel farthest from the part's edge."""
    padded = np.pad(part, 1).astype(np.uint8)
    distance = cv2.distanceTransform(padded, cv2.DIST_L2, 3)
    row, column = np.unravel_index(int(distance.argmax()), distance.shape)
    return np.array([[column - 0.5, row - 0.5]], dtype=np.float32)  # the pad of 1, less half a pixel to the centre


def _suppress(masks: list[Mask]) -> list[Mask]:
    """Drop each mask that shows the same object as a larger one."""
    kept: list[Mask] = []
    for mask in sorted(masks, key=lambda one: -int(one.sum())):
        if all(mask_iou(mask, other) < _SAME_OBJECT for other in kept):
            kept.append(mask)
    return kept
