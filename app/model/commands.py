"""What a person can do and undo. Each command is a small difference; the project is written at once either way."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

from vrp_core.domain.annotations import Annotation, Prediction, ReviewStatus, Role
from vrp_core.domain.errors import NotFound
from vrp_core.domain.masks import Rle
from vrp_core.domain.prompts import MaskPrompt, Prompt

from .document import Document
from .objects import ObjectKey, SceneObject

translate = QCoreApplication.translate

T = TypeVar("T")


class _Change(QUndoCommand, Generic[T]):
    """`redo` does it and keeps what it gave; `undo` gets that back. Both then show the image they concern.

    A pass is no step to take back, and it replaces predictions: a change of one that is gone leaves the stack.

    Nothing is raised through Qt's stack, which would keep a command that Python has freed: `push`, `undo` and `redo`
    raise what went wrong. What fails has changed nothing, so a step that could not be taken back is done still.
    """

    def __init__(
        self,
        document: Document,
        text: str,
        image_id: int,
        do: Callable[[], T],
        undo: Callable[[T], None],
        made: Callable[[T], ObjectKey] | None = None,
    ) -> None:
        super().__init__(text)
        self._document, self._image_id = document, image_id
        self._do, self._undo, self._made = do, undo, made
        self._kept: T | None = None
        self._first = True
        self._done = False

    def redo(self) -> None:
        if not self._done:
            self._attempt(self._do_it)

    def undo(self) -> None:
        if self._done:
            self._attempt(self._take_back)

    def _do_it(self) -> ObjectKey | None:
        self._kept = self._do()
        return self._made(self._kept) if self._made is not None else None

    def _take_back(self) -> None:
        assert self._kept is not None
        self._undo(self._kept)

    def _attempt(self, work: Callable[[], ObjectKey | None]) -> None:
        if self.isObsolete():
            return  # one of several changes of a step: the others still apply
        try:
            made = work()
            self._done = not self._done
            self._show(made)
        except NotFound:
            self.setObsolete(True)
            self._document.refused.emit(translate("Undo", "A later pass has replaced what this step changed."))
        except Exception as error:
            self.setObsolete(self._first)  # nothing to take back
            self._document.failures.append(error)

    def _show(self, made: ObjectKey | None) -> None:
        if self._image_id:
            if not self._first:  # a person who takes something back wants to see where
                self._document.show_image(self._image_id)
            self._document.touch_objects(self._image_id, made if self._image_id == self._document.current else None)
        self._first = False


def push(
    document: Document,
    text: str,
    image_id: int,
    do: Callable[[], T],
    undo: Callable[[T], None],
    made: Callable[[T], ObjectKey] | None = None,
) -> None:
    """Do something that can be undone.

    Args:
        document: the document.
        text: what it is, for the menu.
        image_id: the image it concerns; 0 for several.
        do: does it, and gives what `undo` needs.
        undo: takes it back.
        made: from what `do` gave, the object that is new and becomes the selection.
    """
    document.undo_stack.push(_Change(document, text, image_id, do, undo, made))
    _raise_failure(document)


def undo(document: Document) -> None:
    """Take the newest step back; one of which a part cannot be taken back stays done, and says why."""
    document.undo_stack.undo()
    if document.failures:
        document.undo_stack.redo()
    _raise_failure(document)


def redo(document: Document) -> None:
    """Do the step again that was taken back last; one of which a part cannot be done stays taken back, and says why."""
    document.undo_stack.redo()
    if document.failures:
        document.undo_stack.undo()
    _raise_failure(document)


def _raise_failure(document: Document) -> None:
    if document.failures:
        error = document.failures[0]
        document.failures.clear()
        raise error


@contextmanager
def one_step(document: Document, text: str) -> Iterator[None]:
    """What is pushed inside is one step to take back, and it is closed when something breaks off inside.

    A stack whose step stays open takes nothing back any more. A step in which nothing was done is none.
    """
    stack = document.undo_stack
    before = stack.index()
    stack.beginMacro(text)
    try:
        yield
    finally:
        stack.endMacro()
        step = stack.command(before) if stack.index() > before else None  # else it is a part of another one
        if step is not None and not step.childCount():
            step.setObsolete(True)
            stack.undo()


# --- annotations -----------------------------------------------------------------------------------------------------


def add_annotation(
    document: Document,
    prompts: Sequence[Prompt],
    mask: Rle | None,
    role: Role | None = None,
    image_id: int = 0,
    label_id: int = 0,
) -> None:
    """Mark an object.

    Args:
        document: the document.
        prompts: the raw prompts.
        mask: what they stand for; None means the prompts themselves.
        role: None makes the first object of a label its reference and the others truth.
        image_id: where it is; 0 means on the current image.
        label_id: what it is; 0 means the current label.
    """
    project, label = document.project, document.label
    image_id, label_id = image_id or document.current, label_id or (label.id if label is not None else 0)
    assert image_id and label_id
    if role is None:
        role = Role.TRUTH if project.annotations.all(label_id=label_id, role=Role.REFERENCE) else Role.REFERENCE
    chosen = role
    made: list[Annotation] = []

    def do() -> Annotation:
        if made:
            project.annotations.put(made[0])
        else:
            made.append(project.annotations.add(image_id, label_id, prompts, mask, chosen))
        return made[0]

    def undo(annotation: Annotation) -> None:
        project.annotations.remove(annotation.id)

    def key_of(annotation: Annotation) -> ObjectKey:
        return ObjectKey("annotation", annotation.id)

    push(document, translate("Undo", "mark an object"), image_id, do, undo, key_of)


def change_region(
    document: Document, scene: SceneObject, region: Rle, text: str = "", keep_status: bool = False
) -> None:
    """Give an object another mask; the prompts of an annotation become the mask.

    A prediction becomes an edited one, except with `keep_status`: bulk changes decide nothing.
    """
    review = document.project.review
    text = text or translate("Undo", "edit a mask")

    def reshape() -> Prediction:
        before = review.prediction(scene.key.id)
        review.put_back(replace(before, mask=region))
        return before

    if scene.key.kind == "prediction":
        edit = reshape if keep_status else lambda: review.edit(scene.key.id, region)
        push(document, text, scene.image_id, edit, review.put_back)
        return
    change_annotation(document, scene, text, lambda before: replace(before, prompts=(MaskPrompt(region),), mask=region))


def set_role(document: Document, scene: SceneObject, role: Role) -> None:
    """Use an annotation as reference, or no longer."""
    text = (
        translate("Undo", "use as reference")
        if role is Role.REFERENCE
        else translate("Undo", "no longer use as reference")
    )
    change_annotation(document, scene, text, lambda before: replace(before, role=role))


def set_sharpened(document: Document, scene: SceneObject, mask: Rle | None) -> None:
    """Show the network the sharpened mask of an annotation, or with None its raw prompts."""
    change_annotation(
        document, scene, translate("Undo", "outline a prompt with SAM"), lambda before: replace(before, mask=mask)
    )


def set_label(document: Document, scene: SceneObject, label_id: int) -> None:
    """Give an annotation another label."""
    change_annotation(
        document, scene, translate("Undo", "change a label"), lambda before: replace(before, label_id=label_id)
    )


def change_annotation(
    document: Document, scene: SceneObject, text: str, change: Callable[[Annotation], Annotation]
) -> None:
    project = document.project

    def do() -> Annotation:
        before = project.annotations.get(scene.key.id)
        project.annotations.put(change(before))
        return before

    push(document, text, scene.image_id, do, project.annotations.put)


def remove(document: Document, scene: SceneObject) -> None:
    """Take an object away: an annotation is deleted, a prediction is rejected."""
    if scene.key.kind == "prediction":
        decide(document, [scene], ReviewStatus.REJECTED)
        return
    project = document.project
    push(
        document,
        translate("Undo", "delete an object"),
        scene.image_id,
        lambda: project.annotations.remove(scene.key.id),
        project.annotations.put,
    )


# --- review ----------------------------------------------------------------------------------------------------------


def decide(document: Document, objects: Sequence[SceneObject], status: ReviewStatus) -> None:
    """Accept, reject or reopen predictions of one image."""
    review = document.project.review
    ids = [one.key.id for one in objects if one.key.kind == "prediction"]
    if not ids:
        return
    words = {
        ReviewStatus.ACCEPTED: translate("Undo", "accept"),
        ReviewStatus.REJECTED: translate("Undo", "reject"),
        ReviewStatus.PENDING: translate("Undo", "decide later"),
        ReviewStatus.EDITED: translate("Undo", "edit a mask"),
    }
    push(document, words[status], objects[0].image_id, lambda: review.set_status(ids, status), review.restore_status)


def confirm_image(document: Document) -> None:
    """Accept what the current image shows: present predictions are right, and so is the absence of the others.

    Locked ones stay as they are.
    """
    pending = [one for one in document.locked.others(document.objects()) if one.pending]
    if not pending:
        return
    present, absent = [one for one in pending if not one.absent], [one for one in pending if one.absent]
    with one_step(document, translate("Undo", "accept")):
        decide(document, present, ReviewStatus.ACCEPTED)
        decide(document, absent, ReviewStatus.REJECTED)


def reject_image(document: Document) -> None:
    """Reject every prediction of the current image that is not locked."""
    free = document.locked.others(document.objects())
    decide(document, [one for one in free if one.key.kind == "prediction"], ReviewStatus.REJECTED)


def reopen_image(document: Document) -> None:
    """Put the predictions of the current image, rejected ones too, back to review."""
    review = document.project.review
    ids = [one.id for one in document.project.review.predictions(image_id=document.current)]
    if ids:
        push(
            document,
            translate("Undo", "decide later"),
            document.current,
            lambda: review.set_status(ids, ReviewStatus.PENDING),
            review.restore_status,
        )


def accept_above(document: Document, confidence: float, label_id: int | None) -> None:
    """Accept everything pending, present and at least this confident; one undo takes all of it back."""
    review = document.project.review

    def do() -> tuple[int, ...]:
        accepted = review.accept_above(confidence, label_id)
        document.touch_all_objects(review.counted.photos_of(accepted))
        return accepted

    def undo(accepted: tuple[int, ...]) -> None:
        review.restore_status(dict.fromkeys(accepted, ReviewStatus.PENDING))  # of those that a pass left
        document.touch_all_objects(review.counted.photos_of(accepted))

    push(document, translate("Undo", "accept many"), 0, do, undo)
