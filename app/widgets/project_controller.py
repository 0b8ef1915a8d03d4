"""Opening, making and filling projects, and what goes in and out of them: the window's File menu."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from vrp_core.domain.errors import VrpError
from vrp_core.project.database import FILE_NAME
from vrp_core.project.file_words import added_sentences
from vrp_core.project.ingest import Ingested
from vrp_core.project.project import Project

from ..model import commands
from ..model.document import Document
from ..services import project_work
from ..services.engine.worker import EngineWorker
from ..services.jobs import Job
from ..settings import SettingsStore
from .common.messages import inform, tell
from .dialogs.export import ExportDialog

_FOLDER = "vrp-annotator"  # the project's folder inside a folder of photos
_NOTES, _LINE = 12, 300  # notes of an import that a message shows, and characters of each
_SHOW_MS = 1000  # between two looks at which photos have come in: each reads all there are


class ProjectController(QObject):
    """Does it, and says in the status bar how it goes."""

    said = Signal(str)
    renewed = Signal()  # the files of photos that were in the project already are others now

    def __init__(self, document: Document, engine: EngineWorker, settings: SettingsStore, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._engine, self._settings, self._window = document, engine, settings, window
        self._jobs: list[Job] = []
        self._show_soon = QTimer(self)
        self._show_soon.setSingleShot(True)
        self._show_soon.timeout.connect(self._show_added)

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
        job = self._job(Job(lambda progress, stopped: project_work.make_sample(folder / "coins"), self))
        job.finished.connect(self._sample_made)
        job.start()

    def ask_add_images(self, checked: bool = False) -> None:
        """Ask for photos to add."""
        paths, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Photos"), "", self.tr("Photos (%1)").replace("%1", project_work.PHOTO_PATTERNS)
        )
        if paths:
            self.add_images([Path(path) for path in paths])

    def add_images(self, paths: Sequence[Path]) -> None:
        """Add photos, and the photos of folders."""
        project, wanted = self._document.project, list(paths)
        job = self._job(
            Job(lambda progress, stopped: project_work.add_photos(project, wanted, progress, stopped), self)
        )
        job.progress.connect(self._adding)
        job.finished.connect(self._added)
        job.start()

    def ask_import(self, checked: bool = False) -> None:
        """Ask for a file of another tool and what its annotations are for."""
        kinds = self.tr("Annotations (*.json *.xml *.yaml *.yml);;All files (*)")
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Annotations"), "", kinds)
        if not path:
            return
        uses = [self.tr("annotations (for export and training)"), self.tr("references (to find their like)")]
        use, ok = QInputDialog.getItem(
            self._window, self.tr("Import"), self.tr("Bring them in as"), uses, editable=False
        )
        if ok:
            project, as_references = self._document.project, use == uses[1]
            job = self._job(
                Job(lambda progress, stopped: project_work.bring_in(project, Path(path), as_references), self)
            )
            job.finished.connect(self._imported)
            job.start()

    def export(self, checked: bool = False) -> None:
        """Show what an export would hold, and write it."""
        ExportDialog(self._document, self._window).open()

    def close_project(self, checked: bool = False) -> None:
        """Put the project away."""
        self.finish_jobs()
        self._engine.use(None)
        self._document.close()

    def finish_jobs(self) -> None:
        """Stop what is going on and wait for it."""
        for job in self._jobs:
            job.stop()
        for job in self._jobs:
            job.wait()
        self._jobs.clear()

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
        self.add_images([folder])
        return True

    def _take(self, project: Project) -> None:
        self.close_project()
        self._engine.use(project)
        self._document.open(project)
        self._settings.remember(project.folder)

    def _job(self, job: Job) -> Job:
        self._jobs = [one for one in self._jobs if one.running]
        self._jobs.append(job)
        job.failed.connect(self._failed)
        return job

    @Slot(object)
    def _sample_made(self, folder: Path) -> None:
        self._open(folder)

    @Slot(int, int)
    def _adding(self, done: int, total: int) -> None:
        self.said.emit(self.tr("Reading photos: %1 of %2").replace("%1", str(done)).replace("%2", str(total)))
        if not self._show_soon.isActive():
            nothing_yet = self._document.is_open and not self._document.all_rows
            self._show_soon.start(0 if nothing_yet else _SHOW_MS)

    @Slot()
    def _show_added(self) -> None:
        if self._document.is_open:
            self._document.touch_images()

    @Slot(object)
    def _added(self, result: Ingested) -> None:
        self._show_soon.stop()
        if not self._document.is_open:
            return
        self._document.touch_images()
        words = self.tr("%n photo(s) added", "", result.added)
        if result.renewed:
            self.renewed.emit()
            words += self.tr(", %n that moved or changed taken anew", "", result.renewed)
        self.said.emit(words)
        sentences = list(added_sentences(replace(result, moved=())))
        if sentences:
            few = "\n".join(sentences[:12]) + ("\n…" if len(sentences) > 12 else "")
            inform(
                self._window,
                self.tr("Not everything was added as it is:") + "\n\n" + few,
                QMessageBox.Icon.Warning,
            )

    @Slot(object)
    def _imported(self, result: project_work.Imported) -> None:
        if not self._document.is_open:
            return
        self._document.touch_labels()
        self._document.touch_images()
        self._document.touch_all_objects()
        if result.number is not None:
            commands.imported(self._document, result.number)
        lines = list(result.notes[:_NOTES])
        if len(result.notes) > _NOTES:
            lines.append(self.tr("and %1 more").replace("%1", str(len(result.notes) - _NOTES)))
        notes = "\n".join(line if len(line) <= _LINE else f"{line[:_LINE]}…" for line in lines)
        text = (
            self.tr("%1 annotations on %2 photos came in.")
            .replace("%1", str(result.annotations))
            .replace("%2", str(result.images))
        )
        if result.already_there:
            text += " " + self.tr("%1 were there already.").replace("%1", str(result.already_there))
        inform(self._window, text + (f"\n\n{notes}" if notes else ""))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        tell(self._window, error)
