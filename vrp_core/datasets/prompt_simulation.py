"""What a person would have marked: points, scribbles, boxes and masks simulated from a truth mask.

Two styles. `paper` follows the official code with its constants (free-form strokes after SEEM). `default` follows how
people mark in our program: a few clicks well inside, strokes along the object, a slightly loose box, a slightly
uneven mask. Everything random comes from the generator that is passed in.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.errors import EmptyPrompt
from vrp_core.domain.masks import Mask
from vrp_core.domain.prompts import BoxPrompt, PointPrompt, Prompt

_PAPER_POINTS = 20  # most points, and most strokes, of the official code
_CLICKS = 4  # most clicks a person makes
_STROKES = 3
_LOOSENESS = 0.05  # of each side of a box
_SCRIBBLE_CLICKS = 6  # points that stand for a simulated scribble when SAM is asked
_STROKE_WIDTH = 0.012  # of the image's long side


def simulate(mask: Mask, kind: str, rng: np.random.Generator, style: str = "default") -> Mask:
    """One simulated annotation as the (H, W) bool pixels it covers.

    Args:
        mask: (H, W) bool truth of the object.
        kind: "point", "scribble", "box" or "mask".
        rng: source of everything random.
        style: "default" or "paper".

    Raises:
        EmptyPrompt: the mask is empty.
    """
    if not mask.any():
        raise EmptyPrompt(kind)
    if kind == "mask":
        return mask.copy() if style == "paper" else _uneven(mask, rng)
    if kind == "box":
        return _box(mask, 0.0 if style == "paper" else _LOOSENESS, rng)
    if kind == "point":
        return _paper_points(mask, rng) if style == "paper" else _clicks(mask, rng)
    if kind == "scribble":
        return _paper_scribble(mask, rng) if style == "paper" else _strokes_along(mask, rng)
    raise ValueError(f"unknown kind {kind!r}")


# --- as people mark ------------------------------------------------------------------------------------------------


def _clicks(mask: Mask, rng: np.random.Generator) -> Mask:
    """One to four pixels, likelier the farther from the edge."""
    inside = _depth(mask)
    chances = inside[mask] / inside[mask].sum()
    count = int(rng.integers(1, _CLICKS + 1))
    chosen = rng.choice(np.flatnonzero(mask), size=min(count, int(mask.sum())), replace=False, p=chances)
    return _pixels(mask.shape, chosen)


def _strokes_along(mask: Mask, rng: np.random.Generator) -> Mask:
    """One to three smooth curves between points well inside, kept within the object."""
    canvas = np.zeros(mask.shape, dtype=np.uint8)
    inside = _depth(mask)
    chances = inside[mask] / inside[mask].sum()
    places = np.flatnonzero(mask)
    width = max(1, round(_STROKE_WIDTH * max(mask.shape)))
    for _ in range(int(rng.integers(1, _STROKES + 1))):
        anchors = rng.choice(places, size=3, p=chances)
        rows, columns = np.unravel_index(anchors, mask.shape)
        t = np.linspace(0, 1, 24)[:, None]
        control = np.stack([columns, rows], axis=1).astype(np.float64)
        curve = (1 - t) ** 2 * control[0] + 2 * t * (1 - t) * control[1] + t**2 * control[2]
        cv2.polylines(canvas, [curve.round().astype(np.int32).reshape(-1, 1, 2)], False, 1, width)
    covered = canvas.astype(bool) & mask
    return covered if covered.any() else _clicks(mask, rng)


def _box(mask: Mask, looseness: float, rng: np.random.Generator) -> Mask:
    """The filled tight box, each side moved outwards by up to `looseness` of its length."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    slack = rng.uniform(0, looseness, size=4) if looseness else np.zeros(4)
    height, width = bottom - top, right - left
    box = np.zeros_like(mask)
    box[
        max(0, top - round(slack[0] * height)) : bottom + round(slack[1] * height),
        max(0, left - round(slack[2] * width)) : right + round(slack[3] * width),
    ] = True
    return box


def _uneven(mask: Mask, rng: np.random.Generator) -> Mask:
    """The mask, in half the cases with its edge moved in or out by a pixel or two."""
    if rng.random() < 0.5:
        return mask.copy()
    size = int(rng.integers(1, 3))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * size + 1, 2 * size + 1))
    change = cv2.dilate if rng.random() < 0.5 else cv2.erode
    changed = change(mask.astype(np.uint8), kernel).astype(bool)
    return changed if changed.any() else mask.copy()


def _depth(mask: Mask) -> NDArray[np.float32]:
    """Distance of each pixel to the outside of the mask, in pixels; the image's border is outside."""
    padded = np.pad(mask, 1).astype(np.uint8)
    return cv2.distanceTransform(padded, cv2.DIST_L2, 3)[1:-1, 1:-1].astype(np.float32)


# --- as the official code does -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stroke:
    """The constants of one of SEEM's two stroke presets."""

    width: tuple[int, int]  # brush, pixels, upper end excluded
    vertices: tuple[int, int]
    speed: float  # greatest
    acceleration: float
    jitter: tuple[int, int]  # of half the vertices, per axis, upper end excluded
    line_speed: float  # deviation of the shift of the whole stroke


_PRESETS = (
    _Stroke(width=(3, 10), vertices=(10, 30), speed=20, acceleration=15, jitter=(-3, 3), line_speed=3.0),
    _Stroke(width=(2, 5), vertices=(6, 22), speed=12, acceleration=8, jitter=(-1, 1), line_speed=1.5),
)
_TURN = 0.5  # greatest change of direction per vertex, radians


def _paper_points(mask: Mask, rng: np.random.Generator) -> Mask:
    """1 to 20 distinct foreground pixels."""
    most = min(_PAPER_POINTS, int(mask.sum()))
    count = int(rng.integers(1, most + 1))
    return _pixels(mask.shape, rng.choice(np.flatnonzero(mask), size=count, replace=False))


def _paper_scribble(mask: Mask, rng: np.random.Generator) -> Mask:
    """1 to 20 free-form strokes of one preset, cut by the mask."""
    preset = _PRESETS[int(rng.integers(len(_PRESETS)))]
    count = int(rng.integers(1, min(_PAPER_POINTS, int(mask.sum())) + 1))
    canvas = np.zeros(mask.shape, dtype=np.uint8)
    for _ in range(count):
        _draw_stroke(canvas, _stroke_vertices(mask, preset, rng), int(rng.integers(*preset.width)))
    covered = canvas.astype(bool) & mask
    return covered if covered.any() else _paper_points(mask, rng)


def _stroke_vertices(mask: Mask, preset: _Stroke, rng: np.random.Generator) -> NDArray[np.int32]:
    """(N, 2) x, y of a head that starts inside and wanders with changing speed and direction."""
    start = rng.choice(np.flatnonzero(mask))
    row, column = np.unravel_index(start, mask.shape)
    position = np.array([column, row], dtype=np.float64)
    angle, speed = rng.uniform(0, 2 * np.pi), rng.uniform(0, preset.speed)
    vertices = []
    for _ in range(int(rng.integers(*preset.vertices))):
        speed = float(np.clip(speed + rng.uniform(-preset.acceleration, preset.acceleration), 0, preset.speed))
        angle += rng.uniform(-_TURN, _TURN)
        position = position + speed * np.array([np.sin(angle), np.cos(angle)])
        vertices.append(position.copy())
    moved = np.array(vertices)
    shift = abs(rng.normal(0, preset.line_speed))
    direction = rng.uniform(0, 2 * np.pi)
    moved += np.trunc(shift * np.array([np.cos(direction), np.sin(direction)]))
    jittered = rng.permutation(len(moved))[: len(moved) // 2]
    moved[jittered] += rng.integers(*preset.jitter, size=(len(jittered), 2))
    return moved.astype(np.int32)


def _draw_stroke(canvas: NDArray[np.uint8], vertices: NDArray[np.int32], width: int) -> None:
    cv2.polylines(canvas, [vertices.reshape(-1, 1, 2)], False, 1, width)
    for x, y in vertices:
        cv2.circle(canvas, (int(x), int(y)), max(width // 2 - 1, 0), 1, -1)


def _pixels(shape: tuple[int, ...], flat: NDArray[np.intp]) -> Mask:
    marked = np.zeros(shape, dtype=bool)
    marked.flat[flat] = True
    return marked


def prompts_of_mark(region: Mask, kind: str) -> tuple[Prompt, ...]:
    """The prompts that a person would have given to cover a simulated point, scribble or box.

    Args:
        region: (H, W) bool pixels of the mark, as `simulate` gives them.
        kind: "point", "scribble" or "box".
    """
    if kind == "box":
        rows, columns = np.flatnonzero(region.any(axis=1)), np.flatnonzero(region.any(axis=0))
        return (BoxPrompt(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)),)
    if kind == "point":
        return tuple(PointPrompt(float(x) + 0.5, float(y) + 0.5) for y, x in np.argwhere(region))
    # The middle of each stroke, thinned to a few points, says the same to SAM as the stroke.
    depth = _depth(region)
    middle = np.argwhere(region & (depth >= depth.max() * 0.6))
    few = middle[np.linspace(0, len(middle) - 1, min(len(middle), _SCRIBBLE_CLICKS)).astype(int)]
    return tuple(PointPrompt(float(x) + 0.5, float(y) + 0.5) for y, x in few)
