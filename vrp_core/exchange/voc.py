"""Writes Pascal VOC: XML files with boxes, and palette pictures of classes and of objects."""

from dataclasses import replace
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from PIL import ImageColor

from vrp_core.domain.annotations import AnnotationSet, Label, LabelledImage, LabelledObject
from vrp_core.domain.files import write_file
from vrp_core.domain.masks import area, bounding_box
from vrp_core.exchange.mask_png import painted, palette_of, png
from vrp_core.exchange.names import distinct_stems
from vrp_core.exchange.objects import objects_by_image
from vrp_core.exchange.writing import Writing, place_photos
from vrp_core.exchange.xml_writing import xml_text

_MOST = 254  # values of a palette picture besides the background and "not scored"


def write(annotation_set: AnnotationSet, folder: Path, writing: Writing | None = None) -> list[Path]:
    """Write `Annotations/<image>.xml`, `SegmentationClass/<image>.png`, `SegmentationObject/<image>.png`,
    `ImageSets/{Main,Segmentation}/<subset>.txt` and `labelmap.txt`.

    Where objects overlap the smaller one shows. Beyond 254 objects the pictures of objects have 16 bits.
    """
    chosen = writing or Writing()
    stems, objects = distinct_stems(annotation_set.images), objects_by_image(annotation_set)
    numbers = {label.id: number for number, label in enumerate(annotation_set.labels, start=1)}
    labels = _told_apart(annotation_set.labels)
    written = [write_file(folder / "labelmap.txt", _label_map(labels).encode("utf-8", "replace"), durable=False)]
    for image in annotation_set.images:
        stem, shown = stems[image.id], sorted(objects[image.id], key=lambda item: -area(item.mask))
        parts = {
            f"Annotations/{stem}.xml": _xml(image, shown, {label.id: label.name for label in labels}),
            f"SegmentationClass/{stem}.png": _classes(image, shown, numbers, labels),
            f"SegmentationObject/{stem}.png": _objects(image, shown),
        }
        written += [write_file(folder / name, content, durable=False) for name, content in parts.items()]
    for subset in chosen.subset_names() or ("default",):
        ids = [image.id for image in annotation_set.images if chosen.subsets.get(image.id, "default") == subset]
        lines = "".join(f"{stems[image_id]}\n" for image_id in ids)
        for task in ("Main", "Segmentation"):
            path = folder / "ImageSets" / task / f"{subset}.txt"
            written.append(write_file(path, lines.encode("utf-8", "replace"), durable=False))
    return [*written, *place_photos(annotation_set, folder, replace(chosen, subsets={}), where="JPEGImages")]


def _told_apart(labels: tuple[Label, ...]) -> list[Label]:
    """The labels with names that `labelmap.txt` can hold, and with unique colours."""
    taken = {(0, 0, 0), (224, 224, 192)}
    result = []
    for label in labels:
        color = ImageColor.getrgb(label.color)[:3]
        while color in taken:
            color = (*color[:2], (color[2] + 1) % 256) if color[2] < 255 else ((color[0] + 1) % 256, color[1], 0)
        taken.add(color)
        name = xml_text(" ".join(label.name.replace(":", " ").split())) or f"label {label.id}"
        result.append(replace(label, name=name, color="#{:02x}{:02x}{:02x}".format(*color)))
    return result


def _label_map(labels: list[Label]) -> str:
    lines = [f"{label.name}:{','.join(map(str, ImageColor.getrgb(label.color)[:3]))}::" for label in labels]
    return "\n".join(["# label:color_rgb:parts:actions", "background:0,0,0::", *lines, ""])


def _classes(image: LabelledImage, shown: list[LabelledObject], numbers: dict[int, int], labels: list[Label]) -> bytes:
    small = len(labels) <= _MOST
    kind = np.dtype(np.uint8 if small else np.uint16)
    pixels = painted(image, ((item, numbers[item.label_id]) for item in shown), kind)
    return png(pixels, palette_of(labels) if small else None)


def _objects(image: LabelledImage, shown: list[LabelledObject]) -> bytes:
    small = len(shown) <= _MOST
    kind = np.dtype(np.uint8 if small else np.uint16)
    values = range(1, len(shown) + 1) if len(shown) < 255 else (number + (number >= 255) for number in range(1, 65535))
    pixels = painted(image, zip(shown, values, strict=False), kind)
    return png(pixels, _voc_palette() if small else None)


def _voc_palette() -> list[int]:
    """Pascal VOC's colours: the bits of a value spread over red, green and blue, the lowest first."""
    return [
        sum(((value >> (3 * step + channel)) & 1) << (7 - step) for step in range(3))
        for value in range(256)
        for channel in range(3)
    ]


def _xml(image: LabelledImage, shown: list[LabelledObject], names: dict[int, str]) -> bytes:
    root, path = Element("annotation"), PurePosixPath(image.file_name)
    SubElement(root, "folder").text = xml_text(path.parent.as_posix() if path.parent != PurePosixPath(".") else "")
    SubElement(root, "filename").text = xml_text(path.name)
    size = SubElement(root, "size")
    for name, value in (("width", image.size.width), ("height", image.size.height), ("depth", 3)):
        SubElement(size, name).text = str(value)
    SubElement(root, "segmented").text = str(int(bool(shown)))
    for item in shown:
        element = SubElement(root, "object")
        SubElement(element, "name").text = names[item.label_id]
        for name in ("truncated", "difficult"):
            SubElement(element, name).text = "0"
        x, y, width, height = bounding_box(item.mask)
        corners = {"xmin": x, "ymin": y, "xmax": x + width, "ymax": y + height}
        box = SubElement(element, "bndbox")
        for side, place in corners.items():
            SubElement(box, side).text = str(place)
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="utf-8")
