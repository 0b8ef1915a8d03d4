"""Turns the parts of an object that a reader found into one mask, or into prompts, given the size of the photo."""

from collections.abc import Sequence

import numpy as np
from pycocotools import mask as coco_mask

from vrp_core.domain import masks
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, Rle
from vrp_core.domain.prompts import BoxPrompt, PointPrompt, Prompt
from vrp_core.exchange.found import Box, Dot, FoundObject, Outline, Part, Pixels, Ring, Unusable

_FAR = 1e6  # image pixels; no person draws farther out
_MOST_LENGTH = 1e7  # pixels of outline; pycocotools takes 80 bytes for each


def mask_of(item: FoundObject, size: Size) -> Rle:
    """The pixels of all parts together, as pycocotools rasterises rings.

    Raises:
        Unusable: a part is damaged or belongs to an image of another size, or nothing is inside the image; says why.
    """
    parts = [part for part in item.parts if not isinstance(part, (Box, Dot))]
    try:
        codes = [_code(part, size) for part in parts]
    except ValueError as error:
        raise Unusable(str(error)) from error
    merged = _union(codes, size)
    if not masks.area(merged):
        raise Unusable("a region without a pixel in the image")
    return merged


def prompts_of(item: FoundObject, size: Size) -> tuple[Prompt, ...]:
    """The boxes and dots of an object as prompts, boxes cut at the edges of the image.

    Raises:
        Unusable: one of them is outside the image, or none is positive.
    """
    prompts = tuple(_prompt(part, size) for part in item.parts if isinstance(part, (Box, Dot)))
    if not any(not isinstance(prompt, PointPrompt) or prompt.positive for prompt in prompts):
        raise Unusable("nothing that marks an object")
    return prompts


def rings_to_rle(rings: Sequence[Ring], size: Size) -> Rle:
    """The union of rings; rings of fewer than three points cover nothing.

    pycocotools takes time and memory by the length of an edge, inside the image or not. So a ring that extends far out
    is cut at a frame around the image, which does not change its pixels.

    Raises:
        ValueError: a coordinate is not a position in an image, or the rings are too long.
    """
    flat = [cut.ravel().tolist() for cut in _cut(rings, size) if len(cut) >= 3]
    if not flat:
        return masks.empty(size)
    merged = coco_mask.merge(coco_mask.frPyObjects(flat, *size))
    return Rle(*size, merged["counts"].decode("ascii"))


# --- one part --------------------------------------------------------------------------------------------------------


def _code(part: Part, size: Size) -> Rle:
    if isinstance(part, Rle):
        if part.size != size:
            raise ValueError(f"its run lengths are for {_words(part.size)}, the photo is {_words(size)}")
        return part
    if isinstance(part, Pixels):
        return _placed(part, size)
    assert isinstance(part, Outline)
    scale = np.array([size.width, size.height]) if part.in_shares else np.ones(2)
    outer = rings_to_rle([part.outer * scale], size)
    if not part.holes:
        return outer
    holes = rings_to_rle([hole * scale for hole in part.holes], size)
    return masks.encode(masks.decode(outer) & ~masks.decode(holes))


def _placed(part: Pixels, size: Size) -> Rle:
    height, width = part.crop.shape
    if part.whole and (height, width) != tuple(size):
        raise ValueError(f"its picture is {_words(Size(height, width))}, the photo is {_words(size)}")
    left, top = part.corner
    crop: Mask = part.crop[max(0, -top) : size.height - top, max(0, -left) : size.width - left]
    if not crop.size:
        return masks.empty(size)
    return masks.encode_crop(np.ascontiguousarray(crop), (max(0, left), max(0, top)), size)


def _union(codes: Sequence[Rle], size: Size) -> Rle:
    if len(codes) < 2:
        return codes[0] if codes else masks.empty(size)
    plain = [{"size": [*code.size], "counts": code.counts.encode("ascii")} for code in codes]
    return Rle(*size, coco_mask.merge(plain)["counts"].decode("ascii"))


def _prompt(part: Box | Dot, size: Size) -> Prompt:
    width, height = (size.width, size.height) if part.in_shares else (1, 1)
    if isinstance(part, Dot):
        x, y = part.x * width, part.y * height
        if not (0 <= x <= size.width and 0 <= y <= size.height):
            raise Unusable("a point outside the image")
        inside = (float(min(x, np.nextafter(size.width, 0))), float(min(y, np.nextafter(size.height, 0))))
        return PointPrompt(*inside, positive=part.positive)
    (x0, x1), (y0, y1) = sorted((part.x0 * width, part.x1 * width)), sorted((part.y0 * height, part.y1 * height))
    x0, x1 = max(0.0, x0), min(float(size.width), x1)
    y0, y1 = max(0.0, y0), min(float(size.height), y1)
    if not (x1 > x0 and y1 > y0):
        raise Unusable("a box without a pixel in the image")
    return BoxPrompt(x0, y0, x1, y1)


def _words(size: Size) -> str:
    return f"{size.width} x {size.height}"


# --- rings that lead far out -----------------------------------------------------------------------------------------


def _cut(rings: Sequence[Ring], size: Size) -> list[Ring]:
    margin = float(max(size))
    cut = []
    for ring in rings:
        if not (np.abs(ring) <= _FAR).all():  # also false for NaN
            raise ValueError("a polygon has a coordinate that is no place in an image")
        leads_out = (ring < -margin).any() or (ring > np.array([size.width, size.height]) + margin).any()
        cut.append(_clipped(ring, size, margin) if leads_out else ring)
    length = sum(np.abs(ring - np.roll(ring, 1, axis=0)).max(axis=1).sum() for ring in cut if len(ring))
    if length > min(_MOST_LENGTH, 100_000 + 4.0 * size.height * size.width):
        raise ValueError(f"a polygon's outline of {length:.0f} pixels is too long for the image")
    return cut


def _clipped(ring: Ring, size: Size, margin: float) -> Ring:
    """The ring cut at a frame around the image, by Sutherland and Hodgman's method, one side after the other."""
    for axis, extent in ((0, size.width), (1, size.height)):
        for limit, sign in ((-margin, 1.0), (extent + margin, -1.0)):
            ring = _cut_at(ring, axis, limit, sign)
    return ring


def _cut_at(ring: Ring, axis: int, limit: float, sign: float) -> Ring:
    if not len(ring):
        return ring
    ends = np.roll(ring, -1, axis=0)
    inside = (ring[:, axis] - limit) * sign >= 0
    crosses = inside != np.roll(inside, -1)
    steps = ends[:, axis] - ring[:, axis]
    share = np.where(crosses, (limit - ring[:, axis]) / np.where(crosses, steps, 1.0), 0.0)
    points = ring + (ends - ring) * share[:, None]
    points[:, axis] = limit
    both = np.stack([ring, points], axis=1).reshape(-1, 2)
    kept: Ring = both[np.stack([inside, crosses], axis=1).ravel()]
    return kept
