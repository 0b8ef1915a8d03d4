"""Reads Label Studio's JSON: brushes, polygons, boxes, ellipses and key points; coordinates are per cent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.errors import BadFile
from vrp_core.exchange.found import (
    Dot,
    Found,
    FoundImage,
    FoundObject,
    Notes,
    Outline,
    Part,
    Pixels,
    Unusable,
    distinct_names,
    number,
    short,
    size_of,
    whole,
)
from vrp_core.exchange.json_reading import read_json, records, text
from vrp_core.exchange.shapes import box_of, ellipse, ring_of, turned

_KINDS = ("brushlabels", "polygonlabels", "rectanglelabels", "ellipselabels", "keypointlabels", "labels")


def fits(document: Any) -> bool:
    """Whether the values of a JSON file are Label Studio's."""
    first = document[0] if isinstance(document, list) and document else None
    return isinstance(first, dict) and isinstance(first.get("data"), dict)


def read(path: Path) -> Found:
    """The tasks of a "JSON" export, with all annotations of a task that were not cancelled.

    Raises:
        NotFound, OSError: as for `read_json`.
        BadFile: it is not JSON, or holds no list.
    """
    tasks = read_json(path)
    if not isinstance(tasks, list):
        raise BadFile(path, ("it is no file of Label Studio's: it has no list of tasks",))
    notes = Notes()
    images: list[FoundImage] = []
    objects: list[FoundObject] = []
    for place, task in enumerate(records(tasks)):
        results = list(_results(task))
        names = _names(task)
        if not names:
            notes.left_out("naming no image", f"task {short(task.get('id', place))}")
            continue
        sizes = [size_of(one.get("original_height"), one.get("original_width")) for one in results]
        images.append(FoundImage(names[0], next((size for size in sizes if size), None), names[1:]))
        for index, result in enumerate(results):
            where = f"{result.get('type', 'result')} {index + 1} on {names[0]}"
            try:
                objects.append(_object(result, images[-1], len(images) - 1, where))
            except Unusable as reason:
                notes.left_out(reason, where)
    return Found(tuple(images), (), tuple(objects), notes.sentences())


def _results(task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for annotation in records(task.get("annotations") or task.get("completions")):
        if not annotation.get("was_cancelled") and not annotation.get("skipped"):
            yield from records(annotation.get("result"))


def _names(task: dict[str, Any]) -> tuple[str, ...]:
    data = task.get("data")
    values = list(data.values()) if isinstance(data, dict) else []
    paths = [text(value) for value in values if isinstance(value, str) and "." in value]
    return distinct_names(name for name in [*paths, text(task.get("file_upload"))] if name)


def _object(result: dict[str, Any], image: FoundImage, place: int, where: str) -> FoundObject:
    value = result.get("value")
    if not isinstance(value, dict):
        raise Unusable("having no value")
    labels = next((value[kind] for kind in _KINDS if isinstance(value.get(kind), list) and value[kind]), None)
    if not labels:
        raise Unusable("a missing label")
    return FoundObject(place, text(labels[0]) or "object", (_part(result, value),), name=where)


def _part(result: dict[str, Any], value: dict[str, Any]) -> Part:
    if value.get("format") == "rle" or "rle" in value:
        size = size_of(result.get("original_height"), result.get("original_width"))
        if size is None:
            raise Unusable("a brush without the size of its image")
        return Pixels(decoded(value.get("rle"), size.height * size.width).reshape(size), whole=True)
    if "points" in value:
        return Outline(ring_of(value["points"]) / 100, in_shares=True)
    x, y = number(value.get("x"), "x") / 100, number(value.get("y"), "y") / 100
    if result.get("type") == "keypointlabels" or "keypointlabels" in value:
        return Dot(x, y, in_shares=True)
    return _shape(x, y, result, value)


def _shape(x: float, y: float, result: dict[str, Any], value: dict[str, Any]) -> Part:
    """An ellipse or box. Rotation is in pixels, so a rotated one needs the size of the image."""
    size = size_of(result.get("original_height"), result.get("original_width"))
    degrees = number(value.get("rotation") or 0, "its rotation")
    if degrees and size is None:
        raise Unusable("being turned without the size of its image")
    scale = np.array([size.width, size.height]) if size else np.ones(2)
    if "radiusX" in value:
        radii = np.array([number(value["radiusX"], "radiusX"), number(value.get("radiusY"), "radiusY")]) / 100 * scale
        shape = ellipse(x * scale[0], y * scale[1], radii[0], radii[1], degrees)
        return Outline(shape.outer / scale, in_shares=True)
    sides = np.array([number(value.get("width"), "width"), number(value.get("height"), "height")]) / 100 * scale
    corners = np.array([[0.0, 0.0], [sides[0], 0.0], sides, [0.0, sides[1]]])  # a box rotates around its first corner
    shares = turned(corners, degrees) / scale + [x, y]
    (x0, y0), (x1, y1) = shares.min(axis=0), shares.max(axis=0)
    return box_of(float(x0), float(y0), float(x1), float(y1), in_shares=True)


# --- the code of brushes ---------------------------------------------------------------------------------------------


def decoded(code: Any, pixels: int) -> NDArray[np.bool_]:
    """(pixels,) bool, row by row, of Label Studio's run-length code, which stores four equal bytes a pixel.

    A stream of bits: 32 for the number of bytes, 5 for the width of a word, four times 4 for the widths of a length;
    then blocks of one bit (a run, or single words), two bits (which width of length), the length, and the word or
    words. Source: `label_studio_converter.brush.decode_rle`.

    Raises:
        Unusable: the code is damaged or has another number of pixels.
    """
    if not isinstance(code, list) or not all(isinstance(one, int) and 0 <= one < 256 for one in code):
        raise Unusable("a brush whose code is no list of bytes")
    bits = _Bits(np.unpackbits(np.array(code, dtype=np.uint8)))
    total = bits.take(32)
    word_size = bits.take(5) + 1
    widths = [bits.take(4) + 1 for _ in range(4)]
    if total != 4 * pixels:
        raise Unusable(f"a brush of {whole(total, 'its length') // 4} pixels, the image has {pixels}")
    values = np.zeros(total, dtype=np.uint8)
    place = 0
    while place < total:
        is_run = bits.take(1)
        length = bits.take(widths[bits.take(2)]) + 1
        end = min(place + length, total)
        if is_run:
            values[place:end] = bits.take(word_size) & 255
        else:
            values[place:end] = bits.words(end - place, word_size)
        place = end
    return values.reshape(-1, 4)[:, 3] > 0


class _Bits:
    """A stream of bits, the highest bit of each byte first."""

    def __init__(self, bits: NDArray[np.uint8]) -> None:
        self._bits, self._place = bits, 0

    def take(self, count: int) -> int:
        """The next bits as a number."""
        return int("".join(map(str, self._next(count))), 2)

    def words(self, count: int, size: int) -> NDArray[np.uint8]:
        """The next words, their lowest eight bits."""
        bits = self._next(count * size).reshape(count, size)
        return np.packbits(bits[:, -8:] if size >= 8 else np.pad(bits, ((0, 0), (8 - size, 0))), axis=1).ravel()

    def _next(self, count: int) -> NDArray[np.uint8]:
        found = self._bits[self._place : self._place + count]
        if len(found) < count:
            raise Unusable("a brush whose code ends early")
        self._place += count
        return found
