"""Merges two projects, for people who share the work on a folder of photos."""

from dataclasses import dataclass

from vrp_core.domain.annotations import ImageRecord, ReviewStatus, Role
from vrp_core.exchange.already_there import AlreadyThere
from vrp_core.exchange.found import FoundImage
from vrp_core.exchange.matching import match
from vrp_core.project.imports import NewAnnotation
from vrp_core.project.project import NewImage, Project


@dataclass(frozen=True, slots=True)
class Merged:
    """What was imported from the other project."""

    photos: int  # photos that were not in the project
    annotations: int
    already_there: int
    conflicts: tuple[str, ...]  # a sentence for each object that differs between the projects; both versions are kept
    left_out: tuple[str, ...]
    number: int | None  # number of the import, to undo it; None if it brought neither annotations nor labels


def merge(project: Project, other: Project) -> Merged:
    """Import photos, labels, annotations and reviewed masks of another project.

    Photos are the same if their content is equal, or else if their paths fit and their sizes are equal. Accepted or
    corrected masks of the other project are imported as annotations. Its pending predictions are not imported: a new
    pass finds them again.
    """
    pairs, left_out = _pairs(project, other)
    added = [
        record for record in other.images.all() if record.id not in pairs and other.images.file_of(record).is_file()
    ]
    new_records = project.images.add([NewImage(other.images.file_of(one), one.size, one.digest) for one in added])
    for record, new in zip(added, new_records, strict=True):
        if new.size == record.size:
            pairs[record.id] = new
    known = AlreadyThere(project)
    names = {label.id: label.name for label in other.labels.all()}
    conflicts: list[str] = []
    new_annotations: list[NewAnnotation] = []
    there = 0
    for image_id, one in _work_of(other, names):
        if image_id not in pairs:
            left_out.append(f"{one.label} on {other.images.get(image_id).path}: its photo is not in the project")
            continue
        record = pairs[image_id]
        if known.has(record.id, one.label, one.prompts, one.mask):
            there += 1
            continue
        if one.mask is not None and known.overlaps(record.id, one.label, one.mask):
            conflicts.append(f"{one.label} on {record.path} is drawn differently in both; both are kept")
        new_annotations.append(NewAnnotation(record.id, one.label, one.prompts, one.mask, one.role))
    supercategories = {label.name: label.supercategory for label in other.labels.all()}
    brings = new_annotations or set(names.values()) - {label.name for label in project.labels.all()}
    number = (
        project.imports.add(new_annotations, other.folder.name, tuple(names.values()), supercategories)
        if brings
        else None
    )
    return Merged(len(added), len(new_annotations), there, tuple(conflicts), tuple(left_out), number)


def _pairs(project: Project, other: Project) -> tuple[dict[int, ImageRecord], list[str]]:
    """The project's photo for each photo of the other one, by id, and those that match only by name."""
    mine = project.images.all()
    by_digest: dict[str, list[ImageRecord]] = {}
    for record in mine:
        by_digest.setdefault(record.digest, []).append(record)
    theirs = other.images.all()
    files = {record: project.images.file_of(record) for record in mine}
    images = [FoundImage(other.images.file_of(record).as_posix(), record.size) for record in theirs]
    by_name = match(images, other.folder, files).photos
    pairs: dict[int, ImageRecord] = {}
    left_out = []
    for place, record in enumerate(theirs):
        same = by_digest.get(record.digest, [])
        named = by_name.get(place)
        if len(same) == 1 or (same and named in same):
            pairs[record.id] = same[0] if len(same) == 1 else named  # type: ignore[assignment]
        elif same:
            left_out.append(f"{record.path} fits {len(same)} photos of one content equally well")
        elif named is not None and named.size == record.size and not other.images.file_of(record).is_file():
            pairs[record.id] = named  # its content can no longer be compared
    return pairs, left_out


def _work_of(other: Project, names: dict[int, str]) -> list[tuple[int, NewAnnotation]]:
    """A person's annotations and decisions, by photo id."""
    work = [
        (one.image_id, NewAnnotation(one.image_id, names[one.label_id], one.prompts, one.mask, one.role))
        for one in other.annotations.all()
    ]
    for status in (ReviewStatus.ACCEPTED, ReviewStatus.EDITED):
        work += [
            (one.image_id, NewAnnotation(one.image_id, names[one.label_id], (), one.mask, Role.TRUTH))
            for one in other.review.predictions(status=status)
        ]
    return work
