"""YOLO's segmentation labels: one text file per image, one line per object, coordinates as shares of the image.

A line is a single ring, so holes and separate parts are joined to it by slits of no width.
"""

import json
from pathlib import Path

from vrp_core.domain.annotations import AnnotationSet, LabelledImage, LabelledObject
from vrp_core.domain.files import write_file
from vrp_core.domain.polygons import keyhole, polygons_of_rle
from vrp_core.exchange.names import distinct_stems
from vrp_core.exchange.objects import objects_by_image


def write(annotation_set: AnnotationSet, folder: Path) -> list[Path]:
    """Write `labels/<image>.txt` for every image and `data.yaml`, which expects the images in `images/` next to it.

    Images without objects get an empty file: that is how YOLO knows them as negatives.
    """
    stems, objects = distinct_stems(annotation_set.images), objects_by_image(annotation_set)
    classes = {label.id: number for number, label in enumerate(annotation_set.labels)}
    written = [write_file(folder / "data.yaml", _description(annotation_set).encode("utf-8", "replace"))]
    for image in annotation_set.images:
        lines = [_line(classes[item.label_id], item, image) for item in objects[image.id]]
        written.append(write_file(folder / "labels" / f"{stems[image.id]}.txt", "".join(lines).encode("ascii")))
    return written


def _line(number: int, item: LabelledObject, image: LabelledImage) -> str:
    shares = keyhole(polygons_of_rle(item.mask)).astype(float) / (image.size.width, image.size.height)
    return f"{number} {' '.join(f'{share:.8g}' for share in shares.ravel())}\n"


def _description(annotation_set: AnnotationSet) -> str:
    # A JSON string is a YAML string too, whatever a label is called.
    names = [
        f"  {number}: {json.dumps(label.name, ensure_ascii=False)}"
        for number, label in enumerate(annotation_set.labels)
    ]
    return "\n".join(["train: images", "val: images", "names:" if names else "names: {}", *names, ""])
