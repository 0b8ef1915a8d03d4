"""What pictures of references and targets share: the colours, and marks and masks made fit to be seen small."""

import cv2
import numpy as np

from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask

# RGB; distinguishable with every kind of colour vision
MARK = (240, 228, 66)
FOUND = (220, 38, 127)
TRUTH = (86, 180, 233)
_THIN = {"point", "scribble"}  # marks that would vanish when a photo is made small
_RADIUS = 0.012  # of the image's long side, what a thin mark is widened by


def visible(mark: Mask, kind: str) -> Mask:
    """An (H, W) bool mark of this kind, wide enough to be seen."""
    if kind not in _THIN:
        return mark
    radius = max(1, round(_RADIUS * max(mark.shape)))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return cv2.dilate(mark.astype(np.uint8), disc).astype(bool)


def shrunk(mask: Mask, size: Size) -> Mask:
    """An (H, W) bool mask as (h, w) bool on a smaller picture of the same photo."""
    small = cv2.resize(mask.astype(np.uint8) * 255, (size.width, size.height), interpolation=cv2.INTER_AREA)
    return small > 127
