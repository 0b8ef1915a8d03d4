"""What every writer is told beyond the annotation set, and placing photos beside what is written."""

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

    LEAVE = "leave"  # they stay where they are
    COPY = "copy"
    LINK = "link"  # a symbolic link, where the system makes none a hard link, else a copy


class SegmentationMode(str, Enum):
    """How COCO writes the region of an object."""

    AUTO = "auto"  # polygons, but compressed run lengths where the object has holes or is a crowd
    POLYGON = "polygon"  # holes as keyholes, for tools that refuse run lengths
    RLE = "rle"  # compressed
    UNCOMPRESSED_RLE = "uncompressed-rle"


@dataclass(frozen=True, slots=True)
class Writing:
    """The choices of an export."""

    min_iou: float = 1.0  # IoU with the mask that outlines keep at least; 1 follows every pixel
    photos: Photos = Photos.LEAVE
    image_folder: Path | None = None  # where the set's images are; None: nobody knows
    destination: Path | None = (
        None  # the folder that the files will lie in, where it is not the one they are written to
    )
    subsets: Mapping[int, str] = field(default_factory=dict)  # image id -> "train", "val" or "test"; empty: no split
    segmentation: SegmentationMode = SegmentationMode.AUTO
    scores: bool = True  # the confidence of found masks, where the format has room for it

    def subset_names(self) -> tuple[str, ...]:
        """The subsets that have images, in the usual order."""
        found = set(self.subsets.values())
        return tuple(name for name in ("train", "val", "test") if name in found)

    def photo_of(self, image: LabelledImage) -> Path | None:
        """The file of an image."""
        return None if self.image_folder is None else self.image_folder / image.file_name


def outlines_of(item: LabelledObject, writing: Writing) -> list[PolygonWithHoles]:
    """The parts of an object as polygons, as closely as asked for."""
    return polygons_of_rle(item.mask, writing.min_iou)


def inset(polygons: Sequence[PolygonWithHoles]) -> list[PolygonWithHoles]:
    """The same polygons, their corners moved inside by a twentieth of a pixel.

    labelme and YOLO cut coordinates down to whole pixels and fill the edges, too. A corner on the right edge of the
    last pixel would so add a column. pycocotools makes the same pixels of both.
    """
    moved = []
    for polygon in polygons:
        shape = Polygon(polygon.outer, polygon.holes).buffer(-_INSET, join_style="mitre", mitre_limit=10)
        whole = isinstance(shape, Polygon) and not shape.is_empty and len(shape.interiors) == len(polygon.holes)
        moved.append(from_shapely(shape) if whole else polygon)
    return moved


def placed_name(image: LabelledImage, stem: str) -> str:
    """The name under which a photo is placed beside what is written for it."""
    return f"{stem}{PurePosixPath(image.file_name).suffix}"


def place_photos(annotation_set: AnnotationSet, folder: Path, writing: Writing, where: str = "images") -> list[Path]:
    """Copy or link the photos of a set to `<where>/<subset>/<image>`; gives the paths. Nothing where they are left."""
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
