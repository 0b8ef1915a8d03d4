"""Opening, creating and closing projects."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from vrp_core.domain.errors import VrpError
from vrp_core.project.database import FILE_NAME
from vrp_core.project.project import Project

from ..model.document import Document
from ..services import project_work
from ..services.engine.worker import EngineWorker
from ..services.jobs import Jobs
from ..settings import SettingsStore
from .common.messages import tell
from .import_controller import ImportController

_FOLDER = "vrp-annotator"  # the project's folder inside a folder of photos


def project_name(folder: Path) -> str:
    """What a project is called: its folder, or the folder of photos that it lies in."""
    return folder.parent.name if folder.name == _FOLDER else folder.name


class ProjectController(QObject):
    """One project is open at a time."""

    def __init__(
        self,
        document: Document,
        engine: EngineWorker,
        settings: SettingsStore,
        imports: ImportController,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._engine, self._settings, self._window = document, engine, settings, window
        self._imports = imports
        self._created: Path | None = None  # a new project whose photos are on their way
        imports.settled.connect(self._drop_empty)
        self._jobs = Jobs(self)

    def open_folder(self, folder: Path) -> bool:
        """Open a folder: the project in it, or a new project of the photos in it."""
        for candidate in (folder, folder / _FOLDER):
            if (candidate / FILE_NAME).is_file():
                return self._open(candidate)
        return self._create(folder)

    def open_recent(self, folder: str) -> None:
        """A project from the start page."""
        self._open(Path(folder))

    def ask_new(self, checked: bool = False) -> None:
        """Ask for a folder of photos."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("A folder of photos"))
        if folder:
            self.open_folder(Path(folder))

    def ask_open(self, checked: bool = False) -> None:
        """Ask for a project."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("A project's folder"))
        if folder:
            self._open(Path(folder) / _FOLDER if (Path(folder) / _FOLDER / FILE_NAME).is_file() else Path(folder))

    def open_sample(self, checked: bool = False) -> None:
        """The demo's photos in a new project."""
        folder = Path(tempfile.mkdtemp(prefix="vrp-annotator-sample-"))
        self._jobs.start(
            lambda progress, stopped: project_work.make_sample(folder / "coins"), self._sample_made, self._failed
        )

    def close_project(self, checked: bool = False) -> None:
        """Close the project; what is being read or written ends first."""
        self._jobs.end()
        self._imports.close_down()
        self._engine.use(None)
        self._document.close()

    def _open(self, folder: Path) -> bool:
        if self._document.is_open and self._document.project.folder == folder.resolve():
            return True
        try:
            project = Project.open(folder)
        except VrpError as error:
            tell(self._window, error)
            return False
        self._take(project)
        return True

    def _create(self, folder: Path) -> bool:
        try:
            project = Project.create(folder / _FOLDER)
        except (VrpError, OSError) as error:
            tell(self._window, error)
            return False
        self._take(project)
        self._created = project.folder
        self._imports.add_images([folder])
        return True

    @Slot()
    def _drop_empty(self) -> None:
        """A folder in which no photo was found keeps no project."""
        created, self._created = self._created, None
        if self._document.is_open and self._document.project.folder == created and not self._document.images.every:
            self._settings.forget(created)
            self.close_project()
            project_work.discard_empty(created)

    def _take(self, project: Project) -> None:
        self.close_project()
        self._engine.use(project)
        self._document.open(project)
        self._settings.remember(project.folder)

    @Slot(object)
    def _sample_made(self, folder: Path) -> None:
        self._open(folder)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        tell(self._window, error)
