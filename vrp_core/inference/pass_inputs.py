"""Creates a pass in the project: its config, references and targets are stored, and stay however the project changes.

`vrp_core.inference.propagate` runs it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from msgspec import Struct, structs, to_builtins

from vrp_core.domain.annotations import Annotation, Role
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.documents import typed
from vrp_core.domain.errors import NothingToDo
from vrp_core.inference.second_look import photos_to_learn_from
from vrp_core.inference.segmenter import Segmenter
from vrp_core.project.connection import damaged
from vrp_core.project.database import FILE_NAME
from vrp_core.project.project import Project


class PassInputs(Struct, omit_defaults=True):
    """The stored, fixed inputs of a pass."""

    segment: SegmentConfig
    references: tuple[int, ...]  # ids of annotations, look-alikes included
    leave_drawn: bool = False  # passes of earlier versions drew on
    decided: tuple[tuple[int, int], ...] = ()  # of a second look: the labels and photos that it learns from


def start_pass(
    project: Project, config: SegmentConfig, targets: Sequence[int] | None = None, leave_drawn: bool | None = None
) -> int:
    """Create a pass with fixed config, targets and reference annotations; returns its id.

    Photos whose file is missing or shows another picture are neither references nor targets.

    Args:
        targets: image ids; None means every image on which something may be found.
        leave_drawn: find nothing of a label on a photo where a person has drawn it; None means so unless targets are
            named.

    Raises:
        NothingToDo: there is no reference, or no target.
    """
    without_file = project.images.check_files().ids
    used = usable_references(project, without_file)
    leave_drawn = targets is None if leave_drawn is None else leave_drawn
    if targets is None:
        wanted = {one.label_id for one in used if one.role is Role.REFERENCE}
        drawn = drawn_labels(project) if leave_drawn else drawn_labels(project, Role.REFERENCE)
        ids = [image.id for image in project.images.all() if image.id not in without_file]
        targets = [one for one in ids if not wanted <= drawn.get(one, set())]
    if not targets:
        raise NothingToDo("targets", "add images beside the reference")
    return _start(project, PassInputs(config, _ids(used), leave_drawn), targets)


def start_second_look(project: Project, config: SegmentConfig, segmenter: Segmenter) -> int:
    """Create a pass over the doubtful results that learns from what a person has decided; returns its id.

    Args:
        project: where results and decisions are.
        config: of the pass.
        segmenter: made of this config.

    Raises:
        NothingToDo: the method does not learn, there is no reference, too few photos are decided, or none is doubtful.
    """
    if not segmenter.prompter.learns:
        raise NothingToDo("methods that learn from decisions beside the shipped one", "choose it and find again")
    without_file = project.images.check_files().ids
    used = usable_references(project, without_file)
    decided = photos_to_learn_from(project, used, without_file)
    learned, doubtful = {label for label, _ in decided}, project.review.doubtful_labels()
    targets = [image for image, labels in doubtful.items() if labels & learned and image not in without_file]
    if not targets:
        raise NothingToDo("doubtful results", "everything found is sure or decided")
    return _start(project, PassInputs(config, _ids(used), leave_drawn=True, decided=tuple(decided)), targets)


def usable_references(project: Project, without_file: Collection[int]) -> list[Annotation]:
    """The references of a project, then its look-alikes of labels that have a reference.

    Args:
        without_file: ids of photos whose file is missing or shows another picture; their annotations are left out.

    Raises:
        NothingToDo: there is no reference.
    """
    marked_on = project.annotations.all(role=Role.REFERENCE)
    references = [annotation for annotation in marked_on if annotation.image_id not in without_file]
    if not references:
        lost = "add the photos of the references again, their files are gone or changed"
        raise NothingToDo("references", lost if marked_on else "mark the object on at least one image")
    labels = {annotation.label_id for annotation in references}
    negative = project.annotations.all(role=Role.NEGATIVE)
    return [*references, *(one for one in negative if one.image_id not in without_file and one.label_id in labels)]


def drawn_labels(project: Project, *roles: Role) -> dict[int, set[int]]:
    """Image id -> the labels that a person has drawn there, in these roles; in none means as reference or as truth."""
    found: dict[int, set[int]] = {}
    for role in roles or (Role.REFERENCE, Role.TRUTH):
        for one in project.annotations.all(role=role):
            found.setdefault(one.image_id, set()).add(one.label_id)
    return found


def config_of(project: Project, pass_id: int) -> SegmentConfig:
    """The fixed config of a pass.

    Raises:
        ProjectDamaged: the stored config cannot be read.
    """
    return inputs_of(project, pass_id).segment


def is_second_look(project: Project, pass_id: int) -> bool:
    """Whether a pass is one of `start_second_look`.

    Raises:
        ProjectDamaged: its stored inputs cannot be read.
    """
    return bool(inputs_of(project, pass_id).decided)


def inputs_of(project: Project, pass_id: int) -> PassInputs:
    """The inputs of a pass, its weights by their place now.

    Raises:
        ProjectDamaged: they cannot be read.
    """
    values = project.passes.config(pass_id)
    try:
        inputs = typed(values, PassInputs)
    except ValueError as error:
        raise damaged(project.folder / FILE_NAME, f"pass {pass_id}: {error}") from error
    kept = inputs.segment.vrp_weights
    return _with_weights(inputs, str(project.folder / kept)) if kept else inputs


def _ids(annotations: Iterable[Annotation]) -> tuple[int, ...]:
    return tuple(one.id for one in annotations)


def _start(project: Project, inputs: PassInputs, targets: Sequence[int]) -> int:
    """Store a pass. Weights inside the project are named by their place there, so that both can be moved together."""
    if inputs.segment.vrp_weights:
        weights = Path(inputs.segment.vrp_weights).resolve()
        inside = weights.is_relative_to(project.folder)
        kept = weights.relative_to(project.folder).as_posix() if inside else str(weights)
        inputs = _with_weights(inputs, kept)
    return project.passes.start(to_builtins(inputs), targets)


def _with_weights(inputs: PassInputs, weights: str) -> PassInputs:
    return structs.replace(inputs, segment=replace(inputs.segment, vrp_weights=weights))
