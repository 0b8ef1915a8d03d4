"""What of a project leaves it: human work first, predictions that were accepted or corrected, nothing twice."""

import os
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from vrp_core.domain.annotations import AnnotationSet, LabelledImage, LabelledObject, Prediction, ReviewStatus, Role
from vrp_core.domain.masks import Rle, area, encode, iou
from vrp_core.project.project import Project

_SAME_OBJECT = 0.5  # IoU above which an annotation and a prediction are one object: the annotation is exported


@dataclass(frozen=True, slots=True)
class ExportSet:
    """What is exported, and how much is left out for which reason."""

    annotation_set: AnnotationSet
    image_folder: Path  # that file names are relative to
    left_out: Mapping[str, int]


def export_set(project: Project, include_pending: bool = False, include_references: bool = True) -> ExportSet:
    """Collect what a project exports.

    Args:
        project: to export.
        include_pending: also export predictions that nobody has looked at and that do not count as absent.
        include_references: also export the regions of references.
    """
    records = project.images()
    files = {record.id: project.file_of(record) for record in records}
    folder = Path(os.path.commonpath([file.parent for file in files.values()])) if files else project.folder
    objects: list[LabelledObject] = []
    left_out: Counter[str] = Counter()
    sizes = {record.id: record.size for record in records}
    for annotation in project.annotations():
        if annotation.role is Role.REFERENCE and not include_references:
            left_out["reference"] += 1
            continue
        if not annotation.has_outline:
            left_out["mark without a mask"] += 1
            continue
        region = annotation.mask or encode(annotation.region(sizes[annotation.image_id]))
        objects.append(LabelledObject(annotation.image_id, annotation.label_id, region))
    drawn: defaultdict[tuple[int, int], list[Rle]] = defaultdict(list)
    for item in objects:
        drawn[item.image_id, item.label_id].append(item.mask)
    for prediction in project.predictions():
        beside = drawn.get((prediction.image_id, prediction.label_id), [])
        reason = _reason_to_leave_out(prediction, include_pending, beside)
        if reason:
            left_out[reason] += 1
        else:
            edited = prediction.status is ReviewStatus.EDITED  # the confidence was that of another mask
            score = None if edited else prediction.scores.confidence
            objects.append(LabelledObject(prediction.image_id, prediction.label_id, prediction.mask, score=score))
    images = tuple(
        LabelledImage(record.id, PurePath(os.path.relpath(files[record.id], folder)).as_posix(), record.size)
        for record in records
    )
    ordered = tuple(sorted(objects, key=lambda item: (item.image_id, item.label_id)))
    return ExportSet(AnnotationSet(images, project.labels(), ordered), folder, dict(left_out))


def _reason_to_leave_out(prediction: Prediction, include_pending: bool, drawn: Sequence[Rle]) -> str | None:
    if prediction.status is ReviewStatus.REJECTED:
        return "rejected"
    if prediction.status is ReviewStatus.PENDING:
        if prediction.absent:
            return "absent"
        if not include_pending:
            return "pending"
    if area(prediction.mask) == 0:
        return "empty"
    if any(iou(mask, prediction.mask) >= _SAME_OBJECT for mask in drawn):
        return "drawn by hand"
    return None
