"""Reads CVAT's XML ("CVAT for images 1.1"): masks, polygons, boxes, ellipses and points."""

from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from vrp_core.domain.errors import BadFile
from vrp_core.exchange.found import (
    Box,
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
    size_of,
    whole,
)
from vrp_core.exchange.shapes import box_of, ellipse, grouped, ring_of, turned
from vrp_core.exchange.xml_reading import read_xml, text_of

FILE_NAME = "annotations.xml"
_MOST_PIXELS = 2**31


def fits(root: Element) -> bool:
    """Whether an XML file is CVAT's."""
    return root.tag == "annotations"


def read(path: Path) -> Found:
    """The images and shapes of an `annotations.xml`, or of the one in a folder.

    Raises:
        NotFound, OSError: as for `read_xml`.
        BadFile: the file is not CVAT's XML.
    """
    file = path / FILE_NAME if path.is_dir() else path
    root, notes = read_xml(file), Notes()
    if not fits(root):
        raise BadFile(file, (f"it is no XML file of CVAT's: it starts with <{root.tag}>",))
    images: list[FoundImage] = []
    objects: list[FoundObject] = []
    for element in root.findall("image"):
        name = " ".join(element.get("name", "").split())
        if not name:
            notes.left_out("a missing name", f"image {element.get('id')}")
            continue
        images.append(FoundImage(name, size_of(element.get("height"), element.get("width"))))
        objects += _objects(element, len(images) - 1, name, notes)
    for track in root.findall("track"):
        notes.left_out("being a track through a video", f"track {track.get('id')} ({track.get('label')})")
    labels = distinct_names(name for label in root.iter("label") if (name := text_of(label, "name")))
    return Found(tuple(images), labels, tuple(objects), notes.sentences())


def _objects(element: Element, image: int, name: str, notes: Notes) -> list[FoundObject]:
    found: list[tuple[FoundObject, object]] = []
    for place, shape in enumerate(element):
        where = f"{shape.tag} {place + 1} on {name}"
        try:
            label = " ".join(shape.get("label", "").split())
            if not label:
                raise Unusable("a missing label")
            group = shape.get("group_id")
            found.append((FoundObject(image, label, _parts(shape), name=where), group if group != "0" else None))
        except Unusable as reason:
            notes.left_out(reason, where)
    return grouped(found)


def _parts(shape: Element) -> tuple[Part, ...]:
    if shape.tag == "mask":
        return (_mask(shape),)
    if shape.tag == "polygon":
        return (Outline(ring_of(_points(shape))),)
    if shape.tag == "points":
        return tuple(Dot(x, y) for x, y in _points(shape))
    if shape.tag == "box":
        return (_box(shape),)
    if shape.tag == "ellipse":
        x, y, radius_x, radius_y = (_value(shape, name) for name in ("cx", "cy", "rx", "ry"))
        return (ellipse(x, y, radius_x, radius_y, _value(shape, "rotation", "0")),)
    raise Unusable(f"being a {shape.tag}, which marks no region")


def _value(shape: Element, name: str, default: str | None = None) -> float:
    return number(shape.get(name, default), name)


def _points(shape: Element) -> list[list[float]]:
    pairs = [pair.split(",") for pair in shape.get("points", "").split(";") if pair.strip()]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise Unusable("points that are no list of pairs")
    return [[number(x, "a coordinate"), number(y, "a coordinate")] for x, y in pairs]


def _box(shape: Element) -> Box:
    x0, y0, x1, y1 = (_value(shape, name) for name in ("xtl", "ytl", "xbr", "ybr"))
    degrees = _value(shape, "rotation", "0")
    center = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    corners = turned(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]) - center, degrees) + center
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return box_of(float(left), float(top), float(right), float(bottom))


def _mask(shape: Element) -> Pixels:
    """Run lengths of the mask's box, row by row, zeros first."""
    left, top, width, height = (whole(shape.get(name), name) for name in ("left", "top", "width", "height"))
    if width < 1 or height < 1 or width * height >= _MOST_PIXELS:
        raise Unusable(f"a mask of {width} x {height} pixels")
    runs = [whole(run, "a run length") for run in shape.get("rle", "").split(",") if run.strip()]
    if any(run < 0 for run in runs) or sum(runs) != width * height:
        raise Unusable(f"run lengths that do not fill its box of {width} x {height} pixels")
    bits = np.repeat(np.arange(len(runs)) % 2 == 1, runs)
    return Pixels(bits.reshape(height, width), (left, top))
