"""Annotations of a COCO file into a project: as references, or as truth."""

import os
from collections import defaultdict
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path, PurePath
from typing import TypeVar

from vrp_core.domain.annotations import ImageRecord, LabelledImage, Role
from vrp_core.domain.errors import BadFile
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.exchange.coco import read_coco
from vrp_core.project.project import Project

_Fitting = TypeVar("_Fitting")


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in."""

    annotations: int
    images: int
    notes: tuple[str, ...]


def import_coco(project: Project, path: Path, role: Role) -> Imported:
    """Add every object of a COCO file whose photo is in the project; crowds and unknown photos are noted.

    Raises:
        BadFile: the file is not usable, or a photo has another size than the file says; all offenders are named.
    """
    coco = read_coco(path)
    notes = list(coco.notes)
    records: dict[int, ImageRecord] = {}
    problems = []
    matched = _matches(project, coco.annotation_set.images, path.parent)
    for image in coco.annotation_set.images:
        record = matched.get(image.id)
        if record is None:
            notes.append(f"{image.file_name} is not in the project")
        elif record.size != image.size:
            problems.append(f"{image.file_name} is {record.size.width}x{record.size.height} in the project")
        else:
            records[image.id] = record
    if problems:
        raise BadFile(path, tuple(problems))
    labels = {
        label.id: project.labels.add(label.name, supercategory=label.supercategory)
        for label in coco.annotation_set.labels
    }
    there = [item for item in coco.annotation_set.objects if item.image_id in records]
    wanted = [item for item in there if not item.is_crowd]
    if len(wanted) < len(there):
        notes.append(f"{len(there) - len(wanted)} crowds are left out: each is many objects in one region")
    for item in wanted:
        record = records[item.image_id]
        project.annotations.add(record.id, labels[item.label_id].id, [MaskPrompt(item.mask)], item.mask, role)
    return Imported(len(wanted), len({item.image_id for item in wanted}), tuple(notes))


def _matches(project: Project, images: tuple[LabelledImage, ...], folder: Path) -> dict[int, ImageRecord]:
    """The photo of each image of a file, by its id: the one whose path ends as the image's does, as far as possible.

    So a file is understood after its photos were moved. Where two photos, or two images, fit equally well, neither is
    taken: an object on the wrong photo is worse than none.
    """
    by_name: defaultdict[str, list[ImageRecord]] = defaultdict(list)
    for record in project.images.all():
        by_name[PurePath(record.path).name].append(record)
    claims: defaultdict[ImageRecord, list[tuple[int, LabelledImage]]] = defaultdict(list)  # how well, which image
    for image in images:
        path = Path(os.path.normpath(folder.absolute() / image.file_name))
        best = _best([(_common_end(project.images.file_of(record), path), record) for record in by_name[path.name]])
        if best is not None:
            parts, record = best
            claims[record].append((parts, image))
    claimed = ((record, _best(those)) for record, those in claims.items())
    return {best[1].id: record for record, best in claimed if best is not None}


def _best(fits: list[tuple[int, _Fitting]]) -> tuple[int, _Fitting] | None:
    """The one that fits best, if one does."""
    most = max((parts for parts, _ in fits), default=0)
    best = [fit for fit in fits if fit[0] == most]
    return best[0] if len(best) == 1 else None


def _common_end(first: Path, second: Path) -> int:
    """How many parts at the end of two paths are the same."""
    pairs = zip(reversed(first.parts), reversed(second.parts), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
