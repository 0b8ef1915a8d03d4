"""Reads the JSON of labelme, X-AnyLabeling and AnyLabeling: one file per image, or a folder of them."""

import base64
import binascii
import io
import math
from pathlib import Path
from typing import Any, cast

import numpy as np
from PIL import Image, UnidentifiedImageError

from vrp_core.domain.errors import BadFile
from vrp_core.exchange.destination import RECORD
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
)
from vrp_core.exchange.json_reading import read_json, text
from vrp_core.exchange.several_files import json_files, read_each
from vrp_core.exchange.shapes import box_of, ellipse, grouped, ring_of


def fits(document: Any) -> bool:
    """Whether the values of a JSON file are labelme's."""
    return isinstance(document, dict) and isinstance(document.get("shapes"), list)


def read(path: Path) -> Found:
    """The images and shapes of a file, or of all files of a folder and its sub-folders.

    Raises:
        NotFound, OSError: as for `read_json`.
        BadFile: the only file is not JSON or not labelme's, or the folder holds none.
    """
    root, files = path.parent, [path]
    if path.is_dir():
        root, files = path, json_files(path, (one for one in path.rglob("*.json") if one.name != RECORD))
    notes = Notes()
    images: list[FoundImage] = []
    objects: list[FoundObject] = []
    for file, document in read_each(files, _read_file, notes, root):
        images.append(_image(document, file, root))
        objects += _objects(document, len(images) - 1, file.relative_to(root).as_posix(), notes)
    return Found(tuple(images), (), tuple(objects), notes.sentences())


def _read_file(path: Path) -> dict[str, Any]:
    document = read_json(path)
    if not fits(document):
        raise BadFile(path, ("it is no file of labelme's: it has no list of shapes",))
    return cast(dict[str, Any], document)


def _image(document: dict[str, Any], file: Path, root: Path) -> FoundImage:
    folder = file.parent.relative_to(root)
    named = text(document.get("imagePath")).replace("\\", "/")
    beside = (folder / file.name).as_posix()  # the photo whose name differs only in its suffix
    names = distinct_names([(folder / named).as_posix(), beside] if named else [beside])
    return FoundImage(names[0], size_of(document.get("imageHeight"), document.get("imageWidth")), names[1:])


def _objects(document: dict[str, Any], image: int, file: str, notes: Notes) -> list[FoundObject]:
    found: list[tuple[FoundObject, object]] = []
    for place, shape in enumerate(document["shapes"]):
        name = f"shapes[{place}] of {file}"
        try:
            if not isinstance(shape, dict):
                raise Unusable("being no object")
            label = text(shape.get("label"))
            if not label:
                raise Unusable("a missing label")
            parts, score = _parts(shape), shape.get("score")
            real = float(score) if isinstance(score, (int, float)) and math.isfinite(score) else None
            found.append((FoundObject(image, label, parts, score=real, name=name), shape.get("group_id")))
        except Unusable as reason:
            notes.left_out(reason, name)
    return grouped(found)


def _parts(shape: dict[str, Any]) -> tuple[Part, ...]:
    kind, points = shape.get("shape_type") or "polygon", shape.get("points")
    if kind in ("polygon", "rotation"):
        return (Outline(ring_of(points)),)
    corners = _pairs(points)
    if kind == "mask":
        return (_mask(shape, corners),)
    if kind == "rectangle" and len(corners) >= 2:
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return (box_of(min(xs), min(ys), max(xs), max(ys)),)
    if kind == "circle" and len(corners) == 2:
        (x, y), edge = corners
        return (ellipse(x, y, *[math.dist((x, y), edge)] * 2),)
    if kind == "point" and len(corners) == 1:
        return (Dot(*corners[0]),)
    if kind == "points" and corners:
        signs = shape.get("point_labels") or [1] * len(corners)
        return tuple(Dot(x, y, bool(sign)) for (x, y), sign in zip(corners, signs, strict=False))
    raise Unusable(f"being of kind {short(kind)}, which marks no region")


def _pairs(points: Any) -> list[tuple[float, float]]:
    if not isinstance(points, list) or not all(isinstance(point, list) and len(point) == 2 for point in points):
        raise Unusable("points that are no list of pairs")
    return [(number(x, "a coordinate"), number(y, "a coordinate")) for x, y in points]


def _mask(shape: dict[str, Any], corners: list[tuple[float, float]]) -> Pixels:
    if not corners or not isinstance(shape.get("mask"), str):
        raise Unusable("a mask without its picture or its place")
    try:
        with Image.open(io.BytesIO(base64.b64decode(shape["mask"]))) as opened:
            crop = np.asarray(opened.convert("L")) > 0
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Unusable("a mask whose picture is damaged") from error
    return Pixels(crop, (math.floor(corners[0][0] + 0.5), math.floor(corners[0][1] + 0.5)))
