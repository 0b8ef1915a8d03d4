"""What the window asks of the engine outside the networks: photos in, annotations in and out, weights. Run as jobs."""

from collections.abc import Sequence
from pathlib import Path

from vrp_core.domain.annotations import Role
from vrp_core.domain.assets import asset
from vrp_core.domain.errors import NothingToDo
from vrp_core.exchange.coco import SegmentationMode
from vrp_core.exchange.export import ExportOptions, write_export
from vrp_core.exchange.export import ExportPlan as ExportPlan  # for the dialog, which asks for work here only
from vrp_core.exchange.export import plan_export as plan_export
from vrp_core.exchange.formats import FORMATS
from vrp_core.exchange.project_import import Imported, import_coco
from vrp_core.project import ingest
from vrp_core.project.demo import make_project
from vrp_core.project.ingest import Ingested
from vrp_core.project.project import Project
from vrp_core.weights import catalogue
from vrp_core.weights.download import Cancelled

from .jobs import Progress, Stopped

FORMAT_SENTENCES = {name: one.sentence for name, one in FORMATS.items()}
SEGMENTATION_MODES = tuple(mode.value for mode in SegmentationMode)


def add_photos(project: Project, paths: Sequence[Path], progress: Progress, stopped: Stopped) -> Ingested:
    """Add photos, and the photos of folders.

    Raises:
        NotFound, NothingToDo: see `ingest.list_photos`.
    """
    return ingest.add_photos(project, ingest.list_photos(paths), progress, stopped)


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


def export(plan: ExportPlan, format_name: str, path: Path, segmentation: str, scores: bool) -> Path:
    """Write an export, see `vrp_core.exchange.export.write_export`."""
    return write_export(plan, path, ExportOptions(format_name, SegmentationMode(segmentation), scores))


def bring_in_coco(project: Project, path: Path, as_references: bool) -> Imported:
    """Annotations of a COCO file, as references or as truth."""
    return import_coco(project, path, Role.REFERENCE if as_references else Role.TRUTH)


def weights_present(weights_id: str) -> bool:
    """The weights are on this machine."""
    return catalogue.status(weights_id).present is not False


def shipped_weights() -> Path | None:
    """The trained VRP encoder that came with the program."""
    path = asset("weights", "vrp_default.safetensors")
    return path if path.is_file() else None


def fetch_weights(weights_id: str, progress: Progress, stopped: Stopped) -> None:
    """Download weights; a stopped download is resumed."""
    catalogue.fetch(weights_id, progress, stopped)


def import_weights(weights_id: str, path: Path) -> None:
    """Take a file the person already has."""
    catalogue.import_file(weights_id, path)


def was_stopped(error: Exception) -> bool:
    """The person stopped the work; nothing went wrong."""
    return isinstance(error, Cancelled)
