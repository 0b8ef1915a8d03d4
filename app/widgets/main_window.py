"""The main window: puts the parts together."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSettings, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import WeightsMissing
from vrp_core.domain.events import PassFinished

from .. import theme
from ..model.document import Document
from ..services.engine.draft import Draft
from ..services.engine.hover import HoverPreview
from ..services.engine.worker import EngineWorker
from ..services.passes import PassRunner
from ..services.photos import PhotoLoader
from ..services.thumbnails import Thumbnails
from ..settings import SettingsStore
from ..tool_actions import TOOLS
from .action_handlers import SWITCHES, ActionHandlers, Parts
from .availability import Availability
from .canvas.controller import CanvasController
from .canvas.reference_view import ReferenceView
from .canvas.toolbox import Toolbox
from .canvas.view import Canvas
from .common.action_set import ActionSet
from .common.banner import Banner
from .common.key_positions import KeyPositions
from .common.menus import OBJECT_MENU, PHOTO_MENU
from .common.messages import question, tell
from .common.text import filled
from .docks import Docks, ScrolledPanel
from .group_bar import GroupBar
from .guide import Guide
from .import_controller import ImportController
from .model_controller import ModelController
from .panels.labels import LabelsPanel
from .panels.object_list import ObjectList
from .panels.photo_list import PhotoList
from .panels.references import ReferencesPanel
from .panels.review import ReviewPanel
from .panels.view_bar import ViewBar
from .passes.panel import PassPanel
from .passes.poor_references import PoorReferences
from .passes.reference_check import ReferenceWatch
from .passes.resume_banner import ResumeBanner
from .passes.second_look import SecondLookWords
from .project_controller import ProjectController
from .project_places import project_name
from .project_session import ProjectSession
from .recent_menu import RecentMenu
from .start_page import StartPage
from .status_bar import StatusBar
from .theme_menu import ThemeMenu
from .training.controller import TrainingController
from .weights_bar import WeightsBar

_SIZE = QSize(1440, 900)  # at a first start, where the screen has room for it
_SAM = SegmentConfig().sam
_BAR = (
    "file.new", "file.export", "", "edit.undo", "edit.redo", "", *TOOLS, "tool.sharpen", "",
    "reference.toggle", "pass.all", "pass.instances", "",
    "review.accept", "review.later", "review.reject", "review.look_alike", "", "view.fit",
)  # fmt: skip


class MainWindow(QMainWindow):
    """Everything one sees."""

    def __init__(self, settings: SettingsStore, window_state: QSettings) -> None:
        super().__init__()
        self.setWindowTitle("VRP Annotator")
        self.setWindowIcon(theme.app_icon())
        self.setAcceptDrops(True)
        self.resize(_SIZE.boundedTo(self.screen().availableSize()))
        self.settings = settings
        self._docks = Docks(self, window_state)
        self.document = Document(self)
        self.engine = EngineWorker(self)
        self.photos, self.thumbnails = PhotoLoader(self), Thumbnails(self)
        self.draft = Draft(self.document, self.engine, self)
        self.hover = HoverPreview(self.document, self.draft, self.engine, self)
        self.canvas = Canvas()
        self.actions_ = ActionSet(self, self.canvas, settings)
        self.runner = PassRunner(self.document, self.engine, self)
        self.imports = ImportController(self.document, self)
        self.projects = ProjectController(self.document, self.engine, settings, self.imports, self)
        self._build()
        self.toolbox = Toolbox(
            self.canvas, self.document, self.draft, self.hover, settings, self.labels.need_label, self
        )
        self.controller = CanvasController(
            self.toolbox,
            self.canvas,
            self.document,
            self.draft,
            self.hover,
            self.photos,
            self.thumbnails,
            settings,
            self,
        )
        self.handlers = ActionHandlers(
            Parts(
                self,
                self.document,
                self.engine,
                settings,
                self.draft,
                self.controller,
                self.labels,
                self.photo_list,
                self.projects,
                self.imports,
                self.runner,
                self.thumbnails,
                self.group,
            )
        )
        self._status = StatusBar(self.statusBar(), self.document, self.canvas, self.engine)
        self.handlers.said.connect(self._status.say)
        self.handlers.bind(self.actions_)
        self.training = TrainingController(
            self,
            self.document,
            self.engine,
            self.thumbnails,
            self.controller,
            self.handlers,
            self.actions_,
            self._banner,
        )
        self.model = ModelController(self, self.document, self.handlers, self.actions_)
        self._pass_offer = ResumeBanner(self.document, self._banner, self.runner, self.handlers.start_engine)
        self._poor_references = PoorReferences(self.document, self._banner, self.runner, self.engine)
        self._key_positions = KeyPositions(self)
        self._watch = ReferenceWatch(self.document, self.engine, self.runner, self._banner)
        self._watch.said.connect(self._status.say)
        self.compare.setVisible(settings.values.compare)
        self._connect()
        # after the window's own words on a pass, which would replace these
        self._second_look = SecondLookWords(self.document, self._banner, self.runner, self.engine)
        self._second_look.said.connect(self._status.say)
        self._availability = Availability(
            self.actions_,
            self.document,
            self.engine,
            self.runner,
            self.draft,
            self.toolbox,
            self.training,
            self.model,
            self._panels,
            self.view_bar,
        )
        self.toolbox.take("tool.point")
        self._session = ProjectSession(self.document, self.photo_list, self.canvas, window_state)
        self._docks.restore()
        self._show_panels(False)

    # --- putting it together -----------------------------------------------------------------------------------------

    def _build(self) -> None:
        menus = self.actions_.fill_menus(self.menuBar())
        self._tool_bar = QToolBar(self.tr("Tools"))
        self._tool_bar.setObjectName("tools")
        self._tool_bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.actions_.fill_bar(self._tool_bar, _BAR)
        self.addToolBar(self._tool_bar)
        self.photo_list = PhotoList(self.document, self.thumbnails, self.actions_)
        self.labels = LabelsPanel(self.document, self.photos)
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
        self.guide = Guide(self.document, self.runner, self.actions_)
        self.group = GroupBar(self.document, self.engine, self.thumbnails, self.actions_, self.settings)
        self.view_bar = ViewBar(self.canvas, self.settings)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.guide, self._banner, split, self.group, self.view_bar, self.pass_panel):
            column.addWidget(widget, int(widget is split))
        self._pages = QStackedWidget()
        self._pages.addWidget(ScrolledPanel(self.start_page))
        self._pages.addWidget(work)
        central = QWidget()
        around = QVBoxLayout(central)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.weights_bar)
        around.addWidget(self._pages, 1)
        self.setCentralWidget(central)
        self.object_list = ObjectList(self.document, self.actions_)
        self._docks.add("photos", self.tr("Photos"), self.photo_list, left=True)
        self._docks.add("labels", self.tr("Labels"), self.labels)
        self._docks.add("objects", self.tr("Objects"), self.object_list)
        self._docks.add("references", self.tr("References"), self.references)
        self._docks.add("review", self.tr("Review"), ScrolledPanel(self.review))
        self._recent = RecentMenu(self.settings, self)
        self._recent.chosen.connect(self.projects.open_recent)
        menus["File"].insertMenu(self.actions_["file.sample"], self._recent)
        menus["View"].addMenu(ThemeMenu(self.settings, self))
        self._panels = menus["View"].addMenu(self.tr("Panels"))
        self._panels.addActions([one.toggleViewAction() for one in self._docks.all])
        self._panels.addAction(self._tool_bar.toggleViewAction())

    def _connect(self) -> None:
        document = self.document
        document.opened.connect(self._opened)
        document.closed.connect(self._closed)
        for said in (document.refused, self.draft.said, self.runner.refused, self.imports.said, self.training.said):
            said.connect(self._status.say)
        for failed in (self.draft.refused, self.engine.failed):
            failed.connect(self._tell)
        self.training.room_wanted.connect(self._docks.remember)
        self.training.dock.visibilityChanged.connect(self._docks.give_back)
        self.runner.begun.connect(self._banner.hide)  # what was offered before may be what begins
        self.runner.ended.connect(self._pass_ended)
        self.toolbox.tool_changed.connect(self._show_tool)
        self.controller.photo_failed.connect(self._photo_failed)
        self.references.sharpen_wanted.connect(self.handlers.sharpen)
        document.pixels_changed.connect(self._renewed)
        self.projects.sample_opened.connect(self.guide.begin)
        self.start_page.chosen.connect(self.projects.open_recent)
        self.weights_bar.ready.connect(self.handlers.start_engine)
        self.canvas.pointed.connect(self._pointed)
        self.canvas.input.menu_wanted.connect(self._show_object_menu)
        self.settings.changed.connect(self._settings_changed)

    # --- what happens ------------------------------------------------------------------------------------------------

    @Slot()
    def _opened(self) -> None:
        self._pages.setCurrentIndex(1)
        self._show_panels(True)
        self.setWindowTitle(f"{project_name(self.document.project.folder)} – VRP Annotator")
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

    def _show_panels(self, shown: bool) -> None:
        if not shown:
            self.training.dock.hide()
        self._docks.show(shown, self._tool_bar)

    @Slot(str)
    def _show_tool(self, tool_id: str) -> None:
        for name in TOOLS:
            self.actions_[name].setChecked(name == tool_id)

    @Slot(object)
    def _pointed(self, at: object) -> None:
        if at is None:
            self.hover.leave()

    @Slot(QPoint)
    def _show_object_menu(self, at: QPoint) -> None:
        """The menu of the selected objects, or of the photo where nothing is selected."""
        menu = QMenu(self)
        self.actions_.fill_menu(menu, OBJECT_MENU if self.document.selected is not None else PHOTO_MENU)
        menu.popup(at)

    @Slot(object)
    def _pass_ended(self, event: PassFinished) -> None:
        words = self.tr("%n photo(s) searched", "", event.done)
        if event.failed:
            words += self.tr(", %n failed", "", event.failed)
        self._status.say(filled(self.tr("Stopped: %1"), words) if event.cancelled else words)
        if not event.cancelled and event.done > 1:
            self.photo_list.show_doubtful()

    @Slot(int, object)
    def _photo_failed(self, image_id: int, error: Exception) -> None:
        tell(self, error)

    @Slot(object)
    def _tell(self, error: Exception) -> None:
        if isinstance(error, WeightsMissing) and not self.weights_bar.isHidden():
            return  # the bar reports it already, and offers what to do
        self.projects.tell(error)

    @Slot(str)
    def _settings_changed(self, name: str) -> None:
        if name == "theme":
            theme.apply(self.settings.values.theme)
        if name == "compare":
            self.compare.setVisible(self.settings.values.compare)
        if (
            name in {"device", "cycle", "instances", "close_ups", "vrp_weights", "absent_below"}
            and self.document.is_open
        ):
            self.handlers.start_engine()
            self._availability.look_at_weights()
        for action_id, field in SWITCHES.items():
            if field == name:
                self.actions_[action_id].setChecked(getattr(self.settings.values, field))

    # --- the window itself -------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "actions_"):
            QTimer.singleShot(0, self.actions_, self.actions_.apply_icons)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.setDropAction(Qt.DropAction.CopyAction)  # a moved file would be gone from where it was
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if len(paths) == 1 and paths[0].is_dir():
            self.projects.open_folder(paths[0])
        elif paths and self.document.is_open:
            self.imports.add_images(paths)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        many = self.draft.unfinished
        if many and not question(self, self.tr("%n photo(s) hold an unfinished object. Quit without it?", "", many)):
            event.ignore()
            return
        self.hide()  # what is being finished may take some seconds
        if self.document.is_open:
            self._docks.save()
        self.projects.close_project()
        self.weights_bar.close_down()
        self.training.close_down()
        self.model.close_down()
        self.engine.close()
        self.projects.close_down()
        self.photos.close()
        self.thumbnails.close()
        event.accept()
