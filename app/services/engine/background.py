"""Long work of the engine's thread that a click interrupts: comparing references, laying out results."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from vrp_core.domain.errors import VrpError
from vrp_core.project.project import Project

from .requests import CheckAnswer, CheckRequest, MapAnswer, MapRequest

if TYPE_CHECKING:  # torch is loaded on the engine's own thread
    from vrp_core.inference.engine import Engine

Interrupted = Callable[[], bool]


def checked(project: Project, engine: "Engine", request: CheckRequest, interrupted: Interrupted) -> CheckAnswer:
    """Compare two sets of references. Nobody has asked for it: a photo that cannot be read is no news."""
    from vrp_core.inference.reference_check import check_references

    check = None
    with suppress(VrpError, OSError):
        check = check_references(
            project, engine.segmenter, engine.encoder, request.before, request.after, cancelled=interrupted
        )
    return CheckAnswer(request, check)


def mapped(project: Project, engine: "Engine", request: MapRequest, interrupted: Interrupted) -> MapAnswer:
    """Lay out the results of a label."""
    from vrp_core.inference.result_map import map_results

    found = map_results(project, engine.segmenter, engine.encoder, request.label_id, interrupted)
    return MapAnswer(request, found)
