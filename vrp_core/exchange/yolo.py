"""Writes YOLO's segmentation labels: one text file per image, one line per object, coordinates as shares of the image.

A line is a single ring, so holes and separate parts are joined to it by slits of zero width. Parts of one pixel are
left out, because YOLO treats them as objects without extent.
"""

import json
from pathlib import Path

import numpy as np
from shapely import Polygon

from vrp_core.domain.annotations import AnnotationSet, LabelledImage, LabelledObject
from vrp_core.domain.files import write_file
from vrp_core.domain.polygons import PolygonWithHoles, keyhole
from vrp_core.exchange.names import distinct_stems
from vrp_core.exchange.objects import objects_by_image
from vrp_core.exchange.writing import Writing, inset, outlines_of, place_photos


def write(annotation_set: AnnotationSet, folder: Path, writing: Writing | None = None) -> list[Path]:
    """Write `labels/<subset>/<image>.txt` for every image, and `data.yaml`, which expects `images/<subset>/<image>`.

    Images without objects get an empty file, which makes them negatives for YOLO.
    """
    chosen = writing or Writing()
    stems, objects = distinct_stems(annotation_set.images), objects_by_image(annotation_set)
    classes = {label.id: number for number, label in enumerate(annotation_set.labels)}
    description = _description(annotation_set, chosen).encode("utf-8", "replace")
    written = [write_file(folder / "data.yaml", description, durable=False)]
    for image in annotation_set.images:
        lines = [_line(classes[item.label_id], item, image, chosen) for item in objects[image.id]]
        path = folder / "labels" / chosen.subsets.get(image.id, "") / f"{stems[image.id]}.txt"
        written.append(write_file(path, "".join(lines).encode("ascii"), durable=False))
    return [*written, *place_photos(annotation_set, folder, chosen)]


def is_drawn(item: LabelledObject) -> bool:
    """Whether an object has a part of more than one pixel."""
    return bool(_parts(item, Writing()))


def _parts(item: LabelledObject, writing: Writing) -> list[PolygonWithHoles]:
    return [part for part in outlines_of(item, writing) if Polygon(part.outer).area > 1]


def _line(number: int, item: LabelledObject, image: LabelledImage, writing: Writing) -> str:
    parts = _parts(item, writing)
    if not parts:
        return ""
    shares = keyhole(inset(parts)).astype(float) / (image.size.width, image.size.height)
    return f"{number} {' '.join(f'{share:.8g}' for share in np.clip(shares, 0, 1).ravel())}\n"


def _description(annotation_set: AnnotationSet, writing: Writing) -> str:
    # A JSON string is a YAML string too, whatever a label is called.
    names = [
        f"  {number}: {json.dumps(label.name, ensure_ascii=False)}"
        for number, label in enumerate(annotation_set.labels)
    ]
    subsets = writing.subset_names()
    folders = {name: f"images/{name}" for name in subsets} or {"train": "images"}
    folders.setdefault("val", folders["train"])  # YOLO requires both
    places = [f"{name}: {folders[name]}" for name in ("train", "val", "test") if name in folders]
    return "\n".join([*places, "names:" if names else "names: {}", *names, ""])
