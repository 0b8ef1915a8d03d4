"""Writes COCO JSON, and checks that pycocotools reads back the same.

Ids are those of the annotation set and start at 1, because COCO's own evaluation takes 0 for "no match". `area` and
`bbox` are those of the region as written.
"""

import contextlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pycocotools.coco import COCO

from vrp_core.domain import masks
from vrp_core.domain.annotations import AnnotationSet, LabelledObject
from vrp_core.domain.errors import BadFile
from vrp_core.domain.files import write_file
from vrp_core.domain.masks import Rle
from vrp_core.domain.polygons import polygons_of_rle
from vrp_core.exchange.coco_reading import CocoFile, malformed, read_coco
from vrp_core.exchange.names import distinct_stems
from vrp_core.exchange.objects import drawn_objects, subset_of
from vrp_core.exchange.segmentation import polygon_segmentation, region_of, rle_segmentation, runs_segmentation
from vrp_core.exchange.writing import Photos, SegmentationMode, Writing, place_photos, placed_name

__all__ = ["CocoFile", "CocoOptions", "SegmentationMode", "read_coco", "to_coco", "verify_coco", "write_coco"]


@dataclass(frozen=True, slots=True)
class CocoOptions:
    """Options of a COCO file."""

    segmentation: SegmentationMode = SegmentationMode.AUTO
    polygon_iou: float = 1.0  # lowest IoU of polygons with the mask; below 1 they are simplified
    scores: bool = True  # write a `score` for objects that have one
    info: Mapping[str, str] = field(default_factory=lambda: {"description": "Annotated with VRP Annotator"})


def to_coco(annotation_set: AnnotationSet, options: CocoOptions | None = None) -> dict[str, Any]:
    """The set as COCO's JSON values: all images and labels, but only objects that have a pixel."""
    chosen = options or CocoOptions()
    return {
        "info": dict(chosen.info),
        "licenses": [],
        "images": [
            {"id": image.id, "width": image.size.width, "height": image.size.height, "file_name": image.file_name}
            for image in annotation_set.images
        ],
        "annotations": [
            coco_annotation(number, item, chosen) for number, item in enumerate(drawn_objects(annotation_set), start=1)
        ],
        "categories": [
            {"id": label.id, "name": label.name, "supercategory": label.supercategory}
            for label in annotation_set.labels
        ],
    }


def write_coco(annotation_set: AnnotationSet, path: Path, options: CocoOptions | None = None) -> Path:
    """Write the set to `path` atomically, as ASCII, because pycocotools opens files in the system's encoding.

    Raises:
        DiskFull, OSError: see `files.write_file`.
    """
    document = to_coco(annotation_set, options)
    return write_file(path, json.dumps(document, allow_nan=False, separators=(",", ":")).encode("ascii"))


def write(annotation_set: AnnotationSet, folder: Path, writing: Writing | None = None) -> list[Path]:
    """Write `coco.json`, or `annotations/instances_<subset>.json` where the set is split, each checked after writing.

    Raises:
        BadFile: the file that was read back differs from the set.
        DiskFull, OSError: see `files.write_file`.
    """
    chosen = writing or Writing()
    options = CocoOptions(chosen.segmentation, chosen.min_iou, chosen.scores)
    placed = place_photos(annotation_set, folder, chosen)
    named = _with_placed_names(annotation_set) if chosen.photos is not Photos.LEAVE else annotation_set
    written = []
    for name in chosen.subset_names() or ("",):
        part = (
            subset_of(named, {image for image, subset in chosen.subsets.items() if subset == name}) if name else named
        )
        path = folder / (f"annotations/instances_{name}.json" if name else "coco.json")
        verify_coco(write_coco(part, path, options), part, min(0.99, chosen.min_iou))
        written.append(path)
    return [*written, *placed]


def _with_placed_names(annotation_set: AnnotationSet) -> AnnotationSet:
    stems = distinct_stems(annotation_set.images)
    images = (replace(image, file_name=placed_name(image, stems[image.id])) for image in annotation_set.images)
    return replace(annotation_set, images=tuple(images))


def verify_coco(path: Path, annotation_set: AnnotationSet, polygon_iou: float = 0.99) -> None:
    """Read a file that `write_coco` wrote and compare everything in it with the set.

    Regions written as run lengths must be the same to the pixel, polygons up to `polygon_iou`.

    Raises:
        BadFile: names everything that differs.
    """
    odd = malformed(path)  # pycocotools would fail on it
    if odd:
        raise BadFile(path, odd)
    coco = _open_with_pycocotools(path)
    problems = [
        *_differences("image", _images(annotation_set), {_image(record) for record in coco.imgs.values()}),
        *_differences("category", _categories(annotation_set), {_category(record) for record in coco.cats.values()}),
        *_object_problems(coco, drawn_objects(annotation_set), polygon_iou),
    ]
    if problems:
        raise BadFile(path, tuple(problems))


# --- one annotation --------------------------------------------------------------------------------------------------


def coco_annotation(number: int, item: LabelledObject, options: CocoOptions) -> dict[str, Any]:
    """An object with at least one pixel as COCO's JSON values, under the id `number`."""
    segmentation, written = _region(item, options)
    annotation = {
        "id": number,
        "image_id": item.image_id,
        "category_id": item.label_id,
        "segmentation": segmentation,
        "area": float(masks.area(written)),
        "bbox": list(masks.bounding_box(written)),
        "iscrowd": int(item.is_crowd),
    }
    if options.scores and item.score is not None:
        annotation["score"] = float(item.score)
    return annotation


def _region(item: LabelledObject, options: CocoOptions) -> tuple[Any, Rle]:
    """The first encoding that is exact enough, and the mask that a reader makes of it."""
    for segmentation in _ways(item, options):
        written = region_of(segmentation, item.mask.size)
        if masks.iou(written, item.mask) >= options.polygon_iou:
            return segmentation, written
    return rle_segmentation(item.mask), item.mask


def _ways(item: LabelledObject, options: CocoOptions) -> Iterator[Any]:
    mode = options.segmentation
    if mode is SegmentationMode.UNCOMPRESSED_RLE:
        yield runs_segmentation(item.mask)
    elif mode is SegmentationMode.POLYGON or (mode is SegmentationMode.AUTO and not item.is_crowd):
        for floor in sorted({options.polygon_iou, 1.0}):
            polygons = polygons_of_rle(item.mask, floor)
            if mode is SegmentationMode.AUTO and any(polygon.holes for polygon in polygons):
                return
            yield polygon_segmentation(polygons)


# --- the check -------------------------------------------------------------------------------------------------------


def _open_with_pycocotools(path: Path) -> COCO:
    with contextlib.redirect_stdout(io.StringIO()):  # pycocotools prints its progress to standard output
        try:
            return COCO(str(path))
        except KeyError as error:
            raise BadFile(path, (f"pycocotools misses {error}",)) from error


def _as_pycocotools_reads(coco: COCO, record: dict[str, Any]) -> Rle:
    coded = coco.annToRLE(record)
    height, width = coded["size"]
    counts = coded["counts"]
    return Rle(height, width, counts if isinstance(counts, str) else counts.decode("ascii"))


def _images(annotation_set: AnnotationSet) -> set[tuple[Any, ...]]:
    return {(image.id, image.file_name, *image.size) for image in annotation_set.images}


def _image(record: dict[str, Any]) -> tuple[Any, ...]:
    return record["id"], record["file_name"], record["height"], record["width"]


def _categories(annotation_set: AnnotationSet) -> set[tuple[Any, ...]]:
    return {(label.id, label.name, label.supercategory) for label in annotation_set.labels}


def _category(record: dict[str, Any]) -> tuple[Any, ...]:
    return record["id"], record["name"], record.get("supercategory", "")


def _differences(what: str, expected: set[tuple[Any, ...]], found: set[tuple[Any, ...]]) -> Iterator[str]:
    yield from (f"{what} {' '.join(map(str, one))} is missing" for one in sorted(expected - found))
    yield from (f"{what} {' '.join(map(str, one))} was not to be there" for one in sorted(found - expected))
    yield from (f"{what} {one[0]}: ids start at 1" for one in sorted(found) if one[0] < 1)


def _object_problems(coco: COCO, expected: Sequence[LabelledObject], polygon_iou: float) -> Iterator[str]:
    numbers = range(1, len(expected) + 1)
    yield from (f"annotation {number} is missing" for number in numbers if number not in coco.anns)
    yield from (f"annotation {number} was not to be there" for number in coco.anns if number not in numbers)
    for number, item in enumerate(expected, start=1):
        if number in coco.anns:
            reasons = _mismatches(coco, coco.anns[number], item, polygon_iou)
            yield from (f"annotation {number}: {reason}" for reason in reasons)


def _mismatches(coco: COCO, record: dict[str, Any], item: LabelledObject, polygon_iou: float) -> Iterator[str]:
    for key, wanted in (("image_id", item.image_id), ("category_id", item.label_id), ("iscrowd", int(item.is_crowd))):
        if record.get(key) != wanted:
            yield f"{key} is {record.get(key)}, not {wanted}"
    found = _as_pycocotools_reads(coco, record)
    if found.size != item.mask.size:
        yield f"its image is {found.width} x {found.height}, its mask {item.mask.width} x {item.mask.height}"
        return
    agreement = masks.iou(found, item.mask)
    if agreement < (1 if isinstance(record["segmentation"], dict) else polygon_iou):
        yield f"its region agrees with the mask to an IoU of {agreement:.4f} only"
    if record.get("area") != masks.area(found) or record.get("bbox") != list(masks.bounding_box(found)):
        yield "area or bbox is not that of its region"
