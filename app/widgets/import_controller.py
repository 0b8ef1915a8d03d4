"""What comes into a project and what leaves it: photos, annotations, exports."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from vrp_core.project.file_words import added_sentences
from vrp_core.project.ingest import Ingested

from ..model import image_commands
from ..model.document import Document
from ..services import project_work
from ..services.engine_words import translated
from ..services.jobs import Job, Jobs
from .common.messages import report, tell
from .common.text import filled

if TYPE_CHECKING:
    from ..services.importing import Imported, Source

_SHOW_MS = 1000  # between two updates of the list while photos are added: each reads all rows


class ImportController(QObject):
    """Imports in the background and reports progress in the status bar."""

    said = Signal(str)
    settled = Signal()  # photos were added, or could not be

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._window = document, window
        self._jobs = Jobs()
        self._show_soon = QTimer(self)
        self._show_soon.setSingleShot(True)
        self._show_soon.timeout.connect(self._show_added)

    def ask_add_images(self, checked: bool = False) -> None:
        """Ask for photos to add."""
        paths, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Photos"), "", filled(self.tr("Photos (%1)"), project_work.PHOTO_PATTERNS)
        )
        if paths:
            self.add_images([Path(path) for path in paths])

    def add_images(self, paths: Sequence[Path]) -> None:
        """Add photos, and the photos of folders."""
        project, wanted = self._document.project, list(paths)
        self._jobs.start(
            lambda progress, stopped: project_work.add_photos(project, wanted, progress, stopped),
            self._added,
            self._not_added,
            self._adding,
        )

    def check_files(self) -> None:
        """Report photos whose files are gone or hold other pictures, if there are any."""
        project = self._document.project
        self._jobs.start(lambda progress, stopped: project_work.file_problems(project), self._checked, self._failed)

    def ask_import(self, checked: bool = False) -> None:
        """Ask for a file or folder of another tool and what its annotations are for."""
        from .dialogs.importing import ImportDialog  # loads the readers of all formats

        dialog = ImportDialog(self._window)
        dialog.chosen.connect(self.bring_in)
        dialog.open()

    @Slot(object)
    def bring_in(self, source: "Source") -> None:
        """Import annotations."""
        from ..services import importing

        project = self._document.project
        self._jobs.start(
            lambda progress, stopped: importing.bring_in(project, source, progress, stopped),
            self._imported,
            self._failed,
            self._sharpening,
        )

    def export(self, checked: bool = False) -> None:
        """Show what an export would hold, and write it."""
        from .dialogs.export import ExportDialog  # loads the writers of all formats

        ExportDialog(self._document, self._window).open()

    def leave(self) -> list[Job]:
        """The project is being closed: stop what is running; returns what has not ended."""
        self._show_soon.stop()
        return self._jobs.leave()

    @Slot(int, int)
    def _adding(self, done: int, total: int) -> None:
        self.said.emit(filled(self.tr("Reading photos: %1 of %2"), str(done), str(total)))
        if not self._show_soon.isActive():
            nothing_yet = self._document.is_open and not self._document.images.every
            self._show_soon.start(0 if nothing_yet else _SHOW_MS)

    @Slot(int, int)
    def _sharpening(self, done: int, total: int) -> None:
        self.said.emit(filled(self.tr("Finding outlines: photo %1 of %2"), str(done + 1), str(total)))

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
            self._document.pixels_changed.emit()
            words += self.tr(", %n moved or changed photo(s) imported again", "", result.renewed)
        self.said.emit(words)
        sentences = list(added_sentences(replace(result, moved=()), translated))
        if sentences:
            text = self.tr("Not everything was added as it is:")
            box = report(self._window, text, sentences, QMessageBox.Icon.Warning)
            if result.replaced:
                keep = box.addButton(self.tr("Same scene: keep annotations"), QMessageBox.ButtonRole.ActionRole)
                keep.setToolTip(self.tr("The new pictures are edited versions of the earlier ones, of the same size"))
                keep.clicked.connect(lambda: self._keep_annotations(result))
        self.settled.emit()

    @Slot(object)
    def _not_added(self, error: Exception) -> None:
        self._failed(error)
        self.settled.emit()

    @Slot(object)
    def _checked(self, sentences: Sequence[str]) -> None:
        if sentences and self._document.is_open:
            text = self.tr("Some photos are left out of the search:")
            report(self._window, text, sentences, QMessageBox.Icon.Warning)

    def _keep_annotations(self, result: Ingested) -> None:
        if self._document.is_open:
            kept = self._document.project.images.same_scene(result.replaced)
            self._document.touch_images()
            self._document.pixels_changed.emit()
            self.said.emit(self.tr("%n photo(s) keep their annotations", "", len(kept)))

    @Slot(object)
    def _imported(self, result: "Imported") -> None:
        if not self._document.is_open:
            return
        self._document.touch_labels()
        self._document.touch_images()
        self._document.touch_all_objects()
        if result.number is not None:
            image_commands.imported(self._document, result.number)
        counts = (str(result.annotations), str(result.images))
        text = filled(self.tr("%1 annotations on %2 photos were imported."), *counts)
        if result.already_there:
            text += " " + self.tr("%n were in the project already.", "", result.already_there)
        if result.prompts:
            text += " " + self.tr("%n box(es) or point(s) came in without a mask.", "", result.prompts)
        report(self._window, text, result.notes)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if not project_work.was_stopped(error):
            tell(self._window, error)
