"""Shows, by one key, why something was found: how sure the method is of the object at each place of the photo."""

from PySide6.QtCore import QObject, QRectF, Slot

from ..model.document import Document
from ..services.engine.comparison import HeatAnswer, HeatRequest
from ..services.engine.worker import EngineWorker
from .canvas.controller import CanvasController
from .common.text import filled


class HeatMap(QObject):
    """Asks the engine at the press, shows its answer under the outlines of the objects, ends with the photo."""

    def __init__(self, document: Document, engine: EngineWorker, controller: CanvasController) -> None:
        super().__init__(controller)
        self._document, self._engine, self._controller = document, engine, controller
        self._asked: HeatRequest | None = None
        engine.heated.connect(self._heated)
        engine.failed.connect(self._end)
        controller.overlay_left.connect(self._end)
        document.current_changed.connect(self._end)
        document.objects_changed.connect(self._end)
        document.closed.connect(self._end)

    def press(self) -> None:
        """The key was pressed: show the map for the selected object's label, else for the current one; or hide it."""
        if self._asked is not None:
            self._end()
            return
        selected, label = self._document.selected, self._document.label
        label_id = selected.label_id if selected is not None else label.id if label is not None else 0
        if label_id:
            self._controller.overlay_left.emit()  # whoever shows something ends it
            self._asked = HeatRequest(self._document.images.record(self._document.current), label_id)
            self._controller.show_overlay((), self.tr("Looking why…"))
            self._engine.ask(self._asked)

    @Slot(object)
    def _heated(self, answer: HeatAnswer) -> None:
        if answer.request is not self._asked:
            return
        size = answer.request.image.size
        self._controller.canvas.heat.show_heat(answer.heat, QRectF(0, 0, size.width, size.height))
        labels = {label.id: label.name for label in self._document.project.labels.all()}
        name = labels.get(answer.request.label_id, "")
        caption = filled(
            self.tr("Where “%1” is: the brighter, the surer. At most %2"), name, f"{answer.heat.max():.0%}"
        )
        objects = [one for one in self._document.objects() if one.label_id == answer.request.label_id]
        self._controller.show_overlay(objects, caption, filled=False)

    @Slot()
    def _end(self) -> None:
        if self._asked is not None:
            self._asked = None
            self._controller.canvas.heat.hide()
            self._controller.hide_overlay()
