"""Annotations of a COCO file into a project: as references, or as truth."""

from dataclasses import dataclass
from pathlib import Path

from vrp_core.domain.annotations import ImageRecord, LabelledImage, Role
from vrp_core.domain.errors import BadFile, NotFound
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.domain.store import Project
from vrp_core.exchange.coco import read_coco


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
    for image in coco.annotation_set.images:
        record = _record_of(project, image, path.parent)
        if record is None:
            notes.append(f"{image.file_name} is not in the project")
        elif record.size != image.size:
            problems.append(f"{image.file_name} is {record.size.width}x{record.size.height} in the project")
        else:
            records[image.id] = record
    if problems:
        raise BadFile(path, tuple(problems))
    labels = {
        label.id: project.add_label(label.name, supercategory=label.supercategory)
        for label in coco.annotation_set.labels
    }
    wanted = [item for item in coco.annotation_set.objects if item.image_id in records and not item.is_crowd]
    for item in wanted:
        record = records[item.image_id]
        project.add_annotation(record.id, labels[item.label_id].id, [MaskPrompt(item.mask)], item.mask, role)
    return Imported(len(wanted), len({item.image_id for item in wanted}), tuple(notes))


def _record_of(project: Project, image: LabelledImage, folder: Path) -> ImageRecord | None:
    """The photo by its path below the file's folder, else by its name."""
    for candidate in (folder / image.file_name, Path(image.file_name).name):
        try:
            return project.find_image(Path(candidate))
        except NotFound:
            continue
    return None
