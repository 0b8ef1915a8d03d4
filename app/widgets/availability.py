"""Which actions can be chosen now, and the hint for what can be done next: both follow what is there."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu

from ..action_spec import Needs
from ..model.document import Document
from ..services.engine.draft import Draft
from ..services.engine.worker import EngineWorker
from ..services.passes import PassRunner
from .canvas.toolbox import Toolbox
from .common.action_set import ActionSet
from .common.hints import hint_words
from .model_controller import ModelController
from .panels.view_bar import ViewBar
from .training.controller import TrainingController


class Availability(QObject):
    """Enables the actions and the menu of panels, and keeps the hint true, whenever something changes."""

    def __init__(
        self,
        actions: ActionSet,
        document: Document,
        engine: EngineWorker,
        runner: PassRunner,
        draft: Draft,
        toolbox: Toolbox,
        training: TrainingController,
        model: ModelController,
        panels: QMenu,
        view_bar: ViewBar,
    ) -> None:
        super().__init__(actions)
        self._actions, self._document, self._engine, self._draft = actions, document, engine, draft
        self._toolbox, self._training, self._panels, self._view_bar = toolbox, training, panels, view_bar
        self._own_weights = False
        stack = document.undo_stack
        for signal in (document.opened, document.closed, training.weights_changed, model.changed):
            signal.connect(self.look_at_weights)
        for signal in (
            *(document.current_changed, document.selection_changed, document.images_changed, document.labels_changed),
            *(stack.canUndoChanged, stack.canRedoChanged, draft.changed, toolbox.drafted, toolbox.tool_changed),
            *(engine.failed, runner.progressed, runner.ended),
        ):
            signal.connect(self.refresh)
        self.refresh()

    @Slot()
    def look_at_weights(self) -> None:
        """Other weights may be in use. Only here: which ones stands in files, and most refreshes follow a click."""
        self._own_weights = self._training.own_weights
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Enable what makes sense now, and nothing else."""
        there = what_is_there(self._document, self._toolbox, self._own_weights)
        stack, passing = self._document.undo_stack, self._engine.passing
        now = {
            "edit.undo": stack.canUndo() or Needs.DRAFT in there,
            "edit.redo": stack.canRedo(),
            "pass.pause": passing,
            "pass.cancel": passing,
        }
        self._actions.enable(there, now)
        self._panels.setEnabled(self._document.is_open)
        if not passing:
            self._actions["pass.pause"].setChecked(False)
        self._view_bar.hint(hint_words(self._document, self._draft, self._toolbox))


def what_is_there(document: Document, toolbox: Toolbox, own_weights: bool) -> set[Needs]:
    """The needs that are met; `own_weights` says that other weights are in use than the shipped ones."""
    if not document.is_open:
        return set()
    met = {
        Needs.PROJECT: True,
        Needs.RESULTS: document.project.passes.any(),
        Needs.IMAGE: bool(document.current),
        Needs.OWN_WEIGHTS: bool(document.current) and own_weights,
        Needs.OBJECT: document.selected is not None,
        Needs.OBJECTS: len(document.selection) > 1,
        Needs.DRAFT: toolbox.tool.drafting(),
    }
    return {need for need, there in met.items() if there}
