"""The model page in the window: opens it, and loads what is chosen there."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ..model.document import Document
from ..services.models import Choice
from ..services.weights_loading import WeightsLoading
from .action_handlers import ActionHandlers
from .common.action_set import ActionSet
from .common.handlers import ignoring
from .dialogs.model import ModelDialog


class ModelController(QObject):
    """Owns the downloads of the model page, which continue when it is closed."""

    changed = Signal()  # other networks are in use

    def __init__(self, window: QWidget, document: Document, handlers: ActionHandlers, actions: ActionSet) -> None:
        super().__init__(window)
        self._window, self._document, self._handlers = window, document, handlers
        self.loading = WeightsLoading(self)
        actions.handle({"train.model": ignoring(self.show_page)})

    def show_page(self) -> ModelDialog:
        """Open the page."""
        config = self._handlers.engine_config()
        current = Choice(config.method, config.sam, config.semantic)
        dialog = ModelDialog(self._document.project.folder, self.loading, current, self._window)
        dialog.chosen.connect(self._chosen)
        dialog.open()
        return dialog

    def close_down(self) -> None:
        """The window closes."""
        self.loading.close_down()

    @Slot()
    def _chosen(self) -> None:
        self._handlers.start_engine()
        self.changed.emit()
