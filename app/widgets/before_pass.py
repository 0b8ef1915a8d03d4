"""Shows, by one key, what was found on the photo before the newest pass."""

from PySide6.QtCore import QObject, Signal, Slot

from ..model.document import Document
from ..model.objects import replaced_on
from .canvas.controller import CanvasController


class BeforePass(QObject):
    """The key shows the replaced results in place of the photo's own, and again the photo's own."""

    said = Signal(str)

    def __init__(self, document: Document, controller: CanvasController) -> None:
        super().__init__(controller)
        self._document, self._controller = document, controller
        self._caption = ""  # of what is shown; "" for nothing
        controller.overlay_left.connect(self._end)
        document.current_changed.connect(self._end)
        document.objects_changed.connect(self._end)
        document.closed.connect(self._end)

    def press(self) -> None:
        """The key was pressed."""
        if self._controller.overlay_caption:
            ours = self._controller.overlay_caption == self._caption
            self._controller.overlay_left.emit()  # whoever shows something ends it
            if ours:
                return
        before = replaced_on(self._document.project, self._document.current)
        if not before:
            self.said.emit(self.tr("The newest pass has replaced nothing on this photo."))
            return
        sure = ", ".join(f"{one.confidence:.0%}" for one in before if one.confidence is not None)
        self._caption = self.tr("Before the newest pass: %1").replace("%1", sure)
        self._controller.show_overlay(before, self._caption)
        self.said.emit(self.tr("The same key shows what is found now."))

    @Slot()
    def _end(self) -> None:
        if self._caption and self._controller.overlay_caption == self._caption:
            self._controller.hide_overlay()
        self._caption = ""
