"""What each action does."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from vrp_core.domain.annotations import ReviewStatus
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import NotFound
from vrp_core.domain.masks import Mask, area, components, decode, encode

from ..actions import TOOLS
from ..model import commands
from ..model.brush import fill_holes
from ..model.document import Document
from ..model.objects import ObjectKey, SceneObject, object_of
from ..model.targets import needs_review, next_to_review, undecided
from ..services import project_work
from ..services.engine.worker import EngineWorker, MarkAnswer, MarkRequest
from ..services.passes import PassRunner
from ..services.training import runs
from ..settings import SettingsStore
from .canvas.controller import CanvasController
from .common.action_set import ActionSet
from .common.handlers import Switch, ignoring
from .common.messages import inform
from .dialogs.accept import AcceptDialog
from .dialogs.settings import SettingsDialog
from .dialogs.shortcuts import ShortcutsDialog
from .panels.labels import LabelsPanel
from .panels.photo_list import PhotoList
from .passes.history_dialog import PassHistoryDialog
from .project_controller import ProjectController

# Action -> the setting that it turns on and off.
SWITCHES = {
    "tool.sharpen": "sharpen",
    "view.fill": "fill",
    "view.crosshair": "crosshair",
    "view.grid": "grid",
    "view.compare": "compare",
}


class TakeTool:
    """Takes one tool."""

    def __init__(self, controller: CanvasController, tool_id: str) -> None:
        self._controller, self._tool_id = controller, tool_id

    def __call__(self) -> None:
        self._controller.take(self._tool_id)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the window that actions work with."""

    window: QWidget
    document: Document
    engine: EngineWorker
    settings: SettingsStore
    controller: CanvasController
    labels: LabelsPanel
    photo_list: PhotoList
    projects: ProjectController
    runner: PassRunner


class ActionHandlers(QObject):
    """The handlers of all actions."""

    said = Signal(str)

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._document, self._settings = parts.document, parts.settings
        parts.engine.marked.connect(self._sharpened)

    def bind(self, actions: ActionSet) -> None:
        """Give every action what it does."""
        projects, controller, settings = self._parts.projects, self._parts.controller, self._settings
        actions.handle(
            {
                "file.new": projects.ask_new,
                "file.open": projects.ask_open,
                "file.sample": projects.open_sample,
                "file.add_images": projects.ask_add_images,
                "file.import": projects.ask_import,
                "file.export": projects.export,
                "file.close": projects.close_project,
                "view.hide": controller.hide,
                "pass.pause": self._parts.engine.pause_pass,
            }
        )
        actions.handle({name: ignoring(work) for name, work in self._plain().items()})
        actions.handle({name: ignoring(TakeTool(controller, name)) for name in TOOLS})
        actions.handle({name: Switch(settings, field) for name, field in SWITCHES.items()})
        for name, field in SWITCHES.items():
            actions[name].setChecked(getattr(settings.values, field))

    def start_engine(self) -> None:
        """Load the networks that the settings ask for."""
        self._parts.engine.start(self.engine_config())

    def engine_config(self) -> SegmentConfig:
        """How objects are found, from the settings."""
        values = self._settings.values
        own = runs.chosen(self._document.project.folder) if self._document.is_open else None
        weights = str(own) if own is not None else values.vrp_weights
        return SegmentConfig(
            method="vrp" if weights or project_work.shipped_weights() else "gp",
            vrp_weights=weights,
            sharpen=values.sharpen,
            cycle=values.cycle,
            instances=values.instances,
            absent_below=values.absent_below,
            device=values.device,
        )

    @Slot(object)
    def sharpen(self, scene: SceneObject) -> None:
        """Let SAM sharpen the raw marks of an annotation; it changes when the answer comes."""
        self.start_engine()
        record = self._document.record(scene.image_id)
        self._parts.engine.ask(MarkRequest(-scene.key.id, record, scene.prompts, preview=False, promised=True))

    @Slot(object)
    def _sharpened(self, answer: MarkAnswer) -> None:
        if answer.request.number >= 0 or not self._document.is_open:  # numbers of drafts are above 0
            return
        try:
            scene = object_of(self._document.project, ObjectKey("annotation", -answer.request.number))
        except NotFound:
            return  # it was deleted while SAM was at work
        commands.set_sharpened(self._document, scene, answer.mask)

    def _plain(self) -> dict[str, Callable[[], object]]:
        parts, document, controller = self._parts, self._document, self._parts.controller
        canvas, window, settings = controller.canvas, parts.window, self._settings
        return {
            "file.save": lambda: self.said.emit(self.tr("Everything is saved already: it happens as you work.")),
            "file.remove_images": self._remove_images,
            "file.settings": lambda: SettingsDialog(settings, window).open(),
            "file.quit": window.close,
            "edit.undo": document.undo_stack.undo,
            "edit.redo": document.undo_stack.redo,
            "edit.undo_mark": lambda: controller.tool.take_back(),
            "edit.accept_draft": lambda: controller.tool.finish(),
            "edit.cancel": controller.cancel,
            "edit.delete": self._delete,
            "edit.label": self._relabel,
            "edit.next_object": lambda: controller.step_object(1),
            "edit.previous_object": lambda: controller.step_object(-1),
            "edit.fill_holes": lambda: self._reshape(fill_holes),
            "edit.keep_largest": lambda: self._reshape(lambda mask: components(mask)[0]),
            "tool.smaller": lambda: controller.change_brush(-1),
            "tool.larger": lambda: controller.change_brush(1),
            "label.new": parts.labels.ask_for_label,
            "reference.toggle": self._toggle_reference,
            "view.zoom_in": lambda: canvas.zoom_by(1),
            "view.zoom_out": lambda: canvas.zoom_by(-1),
            "view.fit": canvas.fit,
            "view.full": lambda: canvas.zoom_to(1.0),
            "go.next": lambda: document.step(1),
            "go.previous": lambda: document.step(-1),
            "go.forward": lambda: document.step(10),
            "go.back": lambda: document.step(-10),
            "go.next_review": lambda: self._to_review(False),
            "go.previous_review": lambda: self._to_review(True),
            "review.accept": lambda: self._decide(ReviewStatus.ACCEPTED),
            "review.reopen": lambda: self._decide(ReviewStatus.PENDING),
            "review.exclude": lambda: self._decide(ReviewStatus.REJECTED),
            "review.accept_above": lambda: AcceptDialog(document, window).open(),
            "pass.all": lambda: self._find(None),
            "pass.pending": lambda: self._find([row.image.id for row in document.all_rows if undecided(row)]),
            "pass.current": lambda: self._find([document.current]),
            "pass.selected": lambda: self._find(parts.photo_list.selected_images()),
            "pass.cancel": parts.engine.cancel_pass,
            "pass.history": lambda: PassHistoryDialog(document.project, window).open(),
            "help.keys": lambda: ShortcutsDialog(settings, window).open(),
            "help.about": self._about,
        }

    def _remove_images(self) -> None:
        chosen = self._parts.photo_list.selected_images()
        if self._parts.engine.passing:
            self.said.emit(self.tr("A pass is running. Stop it first."))
        elif chosen:
            commands.remove_images(self._document, chosen)
            self.said.emit(
                self.tr("%n photo(s) removed. Their files stay, and Undo brings them back.", "", len(chosen))
            )

    def _delete(self) -> None:
        selected = self._document.selected
        if selected is not None:
            commands.remove(self._document, selected)

    def _relabel(self) -> None:
        selected, label = self._document.selected, self._document.label
        if selected is None or label is None or selected.label_id == label.id:
            return
        if selected.key.kind == "prediction":
            self.said.emit(
                self.tr("A prediction keeps the label it was looked for under: mark the object anew instead.")
            )
        else:
            commands.set_label(self._document, selected, label.id)

    def _reshape(self, change: Callable[[Mask], Mask]) -> None:
        selected = self._document.selected
        if selected is not None and area(selected.region):
            region = encode(change(decode(selected.region)))
            if region != selected.region:
                commands.change_region(self._document, selected, region)

    def _toggle_reference(self) -> None:
        selected = self._document.selected
        if selected is not None:
            commands.to_reference(self._document, selected)

    def _decide(self, status: ReviewStatus) -> None:
        document = self._document
        selected = document.selected
        if selected is not None and selected.key.kind == "prediction":
            commands.decide(document, [selected], status)
        elif status is ReviewStatus.ACCEPTED:
            commands.confirm_image(document)
        elif status is ReviewStatus.REJECTED:
            commands.reject_image(document)
        else:
            commands.reopen_image(document)
        decided = status is not ReviewStatus.PENDING and not needs_review(document.row(document.current))
        if decided and self._settings.values.auto_advance:
            self._to_review(False)

    def _to_review(self, backwards: bool) -> None:
        following = next_to_review(self._document.rows, self._document.current, backwards)
        if following is not None:
            self._document.show_image(following)
        elif not needs_review(self._document.row(self._document.current)):
            self.said.emit(self.tr("Nothing is left to review."))

    def _find(self, targets: list[int] | None) -> None:
        self.start_engine()
        self._parts.runner.start(targets)

    def _about(self) -> None:
        words = self.tr("Visual reference prompts for the Segment Anything Model.")
        promise = self.tr("Apache-2.0. Nothing leaves your machine.")
        inform(self._parts.window, f"VRP Annotator {QCoreApplication.applicationVersion()}\n\n{words}\n{promise}")
