"""Runs a pass: finds the objects of all references of a project on every target (design decision 8).

Reading files, running the networks and storing results overlap: reader threads stay a few images ahead of the workers
(`vrp_core.inference.workers`), and one writer stores results.
An event follows each stored result. Closing the iterator, or `cancelled`, stops the pass within one image; a later run
resumes it. A failed target is stored with its reason, and the pass continues.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from vrp_core.domain.annotations import Annotation, ImageRecord, Prediction, Role
from vrp_core.domain.cleaning import finished
from vrp_core.domain.config import SegmentConfig, to_dict
from vrp_core.domain.documents import typed
from vrp_core.domain.errors import NothingToDo, OutOfMemory, VrpError
from vrp_core.domain.events import PassEvent, PassFinished, PassStarted, TargetDone, TargetFailed
from vrp_core.domain.masks import Mask, encode
from vrp_core.domain.memory import ran_out_of_memory
from vrp_core.domain.messages import explain
from vrp_core.inference.image_encoder import ImageEncoder, content_of
from vrp_core.inference.instances import objects_of_parts, split_instances
from vrp_core.inference.segmenter import EncodedImage, EncodedReference, Prepared, Segmentation, Segmenter
from vrp_core.inference.workers import plan_workers, start_workers
from vrp_core.models.compute import free_memory
from vrp_core.project.connection import damaged
from vrp_core.project.database import FILE_NAME
from vrp_core.project.project import NewPrediction, Project

_AHEAD = 3  # images read before a worker asks for them
_BEHIND = 4  # results that may wait for the writer
_TOO_LARGE = "close other programs, or make a smaller copy of the photo, and start a new pass"

References = dict[int, Prepared]  # label id -> its references, prepared once


@dataclass(frozen=True, slots=True)
class _Read:
    """A reader's result for a worker: the cached features, else the pixels."""

    record: ImageRecord
    photo: EncodedImage | NDArray[np.uint8]  # pixels are (h, w, 3) RGB, possibly of a reduced copy
    seconds: float


@dataclass(frozen=True, slots=True)
class _Working:
    """A target in one of the stages."""

    record: ImageRecord
    read: "Future[_Read]"
    result: "Future[tuple[Any, ...]]"  # the result of `_Run._engine`


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
    marked_on = project.annotations.all(role=Role.REFERENCE)
    references = [annotation for annotation in marked_on if annotation.image_id not in without_file]
    if not references:
        lost = "add the photos of the references again, their files are gone or changed"
        raise NothingToDo("references", lost if marked_on else "mark the object on at least one image")
    leave_drawn = targets is None if leave_drawn is None else leave_drawn
    if targets is None:
        wanted = {one.label_id for one in references}
        drawn = _drawn(project) if leave_drawn else _drawn(project, Role.REFERENCE)
        ids = [image.id for image in project.images.all() if image.id not in without_file]
        targets = [one for one in ids if not wanted <= drawn.get(one, set())]
    if not targets:
        raise NothingToDo("targets", "add images beside the reference")
    negative = [one for one in project.annotations.all(role=Role.NEGATIVE) if one.image_id not in without_file]
    used = [*references, *negative]
    frozen = {
        "segment": to_dict(config),
        "references": [annotation.id for annotation in used],
        "leave_drawn": leave_drawn,
    }
    return project.passes.start(frozen, targets)


def _drawn(project: Project, *roles: Role) -> dict[int, set[int]]:
    """Image id -> the labels that a person has drawn there, in these roles; in none means as reference or as truth."""
    found: dict[int, set[int]] = {}
    for role in roles or (Role.REFERENCE, Role.TRUTH):
        for one in project.annotations.all(role=role):
            found.setdefault(one.image_id, set()).add(one.label_id)
    return found


def config_of(project: Project, pass_id: int) -> SegmentConfig:
    """The frozen config of a pass.

    Raises:
        ProjectDamaged: the stored config cannot be read.
    """
    return _frozen(project, pass_id).segment


class _Frozen(Struct):
    """The stored, fixed inputs of a pass."""

    segment: SegmentConfig
    references: frozenset[int]
    leave_drawn: bool = False  # passes of earlier versions drew on


def _frozen(project: Project, pass_id: int) -> _Frozen:
    values = project.passes.config(pass_id)
    try:
        return typed(values, _Frozen)
    except ValueError as error:
        raise damaged(project.folder / FILE_NAME, f"pass {pass_id}: {error}") from error


def run_pass(
    project: Project,
    pass_id: int,
    segmenter: Segmenter,
    encoder: ImageEncoder,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[PassEvent]:
    """Run the remaining targets of a pass and yield its events."""
    config = config_of(project, pass_id)
    left = project.passes.remaining(pass_id)
    total = len(project.passes.targets(pass_id))
    yield PassStarted(pass_id, total, total - len(left))
    references = _references(project, pass_id, segmenter, encoder)
    run = _Run(project, pass_id, config, segmenter, encoder, references)
    yield from run.events([project.images.get(image_id) for image_id in left], cancelled)


def _references(project: Project, pass_id: int, segmenter: Segmenter, encoder: ImageEncoder) -> References:
    """The encoded references of a pass, by label."""
    wanted = set(_frozen(project, pass_id).references)
    references: dict[int, list[EncodedReference]] = {}
    for role in (Role.REFERENCE, Role.NEGATIVE):
        for annotation in project.annotations.all(role=role):
            known = role is Role.REFERENCE or annotation.label_id in references
            if annotation.id in wanted and known:
                reference = encode_reference(project, annotation, segmenter, encoder)
                references.setdefault(annotation.label_id, []).append(reference)
    if not references:
        raise NothingToDo("references", "the references of this pass were removed; start a new pass")
    return {label: segmenter.prepare(of_label) for label, of_label in references.items()}


def encode_reference(
    project: Project, annotation: Annotation, segmenter: Segmenter, encoder: ImageEncoder
) -> EncodedReference:
    """An annotation of a project, encoded for the networks."""
    record = project.images.get(annotation.image_id)
    photo, region = encoder.encode_photo(project, record), annotation.region(record.size)
    return segmenter.encode_reference(photo, region, annotation.role is Role.NEGATIVE)


class _Run:
    """One run of a pass: its shared inputs and its three stages."""

    def __init__(
        self,
        project: Project,
        pass_id: int,
        config: SegmentConfig,
        segmenter: Segmenter,
        encoder: ImageEncoder,
        references: References,
    ) -> None:
        self._project = project
        self._pass_id = pass_id
        self._config = config
        self._segmenter = segmenter
        self._encoder = encoder
        self._references = references
        self._thresholds = {label.id: label.threshold for label in project.labels.all()}
        self._leave_drawn = _frozen(project, pass_id).leave_drawn
        self._drawn = _drawn(project) if self._leave_drawn else {}

    def events(self, targets: Sequence[ImageRecord], cancelled: Callable[[], bool]) -> Iterator[PassEvent]:
        """Run the targets through the stages and yield their events in order."""
        plan = plan_workers(self._segmenter.sam.device)
        waiting = deque(targets)
        working: deque[_Working] = deque()
        writes: deque[Future[PassEvent]] = deque()
        done = failed = 0
        with (
            ThreadPoolExecutor(2, "reader") as readers,
            start_workers(plan) as workers,
            ThreadPoolExecutor(1, "writer") as writer,
        ):
            try:
                while (waiting or working) and not cancelled():
                    while waiting and len(working) < plan.workers + _AHEAD:
                        record = waiting.popleft()
                        read = readers.submit(self._read, record)
                        working.append(_Working(record, read, workers.submit(self._engine, read)))
                    first = working.popleft()
                    writes.append(writer.submit(self._store, first.record, *first.result.result()))
                    while writes and (writes[0].done() or len(writes) > _BEHIND):
                        event = writes.popleft().result()
                        done, failed = done + isinstance(event, TargetDone), failed + isinstance(event, TargetFailed)
                        yield event
            finally:
                for one in working:
                    one.result.cancel()
                for one in working:  # not before: targets in progress still wait for their reader
                    if one.result.cancelled():
                        one.read.cancel()
            for write in writes:
                event = write.result()
                done, failed = done + isinstance(event, TargetDone), failed + isinstance(event, TargetFailed)
                yield event
        complete = not self._project.passes.remaining(self._pass_id)
        if complete:
            self._project.passes.finish(self._pass_id)
        yield PassFinished(self._pass_id, done, failed, cancelled=not complete)

    def _read(self, record: ImageRecord) -> _Read:
        started = time.perf_counter()
        photo = self._encoder.held_or_pixels(self._project, record)
        return _Read(record, photo, time.perf_counter() - started)

    def _engine(self, read: "Future[_Read]") -> tuple[Any, ...]:
        """Segment one target. An expected failure is returned as a value, for the writer to record."""
        try:
            return (self._segment(read.result()), None)
        except (VrpError, OSError, MemoryError, RuntimeError) as error:
            if ran_out_of_memory(error):
                free_memory()  # the next photo may fit
                return (None, OutOfMemory("", _TOO_LARGE))
            if not isinstance(error, VrpError | OSError):
                raise
            return (None, error)

    def _segment(self, read: _Read) -> tuple[list[NewPrediction], bool, dict[str, float]]:
        seconds = {"decode": read.seconds}
        target = read.photo
        from_cache = isinstance(target, EncodedImage)
        if not isinstance(target, EncodedImage):
            encoded = self._encoder.encode(content_of(read.record), target, read.record.size)
            target = encoded.image
            seconds |= encoded.seconds
        started = time.perf_counter()
        drawn = self._drawn.get(read.record.id, set())
        references = {label: of_label for label, of_label in self._references.items() if label not in drawn}
        found = self._segmenter.segment_labels(target, references, self._config.cycle)
        predictions = [
            prediction for label, result in found.items() for prediction in self._predictions(label, result, target)
        ]
        seconds["mask"] = time.perf_counter() - started
        return predictions, from_cache, seconds

    def _predictions(self, label: int, result: Segmentation, target: EncodedImage) -> list[NewPrediction]:
        threshold = self._thresholds.get(label)
        absent = result.scores.confidence < (self._config.absent_below if threshold is None else threshold)
        masks = self._objects(result, target) if self._config.instances and not absent else []
        if len(masks) < 2:
            mask = masks[0] if masks else result.mask
            return [NewPrediction(label, 0, encode(finished(mask)), result.scores, absent)]
        scores = self._segmenter.score_objects(target, self._references[label], result, masks)
        return [
            NewPrediction(label, number, encode(finished(mask)), own, absent)
            for number, (mask, own) in enumerate(zip(masks, scores, strict=True))
        ]

    def _objects(self, result: Segmentation, target: EncodedImage) -> list[Mask]:
        if result.found is not None and result.found.parts:
            return objects_of_parts(result.found.parts, target.size)
        return split_instances(self._segmenter.sam, target.embedding, result.mask)

    def _store(self, record: ImageRecord, result: Any, error: Exception | None) -> PassEvent:
        if error is not None:
            reason = explain(error)
            self._project.passes.record_failure(self._pass_id, record.id, reason)
            return TargetFailed(record.id, reason)
        predictions, from_cache, seconds = result
        started = time.perf_counter()
        stored: tuple[Prediction, ...] = self._project.passes.record(
            self._pass_id, record.id, predictions, self._leave_drawn
        )
        seconds["store"] = time.perf_counter() - started
        return TargetDone(record.id, stored, from_cache, seconds)
