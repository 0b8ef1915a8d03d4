"""Writes CVAT's XML ("CVAT for images 1.1"): one `annotations.xml`, every object an exact mask."""

from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import numpy as np

from vrp_core.domain.annotations import AnnotationSet, LabelledImage, LabelledObject
from vrp_core.domain.files import write_file
from vrp_core.domain.masks import decode_crop
from vrp_core.exchange.objects import objects_by_image
from vrp_core.exchange.writing import Writing, outlines_of, place_photos
from vrp_core.exchange.xml_writing import xml_text


def write(annotation_set: AnnotationSet, folder: Path, writing: Writing | None = None) -> list[Path]:
    """Write `annotations.xml`. If outlines may be simplified, objects of one ring are polygons."""
    chosen = writing or Writing()
    objects = objects_by_image(annotation_set)
    names = {label.id: xml_text(label.name) for label in annotation_set.labels}
    root = Element("annotations")
    SubElement(root, "version").text = "1.1"
    labels = SubElement(SubElement(SubElement(root, "meta"), "task"), "labels")
    for label in annotation_set.labels:
        element = SubElement(labels, "label")
        SubElement(element, "name").text = xml_text(label.name)
        SubElement(element, "color").text = label.color
        SubElement(element, "attributes")
    for number, image in enumerate(annotation_set.images):
        element = _image(root, number, image, chosen)
        for item in objects[image.id]:
            _shape(element, item, names[item.label_id], chosen)
    ElementTree.indent(root, " ")
    content = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    written = write_file(folder / "annotations.xml", content, durable=False)
    return [written, *place_photos(annotation_set, folder, chosen)]


def _image(root: Element, number: int, image: LabelledImage, writing: Writing) -> Element:
    size = {"width": str(image.size.width), "height": str(image.size.height)}
    element = SubElement(root, "image", {"id": str(number), "name": xml_text(image.file_name), **size})
    if image.id in writing.subsets:
        element.set("subset", writing.subsets[image.id])
    return element


def _shape(element: Element, item: LabelledObject, name: str, writing: Writing) -> None:
    common = {"label": name, "source": "manual", "occluded": "0"}
    polygons = outlines_of(item, writing) if writing.min_iou < 1 else []
    if len(polygons) == 1 and not polygons[0].holes:
        points = ";".join(f"{x:.2f},{y:.2f}" for x, y in polygons[0].outer.tolist())
        SubElement(element, "polygon", {**common, "points": points, "z_order": "0"})
        return
    crop, (left, top) = decode_crop(item.mask)
    height, width = crop.shape
    place = {"left": str(left), "top": str(top), "width": str(width), "height": str(height)}
    SubElement(element, "mask", {**common, "rle": _runs(crop.ravel()), **place, "z_order": "0"})


def _runs(bits: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]") -> str:
    """Run lengths row by row, zeros first."""
    turns = np.flatnonzero(np.diff(bits)) + 1
    runs = np.diff(np.concatenate([[0], turns, [bits.size]])).tolist()
    return ", ".join(map(str, [0, *runs] if bits[0] else runs))
