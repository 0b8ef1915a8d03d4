"""Writes each object as a cut-out of its photo, transparent outside its outline."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from vrp_core.domain.annotations import AnnotationSet, LabelledObject
from vrp_core.domain.errors import BadFile, NothingToDo
from vrp_core.domain.files import write_file
from vrp_core.domain.masks import bounding_box, decode_crop
from vrp_core.domain.reading import reading_of
from vrp_core.exchange.mask_png import png
from vrp_core.exchange.names import distinct, distinct_stems, safe_name
from vrp_core.exchange.objects import objects_by_image
from vrp_core.exchange.writing import Writing
from vrp_core.images.reading import read_image


def write(annotation_set: AnnotationSet, folder: Path, writing: Writing | None = None) -> list[Path]:
    """Write `crops/<label>/<image>_<number>.png`, RGBA, and `crops/objects.json` with the position of each.

    Raises:
        NothingToDo: the folder of the photos is not known.
        ImageUnreadable: a photo cannot be read.
        BadFile: a photo has another size than its annotations.
    """
    if writing is None or writing.image_folder is None:
        raise NothingToDo("photos to cut objects out of", "name their folder with --images")
    stems, objects = distinct_stems(annotation_set.images), objects_by_image(annotation_set)
    folders = distinct([safe_name(label.name) for label in annotation_set.labels], {"objects.json"})
    folder_of = {label.id: name for label, name in zip(annotation_set.labels, folders, strict=True)}
    written: list[Path] = []
    listed: list[dict[str, Any]] = []
    for image in annotation_set.images:
        if not objects[image.id]:
            continue
        photo = writing.image_folder / image.file_name
        pixels = read_image(photo, reading_of(writing.readings.get(image.id, "")))
        if pixels.shape[:2] != image.size:
            height, width = image.size
            raise BadFile(photo, (f"the annotations are of a photo {width} pixels wide and {height} high",))
        for number, item in enumerate(objects[image.id], start=1):
            name = f"{folder_of[item.label_id]}/{stems[image.id]}_{number}.png"
            written.append(write_file(folder / "crops" / name, png(_cut_out(pixels, item)), durable=False))
            listed.append({"file": name, "image": image.file_name, "bbox": list(bounding_box(item.mask))})
    content = json.dumps(listed, indent=1, allow_nan=False).encode("ascii")
    return [*written, write_file(folder / "crops" / "objects.json", content, durable=False)]


def _cut_out(pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]", item: LabelledObject) -> Any:
    crop, (left, top) = decode_crop(item.mask)
    height, width = crop.shape
    alpha = crop.astype(np.uint8) * 255
    return np.dstack([pixels[top : top + height, left : left + width], alpha])
