"""Writes labelme's JSON, version 5: one file per image, with the path of its photo."""

import base64
import io
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from PIL import Image

from vrp_core.domain.annotations import AnnotationSet, LabelledImage, LabelledObject
from vrp_core.domain.files import write_file
from vrp_core.domain.masks import decode_crop
from vrp_core.domain.polygons import PolygonWithHoles
from vrp_core.exchange.names import distinct_stems
from vrp_core.exchange.objects import objects_by_image
from vrp_core.exchange.writing import Photos, Writing, inset, outlines_of, place_photos, placed_name

_VERSION = "5.5.0"


def write(annotation_set: AnnotationSet, folder: Path, writing: Writing | None = None) -> list[Path]:
    """Write `<image>.json` for every image, sub-folders kept; `imagePath` leads from there to the photo.

    Photos that are copied or linked lie beside their files. A part of an object is a polygon, parts of one object share
    a `group_id`; an object with holes is a mask.
    """
    chosen = writing or Writing()
    stems, objects = distinct_stems(annotation_set.images), objects_by_image(annotation_set)
    names = {label.id: label.name for label in annotation_set.labels}
    written = []
    for image in annotation_set.images:
        name = f"{stems[image.id]}.json"
        shapes = [
            shape
            for group, item in enumerate(objects[image.id], start=1)
            for shape in _shapes(item, names[item.label_id], group, chosen)
        ]
        photo = _path_to_photo(image, stems[image.id], (chosen.destination or folder) / name, chosen)
        content = json.dumps(_document(image, shapes, photo), indent=1, allow_nan=False).encode("ascii")
        written.append(write_file(folder / name, content, durable=False))
    unsplit = replace(chosen, subsets={})
    return [*written, *place_photos(annotation_set, folder, unsplit, where="")]


def _path_to_photo(image: LabelledImage, stem: str, file: Path, writing: Writing) -> str:
    photo = writing.photo_of(image)
    if writing.photos is not Photos.LEAVE:
        return PurePosixPath(placed_name(image, stem)).name
    if photo is None:
        return PurePosixPath(image.file_name).name
    try:
        return Path(os.path.relpath(photo.absolute(), file.parent.absolute())).as_posix()
    except ValueError:  # another drive
        return photo.absolute().as_posix()


def _document(image: LabelledImage, shapes: list[dict[str, Any]], photo: str) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "flags": {},
        "shapes": shapes,
        "imagePath": photo,
        "imageData": None,
        "imageHeight": image.size.height,
        "imageWidth": image.size.width,
    }


def _shapes(item: LabelledObject, name: str, group: int, writing: Writing) -> Iterator[dict[str, Any]]:
    polygons = outlines_of(item, writing)
    common = {"label": name, "description": "", "flags": {}}
    if any(polygon.holes for polygon in polygons):
        yield {**common, **_mask_shape(item), "group_id": None}
        return
    shared = group if len(polygons) > 1 else None
    yield from ({**common, **_polygon_shape(polygon), "group_id": shared} for polygon in inset(polygons))


def _polygon_shape(polygon: PolygonWithHoles) -> dict[str, Any]:
    return {"shape_type": "polygon", "points": polygon.outer.astype(float).tolist(), "mask": None}


def _mask_shape(item: LabelledObject) -> dict[str, Any]:
    """The pixels of the bounding box as a PNG of zeros and ones; labelme includes the last column and row."""
    crop, (left, top) = decode_crop(item.mask)
    buffer = io.BytesIO()
    Image.fromarray(crop.astype(np.uint8)).save(buffer, format="PNG")
    corners = [[left, top], [left + crop.shape[1] - 1, top + crop.shape[0] - 1]]
    picture = base64.b64encode(buffer.getvalue()).decode("ascii")
    return {"shape_type": "mask", "points": [[float(x), float(y)] for x, y in corners], "mask": picture}
