"""What a person can do to several images at once and undo."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from vrp_core.domain.annotations import ReviewStatus
from vrp_core.domain.reading import Reading
from vrp_core.project.images import RemovedImages
from vrp_core.project.imports import TakenBack
from vrp_core.project.readings import Chosen

from .commands import push
from .document import Document

translate = QCoreApplication.translate


def remove_images(document: Document, image_ids: Sequence[int]) -> None:
    """Take images out of the project, with all that lies on them; the files stay."""
    project = document.project

    def do() -> RemovedImages:
        document.leave(image_ids)
        removed = project.images.remove(image_ids)
        document.images.drop(image_ids)
        document.images_changed.emit()
        document.touch_all_objects()
        return removed

    def undo(removed: RemovedImages) -> None:
        project.images.restore(removed)
        document.images.put_back(project.images.overview(image_ids))
        document.show_image(image_ids[0])
        document.images_changed.emit()
        document.touch_all_objects()

    push(document, translate("Undo", "remove photos"), 0, do, undo)


def decide_images(document: Document, image_ids: Sequence[int], status: ReviewStatus) -> int:
    """Accept or reject all pending predictions of several images; absent ones are rejected either way.

    Returns:
        How many predictions were decided.
    """
    wanted: dict[ReviewStatus, list[int]] = {}
    for one in document.project.review.counted.pending_on(image_ids):
        wanted.setdefault(ReviewStatus.REJECTED if one.absent else status, []).append(one.id)
    return _decide(document, wanted)


def decide_results(document: Document, prediction_ids: Sequence[int], status: ReviewStatus) -> None:
    """Accept or reject results of any images, in one step."""
    _decide(document, {status: prediction_ids})


def _decide(document: Document, wanted: Mapping[ReviewStatus, Sequence[int]]) -> int:
    """Give predictions their status, in one step; returns how many they are."""
    review = document.project.review

    def do() -> dict[int, ReviewStatus]:
        before: dict[int, ReviewStatus] = {}
        for decided, ids in wanted.items():
            before |= review.set_status(ids, decided)
        document.touch_all_objects(review.counted.photos_of(before))
        return before

    def undo(before: dict[int, ReviewStatus]) -> None:
        review.restore_status(before)
        document.touch_all_objects(review.counted.photos_of(before))

    many = sum(len(ids) for ids in wanted.values())
    if many:
        push(document, translate("Undo", "review photos"), 0, do, undo)
    return many


def choose_reading(document: Document, reading: Reading, image_ids: Sequence[int] | None) -> None:
    """Choose bands and contrast window of some images; None: of all, and of those added later."""
    readings = document.project.readings

    def do() -> Chosen:
        before = readings.chosen()
        readings.choose(reading, image_ids)
        show()
        return before

    def undo(before: Chosen) -> None:
        readings.restore(before)
        show()

    def show() -> None:
        document.touch_images()
        document.pixels_changed.emit()

    push(document, translate("Undo", "bands and contrast"), 0, do, undo)


def imported(document: Document, number: int) -> None:
    """Make an import that has happened a step to undo."""
    project = document.project
    taken: list[TakenBack] = []

    def do() -> int:
        if not taken:
            return number
        again = project.imports.bring_again(taken.pop())
        show()
        return again

    def undo(current: int) -> None:
        taken.append(project.imports.take_back(current))
        show()

    def show() -> None:
        document.touch_labels()
        document.touch_images()
        document.touch_all_objects()

    push(document, translate("Undo", "import annotations"), 0, do, undo)
