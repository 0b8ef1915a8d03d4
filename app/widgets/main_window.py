"""The main window: puts the parts together and says what each action does."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QPointF, QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.events import PassFinished

from .. import theme
from ..actions import TOOLS, Needs
from ..model.document import Document
from ..model.targets import Order
from ..services.engine.marking import Marking
from ..services.engine.worker import EngineState, EngineWorker
from ..services.passes import PassRunner
from ..services.photos import PhotoLoader
from ..services.thumbnails import Thumbnails
from ..settings import SettingsStore
from .action_handlers import SWITCHES, ActionHandlers, Parts
from .canvas.controller import CanvasController
from .canvas.reference_view import ReferenceView
from .canvas.view import Canvas
from .common.action_set import ActionSet
from .common.banner import Banner
from .common.messages import tell
from .panels.labels import LabelsPanel
from .panels.photo_list import PhotoList
from .panels.references import ReferencesPanel
from .panels.review import ReviewPanel
from .panels.view_bar import ViewBar
from .passes.panel import PassPanel
from .passes.resume_banner import ResumeBanner
from .project_controller import ProjectController
from .start_page import StartPage
from .training.controller import TrainingController
from .weights_bar import WeightsBar

_SAM = SegmentConfig().sam
_BAR = (
    "file.new", "file.export", "", "edit.undo", "edit.redo", "", *TOOLS, "tool.sharpen", "",
    "reference.toggle", "pass.all", "", "review.accept", "review.reopen", "review.exclude", "", "view.fit",
)  # fmt: skip


class MainWindow(QMainWindow):
    """Everything one sees."""

    def __init__(self, settings: SettingsStore, window_state: QSettings) -> None:
        super().__init__()
        self.setWindowTitle("VRP Annotator")
        self.setWindowIcon(theme.app_icon())
        self.setAcceptDrops(True)
        self.resize(1440, 900)
        self.settings, self._window_state = settings, window_state
        self.document = Document(self)
        self.engine = EngineWorker(self)
        self.photos, self.thumbnails = PhotoLoader(self), Thumbnails(self)
        self.marking = Marking(self.document, self.engine, self)
        self.canvas = Canvas()
        self.actions_ = ActionSet(self, self.canvas, settings)
        self.runner = PassRunner(self.document, self.engine, self)
        self.projects = ProjectController(self.document, self.engine, settings, self)
        self._build()
        self.controller = CanvasController(
            self.canvas,
            self.document,
            self.marking,
            self.photos,
            self.thumbnails,
            settings,
            self.labels.need_label,
            self,
        )
        self.handlers = ActionHandlers(
            Parts(
                self,
                self.document,
                self.engine,
                settings,
                self.controller,
                self.labels,
                self.photo_list,
                self.projects,
                self.runner,
            )
        )
        self.handlers.said.connect(self._say)
        self.handlers.bind(self.actions_)
        self.training = TrainingController(
            self, self.document, self.engine, self.controller, self.handlers, self.actions_, self._banner
        )
        self._pass_offer = ResumeBanner(self.document, self._banner, self.runner, self.handlers.start_engine)
        self.compare.setVisible(settings.values.compare)
        self._connect()
        self._set_enabled()
        self.controller.take("tool.point")
        self._show_engine(EngineState.OFF, "")
        self._restore()

    # --- putting it together -----------------------------------------------------------------------------------------

    def _build(self) -> None:
        menus = self.actions_.fill_menus(self.menuBar())
        self._tool_bar = QToolBar(self.tr("Tools"))
        self._tool_bar.setObjectName("tools")
        self._tool_bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.actions_.fill_bar(self._tool_bar, _BAR)
        self.addToolBar(self._tool_bar)
        self.photo_list = PhotoList(self.document, self.thumbnails, self.actions_)
        self.labels = LabelsPanel(self.document)
        self.references = ReferencesPanel(self.document, self.thumbnails)
        self.review = ReviewPanel(self.document, self.actions_, self.settings)
        self.compare = ReferenceView(self.references, self.document, self.photos)
        self.weights_bar = WeightsBar(_SAM)
        self.pass_panel = PassPanel(self.runner, self.actions_)
        self.start_page = StartPage(self.actions_, self.settings.values.recent)
        split = QSplitter()
        split.addWidget(self.compare)
        split.addWidget(self.canvas)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([300, 500])
        split.setChildrenCollapsible(False)
        self._banner = Banner(self)
        self.view_bar = ViewBar(self.canvas, self.settings)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self._banner, 0), (split, 1), (self.view_bar, 0), (self.pass_panel, 0)):
            column.addWidget(widget, stretch)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start_page)
        self._pages.addWidget(work)
        central = QWidget()
        around = QVBoxLayout(central)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.weights_bar)
        around.addWidget(self._pages, 1)
        self.setCentralWidget(central)
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        self._docks = [
            self._dock("photos", self.tr("Photos"), self.photo_list, left),
            self._dock("labels", self.tr("Labels"), self.labels, right),
            self._dock("references", self.tr("References"), self.references, right),
            self._dock("review", self.tr("Review"), self.review, right),
        ]
        self._panels = menus["View"].addMenu(self.tr("Panels"))
        self._panels.addActions([one.toggleViewAction() for one in self._docks])
        self._panels.addAction(self._tool_bar.toggleViewAction())
        self._position, self._zoom, self._engine_text = QLabel(), QLabel(), QLabel()
        for label in (self._position, self._zoom, self._engine_text):
            self.statusBar().addPermanentWidget(label)

    def _dock(self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        self.addDockWidget(area, dock)
        return dock

    def _connect(self) -> None:
        document = self.document
        document.opened.connect(self._opened)
        document.closed.connect(self._closed)
        for signal in (document.current_changed, document.selection_changed, document.images_changed):
            signal.connect(self._set_enabled)
        document.labels_changed.connect(self._set_enabled)
        document.refused.connect(self._say)
        document.current_changed.connect(self._show_hint)
        self.marking.changed.connect(self._set_enabled)
        self.marking.refused.connect(self._tell)
        self.engine.state_changed.connect(self._show_engine)
        self.engine.failed.connect(self._tell)
        self.runner.refused.connect(self._say)
        self.runner.ended.connect(self._pass_ended)
        self.runner.progressed.connect(self._set_enabled)
        for signal in (document.undo_stack.canUndoChanged, document.undo_stack.canRedoChanged, self.controller.drafted):
            signal.connect(self._set_enabled)
        self.controller.tool_changed.connect(self._show_tool)
        self.controller.photo_failed.connect(self._photo_failed)
        self.training.weights_changed.connect(self._set_enabled)
        self.training.said.connect(self._say)
        self.references.sharpen_wanted.connect(self.handlers.sharpen)
        self.projects.said.connect(self._say)
        self.projects.renewed.connect(self._renewed)
        self.start_page.chosen.connect(self.projects.open_recent)
        self.weights_bar.ready.connect(self.handlers.start_engine)
        self.canvas.pointed.connect(self._show_position)
        self.canvas.zoomed.connect(self._show_zoom)
        self.settings.changed.connect(self._settings_changed)

    # --- what happens ------------------------------------------------------------------------------------------------

    @Slot()
    def _opened(self) -> None:
        self.photos.forget()
        self.thumbnails.forget()
        self._pages.setCurrentIndex(1)
        self._show_panels(True)
        if self._window_state.value("state") is None:
            QTimer.singleShot(0, self, self._arrange_docks)
        self.setWindowTitle(f"{self.document.project.folder.name} – VRP Annotator")
        self._set_enabled()
        self.handlers.start_engine()

    @Slot()
    def _renewed(self) -> None:
        self.photos.forget()
        self.thumbnails.forget()
        self.document.touch_all_objects()
        self.controller.show_photo()

    @Slot()
    def _closed(self) -> None:
        self.photos.forget()
        self.thumbnails.forget()
        self._banner.hide()
        self.pass_panel.hide()
        self.start_page.show_recent(self.settings.values.recent)
        self._pages.setCurrentIndex(0)
        self._show_panels(False)
        self.setWindowTitle("VRP Annotator")
        self._set_enabled()

    @Slot()
    def _arrange_docks(self) -> None:
        """Sizes for a first start; docks take them only once they are shown."""
        self.resizeDocks([self._docks[0], self._docks[1]], [345, 270], Qt.Orientation.Horizontal)
        self.resizeDocks(self._docks[1:], [150, 190, 360], Qt.Orientation.Vertical)

    def _show_panels(self, shown: bool) -> None:
        """Show the panels again that were there when they were hidden: those that a person closed stay closed."""
        if not shown:
            self._to_show = [one for one in (*self._docks, self._tool_bar) if not one.isHidden()]
            self.training.dock.hide()
        for panel in self._to_show:
            panel.setVisible(shown)

    @Slot()
    def _set_enabled(self) -> None:
        there: set[Needs] = set()
        if self.document.is_open:
            there.add(Needs.PROJECT)
            if self.document.current:
                there.add(Needs.IMAGE)
                if self.training.own_weights:
                    there.add(Needs.OWN_WEIGHTS)
            if self.document.selected is not None:
                there.add(Needs.OBJECT)
            if self.controller.tool.drafting():
                there.add(Needs.DRAFT)
        self.actions_.enable(there)
        self._panels.setEnabled(self.document.is_open)
        stack, passing = self.document.undo_stack, self.engine.passing
        self.actions_["edit.undo"].setEnabled(stack.canUndo())
        self.actions_["edit.redo"].setEnabled(stack.canRedo())
        for name in ("pass.pause", "pass.cancel"):
            self.actions_[name].setEnabled(passing)
        if not passing:
            self.actions_["pass.pause"].setChecked(False)
        self._show_hint()

    @Slot()
    def _show_hint(self) -> None:
        if self.marking.waiting:
            text = self.tr("SAM is looking…")
        elif self.controller.tool.drafting():
            text = self.tr("Enter finishes the object, Z takes back the last mark, Esc drops it")
        else:
            text = ""
        self.view_bar.hint(text)

    @Slot(str)
    def _show_tool(self, tool_id: str) -> None:
        for name in TOOLS:
            self.actions_[name].setChecked(name == tool_id)
        self._set_enabled()

    @Slot(object, str)
    def _show_engine(self, state: EngineState, words: str) -> None:
        dots = {EngineState.OFF: "○", EngineState.FAILED: "✖", EngineState.READY: "●"}
        self._engine_text.setText(f"{dots.get(state, '◐')} {self.tr('Engine')}: {self.tr(state.value)}  {words[:80]}")
        self._show_hint()

    @Slot(object)
    def _show_position(self, at: QPointF | None) -> None:
        self._position.setText(f"{at.x():.0f}, {at.y():.0f}" if at is not None else "")
        if at is None:
            self.marking.leave()

    @Slot(float)
    def _show_zoom(self, zoom: float) -> None:
        self._zoom.setText(f"{zoom:.0%}")

    @Slot(object)
    def _pass_ended(self, event: PassFinished) -> None:
        self._set_enabled()
        failed = self.tr(", %1 failed").replace("%1", str(event.failed)) if event.failed else ""
        done = self.tr("%1 photos done").replace("%1", str(event.done)) + failed
        self._say(done if not event.cancelled else self.tr("Stopped: %1").replace("%1", done))
        if not event.cancelled and event.done > 1:
            self.photo_list.order_by(Order.DOUBT)

    @Slot(int, object)
    def _photo_failed(self, image_id: int, error: Exception) -> None:
        tell(self, error)

    @Slot(object)
    def _tell(self, error: Exception) -> None:
        if type(error).__name__ == "WeightsMissing" and not self.weights_bar.isHidden():
            return  # the bar says it already, and what to do
        tell(self, error)
        self._set_enabled()

    @Slot(str)
    def _say(self, text: str) -> None:
        self.statusBar().showMessage(text, 8000)

    @Slot(str)
    def _settings_changed(self, name: str) -> None:
        if name == "theme":
            theme.apply(self.settings.values.theme)
        if name == "compare":
            self.compare.setVisible(self.settings.values.compare)
        if name in {"device", "cycle", "instances", "vrp_weights", "absent_below"} and self.document.is_open:
            self.handlers.start_engine()
            self._set_enabled()
        for action_id, field in SWITCHES.items():
            if field == name:
                self.actions_[action_id].setChecked(getattr(self.settings.values, field))

    # --- the window itself -------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        geometry, state = self._window_state.value("geometry"), self._window_state.value("state")
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray):
            self.restoreGeometry(geometry)
            self.restoreState(state)
        self._show_panels(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "actions_"):
            QTimer.singleShot(0, self.actions_, self.actions_.apply_icons)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if len(paths) == 1 and paths[0].is_dir():
            self.projects.open_folder(paths[0])
        elif paths and self.document.is_open:
            self.projects.add_images(paths)
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.document.is_open:
            self._window_state.setValue("geometry", self.saveGeometry())
            self._window_state.setValue("state", self.saveState())
        self.hide()  # at once: what is under way, a photo in a pass, ends before the process does
        self.projects.close_project()
        self.weights_bar.close_down()
        self.training.close_down()
        self.engine.close()
        self.photos.close()
        self.thumbnails.close()
        event.accept()
