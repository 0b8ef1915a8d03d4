"""Imports annotations of another tool's files into a project, all or none, as one step that can be undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import cv2
import numpy as np

from vrp_core.domain.annotations import ImageRecord, Role
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle, decode_crop
from vrp_core.domain.prompts import MaskPrompt, Prompt
from vrp_core.exchange.already_there import AlreadyThere
from vrp_core.exchange.found import Found, FoundObject, Notes, Unusable
from vrp_core.exchange.matching import match
from vrp_core.exchange.readers import read_any
from vrp_core.exchange.regions import mask_of, prompts_of
from vrp_core.exchange.turning import sideways_orientation, upright_mask, upright_prompt
from vrp_core.project.imports import NewAnnotation
from vrp_core.project.project import Project

# Masks for annotations that have only prompts, in the given order; None keeps the prompts.
Refine = Callable[[Sequence[NewAnnotation]], Sequence[Rle | None]]


class Crowds(str, Enum):
    """What becomes of regions that a file marks as crowds (COCO's `iscrowd`)."""

    ONE_PART = "one-part"  # those of one connected part are imported: CVAT writes every painted mask as a crowd
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import."""

    annotations: int
    images: int
    notes: tuple[str, ...]
    prompts: int = 0  # number of annotations that have only boxes and points
    already_there: int = 0
    left_out: int = 0  # number of objects in the file that could not be used
    number: int | None = None  # number of the import, to undo it; None if nothing was added


@dataclass(frozen=True, slots=True)
class _Photo:
    """A photo of the project, in the coordinates of a file's regions."""

    record: ImageRecord
    size: Size  # size in which regions are drawn
    orientation: int | None = None  # EXIF orientation, if the file's picture is not upright


def import_file(
    project: Project,
    path: Path,
    role: Role,
    format_name: str | None = None,
    crowds: Crowds = Crowds.ONE_PART,
    refine: Refine | None = None,
) -> Imported:
    """Add every object of a file or folder that is new to the project and whose photo is in it.

    Boxes and points are imported as prompts of references, because a box is not the object's outline; `refine` may make
    masks of them. Everything that is left out is noted with its reason.

    Raises:
        NotFound: there is no such file.
        BadFile: it holds no annotations in a format that is known.
    """
    found = read_any(path, format_name)
    notes = Notes()
    photos = _photos(project, found, path if path.is_dir() else path.parent, notes)
    known = AlreadyThere(project)
    new: list[NewAnnotation] = []
    there = left_out = 0
    for item in found.objects:
        photo = photos.get(item.image)
        try:
            if photo is None:
                raise Unusable("having no photo, see there")
            annotation = _annotation(item, photo, role, crowds)
        except Unusable as reason:
            left_out += 1
            if photo is not None:
                notes.left_out(reason, _where(item, found))
            continue
        if known.has(annotation.image_id, annotation.label, annotation.prompts, annotation.mask):
            there += 1
            continue
        known.add(annotation.image_id, annotation.label, annotation.prompts, annotation.mask)
        new.append(annotation)
    new = _refined(new, role, refine)
    number = project.imports.add(new, str(path.name), found.labels, found.supercategories) if new else None
    return Imported(
        annotations=len(new),
        images=len({one.image_id for one in new}),
        notes=(*found.notes, *notes.sentences()),
        prompts=sum(one.mask is None for one in new),
        already_there=there,
        left_out=left_out,
        number=number,
    )


# --- photos ----------------------------------------------------------------------------------------------------------


def _photos(project: Project, found: Found, folder: Path, notes: Notes) -> dict[int, _Photo]:
    """The photo of every image that has objects, with the size that its regions are drawn in."""
    files = {record: project.images.file_of(record) for record in project.images.all()}
    matches = match(found.images, folder, files)
    counts = np.bincount([item.image for item in found.objects], minlength=len(found.images))
    photos = {}
    for place, image in enumerate(found.images):
        record = matches.photos.get(place)
        name = f"{image.name} ({_many(int(counts[place]))})" if counts[place] else image.name
        if record is None:
            notes.left_out(matches.reasons[place], name)
            continue
        size = image.size or record.size
        if size == record.size:
            photos[place] = _Photo(record, size)
            continue
        orientation = sideways_orientation(files[record]) if size == Size(*reversed(record.size)) else None
        if orientation is not None:
            photos[place] = _Photo(record, size, orientation)
            notes.changed("turned upright, because they were drawn on the photo lying on its side", name)
        elif counts[place]:
            notes.left_out("another size in the file than the photo has", f"{name}: {_sizes(size, record.size)}")
    return photos


def _many(objects: int) -> str:
    return f"{objects} object" + ("s" if objects > 1 else "")


def _sizes(found: Size, photo: Size) -> str:
    return f"{found.width} x {found.height}, not {photo.width} x {photo.height}"


def _where(item: FoundObject, found: Found) -> str:
    return item.name or f"{item.label} on {found.images[item.image].name}"


# --- one object ------------------------------------------------------------------------------------------------------


def _annotation(item: FoundObject, photo: _Photo, role: Role, crowds: Crowds) -> NewAnnotation:
    if item.is_prompt:
        prompts = prompts_of(item, photo.size)
        if photo.orientation is not None:
            prompts = tuple(upright_prompt(prompt, photo.orientation, photo.size) for prompt in prompts)
        return NewAnnotation(photo.record.id, item.label, prompts, None, Role.REFERENCE)
    mask = mask_of(item, photo.size)
    if item.is_crowd and not _wanted(mask, crowds):
        raise Unusable("being a crowd, many objects in one region (choose all crowds to bring it in)")
    if photo.orientation is not None:
        mask = upright_mask(mask, photo.orientation)
    marks: tuple[Prompt, ...] = (MaskPrompt(mask),)
    return NewAnnotation(photo.record.id, item.label, marks, mask, role)


def _wanted(mask: Rle, crowds: Crowds) -> bool:
    if crowds is not Crowds.ONE_PART:
        return crowds is Crowds.ALL
    crop, _ = decode_crop(mask)
    parts, _ = cv2.connectedComponents(crop.astype(np.uint8), connectivity=8)
    return bool(parts == 2)  # the background is one


def _refined(new: list[NewAnnotation], role: Role, refine: Refine | None) -> list[NewAnnotation]:
    """The annotations with masks for those that are prompts only, as far as `refine` makes them."""
    bare = [place for place, one in enumerate(new) if one.mask is None]
    if refine is None or not bare:
        return new
    for place, mask in zip(bare, refine([new[place] for place in bare]), strict=True):
        if mask is not None:
            one = new[place]
            new[place] = NewAnnotation(one.image_id, one.label, one.prompts, mask, role)
    return new
