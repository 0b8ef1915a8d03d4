"""Opening, creating and closing projects."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from vrp_core.domain.errors import ProjectDamaged, ProjectLocked, VrpError
from vrp_core.project.project import Project

from ..model.document import Document
from ..services import project_work
from ..services.closing import ClosingProjects
from ..services.engine.worker import EngineWorker
from ..services.jobs import Jobs, Progress, Stopped
from ..settings import SettingsStore
from .common.messages import inform, tell
from .dialogs.restore import RestoreOffer
from .dialogs.wait_for_project import WaitForProject
from .import_controller import ImportController
from .project_places import IN_PHOTOS, ask_for_place, existing_project


class ProjectController(QObject):
    """One project is open at a time."""

    sample_opened = Signal()  # a new one, on which nobody has worked

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
        self._jobs = Jobs()
        self._closing = ClosingProjects(engine)

    def open_folder(self, folder: Path) -> bool:
        """Open a folder: the project in it, or of it, or a new project of the photos in it."""
        existing = existing_project(folder)
        return self._open(existing) if existing is not None else self._create(folder)

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
            self._open(existing_project(Path(folder)) or Path(folder))

    def open_sample(self, checked: bool = False) -> None:
        """The demo's photos in a new project."""
        folder = Path(tempfile.mkdtemp(prefix="vrp-annotator-sample-"))
        self._jobs.start(
            lambda progress, stopped: project_work.make_sample(folder / "coins"), self._sample_made, self._failed
        )

    def close_project(self, checked: bool = False) -> None:
        """Close the project. What is being read or written ends in the background, where nobody waits for it."""
        self._leave()

    def close_down(self) -> None:
        """Wait until what was closed is on disk; for who quits."""
        self._jobs.end()
        self._closing.wait()

    def _leave(self, then: Callable[[], None] | None = None) -> None:
        for wait in self._window.findChildren(WaitForProject):
            wait.end()
        jobs = self._imports.leave()
        self._engine.use(None)
        project = self._document.close(keep_file=True)
        if project is not None:
            self._closing.begin(project, jobs, then)

    def _open(self, folder: Path) -> bool:
        if self._document.is_open and self._document.project.folder == folder.resolve():
            return True
        try:
            project = Project.open(folder)
        except ProjectLocked:
            WaitForProject(folder, lambda: self._still_locked(folder), self._window)
            return False
        except (VrpError, OSError) as error:
            self.tell(error)
            return False
        return self._take(project)

    def _still_locked(self, folder: Path) -> bool:
        """Open a project that was in use; returns whether it still is."""
        try:
            project = Project.open(folder)
        except ProjectLocked:
            return True
        except (VrpError, OSError) as error:
            self.tell(error)
        else:
            self._take(project)
        return False

    def _create(self, folder: Path) -> bool:
        place: Path | None = folder / IN_PHOTOS
        while place is not None:
            try:
                project = Project.create(place)
            except VrpError as error:
                tell(self._window, error)
                return False
            except OSError as error:
                place = ask_for_place(self._window, folder, error)
            else:
                if self._take(project):
                    self._created = project.folder
                    self._imports.add_images([folder])
                return True
        return False

    @Slot()
    def _drop_empty(self) -> None:
        """A folder in which no photo was found keeps no project."""
        created, self._created = self._created, None
        if self._document.is_open and self._document.project.folder == created and not self._document.images.every:
            self._settings.forget(created)
            self._leave(partial(project_work.discard_empty, created))

    def _take(self, project: Project) -> bool:
        self.close_project()
        self._engine.use(project)
        try:
            self._document.open(project)
        except ProjectDamaged as error:  # what it shows first is read now
            self.close_project()
            self.tell(error)
            return False
        self._settings.remember(project.folder)
        return True

    def tell(self, error: BaseException) -> None:
        """Show what happened; for a damaged project, with the copies that can take its place."""
        if not isinstance(error, ProjectDamaged):
            tell(self._window, error)
        elif self._window.findChild(QMessageBox, "restore") is None:  # every read of a damaged file can say it
            folder = error.path.parent
            RestoreOffer(error, lambda older: self._restore(folder, older), self._window)

    def _restore(self, folder: Path, older: bool) -> None:
        self.close_project()

        def restore(progress: Progress, stopped: Stopped) -> tuple[Path, Path]:
            self._closing.wait()  # what is damaged may be the project that was open
            return project_work.restore(folder, older)

        self._jobs.start(restore, self._restored, self._failed)

    @Slot(object)
    def _restored(self, result: tuple[Path, Path]) -> None:
        folder, kept = result
        if self._open(folder):
            words = self.tr("The project was restored. The damaged file is kept as {file}.").format(file=kept.name)
            inform(self._window, words)

    @Slot(object)
    def _sample_made(self, folder: Path) -> None:
        if self._open(folder):
            self.sample_opened.emit()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.tell(error)
