"""The table of export formats, for the command line and the window."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from vrp_core.domain.annotations import AnnotationSet
from vrp_core.exchange import coco, crops, cvat, datumaro, geojson, labelme, mask_png, voc, yolo
from vrp_core.exchange.objects import subset_of
from vrp_core.exchange.writing import Writing


@dataclass(frozen=True, slots=True)
class Format:
    """An export format. `write` writes its files into a folder and returns their paths."""

    name: str
    sentence: str  # description for the user
    write: Callable[[AnnotationSet, Path, Writing | None], list[Path]]
    has_outlines: bool = False  # whether the format has outlines, whose precision can be chosen
    needs_photos: bool = False  # whether the photos are read


def _in_folders(
    write: Callable[[AnnotationSet, Path, Writing | None], list[Path]],
) -> Callable[[AnnotationSet, Path, Writing | None], list[Path]]:
    """Wrap a writer without subsets: one folder per subset."""

    def write_each(annotation_set: AnnotationSet, folder: Path, writing: Writing | None = None) -> list[Path]:
        chosen = writing or Writing()
        if not chosen.subsets:
            return write(annotation_set, folder, chosen)
        written = []
        for name in chosen.subset_names():
            part = subset_of(annotation_set, {image for image, one in chosen.subsets.items() if one == name})
            place = None if chosen.destination is None else chosen.destination / name
            written += write(part, folder / name, replace(chosen, subsets={}, destination=place))
        return written

    return write_each


FORMATS = {
    one.name: one
    for one in (
        Format("coco", "One COCO JSON file, checked after writing; most tools read it.", coco.write, True),
        Format("mask-png", "A black-and-white PNG for every photo and label.", _in_folders(mask_png.write_masks)),
        Format(
            "index-png", "One PNG per photo, its pixels the numbers of the labels.", _in_folders(mask_png.write_index)
        ),
        Format("yolo-seg", "Text files and a data.yaml to train a YOLO segmentation model with.", yolo.write, True),
        Format("labelme", "A labelme 5 JSON file for every photo.", _in_folders(labelme.write), True),
        Format("voc", "Pascal VOC: XML files with boxes, palette pictures of classes and objects.", voc.write),
        Format("cvat", "CVAT for images 1.1: one annotations.xml with masks.", cvat.write, True),
        Format("datumaro", "Datumaro JSON with masks.", datumaro.write),
        Format(
            "geojson",
            "GeoJSON polygons in pixels, one file per photo, as QuPath reads them.",
            _in_folders(geojson.write),
            True,
        ),
        Format(
            "crops",
            "Every object cut out of its photo, as a PNG with transparency.",
            _in_folders(crops.write),
            needs_photos=True,
        ),
    )
}
