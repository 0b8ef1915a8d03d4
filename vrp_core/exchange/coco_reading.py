"""COCO JSON in, from any tool: polygons, both kinds of run lengths, ids from 0, keys that others leave out.

Everything wrong with a file is named at once. What is merely of no use here (a box without a region) is left out and
told as a note.
"""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PureWindowsPath
from typing import Any, TypeVar

from vrp_core.domain import masks
from vrp_core.domain.annotations import AnnotationSet, Label, LabelledImage, LabelledObject
from vrp_core.domain.errors import BadFile
from vrp_core.domain.geometry import Size
from vrp_core.exchange.segmentation import region_of

_LARGEST = 2**31  # pixels; pycocotools counts in 32 bits
_Parsed = TypeVar("_Parsed")


@dataclass(frozen=True, slots=True)
class CocoFile:
    """What a COCO file holds for us, and what of it was changed or left out."""

    annotation_set: AnnotationSet
    notes: tuple[str, ...] = ()


class _Unusable(Exception):
    """An annotation that is well-formed and says nothing about pixels."""


def read_coco(path: Path) -> CocoFile:
    """The images, categories and regions of a COCO file. Ids below 1 are raised, and a note says so.

    Raises:
        BadFile: the file is no COCO JSON, or parts of it are wrong; names every one.
        OSError: the file cannot be read.
    """
    document, findings = _document(path), _Findings()
    images = {image.id: image for image in findings.parsed(document, "images", _image)}
    labels = {label.id: label for label in findings.parsed(document, "categories", _label)}
    objects = findings.parsed(document, "annotations", lambda record: _object(record, images, labels))
    if findings.problems:
        raise BadFile(path, tuple(findings.problems))
    return _from_one(AnnotationSet(tuple(images.values()), tuple(labels.values()), tuple(objects)), findings.notes())


def _document(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadFile(path, (f"not JSON: {error}",)) from error
    if not isinstance(document, dict):
        raise BadFile(
            path, (f"the top level is a {type(document).__name__}, not an object with images and categories",)
        )
    return document


# --- lists of records ------------------------------------------------------------------------------------------------


@dataclass
class _Findings:
    """What was found wrong or of no use so far, each with the name of the record."""

    problems: list[str] = field(default_factory=list)
    unusable: dict[str, list[str]] = field(default_factory=dict)

    def parsed(self, document: dict[str, Any], key: str, parse: Callable[[Any], _Parsed]) -> list[_Parsed]:
        """What `parse` makes of every record under `key` that it can take."""
        records = document.get(key)
        if not isinstance(records, list):
            self.problems.append(f"no list of {key}")
            return []
        self.problems.extend(_duplicate_ids(key, records))
        values = []
        for index, record in enumerate(records):
            try:
                values.append(parse(record))
            except ValueError as error:
                self.problems.append(f"{_name(key, index, record)}: {error}")
            except _Unusable as reason:
                self.unusable.setdefault(str(reason), []).append(_name(key, index, record))
        return values

    def notes(self) -> list[str]:
        """One sentence for each reason to leave something out."""
        return [f"{reason}, left out: {', '.join(names)}" for reason, names in self.unusable.items()]


def _name(key: str, index: int, record: Any) -> str:
    return f"{key}[{index}]" + (f" (id {record['id']})" if isinstance(record, dict) and "id" in record else "")


def _duplicate_ids(key: str, records: Sequence[Any]) -> Iterator[str]:
    ids = Counter(str(record["id"]) for record in records if isinstance(record, dict) and "id" in record)
    yield from (f"{key}: id {value} is used {times} times" for value, times in ids.items() if times > 1)


# --- one record ------------------------------------------------------------------------------------------------------


def _image(record: Any) -> LabelledImage:
    size = Size(_whole(record, "height"), _whole(record, "width"))
    if min(size) < 1 or size.height * size.width >= _LARGEST:
        raise ValueError(f"a size of {size.width} x {size.height} is no image")
    name = _text(record, "file_name")
    return LabelledImage(_whole(record, "id"), PureWindowsPath(name).as_posix() if "\\" in name else name, size)


def _label(record: Any) -> Label:
    supercategory = record.get("supercategory") if isinstance(record, dict) else None
    return Label(_whole(record, "id"), _text(record, "name"), supercategory=str(supercategory or ""))


def _object(record: Any, images: dict[int, LabelledImage], labels: dict[int, Label]) -> LabelledObject:
    image_id, label_id = _whole(record, "image_id"), _whole(record, "category_id")
    if image_id not in images:
        raise ValueError(f"there is no image {image_id}")
    if label_id not in labels:
        raise ValueError(f"there is no category {label_id}")
    if not record.get("segmentation"):
        raise _Unusable("a box without a region" if record.get("bbox") else "neither box nor region")
    mask = region_of(record["segmentation"], images[image_id].size)
    if not masks.area(mask):
        raise _Unusable("a region without a pixel in the image")
    return LabelledObject(image_id, label_id, mask, bool(record.get("iscrowd", 0)), _score(record))


def _score(record: dict[str, Any]) -> float | None:
    score = record.get("score")
    if score is None:
        return None
    if not isinstance(score, (int, float)) or not math.isfinite(score):
        raise ValueError(f"score is {score!r}, not a number")
    return float(score)


def _whole(record: Any, key: str) -> int:
    value = _value(record, key)
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not math.isfinite(value)
        or value != int(value)
    ):
        raise ValueError(f"{key} is {value!r}, not a whole number")
    return int(value)


def _text(record: Any, key: str) -> str:
    value = _value(record, key)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key} is {value!r}, not text")
    return value


def _value(record: Any, key: str) -> Any:
    if not isinstance(record, dict) or key not in record:
        raise ValueError(f"has no {key}")
    return record[key]


# --- ids -------------------------------------------------------------------------------------------------------------


def _from_one(found: AnnotationSet, notes: Sequence[str]) -> CocoFile:
    """The same set with every image and label id at least 1."""
    image_rise, image_notes = _rise("image", [image.id for image in found.images])
    label_rise, label_notes = _rise("category", [label.id for label in found.labels])
    raised = AnnotationSet(
        tuple(replace(image, id=image.id + image_rise) for image in found.images),
        tuple(replace(label, id=label.id + label_rise) for label in found.labels),
        tuple(
            replace(item, image_id=item.image_id + image_rise, label_id=item.label_id + label_rise)
            for item in found.objects
        ),
    )
    return CocoFile(raised, (*image_notes, *label_notes, *notes))


def _rise(what: str, ids: Sequence[int]) -> tuple[int, list[str]]:
    lowest = min(ids, default=1)
    if lowest >= 1:
        return 0, []
    return 1 - lowest, [f"{what} ids start at {lowest}; each was raised by {1 - lowest}"]
