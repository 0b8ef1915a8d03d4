"""Compares, by one key, what the shipped weights and one's own find on the same photo."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from vrp_core.domain.annotations import Label, ReviewStatus
from vrp_core.domain.config import SegmentConfig

from ...model.document import Document
from ...model.objects import ObjectKey, SceneObject
from ...services.engine.comparison import CompareAnswer, CompareRequest, Found
from ...services.engine.worker import EngineWorker
from ..canvas.controller import CanvasController
from ..common.text import filled


class CompareWeights(QObject):
    """Asks the engine at the first press, shows its answers in turn at the next ones, ends with the photo."""

    said = Signal(str)

    def __init__(self, document: Document, engine: EngineWorker, controller: CanvasController) -> None:
        super().__init__(controller)
        self._document, self._engine, self._controller = document, engine, controller
        self._asked: CompareRequest | None = None
        self._answer: CompareAnswer | None = None
        self._turn = 0
        self._name = ""
        engine.compared.connect(self._compared)
        engine.failed.connect(self.end)
        controller.overlay_left.connect(self.end)
        document.current_changed.connect(self.end)
        document.objects_changed.connect(self._objects_changed)
        document.closed.connect(self.end)

    def press(self, config: SegmentConfig, name: str) -> None:
        """The key was pressed; `config` has the weights in use, which are called `name`."""
        if self._answer is not None:
            self._turn += 1
            self._show()
        elif self._asked is None:
            self._name = name
            shipped = replace(config, vrp_weights="")
            self._asked = CompareRequest(self._document.images.record(self._document.current), (shipped, config))
            self._controller.show_overlay((), self.tr("Finding with both weights…"))
            self._engine.ask(self._asked)

    @Slot()
    def end(self) -> None:
        """Show the photo's own objects again."""
        if self._asked is not None:
            self._asked = self._answer = None
            self._controller.hide_overlay()

    @Slot(int)
    def _objects_changed(self, image_id: int) -> None:
        if self._asked is not None and image_id == self._asked.image.id:  # a pass changes other photos meanwhile
            self.end()

    @Slot(object)
    def _compared(self, answer: CompareAnswer) -> None:
        if answer.request is self._asked:
            self._answer, self._turn = answer, 0
            self._show()

    def _show(self) -> None:
        assert self._answer is not None
        which = self._turn % len(self._answer.found)
        found = self._answer.found[which]
        config = self._answer.request.configs[which]
        labels = {label.id: label for label in self._document.project.labels.all()}
        sure = ", ".join(
            f"{labels[label].name} {one.confidence:.0%}" for label, one in found.items() if label in labels
        )
        caption = self._name if config.vrp_weights else self.tr("shipped weights")
        image_id = self._answer.request.image.id
        objects = [_object(image_id, labels[label], one, config) for label, one in found.items() if label in labels]
        self._controller.show_overlay(objects, f"{caption} – {sure}")
        self.said.emit(
            filled(self.tr("This is what “%1” finds. The same key shows the other weights, Esc ends."), caption)
        )


def _object(image_id: int, label: Label, found: Found, config: SegmentConfig) -> SceneObject:
    threshold = config.absent_below if label.threshold is None else label.threshold
    return SceneObject(
        ObjectKey("prediction", -label.id),
        image_id,
        label.id,
        found.mask,
        status=ReviewStatus.PENDING,
        confidence=found.confidence,
        absent=found.confidence < threshold,
    )
