"""Converts annotations from one format to another, without a project."""

from dataclasses import replace
from pathlib import Path

from vrp_core.domain.annotations import AnnotationSet
from vrp_core.domain.errors import BadFile, ImageUnreadable, NotFound, NothingToDo
from vrp_core.domain.geometry import Size
from vrp_core.domain.messages import shortened
from vrp_core.exchange.as_set import as_annotation_set
from vrp_core.exchange.export import ExportOptions, ExportPlan, Report, write_export
from vrp_core.exchange.formats import FORMATS
from vrp_core.exchange.found import Found
from vrp_core.exchange.matching import match
from vrp_core.exchange.readers import read_any
from vrp_core.exchange.summary import Summary, summarise
from vrp_core.exchange.writing import Photos
from vrp_core.images.folder import find_images
from vrp_core.images.reading import read_size
from vrp_core.project.export_set import ExportSet


def convert(
    source: Path,
    out: Path,
    options: ExportOptions,
    from_format: str | None = None,
    images: Path | None = None,
    boxes: bool = False,
) -> tuple[Report, Summary, tuple[str, ...]]:
    """Read annotations and write them in another format; returns the written files, their counts and all notes.

    Args:
        source: a file or folder.
        out: a file for COCO, a folder for other formats.
        options: the format, and how it is written.
        from_format: a name of `READERS`; None: recognise it.
        images: the folder of the photos; needed if the files do not state image sizes.
        boxes: use a box as the region of its object.

    Raises:
        NotFound, BadFile: as for `read_any`.
        BadFile: also if photos are to be placed beside the files, and some are not in the folder.
        NothingToDo: the source holds nothing usable.
        WouldReplace, DiskFull, OSError: as for `write_export`.
    """
    found = read_any(source, from_format)
    folder = images or (source if source.is_dir() else source.parent)
    if not folder.is_dir():
        raise NotFound("folder", str(folder))
    photos = _photos(found, folder, source)
    annotation_set, notes = as_annotation_set(found, lambda image: _size(photos.get(image.name)), boxes)
    if found.objects and not annotation_set.objects:
        reasons = "; ".join(notes[:5])
        raise NothingToDo("usable annotations", f"{reasons}; name the folder of the photos with --images")
    if notes and not annotation_set.objects:  # photos alone can be meant, but not where objects were left out
        raise NothingToDo("usable annotations", "; ".join(notes[:5]))
    named = _with_paths(annotation_set, photos, folder)
    if options.photos is not Photos.LEAVE or FORMATS[options.format].needs_photos:
        _check_photos(annotation_set, photos, folder)
    plan = ExportPlan(ExportSet(named, folder, {}), summarise(named))
    return write_export(plan, out, options), plan.summary, notes


def _photos(found: Found, folder: Path, source: Path) -> dict[str, Path]:
    """The file of each image that is in the folder, by the image's name."""
    files = {path: path for path in find_images(folder)}
    matches = match(found.images, source if source.is_dir() else source.parent, files)
    return {found.images[place].name: path for place, path in matches.photos.items()}


def _check_photos(annotation_set: AnnotationSet, photos: dict[str, Path], folder: Path) -> None:
    """Refuse photos that were not found in the folder: a stranger's file may name any file of this machine."""
    missing = [image.file_name for image in annotation_set.images if image.file_name not in photos]
    if missing:
        raise BadFile(folder, (f"photos are not in this folder, name theirs with --images: {shortened(missing)}",))


def _size(photo: Path | None) -> Size | None:
    if photo is None:
        return None
    try:
        return read_size(photo)
    except ImageUnreadable:
        return None


def _with_paths(annotation_set: AnnotationSet, photos: dict[str, Path], folder: Path) -> AnnotationSet:
    """The set with file names relative to the folder, for the photos found there."""
    images = tuple(
        replace(image, file_name=photos[image.file_name].relative_to(folder).as_posix())
        if image.file_name in photos
        else image
        for image in annotation_set.images
    )
    return replace(annotation_set, images=images)
