"""What a person marks on a photo: points, scribbles, boxes, masks and polygons.

The raw mark is always kept as it was drawn; `rasterise` says which pixels it covers, which is what the VRP encoder
sees (paper section 3.2: "point, scribble, box, mask").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import numpy as np
import shapely
from msgspec import Meta, Struct

from vrp_core.domain.documents import Extent, Finite, typed
from vrp_core.domain.errors import EmptyPrompt, PromptOutsideImage
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, Rle, decode
from vrp_core.domain.polygons import PolygonWithHoles, from_shapely, mask_from_polygons


@dataclass(frozen=True, slots=True)
class PointPrompt:
    """A click. A negative point only says to SAM what the object is not; it marks no pixels of the object."""

    kind: ClassVar[str] = "point"
    x: float  # image pixels
    y: float
    positive: bool = True


@dataclass(frozen=True, slots=True)
class ScribblePrompt:
    """A freehand stroke: a polyline through `points` (x, y in image pixels), `width` pixels wide."""

    kind: ClassVar[str] = "scribble"
    points: tuple[tuple[float, float], ...]
    width: float


@dataclass(frozen=True, slots=True)
class BoxPrompt:
    """A rectangle between two corners, in image pixels, edges included as lines: x0 < x1, y0 < y1."""

    kind: ClassVar[str] = "box"
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class MaskPrompt:
    """A painted or imported region."""

    kind: ClassVar[str] = "mask"
    rle: Rle


@dataclass(frozen=True, slots=True)
class PolygonPrompt:
    """A polygon that a person drew, corner by corner; it closes itself and may cross itself (even-odd rule)."""

    kind: ClassVar[str] = "polygon"
    points: tuple[tuple[float, float], ...]  # x, y in image pixels, at least three


Prompt = PointPrompt | ScribblePrompt | BoxPrompt | MaskPrompt | PolygonPrompt

_THINNEST = 1.5  # pixels: a brush as wide as the diagonal of a pixel leaves no gaps
_MOST_POINTS = 100_000  # of a stroke; a mouse gives a few hundred
_FAR = 1e6  # pixels: a stroke that leads further out is cut short


def rasterise(prompts: Sequence[Prompt], size: Size) -> Mask:
    """The `(H, W) bool` pixels that the positive prompts cover together.

    Raises:
        EmptyPrompt: a prompt has no extent at all.
        PromptOutsideImage: a prompt covers no pixel of the image.
    """
    covered = np.zeros(size, dtype=bool)
    for prompt in prompts:
        _check_extent(prompt)
        pixels = _pixels(prompt, size)
        if not pixels.any():
            raise PromptOutsideImage(prompt.kind, *size)
        if not (isinstance(prompt, PointPrompt) and not prompt.positive):
            covered |= pixels
    return covered


def _check_extent(prompt: Prompt) -> None:
    empty = (
        (isinstance(prompt, ScribblePrompt) and (not prompt.points or prompt.width <= 0))
        or (isinstance(prompt, BoxPrompt) and (prompt.x1 <= prompt.x0 or prompt.y1 <= prompt.y0))
        or (isinstance(prompt, MaskPrompt) and not decode(prompt.rle).any())
        or (isinstance(prompt, PolygonPrompt) and not _polygon_parts(prompt))
    )
    if empty:
        raise EmptyPrompt(prompt.kind)


def _pixels(prompt: Prompt, size: Size) -> Mask:
    if isinstance(prompt, MaskPrompt):
        if prompt.rle.size != size:
            raise PromptOutsideImage(prompt.kind, *size)
        return decode(prompt.rle)
    if isinstance(prompt, PolygonPrompt):
        return mask_from_polygons(_polygon_parts(prompt), size)
    canvas = np.zeros(size, dtype=np.uint8)
    if isinstance(prompt, PointPrompt):
        column, row = int(np.floor(prompt.x)), int(np.floor(prompt.y))
        if 0 <= row < size.height and 0 <= column < size.width:
            canvas[row, column] = 1
    elif isinstance(prompt, BoxPrompt):
        # A pixel belongs to the box when its centre does; a box thinner than a pixel still keeps the pixel it is in.
        x0, y0 = int(np.floor(prompt.x0 + 0.5)), int(np.floor(prompt.y0 + 0.5))
        x1, y1 = int(np.floor(prompt.x1 + 0.5)), int(np.floor(prompt.y1 + 0.5))
        if x0 == x1:
            x0 = int(np.floor(prompt.x0))
        if y0 == y1:
            y0 = int(np.floor(prompt.y0))
        canvas[max(y0, 0) : max(y1, y0 + 1, 0), max(x0, 0) : max(x1, x0 + 1, 0)] = 1
    else:
        return mask_from_polygons(_outline(prompt, size), size)
    return canvas.astype(bool)


def _polygon_parts(polygon: PolygonPrompt) -> list[PolygonWithHoles]:
    """The simple polygons that it holds; none where its corners span no area."""
    if len(polygon.points) < 3:
        return []
    points = np.clip(np.array(polygon.points, dtype=np.float64), -_FAR, _FAR)
    shape = shapely.make_valid(shapely.Polygon(points))
    return [from_shapely(part) for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]


def _outline(scribble: ScribblePrompt, size: Size) -> list[PolygonWithHoles]:
    """What a round brush covers at each step of its way, inside the image. OpenCV's lines are two pixels wider."""
    points = np.clip(np.array(scribble.points, dtype=np.float64), -_FAR, _FAR)
    points = points if len(points) > 1 else points.repeat(2, axis=0)
    steps = shapely.linestrings(np.stack([points[:-1], points[1:]], axis=1))
    # Each step by itself: GEOS takes a stroke that comes back to its start for a ring, and loses parts of it.
    strokes = shapely.buffer(steps, max(scribble.width, _THINNEST) / 2)
    inside = shapely.intersection(strokes, shapely.box(0, 0, size.width, size.height))
    return [from_shapely(part) for part in inside if part.area]


def to_json(prompt: Prompt) -> dict[str, Any]:
    """A prompt as plain JSON values: `{"kind": ..., ...}`; coordinates in image pixels."""
    if isinstance(prompt, PointPrompt):
        return {"kind": prompt.kind, "x": prompt.x, "y": prompt.y, "positive": prompt.positive}
    if isinstance(prompt, ScribblePrompt):
        return {"kind": prompt.kind, "points": [list(point) for point in prompt.points], "width": prompt.width}
    if isinstance(prompt, BoxPrompt):
        return {"kind": prompt.kind, "x0": prompt.x0, "y0": prompt.y0, "x1": prompt.x1, "y1": prompt.y1}
    if isinstance(prompt, PolygonPrompt):
        return {"kind": prompt.kind, "points": [list(point) for point in prompt.points]}
    rle = prompt.rle
    return {"kind": prompt.kind, "size": [rle.height, rle.width], "counts": rle.counts}


def from_json(values: Any) -> Prompt:
    """The prompt that `to_json` wrote, whoever wrote it since.

    Raises:
        ValueError: `values` is not a prompt; says why.
    """
    found = typed(values, _Point | _Scribble | _Box | _Mask | _Polygon)  # type: ignore[arg-type]
    return found.prompt()


# --- prompts as they are written: checked before they become values --------------------------------------------------


class _Point(Struct, tag_field="kind", tag="point"):
    x: Finite
    y: Finite
    positive: bool = True

    def prompt(self) -> Prompt:
        return PointPrompt(self.x, self.y, self.positive)


class _Scribble(Struct, tag_field="kind", tag="scribble"):
    points: Annotated[tuple[tuple[Finite, Finite], ...], Meta(max_length=_MOST_POINTS)]
    width: Finite

    def prompt(self) -> Prompt:
        return ScribblePrompt(self.points, self.width)


class _Box(Struct, tag_field="kind", tag="box"):
    x0: Finite
    y0: Finite
    x1: Finite
    y1: Finite

    def prompt(self) -> Prompt:
        return BoxPrompt(self.x0, self.y0, self.x1, self.y1)


class _Mask(Struct, tag_field="kind", tag="mask"):
    size: tuple[Extent, Extent]
    counts: str

    def prompt(self) -> Prompt:
        return MaskPrompt(Rle(*self.size, self.counts))


class _Polygon(Struct, tag_field="kind", tag="polygon"):
    points: Annotated[tuple[tuple[Finite, Finite], ...], Meta(max_length=_MOST_POINTS)]

    def prompt(self) -> Prompt:
        return PolygonPrompt(self.points)
