"""Selects what a project exports: annotations, then accepted and corrected predictions, each object once."""

import os
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from vrp_core.domain.annotations import AnnotationSet, LabelledImage, LabelledObject, Prediction, ReviewStatus, Role
from vrp_core.domain.masks import Rle, area, encode, iou
from vrp_core.project.project import Project

_SAME_OBJECT = 0.5  # IoU above which an annotation and a prediction show the same object; the annotation is exported


@dataclass(frozen=True, slots=True)
class ExportSet:
    """The exported annotation set, and how much is left out for each reason."""

    annotation_set: AnnotationSet
    image_folder: Path  # file names are relative to this folder, or absolute on another drive
    left_out: Mapping[str, int]
    not_reviewed: tuple[str, ...] = ()  # file names of photos left out because nobody has reviewed them
    without_file: tuple[str, ...] = ()  # file names of photos whose file is missing or shows another picture
    readings: Mapping[int, str] = field(default_factory=dict)  # image id -> its bands and contrast window, if chosen


def export_set(
    project: Project,
    include_pending: bool = False,
    include_references: bool = True,
    only_reviewed_photos: bool = False,
    without_file: Collection[int] = frozenset(),
) -> ExportSet:
    """Collect what a project exports.

    A photo is reviewed when a person has annotated or decided something on it and no pending prediction is left. An
    unreviewed photo is left out: exported without objects, it would teach a network that it has none.

    Args:
        project: the project to export.
        include_pending: also export pending predictions that do not count as absent.
        include_references: also export the regions of references.
        only_reviewed_photos: leave out photos that are not reviewed, with all their objects. Ignored if
            `include_pending` is set.
        without_file: images whose files are missing or changed (`FileReport.ids`); they are not exported.
    """
    records = project.images.all()
    files = {record.id: project.images.file_of(record) for record in records}
    folder = _common_folder(files.values(), project.folder)
    objects: list[LabelledObject] = []
    left_out: Counter[str] = Counter()
    sizes = {record.id: record.size for record in records}
    for annotation in project.annotations.all():
        if annotation.role is Role.NEGATIVE:
            left_out["not the object"] += 1
            continue
        if annotation.role is Role.REFERENCE and not include_references:
            left_out["reference"] += 1
            continue
        if not annotation.has_outline:
            left_out["prompt without a mask"] += 1
            continue
        region = annotation.mask or encode(annotation.region(sizes[annotation.image_id]))
        objects.append(LabelledObject(annotation.image_id, annotation.label_id, region))
    looked_at = {item.image_id for item in objects}
    waiting: set[int] = set()
    drawn: defaultdict[tuple[int, int], list[Rle]] = defaultdict(list)
    for item in objects:
        drawn[item.image_id, item.label_id].append(item.mask)
    for prediction in project.review.predictions():
        if prediction.status is not ReviewStatus.PENDING:
            looked_at.add(prediction.image_id)
        elif not prediction.absent:
            waiting.add(prediction.image_id)
        beside = drawn.get((prediction.image_id, prediction.label_id), [])
        reason = _reason_to_leave_out(prediction, include_pending, beside)
        if reason:
            left_out[reason] += 1
        else:
            score = prediction.scores.confidence
            objects.append(LabelledObject(prediction.image_id, prediction.label_id, prediction.mask, score=score))
    reviewed = looked_at - waiting if only_reviewed_photos and not include_pending else set(sizes)
    gone = set(without_file)
    exported, not_reviewed = reviewed - gone, set(sizes) - reviewed - gone
    left_out["photo not reviewed"] += sum(item.image_id in not_reviewed for item in objects)
    left_out["photo without its file"] += sum(item.image_id in gone for item in objects)
    images = tuple(LabelledImage(record.id, _name_in(folder, files[record.id]), record.size) for record in records)
    kept = [item for item in objects if item.image_id in exported]
    ordered = tuple(sorted(kept, key=lambda item: (item.image_id, item.label_id)))
    return ExportSet(
        AnnotationSet(tuple(image for image in images if image.id in exported), project.labels.all(), ordered),
        folder,
        {reason: many for reason, many in left_out.items() if many},
        tuple(image.file_name for image in images if image.id in not_reviewed),
        tuple(image.file_name for image in images if image.id in gone),
        {record.id: record.reading for record in records if record.reading},
    )


def _common_folder(files: Collection[Path], otherwise: Path) -> Path:
    try:
        return Path(os.path.commonpath([file.parent for file in files]))
    except ValueError:  # there is no file, or they are on several drives
        return otherwise


def _name_in(folder: Path, file: Path) -> str:
    try:
        return PurePath(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # on another drive
        return file.as_posix()


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
