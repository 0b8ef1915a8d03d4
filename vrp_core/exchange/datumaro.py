"""Writes Datumaro's JSON: `annotations/<subset>.json`, every object an exact mask."""

import json
from pathlib import Path, PurePosixPath
from typing import Any

from vrp_core.domain.annotations import AnnotationSet, LabelledImage, LabelledObject
from vrp_core.domain.files import write_file
from vrp_core.exchange.names import distinct_stems
from vrp_core.exchange.objects import objects_by_image
from vrp_core.exchange.segmentation import rle_segmentation
from vrp_core.exchange.writing import Writing, place_photos, placed_name

_VERSION, _IMAGES = "1.0", 2  # the format's media type for images


def write(annotation_set: AnnotationSet, folder: Path, writing: Writing | None = None) -> list[Path]:
    """Write `annotations/<subset>.json`, `default` if the set is not split; photos go to `images/<subset>/`."""
    chosen = writing or Writing()
    stems, objects = distinct_stems(annotation_set.images), objects_by_image(annotation_set)
    numbers = {label.id: number for number, label in enumerate(annotation_set.labels)}
    labels = [{"name": label.name, "parent": label.supercategory, "attributes": []} for label in annotation_set.labels]
    written = []
    for subset in chosen.subset_names() or ("default",):
        items = [
            _item(image, stems[image.id], [_object(one, numbers, chosen) for one in objects[image.id]])
            for image in annotation_set.images
            if chosen.subsets.get(image.id, "default") == subset
        ]
        document = {
            "dm_format_version": _VERSION,
            "media_type": _IMAGES,
            "infos": {"author": "VRP Annotator"},
            "categories": {"label": {"labels": labels, "label_groups": [], "attributes": []}},
            "items": items,
        }
        content = json.dumps(document, allow_nan=False, separators=(",", ":")).encode("ascii")
        written.append(write_file(folder / "annotations" / f"{subset}.json", content, durable=False))
    return [*written, *place_photos(annotation_set, folder, chosen)]


def _item(image: LabelledImage, stem: str, annotations: list[dict[str, Any]]) -> dict[str, Any]:
    for number, annotation in enumerate(annotations):
        annotation["id"] = number
        annotation["group"] = number + 1  # Datumaro joins annotations of the same group
    media = {"path": placed_name(image, stem), "size": [image.size.height, image.size.width]}
    return {
        "id": stem,
        "annotations": annotations,
        "attr": {"file_name": PurePosixPath(image.file_name).as_posix()},
        "image": media,
    }


def _object(item: LabelledObject, numbers: dict[int, int], writing: Writing) -> dict[str, Any]:
    attributes: dict[str, Any] = {"is_crowd": item.is_crowd}
    if writing.scores and item.score is not None:
        attributes["score"] = float(item.score)
    label = numbers[item.label_id]
    return {
        "type": "mask",
        "attributes": attributes,
        "label_id": label,
        "rle": rle_segmentation(item.mask),
        "z_order": 0,
    }
