"""Writes masks as pictures: a black-and-white PNG per image and label, or a PNG per image of label numbers."""

import io
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor

from vrp_core.domain.annotations import AnnotationSet, Label, LabelledImage, LabelledObject
from vrp_core.domain.files import write_file
from vrp_core.domain.masks import area, decode_crop
from vrp_core.domain.outputs import marked
from vrp_core.exchange.names import distinct, distinct_stems, safe_name
from vrp_core.exchange.objects import objects_by_image
from vrp_core.exchange.writing import Writing, place_photos

NAMES = "labels.json"  # assigns folders, or numbers, to labels


def write_masks(annotation_set: AnnotationSet, folder: Path, writing: Writing | None = None) -> list[Path]:
    """Write `masks/<label>/<image>.png`, 1 bit a pixel, for every label that an image shows; sub-folders are kept.

    Objects of one label are drawn together. Labels whose names are not valid or not unique as folder names get a
    changed folder name; `masks/labels.json` lists the label of each folder.
    """
    stems, objects = distinct_stems(annotation_set.images), objects_by_image(annotation_set)
    folders = distinct([safe_name(label.name) for label in annotation_set.labels], {NAMES})
    written = []
    for image in annotation_set.images:
        for label, name in zip(annotation_set.labels, folders, strict=True):
            shown = [item for item in objects[image.id] if item.label_id == label.id]
            if shown:
                pixels = painted(image, ((item, True) for item in shown), np.dtype(bool))
                path = folder / "masks" / name / f"{stems[image.id]}.png"
                written.append(write_file(path, png(pixels), durable=False))
    changed = {name: label.name for name, label in zip(folders, annotation_set.labels, strict=True)}
    content = json.dumps(changed, indent=1).encode("ascii")
    written.append(write_file(folder / "masks" / NAMES, content, durable=False))
    return [*written, *place_photos(annotation_set, folder, replace(writing or Writing(), subsets={}))]


def write_index(annotation_set: AnnotationSet, folder: Path, writing: Writing | None = None) -> list[Path]:
    """Write `index/<image>.png` for every image: 0 for the background, 1 for the first label and so on, in its colours.

    Where objects overlap the smaller one shows. `index/labels.json` lists the label of each number. Beyond 255 labels
    the pictures have 16 bits and no palette.
    """
    stems, objects = distinct_stems(annotation_set.images), objects_by_image(annotation_set)
    numbers = {label.id: number for number, label in enumerate(annotation_set.labels, start=1)}
    small = len(numbers) < 256
    written = []
    for image in annotation_set.images:
        largest_first = sorted(objects[image.id], key=lambda item: -area(item.mask))
        numbered = ((item, numbers[item.label_id]) for item in largest_first)
        pixels = painted(image, numbered, np.dtype(np.uint8 if small else np.uint16))
        content = png(pixels, palette_of(annotation_set.labels) if small else None)
        written.append(write_file(folder / "index" / f"{stems[image.id]}.png", content, durable=False))
    names = {numbers[label.id]: label.name for label in annotation_set.labels}
    content = json.dumps(names, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    written.append(write_file(folder / "index" / NAMES, content, durable=False))
    return [*written, *place_photos(annotation_set, folder, replace(writing or Writing(), subsets={}))]


def painted(
    image: LabelledImage, values: Iterable[tuple[LabelledObject, int]], kind: "np.dtype[np.generic]"
) -> NDArray[np.generic]:
    """The `(H, W)` picture of objects painted one over the other, each in its value."""
    canvas = np.zeros(image.size, dtype=kind)
    for item, value in values:
        crop, (left, top) = decode_crop(item.mask)
        canvas[top : top + crop.shape[0], left : left + crop.shape[1]][crop] = value
    return canvas


def palette_of(labels: Iterable[Label]) -> list[int]:
    """Red, green and blue of the background, then of each label."""
    return [0, 0, 0, *(channel for label in labels for channel in ImageColor.getrgb(label.color)[:3])]


def png(pixels: NDArray[np.generic], palette: list[int] | None = None) -> bytes:
    """A picture as a PNG file with this program's mark, so that it never comes in as a photo."""
    picture = Image.fromarray(pixels)
    if palette is not None:
        picture.putpalette(palette)
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", pnginfo=marked())
    return buffer.getvalue()
