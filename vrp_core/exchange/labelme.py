"""labelme's JSON, version 5: one file per image, to be put next to it."""

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from PIL import Image

from vrp_core.domain.annotations import AnnotationSet, LabelledImage, LabelledObject
from vrp_core.domain.files import write_file
from vrp_core.domain.masks import decode_crop
from vrp_core.domain.polygons import PolygonWithHoles, polygons_of_rle
from vrp_core.exchange.names import distinct_stems
from vrp_core.exchange.objects import objects_by_image

_VERSION = "5.5.0"


def write(annotation_set: AnnotationSet, folder: Path) -> list[Path]:
    """Write `<image>.json` for every image, sub-folders kept; `imagePath` is the image's name in the same folder.

    A part of an object is a polygon, parts of one object share a `group_id`; an object with holes is a mask.
    """
    stems, objects = distinct_stems(annotation_set.images), objects_by_image(annotation_set)
    names = {label.id: label.name for label in annotation_set.labels}
    written = []
    for image in annotation_set.images:
        document = _document(image, objects[image.id], names)
        content = json.dumps(document, indent=1, allow_nan=False).encode("ascii")
        written.append(write_file(folder / f"{stems[image.id]}.json", content))
    return written


def _document(image: LabelledImage, objects: list[LabelledObject], names: dict[int, str]) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "flags": {},
        "shapes": [
            shape for group, item in enumerate(objects, start=1) for shape in _shapes(item, names[item.label_id], group)
        ],
        "imagePath": PurePosixPath(image.file_name).name,
        "imageData": None,
        "imageHeight": image.size.height,
        "imageWidth": image.size.width,
    }


def _shapes(item: LabelledObject, name: str, group: int) -> Iterator[dict[str, Any]]:
    polygons = polygons_of_rle(item.mask)
    common = {"label": name, "description": "", "flags": {}}
    if any(polygon.holes for polygon in polygons):
        yield {**common, **_mask_shape(item), "group_id": None}
        return
    shared = group if len(polygons) > 1 else None
    yield from ({**common, **_polygon_shape(polygon), "group_id": shared} for polygon in polygons)


def _polygon_shape(polygon: PolygonWithHoles) -> dict[str, Any]:
    return {"shape_type": "polygon", "points": polygon.outer.astype(float).tolist(), "mask": None}


def _mask_shape(item: LabelledObject) -> dict[str, Any]:
    """The pixels of the bounding box as a PNG of zeros and ones; labelme counts its last column and row in."""
    crop, (left, top) = decode_crop(item.mask)
    buffer = io.BytesIO()
    Image.fromarray(crop.astype(np.uint8)).save(buffer, format="PNG")
    corners = [[left, top], [left + crop.shape[1] - 1, top + crop.shape[0] - 1]]
    picture = base64.b64encode(buffer.getvalue()).decode("ascii")
    return {"shape_type": "mask", "points": [[float(x), float(y)] for x, y in corners], "mask": picture}
