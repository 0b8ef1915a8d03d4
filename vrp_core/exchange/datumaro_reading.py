"""Reads Datumaro's JSON: `annotations/<subset>.json`, or a folder of such files."""

from pathlib import Path
from typing import Any

from vrp_core.domain.errors import BadFile
from vrp_core.exchange.found import (
    Dot,
    Found,
    FoundImage,
    FoundObject,
    Notes,
    Outline,
    Part,
    Unusable,
    distinct_names,
    number,
    short,
    size_of,
    whole,
)
from vrp_core.exchange.json_reading import read_json_object, records, text
from vrp_core.exchange.segmentation import parts_of
from vrp_core.exchange.several_files import read_folder
from vrp_core.exchange.shapes import box_of, ellipse, grouped, ring_of_flat


def fits(document: Any) -> bool:
    """Whether the values of a JSON file are Datumaro's."""
    return (
        isinstance(document, dict)
        and isinstance(document.get("items"), list)
        and isinstance(document.get("categories"), dict)
    )


def read(path: Path) -> Found:
    """The items of a file, or of all subsets of a folder.

    Raises:
        NotFound, OSError: as for `read_json_object`.
        BadFile: the only file is not Datumaro's, or the folder holds none.
    """
    if path.is_dir():
        return read_folder(path, path.glob("annotations/*.json"), read)
    document = read_json_object(path, "an object with items and categories")
    if not fits(document):
        raise BadFile(path, ("it is no file of Datumaro's: it has no items and categories",))
    notes = Notes()
    images: list[FoundImage] = []
    objects: list[FoundObject] = []
    names = _labels(document["categories"])
    for item in records(document["items"]):
        image = _image(item)
        if image is None:
            notes.left_out("naming no image", f"item {short(item.get('id'))}")
            continue
        images.append(image)
        objects += _objects(item, len(images) - 1, image.name, names, notes)
    return Found(tuple(images), distinct_names(names), tuple(objects), notes.sentences())


def _labels(categories: dict[str, Any]) -> list[str]:
    listed = categories.get("label")
    values = records(listed.get("labels")) if isinstance(listed, dict) else []
    return [text(value.get("name")) or f"label {number}" for number, value in enumerate(values)]


def _image(item: dict[str, Any]) -> FoundImage | None:
    media: dict[str, Any] = next((item[key] for key in ("image", "media") if isinstance(item.get(key), dict)), {})
    size = media.get("size")
    names = distinct_names(name for name in (text(media.get("path")), text(item.get("id"))) if name)
    if not names:
        return None
    known = size_of(*size[:2]) if isinstance(size, list) and len(size) >= 2 else None
    identity = text(item.get("id"))
    suffix = Path(names[0]).suffix
    others = (*names[1:], *([f"{identity}{suffix}"] if identity and not Path(identity).suffix else []))
    return FoundImage(names[0], known, others)


def _objects(item: dict[str, Any], image: int, name: str, labels: list[str], notes: Notes) -> list[FoundObject]:
    found: list[tuple[FoundObject, object]] = []
    for place, annotation in enumerate(records(item.get("annotations"))):
        where = f"{text(annotation.get('type')) or 'annotation'} {place + 1} on {name}"
        try:
            number = whole(annotation.get("label_id"), "label_id")
            if not 0 <= number < len(labels):
                raise Unusable(f"label {number}, which is not in the file")
            parts = _parts(annotation)
            found.append(
                (FoundObject(image, labels[number], parts, _is_crowd(annotation), name=where), _group(annotation))
            )
        except Unusable as reason:
            notes.left_out(reason, where)
    return grouped(found)


def _is_crowd(annotation: dict[str, Any]) -> bool:
    attributes = annotation.get("attributes")
    return isinstance(attributes, dict) and attributes.get("is_crowd") is True


def _group(annotation: dict[str, Any]) -> object:
    group = annotation.get("group")
    return group if isinstance(group, (int, str)) else None


def _parts(annotation: dict[str, Any]) -> tuple[Part, ...]:
    kind = annotation.get("type")
    if kind == "mask":
        if not isinstance(annotation.get("rle"), dict):
            raise Unusable("a mask without run lengths")
        return parts_of(annotation["rle"], None)
    if kind == "bbox" and isinstance(annotation.get("bbox"), list) and len(annotation["bbox"]) == 4:
        x, y, width, height = (number(value, "a side of its box") for value in annotation["bbox"])
        return (box_of(x, y, x + width, y + height),)
    points = annotation.get("points")
    if not isinstance(points, list):
        raise Unusable(f"being of type {short(kind)}, which marks no region")
    if kind == "polygon":
        return (Outline(ring_of_flat(points)),)
    if kind == "ellipse" and len(points) == 4:
        x0, y0, x1, y1 = (number(value, "a coordinate") for value in points)
        return (ellipse((x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2),)
    if kind == "points" and len(points) % 2 == 0 and points:
        return tuple(
            Dot(number(x, "a coordinate"), number(y, "a coordinate"))
            for x, y in zip(points[::2], points[1::2], strict=True)
        )
    raise Unusable(f"being of type {short(kind)}, which marks no region")
