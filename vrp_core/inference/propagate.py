"""Runs a pass: finds the objects of all references of a project on every target (design decision 8).

`vrp_core.inference.pass_inputs` creates it. Reading files, running the networks and storing results overlap: reader
threads stay a few images ahead of the workers (`vrp_core.inference.stages`), and one writer stores results.
First each reference is searched for on its own photo; a poor one is told, and the pass goes on.
An event follows each test and each stored result. Closing the iterator, or `cancelled`, stops the pass within one
image; a later run resumes it. A failed target is stored with its reason, and the pass continues.
"""

import time
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from operator import itemgetter

from vrp_core.domain.annotations import Annotation, ImageRecord, Prediction, Role
from vrp_core.domain.errors import NothingToDo, VrpError
from vrp_core.domain.events import (
    LabelLearned,
    PassEvent,
    PassFinished,
    PassStarted,
    ReferenceTested,
    TargetDone,
    TargetFailed,
)
from vrp_core.domain.messages import explain
from vrp_core.inference.encoded import EncodedImage, EncodedReference
from vrp_core.inference.encoded_photos import Held, encode_new, encode_photos
from vrp_core.inference.image_encoder import Encoded, ImageEncoder
from vrp_core.inference.pass_inputs import drawn_labels, inputs_of
from vrp_core.inference.search import Search
from vrp_core.inference.second_look import SecondSearch, Taught, taught_labels
from vrp_core.inference.segmenter import POOR, SMALL, Prepared, Segmenter
from vrp_core.inference.stages import in_stages
from vrp_core.inference.workers import one_worker
from vrp_core.project.project import NewPrediction, Project

_BEHIND = 4  # results that may wait for the writer


@dataclass(frozen=True, slots=True)
class _Read:
    """A reader's result for a worker."""

    record: ImageRecord
    photo: Held | None  # cached features or pixels; None where nothing is searched for
    seconds: float


@dataclass(frozen=True, slots=True)
class _Found:
    """A worker's result for the writer."""

    predictions: list[NewPrediction]
    from_cache: bool
    seconds: dict[str, float]  # per stage


def run_pass(
    project: Project,
    pass_id: int,
    segmenter: Segmenter,
    encoder: ImageEncoder,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[PassEvent]:
    """Run the remaining targets of a pass and yield its events."""
    inputs = inputs_of(project, pass_id)
    encoder = encoder.with_close_ups(inputs.segment.close_ups)
    left = project.passes.remaining(pass_id)
    total = len(project.passes.targets(pass_id))
    yield PassStarted(pass_id, total, total - len(left))
    encoded = _references(project, inputs.references, segmenter, encoder, cancelled)
    if encoded is None:
        yield PassFinished(pass_id, 0, 0, cancelled=True)
        return
    yield from _tested(encoded, segmenter, cancelled)
    references = {label: [one for _, one in marked] for label, marked in encoded.items()}
    thresholds = {label.id: label.threshold for label in project.labels.all()}
    search = Search(segmenter, prepare_labels(segmenter, references), thresholds, inputs.segment)
    skipped = drawn_labels(project) if inputs.leave_drawn else {}
    if inputs.decided:
        taught = taught_labels(project, inputs.decided, references, segmenter, encoder)
        second = yield from _second_search(search, taught, cancelled)
        search, skipped = second, _sure(project, left, skipped)
    run = _Run(project, pass_id, search, encoder, inputs.leave_drawn, skipped)
    yield from run.events([project.images.get(image_id) for image_id in left], cancelled)


def _second_search(
    first: Search, taught: Iterator[Taught], cancelled: Callable[[], bool]
) -> Generator[LabelLearned, None, SecondSearch]:
    """Learn every label, until cancelled; the search for those that are found better."""
    better: dict[int, Taught] = {}
    for one in taught:
        yield one.event
        if one.event.better:
            better[one.event.label_id] = one
        if cancelled():
            break
    return SecondSearch(first.segmenter, first.references, first.thresholds, first.config, better)


def _sure(project: Project, images: Iterable[int], drawn: Mapping[int, set[int]]) -> dict[int, set[int]]:
    """Image id -> the labels that a second look leaves alone there: drawn, decided or sure."""
    labels, doubtful = {label.id for label in project.labels.all()}, project.review.doubtful_labels()
    return {image: (labels - doubtful.get(image, set())) | drawn.get(image, set()) for image in images}


_Marked = tuple[int, EncodedReference]  # the id of the photo, and what is marked there


def _references(
    project: Project,
    wanted: Collection[int],
    segmenter: Segmenter,
    encoder: ImageEncoder,
    cancelled: Callable[[], bool],
) -> dict[int, list[_Marked]] | None:
    """The references with the wanted ids, encoded, by label; None if cancelled. The workers encode new photos."""
    annotations = [one for role in (Role.REFERENCE, Role.NEGATIVE) for one in project.annotations.all(role=role)]
    used = [one for one in annotations if one.id in wanted]
    known = {one.label_id for one in used if one.role is Role.REFERENCE}
    if not known:
        raise NothingToDo("references", "the references of this pass were removed; start a new pass")
    used = [one for one in used if one.label_id in known]
    photos = encode_photos(project, (one.image_id for one in used), encoder, cancelled)
    if any(one.image_id not in photos for one in used):
        return None
    references: dict[int, list[_Marked]] = {}
    for one in used:
        marked = marked_on(photos[one.image_id], one, segmenter)
        references.setdefault(one.label_id, []).append((one.image_id, marked))
    return references


def _tested(
    references: Mapping[int, Sequence[_Marked]], segmenter: Segmenter, cancelled: Callable[[], bool]
) -> Iterator[ReferenceTested]:
    """Search for each reference on its own photo, until cancelled; look-alikes stand for no object."""

    def test(batch: Sequence[EncodedReference]) -> list[float]:
        return [segmenter.self_test(reference) for reference in batch]

    objects = [(label, *one) for label, marked in references.items() for one in marked if not one[1].negative]
    with closing(in_stages(objects, itemgetter(2), test, segmenter.sam.device, cancelled)) as results:
        for (label, image_id, reference), found in results:
            if not isinstance(found, float):
                raise found
            small = reference.close_up is None and reference.region.mean() < SMALL
            yield ReferenceTested(image_id, label, found, found < POOR, small)


def prepare_labels(segmenter: Segmenter, references: Mapping[int, Sequence[EncodedReference]]) -> dict[int, Prepared]:
    """The references of each label, prepared once for all targets."""
    with one_worker(segmenter.sam.device) as worker:
        return dict(zip(references, worker.map(segmenter.prepare, references.values()), strict=True))


def encode_reference(
    project: Project, annotation: Annotation, segmenter: Segmenter, encoder: ImageEncoder
) -> EncodedReference:
    """An annotation of a project, encoded for the networks."""
    photo = encoder.encode_photo(project, project.images.get(annotation.image_id))
    return marked_on(photo, annotation, segmenter)


def marked_on(photo: EncodedImage, annotation: Annotation, segmenter: Segmenter) -> EncodedReference:
    """An encoded photo with what an annotation marks there."""
    return segmenter.encode_reference(photo, annotation.region(photo.size), annotation.role is Role.NEGATIVE)


class _Run:
    """One run of a pass: its shared inputs and its three stages."""

    def __init__(
        self,
        project: Project,
        pass_id: int,
        search: Search,
        encoder: ImageEncoder,
        leave_drawn: bool,
        skipped: Mapping[int, Collection[int]],  # image id -> labels that are not searched for there
    ) -> None:
        self._project = project
        self._pass_id = pass_id
        self._search = search
        self._encoder = encoder
        self._leave_drawn = leave_drawn
        self._skipped = skipped

    def events(self, targets: Sequence[ImageRecord], cancelled: Callable[[], bool]) -> Iterator[PassEvent]:
        """Run the targets through the stages and yield their events in order."""
        writes: deque[Future[PassEvent]] = deque()
        done = failed = 0
        device = self._search.segmenter.sam.device
        with (
            ThreadPoolExecutor(1, "writer") as writer,
            closing(in_stages(targets, self._read, self._find, device, cancelled)) as results,
        ):
            for record, result in results:
                writes.append(writer.submit(self._store, record, result))
                while writes and (writes[0].done() or len(writes) > _BEHIND):
                    event = writes.popleft().result()
                    done, failed = done + isinstance(event, TargetDone), failed + isinstance(event, TargetFailed)
                    yield event
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
        wanted = set(self._search.labels).difference(self._skipped.get(record.id, ()))
        photo = self._encoder.held_or_pixels(self._project, record) if wanted else None
        return _Read(record, photo, time.perf_counter() - started)

    def _find(self, batch: Sequence[_Read]) -> list[_Found]:
        encoded = encode_new([(read.record, read.photo) for read in batch], self._encoder)
        return [self._search_in(read, encoded.get(place)) for place, read in enumerate(batch)]

    def _search_in(self, read: _Read, encoded: Encoded | None) -> _Found:
        """Search one photo, which was encoded now, or whose features were cached, if it was read."""
        if read.photo is None:
            return _Found([], from_cache=False, seconds={})
        seconds = {"decode": read.seconds} | (encoded.seconds if encoded is not None else {})
        target = encoded.image if encoded is not None else read.photo
        assert isinstance(target, EncodedImage)
        started = time.perf_counter()
        predictions = self._search.predictions(target, self._skipped.get(read.record.id, ()))
        seconds["mask"] = time.perf_counter() - started
        return _Found(predictions, encoded is None, seconds)

    def _store(self, record: ImageRecord, result: _Found | VrpError | OSError) -> PassEvent:
        if not isinstance(result, _Found):
            reason = explain(result)
            self._project.passes.record_failure(self._pass_id, record.id, reason)
            return TargetFailed(record.id, reason)
        started = time.perf_counter()
        stored: tuple[Prediction, ...] = self._project.passes.record(
            self._pass_id, record.id, result.predictions, self._leave_drawn
        )
        seconds = {**result.seconds, "store": time.perf_counter() - started}
        return TargetDone(record.id, stored, result.from_cache, seconds)
