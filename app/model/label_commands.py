"""What a person can do to labels and take back: add, rename, recolour, delete, merge, and set the threshold."""

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from vrp_core.domain.annotations import Label
from vrp_core.project.labels import DeletedLabel

from .commands import push
from .document import Document

translate = QCoreApplication.translate


def add_label(document: Document, name: str, color: str = "") -> None:
    """Add a label and choose it; an existing one of that name is only chosen, as undoing would delete its objects.

    Without a `color`, "#rrggbb", it gets the next of a fixed list.
    """
    project = document.project
    existing = next((label for label in project.labels.all() if label.name == name), None)
    if existing is not None:
        document.choose_label(existing.id)
        return

    gone: list[DeletedLabel] = []  # with its id, which later commands know it by

    def do() -> Label:
        if gone:
            project.labels.restore(gone.pop())
        label = project.labels.add(name, color)
        document.choose_label(label.id)
        document.touch_labels()
        return label

    def undo(label: Label) -> None:
        gone.append(project.labels.delete(label.id))
        document.touch_labels()

    push(document, translate("Undo", "add a label"), 0, do, undo)


def change_label(document: Document, label: Label) -> None:
    """Rename or recolour a label."""
    project = document.project

    def write(values: Label) -> Label:
        before = project.labels.update(values)
        document.touch_labels()
        document.touch_all_objects()
        return before

    push(
        document, translate("Undo", "change a label"), 0, lambda: write(label), lambda before: (write(before), None)[1]
    )


def delete_label(document: Document, label_id: int, into: int | None = None) -> None:
    """Delete a label with everything of it, or give everything to another label."""
    project = document.project

    def do() -> tuple[DeletedLabel, list[int]]:
        images = [row.image.id for row in document.images.every if label_id in row.by_label]
        gone = project.labels.delete(label_id) if into is None else project.labels.merge(into, label_id)
        refresh(images)
        return gone, images

    def undo(before: tuple[DeletedLabel, list[int]]) -> None:
        gone, images = before
        project.labels.restore(gone)
        refresh(images)

    def refresh(images: Collection[int]) -> None:
        document.touch_labels()
        document.touch_all_objects(images)

    push(
        document,
        translate("Undo", "delete a label") if into is None else translate("Undo", "merge labels"),
        0,
        do,
        undo,
    )


def set_threshold(document: Document, label: Label, threshold: float) -> None:
    """Decide again, from stored confidences, which pending predictions of a label count as absent."""
    project = document.project

    def do() -> tuple[Label, dict[int, bool]]:
        before = project.labels.update(replace(label, threshold=threshold))
        absent = project.review.decide_absent(label.id, threshold)
        refresh(absent)
        return before, absent

    def undo(before: tuple[Label, dict[int, bool]]) -> None:
        project.labels.update(before[0])
        project.review.restore_absent(before[1])
        refresh(before[1])

    def refresh(changed: Collection[int]) -> None:
        document.touch_all_objects(project.review.counted.photos_of(changed))
        document.touch_labels()

    push(document, translate("Undo", "change a threshold"), 0, do, undo)
