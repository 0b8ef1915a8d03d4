"""The one way out of a project: what an export would hold, and writing it. The window and the command line call it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from vrp_core.domain.errors import BadFile
from vrp_core.domain.messages import shortened
from vrp_core.exchange.coco import CocoOptions, verify_coco, write_coco
from vrp_core.exchange.destination import RECORD, Written, write_folder, write_single
from vrp_core.exchange.formats import FORMATS
from vrp_core.exchange.names import changed_names
from vrp_core.exchange.objects import drawn_objects
from vrp_core.exchange.outlines import OutlineMeasure, measured
from vrp_core.exchange.subsets import split
from vrp_core.exchange.summary import Summary, counted, summarise
from vrp_core.exchange.writing import Photos, Writing
from vrp_core.exchange.yolo import is_drawn
from vrp_core.project.export_set import ExportSet, export_set
from vrp_core.project.project import Project


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """An export before it happens."""

    exported: ExportSet
    summary: Summary


@dataclass(frozen=True, slots=True)
class Choices:
    """How and where an export is written."""

    format_name: str
    path: Path  # a folder, or a file for COCO
    writing: Writing = field(default_factory=Writing)
    shares: Sequence[float] = ()  # of training, validation and test images; none: no split
    seed: int = 0
    replace: bool = False  # replace files that no export wrote


@dataclass(frozen=True, slots=True)
class Report:
    """What was written."""

    path: Path
    written: Written
    outlines: OutlineMeasure | None  # where the format has outlines
    notes: tuple[str, ...]


def plan_export(project: Project, include_pending: bool = False, include_references: bool = True) -> ExportPlan:
    """What an export would hold: only reviewed photos, unless pending ones are asked for."""
    exported = export_set(project, include_pending, include_references, only_reviewed_photos=True)
    return ExportPlan(exported, summarise(exported.annotation_set))


def write_export(plan: ExportPlan, choices: Choices) -> Report:
    """Write an export, all or nothing; COCO files are read back and compared.

    Raises:
        WouldReplace: files that no export wrote are in the way; nothing was written.
        BadFile: the place is of the wrong kind, or what was read back differs from what was to be written.
        NothingToDo: there are too few scenes to split.
        DiskFull, OSError: it cannot be written.
    """
    annotation_set = plan.exported.annotation_set
    _check_is_no_photo(plan.exported, choices.path)
    subsets = split(annotation_set.images, choices.shares, choices.seed) if choices.shares else {}
    writing = replace(
        choices.writing, image_folder=plan.exported.image_folder, destination=choices.path, subsets=subsets
    )
    written = (
        _single_coco(plan, choices.path, writing, choices) if _is_single(choices) else _folder(plan, choices, writing)
    )
    outlines = None
    if FORMATS[choices.format_name].has_outlines:
        outlines = measured(drawn_objects(annotation_set), writing.min_iou)
    return Report(choices.path, written, outlines, tuple(_notes(plan, choices, written, subsets)))


def _is_single(choices: Choices) -> bool:
    """COCO goes into one file, unless the place is a folder or has to hold more than one file."""
    several = choices.shares or choices.writing.photos is not Photos.LEAVE
    return choices.format_name == "coco" and not choices.path.is_dir() and not several


def _single_coco(plan: ExportPlan, path: Path, writing: Writing, choices: Choices) -> Written:
    annotation_set = plan.exported.annotation_set
    options = CocoOptions(writing.segmentation, writing.min_iou, writing.scores)

    def write(unfinished: Path) -> None:
        write_coco(annotation_set, unfinished, options)
        verify_coco(unfinished, annotation_set, min(0.99, writing.min_iou))

    return write_single(path, write, choices.replace)


def _folder(plan: ExportPlan, choices: Choices, writing: Writing) -> Written:
    annotation_set = plan.exported.annotation_set
    one = FORMATS[choices.format_name]
    names = changed_names(annotation_set.images)
    write = lambda folder: one.write(annotation_set, folder, writing)  # noqa: E731
    return write_folder(choices.path, one.name, write, names, choices.replace)


def _check_is_no_photo(exported: ExportSet, path: Path) -> None:
    if path.is_file() and any(
        path.samefile(photo) for photo in _photos(exported) if photo.name == path.name and photo.exists()
    ):
        raise BadFile(path, ("it is a photo of the project; name another file",))


def _photos(exported: ExportSet) -> list[Path]:
    names = [*(image.file_name for image in exported.annotation_set.images), *exported.not_reviewed]
    return [exported.image_folder / name for name in names]


def _notes(plan: ExportPlan, choices: Choices, written: Written, subsets: dict[int, str]) -> list[str]:
    """What a person should know about what was written."""
    annotation_set = plan.exported.annotation_set
    notes = []
    if subsets:
        sizes = {name: list(subsets.values()).count(name) for name in dict.fromkeys(subsets.values())}
        notes.append("split by scene: " + ", ".join(f"{many:,} {name}" for name, many in sorted(sizes.items())))
    if written.removed:
        notes.append(f"{counted(len(written.removed), 'file')} of an earlier export removed")
    if written.kept:
        kept = [path.relative_to(choices.path).as_posix() for path in written.kept]
        notes.append(f"no longer exported, but changed by somebody since, so left there: {shortened(kept)}")
    changed = changed_names(annotation_set.images) if choices.path.is_dir() else {}
    if changed:
        notes.append(f"{counted(len(changed), 'name')} changed so that every system takes them: see {RECORD}")
    if choices.format_name == "yolo-seg":
        small = sum(not is_drawn(item) for item in drawn_objects(annotation_set))
        if small:
            notes.append(f"{counted(small, 'object')} of single pixels left out, which YOLO cannot learn from")
        if choices.writing.photos is Photos.LEAVE:
            notes.append("YOLO looks for the photos in images/: copy or link them there")
    return notes
