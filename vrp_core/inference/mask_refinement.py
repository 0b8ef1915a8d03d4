"""Corrects a mask by clicks. SAM starts from the mask itself, so its correct parts stay."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from vrp_core.domain.geometry import FloatArray, Size
from vrp_core.domain.masks import Mask, components, mask_iou
from vrp_core.domain.prompts import PointPrompt, Prompt, rasterise
from vrp_core.inference.instances import innermost
from vrp_core.inference.prompt_refinement import clicks_of, sharpen
from vrp_core.models.sam import LOGITS_SIDE, Sam
from vrp_core.models.transforms import grid_coverage, mask_of_logits

_SURE = 8.0  # logit of a fully covered pixel; SAM's own masks reach about this value
_STRAYED = 0.3  # below this IoU with the mask, SAM's answer shows something else
_CRUMB_SHARE = 0.01  # a part smaller than this share of the largest one is noise


def refine(sam: Sam, embedding: Tensor, mask: Mask, prompts: Sequence[Prompt], image: Size) -> Mask:
    """Correct a mask so that it holds what positive prompts mark and nothing that negative ones mark.

    Args:
        sam: the segmenter.
        embedding: (256, 64, 64) SAM embedding of the image.
        mask: (H, W) bool, the mask to correct.
        prompts: points, scribbles and boxes, image pixels; a box counts as positive.
        image: size of the image.

    Returns:
        (H, W) bool.

    Raises:
        EmptyPrompt, PromptOutsideImage: a prompt marks nothing.
    """
    rasterise(prompts, image)
    clicks = clicks_of(prompts)
    answer = _from_mask(sam, embedding, mask, clicks, image) if mask.any() and clicks else mask
    if mask_iou(answer, mask) < _STRAYED:
        answer = mask
    for prompt in prompts:
        if not isinstance(prompt, PointPrompt):
            answer = answer | sharpen(sam, embedding, [prompt], image)
    for x, y, positive in clicks:
        if bool(answer[_pixel(x, y, image)]) is not positive:
            part = sharpen(sam, embedding, [PointPrompt(x, y)], image)
            answer = answer | part if positive else _without(answer, part, x, y, image)
    return _without_crumbs(answer)


def _from_mask(
    sam: Sam, embedding: Tensor, mask: Mask, clicks: Sequence[tuple[float, float, bool]], image: Size
) -> Mask:
    """SAM's single mask for the clicks and the mask's innermost point, with the mask as its mask prompt."""
    points = np.concatenate([innermost(mask), [[x, y] for x, y, _ in clicks]]).astype(np.float32)
    positive = np.array([True, *(positive for _, _, positive in clicks)])
    if any(not one and _near(points[0], x, y, image) for x, y, one in clicks):  # the middle is the wrong part
        points, positive = points[1:], positive[1:]
    coverage, _ = grid_coverage(mask, LOGITS_SIDE)
    start = ((coverage * 2 - 1) * _SURE)[None, None].to(sam.device)
    with torch.no_grad():
        tokens = sam.geometric_tokens(points, positive, None, image)[None]
        logits, _ = sam.decode(embedding[None].to(sam.device).float(), tokens, mask_input=start)
    return mask_of_logits(logits[0, 0], image)


def _without(answer: Mask, part: Mask, x: float, y: float, image: Size) -> Mask:
    """Remove what SAM finds under a negative click; if that is the whole object, only the connected part there."""
    left = answer & ~part
    if left.sum() >= _STRAYED * answer.sum():
        return left
    here = _pixel(x, y, image)
    under = next((one for one in components(answer) if one[here]), None)
    return answer & ~under if under is not None and under.sum() < answer.sum() else left


def _without_crumbs(mask: Mask) -> Mask:
    parts = components(mask)
    kept = [part for part in parts if part.sum() >= _CRUMB_SHARE * parts[0].sum()]
    return np.logical_or.reduce(kept) if kept else mask


def _pixel(x: float, y: float, image: Size) -> tuple[int, int]:
    return min(int(y), image.height - 1), min(int(x), image.width - 1)


def _near(point: FloatArray, x: float, y: float, image: Size) -> bool:
    return float(np.hypot(point[0] - x, point[1] - y)) < max(image) * 0.01
