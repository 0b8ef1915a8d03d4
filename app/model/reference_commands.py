"""What makes an object a reference, or a look-alike that is none. Each can be taken back."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from vrp_core.domain.annotations import ReviewStatus, Role
from vrp_core.domain.prompts import MaskPrompt

from .commands import add_annotation, change_annotation, decide, one_step, remove, set_role
from .document import Document
from .objects import ObjectKey, SceneObject, object_of

translate = QCoreApplication.translate


def to_reference(document: Document, scene: SceneObject) -> None:
    """Use an object as a further reference: a prediction is accepted and its mask becomes a prompt, in one step."""
    if scene.key.kind == "annotation":
        set_role(document, scene, Role.TRUTH if scene.role is Role.REFERENCE else Role.REFERENCE)
        return
    label = document.label
    with one_step(document, translate("Undo", "use as reference")):
        if scene.pending:
            decide(document, [scene], ReviewStatus.ACCEPTED)
        document.choose_label(scene.label_id)
        add_annotation(document, [MaskPrompt(scene.region)], scene.region, Role.REFERENCE)
    if label is not None:
        document.choose_label(label.id)


def to_references(document: Document, keys: Sequence[ObjectKey]) -> None:
    """Use objects of several images as further references, in one step. The current image does not change."""
    current = document.current
    with one_step(document, translate("Undo", "use as references")):
        for key in keys:
            scene = object_of(document.project, key)
            document.show_image(scene.image_id)
            to_reference(document, scene)
    document.show_image(current)


def to_look_alike(document: Document, scene: SceneObject) -> None:
    """Say that an object is not what its label is of: from the next pass on, what resembles it is background.

    A prediction is rejected, and its mask becomes a negative reference.
    """
    text = translate("Undo", "not this")
    if scene.key.kind == "annotation":
        change_annotation(document, scene, text, lambda before: replace(before, role=Role.NEGATIVE))
        return
    with one_step(document, text):
        decide(document, [scene], ReviewStatus.REJECTED)
        add_annotation(
            document,
            [MaskPrompt(scene.region)],
            scene.region,
            Role.NEGATIVE,
            image_id=scene.image_id,
            label_id=scene.label_id,
        )


def stop_using(document: Document, scene: SceneObject) -> None:
    """Use a reference no longer: the object stays as what is drawn, a look-alike goes."""
    if scene.role is Role.NEGATIVE:
        remove(document, scene)
    else:
        set_role(document, scene, Role.TRUTH)
