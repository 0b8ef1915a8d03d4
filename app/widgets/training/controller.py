"""Training in the window: the panel and its dock, suggestions, the weights in use, and comparing them."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QDockWidget, QFrame, QMainWindow, QScrollArea

from ...model.document import Document
from ...services import models
from ...services.engine.worker import EngineWorker
from ...services.jobs import Jobs
from ...services.thumbnails import Thumbnails
from ...services.training import weights
from ..action_handlers import ActionHandlers
from ..canvas.controller import CanvasController
from ..common.action_set import ActionSet
from ..common.banner import Banner
from ..common.handlers import ignoring
from .compare_weights import CompareWeights
from .panel import TrainingPanel
from .suggestion import TrainingSuggestion
from .weights_dialog import WeightsDialog


class TrainingController(QObject):
    """Puts these parts together."""

    said = Signal(str)
    weights_changed = Signal()  # other weights are in use
    room_wanted = Signal()  # the panel is about to take room from others

    def __init__(
        self,
        window: QMainWindow,
        document: Document,
        engine: EngineWorker,
        thumbnails: Thumbnails,
        controller: CanvasController,
        handlers: ActionHandlers,
        actions: ActionSet,
        banner: Banner,
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._handlers = window, document, handlers
        self._jobs = Jobs()
        self._shown_action = actions["train.show"]
        self.panel = TrainingPanel(document)
        self.dock = QDockWidget(self.tr("Train on your photos"), window)
        self.dock.setObjectName("training")
        room = QScrollArea()  # a small screen is narrower and lower than the panel
        room.setWidget(self.panel)
        room.setWidgetResizable(True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        self.dock.setWidget(room)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock)
        self.dock.hide()
        self.comparison = CompareWeights(document, engine, controller)
        find, look_again = actions["pass.pending"].trigger, actions["pass.look_again"].trigger
        self._offer = TrainingSuggestion(document, thumbnails, banner, self.dock, find, look_again, self.show_panel)
        actions.handle(
            {
                "train.show": self.show_panel,
                "train.weights": ignoring(self.show_weights),
                "view.other_weights": ignoring(self._compare),
            }
        )
        self.dock.visibilityChanged.connect(self._dock_shown)
        self.comparison.said.connect(self.said)
        self.panel.refused.connect(self.said)
        self.panel.chosen.connect(self._chosen)
        self.panel.weights_wanted.connect(self.show_weights)

    @property
    def own_weights(self) -> bool:
        """Other weights than the shipped ones are in use."""
        return self._document.is_open and bool(self._handlers.engine_config().vrp_weights)

    def show_panel(self, shown: bool = True) -> None:
        """Show or hide the panel."""
        if shown:
            self.room_wanted.emit()
        self.dock.setVisible(shown)
        if shown:
            QTimer.singleShot(0, self, self._take_room)

    @Slot()
    def _take_room(self) -> None:
        """As high as its buttons need, up to half of the window; a panel that is higher stays so."""
        scrolled_away = self.panel.column.verticalScrollBar().maximum()
        wanted = min(self.dock.height() + scrolled_away, self._window.height() // 2)
        if self.dock.height() < wanted:
            self._window.resizeDocks([self.dock], [wanted], Qt.Orientation.Vertical)

    def close_down(self) -> None:
        """The window closes."""
        self._jobs.end()
        self.panel.close_down()

    @Slot()
    def show_weights(self) -> None:
        """List the weights that there are."""
        dialog = WeightsDialog(self._document.project.folder, self._jobs, self._window)
        dialog.chosen.connect(self.panel.chosen)
        dialog.open()

    def _compare(self) -> None:
        self._handlers.start_engine()
        self.comparison.press(self._handlers.engine_config(), self._weights_name())

    @Slot(bool)
    def _dock_shown(self, shown: bool) -> None:
        if self.dock.isHidden() or shown:
            self._shown_action.setChecked(shown)

    @Slot()
    def _chosen(self) -> None:
        self.comparison.end()
        models.follow_weights(self._document.project.folder)
        self._handlers.start_engine()
        self.weights_changed.emit()
        self._offer.offer_to_find(self._weights_name() or self.tr("The shipped weights"))

    def _weights_name(self) -> str:
        """What the weights in use are called; "" for the shipped ones."""
        used = self._handlers.engine_config().vrp_weights
        return weights.name_of(self._document.project.folder, Path(used)) if used else ""
