"""What the window asks of the engine outside the networks: photos in, annotations in and out, weights. Run as jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from vrp_core.domain.annotations import Role
from vrp_core.domain.errors import ImageUnreadable, NothingToDo
from vrp_core.domain.messages import explain
from vrp_core.exchange.coco import CocoOptions, SegmentationMode, verify_coco, write_coco
from vrp_core.exchange.formats import FORMATS
from vrp_core.exchange.project_import import Imported, import_coco
from vrp_core.exchange.summary import Summary, summarise
from vrp_core.images.reading import digest_of, find_images, read_size
from vrp_core.project.demo import make_project
from vrp_core.project.export_set import ExportSet, export_set
from vrp_core.project.project import NewImage, Project
from vrp_core.weights import catalogue
from vrp_core.weights.download import Cancelled

from .jobs import Progress, Stopped

_CHUNK = 64  # photos that come into the project together

FORMAT_SENTENCES = {name: one.sentence for name, one in FORMATS.items()}
SEGMENTATION_MODES = tuple(mode.value for mode in SegmentationMode)


@dataclass(frozen=True, slots=True)
class AddedPhotos:
    """What became of the photos somebody added."""

    added: int
    renewed: int  # that were in, and were found at another place or with another content
    refused: tuple[str, ...]  # a sentence for each that could not be read


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """An export before it happens."""

    exported: ExportSet
    summary: Summary


def add_photos(project: Project, paths: Sequence[Path], progress: Progress, stopped: Stopped) -> AddedPhotos:
    """Add photos and the photos of folders, a few at a time; those that cannot be read are named."""
    files = [file for path in paths for file in (find_images(path) if path.is_dir() else [path])]
    if not files:
        raise NothingToDo("photos", "choose a folder that holds JPEG, PNG, TIFF, WebP, BMP or GIF files")
    chunk: list[NewImage] = []
    refused: list[str] = []
    before = {image.id: image for image in project.images()}
    for number, file in enumerate(files, start=1):
        if stopped():
            break
        try:
            chunk.append(NewImage(file, read_size(file), digest_of(file)))
        except ImageUnreadable as error:
            refused.append(explain(error))
        if len(chunk) == _CHUNK or number == len(files):
            project.add_images(chunk)
            chunk = []
            progress(number, len(files))
    after = {image.id: image for image in project.images()}
    renewed = sum(after.get(one.id, one) != one for one in before.values())
    return AddedPhotos(len(after.keys() - before.keys()), renewed, tuple(refused))


def make_sample(folder: Path) -> Path:
    """The demo's photos as a project in a new folder.

    Raises:
        NothingToDo: the photos are not installed.
    """
    try:
        make_project(folder).close()
    except ImportError as error:
        raise NothingToDo("sample photos", "install them with: pip install 'vrp-annotator[demo]'") from error
    return folder


def plan_export(project: Project, include_pending: bool, include_references: bool) -> ExportPlan:
    """What an export would hold."""
    exported = export_set(project, include_pending, include_references)
    return ExportPlan(exported, summarise(exported.annotation_set))


def export(plan: ExportPlan, format_name: str, path: Path, segmentation: str, scores: bool) -> Path:
    """Write an export, and for COCO read it back and compare.

    Raises:
        BadFile: what was read back differs from what was to be written.
    """
    annotation_set = plan.exported.annotation_set
    if format_name != "coco":
        FORMATS[format_name].write(annotation_set, path)
        return path
    write_coco(annotation_set, path, CocoOptions(SegmentationMode(segmentation), scores=scores))
    verify_coco(path, annotation_set)
    return path


def bring_in_coco(project: Project, path: Path, as_references: bool) -> Imported:
    """Annotations of a COCO file, as references or as truth."""
    return import_coco(project, path, Role.REFERENCE if as_references else Role.TRUTH)


def weights_present(weights_id: str) -> bool:
    """The weights are on this machine."""
    return catalogue.status(weights_id).present is not False


def shipped_weights() -> Path | None:
    """The trained VRP encoder that came with the program."""
    path = Path(str(files("assets"))) / "weights" / "vrp_default.safetensors"
    return path if path.is_file() else None


def fetch_weights(weights_id: str, progress: Progress, stopped: Stopped) -> None:
    """Download weights; a download that was stopped goes on from there."""
    catalogue.fetch(weights_id, progress, stopped)


def import_weights(weights_id: str, path: Path) -> None:
    """Take a file the person already has."""
    catalogue.import_file(weights_id, path)


def was_stopped(error: Exception) -> bool:
    """The person stopped the work; nothing went wrong."""
    return isinstance(error, Cancelled)
