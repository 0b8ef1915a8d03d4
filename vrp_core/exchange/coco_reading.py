"""Reads COCO JSON of any tool: all variants of polygons, run lengths, boxes, ids that are text or missing.

Every usable record is read. Every other record is noted with its reason.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from vrp_core.domain.annotations import AnnotationSet
from vrp_core.domain.errors import BadFile
from vrp_core.domain.geometry import Size
from vrp_core.exchange.as_set import as_annotation_set
from vrp_core.exchange.found import (
    Box,
    Found,
    FoundImage,
    FoundObject,
    Notes,
    Part,
    Unusable,
    distinct_names,
    number,
    same_names,
    short,
    size_of,
)
from vrp_core.exchange.json_reading import read_json_object, text
from vrp_core.exchange.segmentation import parts_of

_KEYS = ("images", "categories", "annotations")
_NO = {"", "0", "false", "no", "none"}  # a crowd flag that is text
_Parsed = TypeVar("_Parsed")


@dataclass(frozen=True, slots=True)
class CocoFile:
    """The usable content of a COCO file, and what was changed or left out."""

    annotation_set: AnnotationSet
    notes: tuple[str, ...] = ()


def fits(document: Any) -> bool:
    """Whether the values of a JSON file are COCO's."""
    return isinstance(document, dict) and isinstance(document.get("images"), list)


def read_coco(path: Path) -> CocoFile:
    """The images of known size, labels and regions of a COCO file, numbered from 1 in their order.

    Raises:
        NotFound, BadFile, OSError: as for `read`.
    """
    annotation_set, notes = as_annotation_set(read(path))
    return CocoFile(annotation_set, notes)


def read(path: Path) -> Found:
    """Everything usable in a COCO file.

    Raises:
        NotFound: there is no such file.
        BadFile: the file is not COCO JSON.
        OSError: it cannot be read.
    """
    found, categories = _read(path)
    notes = Notes()
    same_names(((one.name, f"id {identity}") for identity, one in categories.items()), notes)
    return replace(found, notes=(*found.notes, *notes.sentences()))


def malformed(path: Path) -> tuple[str, ...]:
    """What `read` has to leave out or to repair; other readers would fail on it.

    Raises:
        NotFound, BadFile, OSError: as for `read`.
    """
    return _read(path)[0].notes


def _read(path: Path) -> tuple[Found, dict[str, "_Category"]]:
    document, notes = _document(path), Notes()
    images = _by_id(document, "images", _image, notes)
    categories = _by_id(document, "categories", _category, notes)
    places = {key: place for place, key in enumerate(images)}
    shared = _Shared(places, list(images.values()), categories, notes, "categories" in document)
    objects = []
    for index, record in enumerate(_list(document, "annotations")):
        name = _name("annotations", index, record)
        try:
            objects.append(_object(record, shared, name))
        except Unusable as reason:
            notes.left_out(reason, name)
    if not isinstance(document.get("annotations"), list):
        notes.changed("there is no list", "annotations")
    labels = {category.name: category.supercategory for category in categories.values()}
    return Found(tuple(images.values()), tuple(labels), tuple(objects), notes.sentences(), labels), categories


@dataclass(frozen=True, slots=True)
class _Category:
    """A kind of object."""

    name: str
    supercategory: str


@dataclass(frozen=True, slots=True)
class _Shared:
    """What an annotation is read with."""

    places: dict[str, int]
    images: list[FoundImage]
    categories: dict[str, _Category]
    notes: Notes
    has_categories: bool


def _document(path: Path) -> dict[str, Any]:
    document = read_json_object(path, "an object with images, categories and annotations")
    if not fits(document):
        raise BadFile(path, ("it is no COCO file: it has no list of images",))
    if not any(isinstance(document.get(key), list) for key in ("annotations", "categories")):
        raise BadFile(path, ("it is no COCO file: it has neither annotations nor categories",))
    return document


def _list(document: dict[str, Any], key: str) -> list[Any]:
    value = document.get(key)
    return value if isinstance(value, list) else []


# --- ids -------------------------------------------------------------------------------------------------------------


def _by_id(
    document: dict[str, Any], key: str, parse: Callable[[dict[str, Any]], _Parsed], notes: Notes
) -> dict[str, _Parsed]:
    """The records under `key`, converted by `parse`, by id. An id of two different records refers to neither."""
    values: dict[str, _Parsed] = {}
    ambiguous: set[str] = set()
    for index, record in enumerate(_list(document, key)):
        name = _name(key, index, record)
        try:
            identity = _identity(_record(record), "id")
            value = parse(record)
        except Unusable as reason:
            notes.left_out(reason, name)
            continue
        if values.setdefault(identity, value) != value:
            ambiguous.add(identity)
            notes.left_out("an id that is used for something else, too", name)
    for identity in ambiguous:
        del values[identity]
    return values


def _record(record: Any) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise Unusable("a record that is no object")
    return record


def _identity(record: dict[str, Any], key: str) -> str:
    """An id as text: 7, 7.0 and "7" are one."""
    value = record.get(key)
    if isinstance(value, str) and value.strip():
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Unusable(f"{key} being {short(value)}" if key in record else f"a missing {key}")
    try:
        return str(int(value)) if value == int(value) else str(value)
    except (OverflowError, ValueError) as error:
        raise Unusable(f"{key} being {short(value)}") from error


def _name(key: str, index: int, record: Any) -> str:
    return f"{key}[{index}]" + (f" (id {short(record['id'])})" if isinstance(record, dict) and "id" in record else "")


# --- one record ------------------------------------------------------------------------------------------------------


def _image(record: dict[str, Any]) -> FoundImage:
    names = distinct_names(str(record[key]) for key in ("file_name", "path", "coco_url") if _is_name(record.get(key)))
    if not names:
        raise Unusable("a missing file_name")
    return FoundImage(names[0], size_of(record.get("height"), record.get("width")), names[1:])


def _is_name(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool) and bool(str(value).strip())


def _category(record: dict[str, Any]) -> _Category:
    return _Category(text(record.get("name")) or f"category {record['id']}", text(record.get("supercategory")))


def _object(record: Any, shared: _Shared, name: str) -> FoundObject:
    record = _record(record)
    place = shared.places.get(identity := _identity(record, "image_id"))
    if place is None:
        raise Unusable(f"image {short(identity)}, which is not in the file or has a doubtful id")
    return FoundObject(
        image=place,
        label=_label(record, shared, name),
        parts=_parts(record, shared.images[place].size),
        is_crowd=_flag(record.get("iscrowd")),
        score=_score(record, shared.notes, name),
        name=name,
    )


def _label(record: dict[str, Any], shared: _Shared, name: str) -> str:
    identity = _identity(record, "category_id")
    category = shared.categories.get(identity)
    if category is not None:
        return category.name
    if shared.has_categories:
        raise Unusable(f"category {short(identity)}, which is not in the file or has a doubtful id")
    shared.notes.changed("the file names no categories, so labels are called by their number", name)
    return f"category {identity}"


def _parts(record: dict[str, Any], size: Size | None) -> tuple[Part, ...]:
    segmentation = record.get("segmentation")
    parts = parts_of(segmentation, size) if segmentation else ()
    if parts:
        return parts
    box = record.get("bbox")
    if not isinstance(box, list) or len(box) != 4:
        raise Unusable("having neither region nor box")
    x, y, width, height = (number(value, "a side of its box") for value in box)
    (x0, x1), (y0, y1) = sorted((x, x + width)), sorted((y, y + height))
    if not (x1 > x0 and y1 > y0):
        raise Unusable("having neither region nor box")
    return (Box(x0, y0, x1, y1),)


def _flag(value: Any) -> bool:
    return value.strip().lower() not in _NO if isinstance(value, str) else bool(value)


def _score(record: dict[str, Any], notes: Notes, name: str) -> float | None:
    if record.get("score") is None:
        return None
    try:
        return number(record["score"], "its score")
    except Unusable as reason:
        notes.changed(f"taken without a score, because {reason}", name)
        return None
