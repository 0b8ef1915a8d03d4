"""What each action does."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from vrp_core.domain.config import SegmentConfig

from ..model import commands, image_commands
from ..model.document import Document
from ..model.objects import ObjectKey, SceneObject, object_if_there
from ..model.targets import open_to_pass
from ..services import models, project_work
from ..services.engine.draft import Draft
from ..services.engine.requests import SharpenAnswer, SharpenRequest
from ..services.engine.worker import EngineWorker
from ..services.passes import PassRunner
from ..services.thumbnails import Thumbnails
from ..services.training import runs
from ..settings import SettingsStore
from ..tool_actions import TOOLS
from .before_pass import BeforePass
from .canvas.controller import CanvasController
from .canvas.toolbox import Toolbox
from .common.action_set import ActionSet
from .common.handlers import Switch, ignoring
from .common.messages import inform
from .dialogs.reading import ReadingDialog
from .dialogs.settings import SettingsDialog
from .dialogs.shortcuts import ShortcutsDialog
from .group_bar import GroupBar
from .heat_map import HeatMap
from .import_controller import ImportController
from .object_handlers import ObjectHandlers
from .panels.labels import LabelsPanel
from .panels.photo_list import PhotoList
from .passes.history_dialog import PassHistoryDialog
from .project_controller import ProjectController
from .review_handlers import ReviewHandlers

_CLOSE_UPS = 2  # windows a side, where they are searched

# Action -> the setting that it turns on and off.
SWITCHES = {
    "tool.sharpen": "sharpen",
    "view.fill": "fill",
    "view.crosshair": "crosshair",
    "view.grid": "grid",
    "view.compare": "compare",
    "pass.instances": "instances",
    "pass.close_ups": "close_ups",
}


class TakeTool:
    """Chooses one tool."""

    def __init__(self, toolbox: Toolbox, tool_id: str) -> None:
        self._toolbox, self._tool_id = toolbox, tool_id

    def __call__(self) -> None:
        self._toolbox.take(self._tool_id)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the window that actions work with."""

    window: QWidget
    document: Document
    engine: EngineWorker
    settings: SettingsStore
    draft: Draft
    controller: CanvasController
    labels: LabelsPanel
    photo_list: PhotoList
    projects: ProjectController
    imports: ImportController
    runner: PassRunner
    thumbnails: Thumbnails
    group: GroupBar


class ActionHandlers(QObject):
    """The handlers of all actions."""

    said = Signal(str)

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._document, self._settings = parts.document, parts.settings
        self._objects = ObjectHandlers(parts.window, parts.document, parts.controller)
        self._review = ReviewHandlers(parts.window, parts.document, parts.settings, parts.photo_list, parts.group)
        self._before = BeforePass(parts.document, parts.controller)
        self._heat = HeatMap(parts.document, parts.engine, parts.controller)
        for some in (self._objects, self._review, self._before, parts.group):
            some.said.connect(self.said)
        parts.engine.sharpened.connect(self._sharpened)

    def bind(self, actions: ActionSet) -> None:
        """Give every action what it does."""
        projects, imports, controller = self._parts.projects, self._parts.imports, self._parts.controller
        settings = self._settings
        actions.handle(
            {
                "file.new": projects.ask_new,
                "file.open": projects.ask_open,
                "file.sample": projects.open_sample,
                "file.add_images": imports.ask_add_images,
                "file.import": imports.ask_import,
                "file.export": imports.export,
                "file.close": projects.close_project,
                "view.hide": controller.hide,
                "pass.pause": self._parts.engine.pause_pass,
            }
        )
        for handlers in (self._plain(), self._objects.handlers, self._review.handlers):
            actions.handle({name: ignoring(work) for name, work in handlers.items()})
        actions.handle({name: ignoring(TakeTool(controller.toolbox, name)) for name in TOOLS})
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
        choice = models.choice_of(self._document.project.folder if self._document.is_open else None)
        trained = choice.method == "vrp" and bool(weights or project_work.shipped_weights())
        return SegmentConfig(
            method="vrp" if trained else "gp",
            sam=choice.sam,
            semantic=choice.semantic,
            vrp_weights=weights if trained else "",
            sharpen=values.sharpen,
            cycle=values.cycle,
            instances=values.instances,
            close_ups=_CLOSE_UPS if values.close_ups else 1,
            absent_below=values.absent_below,
            device=values.device,
        )

    @Slot(object)
    def sharpen(self, one: SceneObject) -> None:
        """Let SAM sharpen the raw prompts of an annotation; it changes when the answer comes."""
        self.start_engine()
        record = self._document.images.record(one.image_id)
        self._parts.engine.ask(SharpenRequest(one.key.id, record, one.prompts))

    @Slot(object)
    def _sharpened(self, answer: SharpenAnswer) -> None:
        if not self._document.is_open:
            return
        one = object_if_there(self._document.project, ObjectKey("annotation", answer.request.annotation_id))
        if one is not None:  # else it was deleted while SAM was at work
            commands.set_sharpened(self._document, one, answer.mask)

    def _plain(self) -> dict[str, Callable[[], object]]:
        parts, document, controller = self._parts, self._document, self._parts.controller
        canvas, toolbox, window, settings = controller.canvas, controller.toolbox, parts.window, self._settings
        return {
            "file.save": lambda: self.said.emit(self.tr("Everything is saved as you work.")),
            "file.remove_images": self._remove_images,
            "file.settings": lambda: SettingsDialog(settings, window).open(),
            "file.quit": window.close,
            "edit.undo": self._undo,
            "edit.redo": lambda: commands.redo(document),
            "edit.undo_mark": lambda: toolbox.tool.take_back(),
            "edit.accept_draft": lambda: toolbox.tool.finish(),
            "edit.cancel": controller.cancel,
            "edit.next_object": lambda: controller.step_object(1),
            "edit.previous_object": lambda: controller.step_object(-1),
            "tool.smaller": lambda: toolbox.change_brush(-1),
            "tool.larger": lambda: toolbox.change_brush(1),
            "label.new": parts.labels.ask_for_label,
            "view.zoom_in": lambda: canvas.zoom_by(1),
            "view.zoom_out": lambda: canvas.zoom_by(-1),
            "view.fit": canvas.fit,
            "view.fit_object": controller.zoom_to_selection,
            "view.before_pass": self._before.press,
            "view.heat": self._why,
            "view.map": self._show_map,
            "review.group": self._group,
            "view.full": lambda: canvas.zoom_to(1.0),
            "go.next": lambda: document.step(1),
            "go.previous": lambda: document.step(-1),
            "go.forward": lambda: document.step(10),
            "go.back": lambda: document.step(-10),
            "photos.show": self._show_in_folder,
            "photos.reading": lambda: ReadingDialog(document, parts.photo_list.selected_images(), window).open(),
            "pass.all": lambda: self._find(None),
            "pass.pending": lambda: self._find(open_to_pass(document.images.every)),
            "pass.look_again": self._look_again,
            "pass.current": lambda: self._find([document.current], leave_drawn=False),
            "pass.selected": lambda: self._find(parts.photo_list.selected_images(), leave_drawn=False),
            "pass.cancel": parts.engine.cancel_pass,
            "pass.history": lambda: PassHistoryDialog(document.project, window).open(),
            "help.keys": lambda: ShortcutsDialog(settings, window).open(),
            "help.about": self._about,
        }

    def _show_map(self) -> None:
        from .dialogs.result_map import ResultMapDialog  # loads pyqtgraph

        label = self._document.label
        if label is not None:
            self.start_engine()
            parts = self._parts
            ResultMapDialog(parts.document, parts.engine, parts.thumbnails, label, parts.window).show()

    def _group(self) -> None:
        self.start_engine()
        self._parts.group.press()

    def _why(self) -> None:
        self.start_engine()
        self._heat.press()

    def _undo(self) -> None:
        """Take back the newest prompt or corner of a draft, else the newest change."""
        tool = self._parts.controller.toolbox.tool
        if tool.drafting():
            tool.take_back()
        else:
            commands.undo(self._document)

    def _remove_images(self) -> None:
        chosen = self._parts.photo_list.selected_images()
        if self._parts.engine.passing:
            self.said.emit(self.tr("A pass is running. Stop it first."))
        elif chosen:
            image_commands.remove_images(self._document, chosen)
            self.said.emit(self.tr("%n photo(s) removed. The files stay; Undo restores them.", "", len(chosen)))

    def _show_in_folder(self) -> None:
        folder = self._document.file_of(self._document.current).parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _find(self, targets: list[int] | None, leave_drawn: bool = True) -> None:
        self.start_engine()
        self._parts.runner.start(targets, leave_drawn)
        self._parts.imports.check_files()

    def _look_again(self) -> None:
        self.start_engine()
        self._parts.runner.look_again()
        self._parts.imports.check_files()

    def _about(self) -> None:
        words = self.tr("Visual reference prompts for the Segment Anything Model.")
        promise = self.tr("Apache-2.0. Nothing leaves your machine.")
        inform(self._parts.window, f"VRP Annotator {QCoreApplication.applicationVersion()}\n\n{words}\n{promise}")
