"""What the import dialog asks of the engine: annotations of other tools. Loads their readers, so the start does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vrp_core.domain.annotations import Role
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.masks import Rle
from vrp_core.exchange.project_import import Crowds as Crowds  # for the window, which asks for work here only
from vrp_core.exchange.project_import import Imported as Imported
from vrp_core.exchange.project_import import import_file
from vrp_core.project.imports import NewAnnotation
from vrp_core.project.project import Project
from vrp_core.weights.download import Cancelled

from .jobs import Progress, Stopped


@dataclass(frozen=True, slots=True)
class Source:
    """What is imported, and how."""

    path: Path  # a file of another tool, or a folder of its files
    as_references: bool = False  # else as truth
    sharpen: bool = True  # SAM makes masks of boxes and points
    crowds: Crowds = Crowds.ONE_PART


def bring_in(project: Project, source: Source, progress: Progress, stopped: Stopped) -> Imported:
    """Import annotations of another tool; nothing comes in when it is stopped.

    Raises:
        VrpError: see `import_file`; with boxes or points, also `WeightsMissing`.
        Cancelled: it was stopped.
    """

    def refine(bare: Sequence[NewAnnotation]) -> Sequence[Rle]:
        from vrp_core.inference.sharpening import sharpened  # loads torch

        drawn = [(project.images.get(one.image_id), one.prompts) for one in bare]
        return sharpened(project, drawn, SegmentConfig().sam, going_on)

    def going_on(done: int, total: int) -> None:
        if stopped():
            raise Cancelled
        progress(done, total)

    role = Role.REFERENCE if source.as_references else Role.TRUTH
    chosen = refine if source.sharpen else None
    return import_file(project, source.path, role, crowds=source.crowds, refine=chosen)
