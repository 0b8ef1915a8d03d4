"""The one way to export a project, for the window and the command line: plan, show the summary, write, check."""

from dataclasses import dataclass
from pathlib import Path

from vrp_core.exchange.coco import CocoOptions, SegmentationMode, verify_coco, write_coco
from vrp_core.exchange.formats import FORMATS
from vrp_core.exchange.summary import Summary, summarise
from vrp_core.project.export_set import ExportSet, export_set
from vrp_core.project.project import Project


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How annotations are written."""

    format: str = "coco"  # a key of `formats.FORMATS`
    segmentation: SegmentationMode = SegmentationMode.AUTO  # COCO only
    scores: bool = True  # COCO only: write the confidence of predictions as `score`


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """An export before anything is written."""

    exported: ExportSet
    summary: Summary


def plan_export(project: Project, include_pending: bool = False, include_references: bool = True) -> ExportPlan:
    """Collect and count what an export of the project would hold.

    Args:
        project: to export.
        include_pending: also export predictions that nobody has reviewed and that do not count as absent.
        include_references: also export the regions of references.
    """
    exported = export_set(project, include_pending, include_references)
    return ExportPlan(exported, summarise(exported.annotation_set))


def write_export(plan: ExportPlan, path: Path, options: ExportOptions | None = None) -> Path:
    """Write an export to `path`, a file for COCO and a folder for every other format; COCO is read back and compared.

    Raises:
        BadFile: what was read back differs from what was to be written.
        DiskFull, OSError: see `files.write_file`.
    """
    chosen = options or ExportOptions()
    annotation_set = plan.exported.annotation_set
    if chosen.format == "coco":
        write_coco(annotation_set, path, CocoOptions(chosen.segmentation, scores=chosen.scores))
        verify_coco(path, annotation_set)
    else:
        FORMATS[chosen.format].write(annotation_set, path)
    return path
