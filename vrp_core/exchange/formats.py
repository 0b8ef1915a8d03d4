"""The formats an annotation set can leave in: one table for the command line and the window."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vrp_core.domain.annotations import AnnotationSet
from vrp_core.exchange import labelme, mask_png, yolo
from vrp_core.exchange.coco import verify_coco, write_coco


@dataclass(frozen=True, slots=True)
class Format:
    """A way out. `write` puts its files into a folder, each in one step, and returns their paths."""

    name: str
    sentence: str  # what it is, for a person
    write: Callable[[AnnotationSet, Path], list[Path]]


def _write_coco(annotation_set: AnnotationSet, folder: Path) -> list[Path]:
    path = write_coco(annotation_set, folder / "coco.json")
    verify_coco(path, annotation_set)
    return [path]


FORMATS = {
    one.name: one
    for one in (
        Format("coco", "One COCO JSON file, checked after writing; most tools read it.", _write_coco),
        Format("mask-png", "A black-and-white PNG for every image and label.", mask_png.write_masks),
        Format("index-png", "One PNG per image, its pixels the numbers of the labels.", mask_png.write_index),
        Format("yolo-seg", "Text files and a data.yaml to train a YOLO segmentation model with.", yolo.write),
        Format("labelme", "A labelme 5 JSON file for every image, to be put next to it.", labelme.write),
    )
}
