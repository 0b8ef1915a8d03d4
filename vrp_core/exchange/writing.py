"""The writers' common options, and copying or linking photos beside the written files."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path, PurePosixPath

from shapely import Polygon

from vrp_core.domain.annotations import AnnotationSet, LabelledImage, LabelledObject
from vrp_core.domain.polygons import PolygonWithHoles, from_shapely, polygons_of_rle
from vrp_core.exchange.names import distinct_stems

_INSET = 0.05  # pixels


class Photos(str, Enum):
    """What an export does with the photos."""

    LEAVE = "leave"  # photos stay where they are
    COPY = "copy"
    LINK = "link"  # a symbolic link; a hard link or a copy if the system allows no link


class SegmentationMode(str, Enum):
    """How COCO writes the region of an object."""

    AUTO = "auto"  # polygons, or compressed run lengths if the object has holes or is a crowd
    POLYGON = "polygon"  # holes as keyholes, for tools that do not read run lengths
    RLE = "rle"  # compressed run lengths
    UNCOMPRESSED_RLE = "uncompressed-rle"


@dataclass(frozen=True, slots=True)
class Writing:
    """The options of a writer."""

    min_iou: float = 1.0  # lowest IoU of outlines with the mask; 1 follows every pixel
    photos: Photos = Photos.LEAVE
    image_folder: Path | None = None  # folder of the set's images; None: unknown
    destination: Path | None = None  # final folder of the files, if they are written elsewhere first
    subsets: Mapping[int, str] = field(default_factory=dict)  # image id -> "train", "val" or "test"; empty: no split
    segmentation: SegmentationMode = SegmentationMode.AUTO
    readings: Mapping[int, str] = field(default_factory=dict)  # image id -> its bands and contrast window, if chosen
    scores: bool = True  # write the confidence of predictions, if the format has a field for it

    def subset_names(self) -> tuple[str, ...]:
        """The subsets that have images, in the usual order."""
        found = set(self.subsets.values())
        return tuple(name for name in ("train", "val", "test") if name in found)

    def photo_of(self, image: LabelledImage) -> Path | None:
        """The file of an image."""
        return None if self.image_folder is None else self.image_folder / image.file_name


def outlines_of(item: LabelledObject, writing: Writing) -> list[PolygonWithHoles]:
    """The parts of an object as polygons of the chosen precision."""
    return polygons_of_rle(item.mask, writing.min_iou)


def inset(polygons: Sequence[PolygonWithHoles]) -> list[PolygonWithHoles]:
    """The same polygons, their corners moved inside by a twentieth of a pixel.

    labelme and YOLO round coordinates down to whole pixels and fill the edges as well. A corner on the right edge of
    the last pixel would therefore add a column. pycocotools makes the same pixels of both.
    """
    moved = []
    for polygon in polygons:
        shape = Polygon(polygon.outer, polygon.holes).buffer(-_INSET, join_style="mitre", mitre_limit=10)
        whole = isinstance(shape, Polygon) and not shape.is_empty and len(shape.interiors) == len(polygon.holes)
        moved.append(from_shapely(shape) if whole else polygon)
    return moved


def placed_name(image: LabelledImage, stem: str) -> str:
    """The name of a photo that is placed beside its written files."""
    return f"{stem}{PurePosixPath(image.file_name).suffix}"


def place_photos(annotation_set: AnnotationSet, folder: Path, writing: Writing, where: str = "images") -> list[Path]:
    """Copy or link the photos of a set to `<where>/<subset>/<image>`; returns the paths, if any."""
    if writing.photos is Photos.LEAVE or writing.image_folder is None:
        return []
    stems = distinct_stems(annotation_set.images)
    placed = []
    for image in annotation_set.images:
        name = placed_name(image, stems[image.id])
        target = folder / where / writing.subsets.get(image.id, "") / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _place(writing.image_folder / image.file_name, target, writing.photos)
        placed.append(target)
    return placed


def _place(photo: Path, target: Path, how: Photos) -> None:
    if how is Photos.LINK:
        for link in (os.symlink, os.link):
            try:
                link(photo.resolve(), target)
            except OSError:
                continue
            return
    shutil.copyfile(photo, target)
