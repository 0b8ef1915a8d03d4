"""Splits a mask into separate objects: connected parts, SAM on the largest, then non-maximum suppression."""

import cv2
import numpy as np
import torch
from torch import Tensor

from vrp_core.domain.mask_crop import MaskCrop, crop_of, parts_of
from vrp_core.domain.masks import Mask
from vrp_core.models.sam import Sam
from vrp_core.models.transforms import mask_of_logits

_MIN_SHARE = 0.02  # a part smaller than this share of the largest one is noise
_REFINED = 16  # parts that SAM is asked about, largest first, each for itself; further ones stay as they are
_SAME_OBJECT = 0.5  # IoU above which two masks are one object
_KEEP_OWN = 0.5  # below this IoU, SAM's mask shows something other than the part


def split_instances(sam: Sam, embedding: Tensor, mask: Mask) -> list[MaskCrop]:
    """The objects of an (H, W) bool mask, largest first.

    Args:
        embedding: (256, 64, 64) SAM embedding of the image.
    """
    parts = parts_of(mask, min_share=_MIN_SHARE)
    refined = [_refine(sam, embedding, part) for part in parts[:_REFINED]]
    return _suppress([*refined, *parts[_REFINED:]])


def _refine(sam: Sam, embedding: Tensor, part: MaskCrop) -> MaskCrop:
    """SAM's mask for a part's box and innermost point; the part itself if SAM's mask differs too much from it."""
    rows, columns = part.place
    box = np.array([columns.start, rows.start, columns.stop, rows.stop], dtype=np.float32)
    point = innermost(part.mask) + box[:2]
    with torch.no_grad():
        tokens = sam.geometric_tokens(point, np.ones(1, dtype=bool), box, part.size)
        logits, _ = sam.decode(embedding[None].to(sam.device).float(), tokens[None])
    answer = crop_of(mask_of_logits(logits[0, 0], part.size))
    return answer if answer.iou(part) >= _KEEP_OWN else part


def innermost(part: Mask) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """The centre (1, 2) x, y of the pixel farthest from the part's edge."""
    padded = np.pad(part, 1).astype(np.uint8)
    distance = cv2.distanceTransform(padded, cv2.DIST_L2, 3)
    row, column = np.unravel_index(int(distance.argmax()), distance.shape)
    return np.array([[column - 0.5, row - 0.5]], dtype=np.float32)  # the pad of 1, less half a pixel to the centre


def _suppress(objects: list[MaskCrop]) -> list[MaskCrop]:
    """Drop each mask that shows the same object as a larger one."""
    kept: list[MaskCrop] = []
    for one in sorted(objects, key=lambda one: -one.area):
        if all(one.iou(other) < _SAME_OBJECT for other in kept):
            kept.append(one)
    return kept
