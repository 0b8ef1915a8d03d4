"""Exports a project, for the window and the command line: plan, show the summary, write, check."""

from dataclasses import dataclass
from pathlib import Path

from vrp_core.domain.annotations import AnnotationSet
from vrp_core.domain.errors import BadFile
from vrp_core.domain.messages import shortened
from vrp_core.exchange.coco import CocoOptions, verify_coco, write_coco
from vrp_core.exchange.destination import RECORD, Written, write_folder, write_single
from vrp_core.exchange.formats import FORMATS
from vrp_core.exchange.names import changed_names
from vrp_core.exchange.objects import drawn_objects
from vrp_core.exchange.outlines import OutlineMeasure, measured
from vrp_core.exchange.subsets import NAMES, split
from vrp_core.exchange.summary import Summary, counted, summarise
from vrp_core.exchange.writing import Photos, SegmentationMode, Writing
from vrp_core.exchange.yolo import is_drawn
from vrp_core.project.export_set import ExportSet, export_set
from vrp_core.project.project import Project


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Options of an export."""

    format: str = "coco"  # a key of `formats.FORMATS`
    segmentation: SegmentationMode = SegmentationMode.AUTO  # COCO only
    scores: bool = True  # write the confidence of predictions, if the format has a field for it
    min_iou: float = 1.0  # lowest IoU of outlines with the mask; 1 follows every pixel
    photos: Photos = Photos.LEAVE
    shares: tuple[float, ...] = ()  # shares of training, validation and test images; empty: no split
    seed: int = 0  # seed of the split
    replace: bool = False  # also replace files that no export wrote

    @property
    def is_folder(self) -> bool:
        """Whether a folder is written whatever is at the destination: only COCO alone can be one file."""
        return self.format != "coco" or bool(self.shares) or self.photos is not Photos.LEAVE


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """An export before anything is written."""

    exported: ExportSet
    summary: Summary


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an export."""

    path: Path
    written: Written
    outlines: OutlineMeasure | None  # if the format has outlines
    notes: tuple[str, ...]


def plan_export(project: Project, include_pending: bool = False, include_references: bool = True) -> ExportPlan:
    """Collect and count the content of an export of the project.

    Args:
        project: to export.
        include_pending: also export photos that nobody has reviewed, and predictions on them that do not count as
            absent.
        include_references: also export the regions of references.
    """
    gone = project.images.check_files().ids
    exported = export_set(project, include_pending, include_references, only_reviewed_photos=True, without_file=gone)
    return ExportPlan(exported, summarise(exported.annotation_set))


def write_export(plan: ExportPlan, path: Path, options: ExportOptions | None = None) -> Report:
    """Write an export to `path`, all or nothing: a file for COCO, a folder for every other format.

    COCO also goes into a folder if `path` is one, or if photos or several subsets are written with it. COCO files are
    read back and compared.

    Raises:
        WouldReplace: files that no export wrote are in the way; nothing was written.
        BadFile: `path` is of the wrong kind, or names a JSON file where a folder is written, or the file that was read
            back differs from the annotations.
        NothingToDo: there are too few scenes to split.
        DiskFull, OSError: it cannot be written.
    """
    chosen = options or ExportOptions()
    exported = plan.exported
    _check_is_no_photo(exported, path)
    if chosen.is_folder and path.suffix.lower() == ".json" and not path.is_dir():
        raise BadFile(path, ("a folder is written, not one file: name a folder, without .json",))
    subsets = split(exported.annotation_set.images, chosen.shares, chosen.seed) if chosen.shares else {}
    writing = Writing(
        min_iou=chosen.min_iou,
        photos=chosen.photos,
        image_folder=exported.image_folder,
        destination=path,
        subsets=subsets,
        segmentation=chosen.segmentation,
        readings=exported.readings,
        scores=chosen.scores,
    )
    if not chosen.is_folder and not path.is_dir():
        written = _write_coco_file(exported.annotation_set, path, writing, chosen.replace)
    else:
        written = _write_folder(exported.annotation_set, path, writing, chosen)
    outlines = None
    if FORMATS[chosen.format].has_outlines:
        outlines = measured(drawn_objects(exported.annotation_set), writing.min_iou)
    return Report(path, written, outlines, tuple(_notes(plan, path, chosen, written, subsets)))


def _write_coco_file(annotation_set: AnnotationSet, path: Path, writing: Writing, replace: bool) -> Written:
    options = CocoOptions(writing.segmentation, writing.min_iou, writing.scores)

    def write(unfinished: Path) -> None:
        write_coco(annotation_set, unfinished, options)
        verify_coco(unfinished, annotation_set, min(0.99, writing.min_iou))

    return write_single(path, write, replace)


def _write_folder(annotation_set: AnnotationSet, path: Path, writing: Writing, options: ExportOptions) -> Written:
    def write(folder: Path) -> list[Path]:
        return FORMATS[options.format].write(annotation_set, folder, writing)

    return write_folder(path, options.format, write, changed_names(annotation_set.images), options.replace)


def _check_is_no_photo(exported: ExportSet, path: Path) -> None:
    if path.is_file() and any(
        path.samefile(photo) for photo in _photos(exported) if photo.name == path.name and photo.exists()
    ):
        raise BadFile(path, ("it is a photo of the project; name another file",))


def _photos(exported: ExportSet) -> list[Path]:
    names = [
        *(image.file_name for image in exported.annotation_set.images),
        *exported.not_reviewed,
        *exported.without_file,
    ]
    return [exported.image_folder / name for name in names]


def _notes(
    plan: ExportPlan, path: Path, options: ExportOptions, written: Written, subsets: dict[int, str]
) -> list[str]:
    """Notes for the user about the export."""
    annotation_set = plan.exported.annotation_set
    notes = []
    if subsets:
        sizes = {name: list(subsets.values()).count(name) for name in NAMES if name in subsets.values()}
        notes.append("split by scene: " + ", ".join(f"{many:,} {name}" for name, many in sizes.items()))
    if written.removed:
        notes.append(f"{counted(len(written.removed), 'file')} of an earlier export removed")
    if written.kept:
        kept = [one.relative_to(path).as_posix() for one in written.kept]
        notes.append(f"no longer exported, but changed by somebody since, so left there: {shortened(kept)}")
    changed = changed_names(annotation_set.images) if path.is_dir() else {}
    if changed:
        notes.append(f"{counted(len(changed), 'name')} changed so that every system takes them: see {RECORD}")
    if options.format == "yolo-seg":
        small = sum(not is_drawn(item) for item in drawn_objects(annotation_set))
        if small:
            notes.append(f"{counted(small, 'object')} of single pixels left out, which YOLO cannot learn from")
        if options.photos is Photos.LEAVE:
            notes.append("YOLO looks for the photos in images/: copy or link them there")
    return notes
