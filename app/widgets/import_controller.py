"""What comes into a project and what leaves it: photos, annotations, exports."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from vrp_core.project.file_words import added_sentences
from vrp_core.project.ingest import Ingested

from ..model import image_commands
from ..model.document import Document
from ..services import project_work
from ..services.jobs import Jobs
from .common.messages import inform, tell
from .common.text import filled
from .dialogs.export import ExportDialog

_NOTES, _LINE = 12, 300  # notes that a message shows, and characters of each
_SHOW_MS = 1000  # between two updates of the list while photos are added: each reads all rows


class ImportController(QObject):
    """Imports in the background and reports progress in the status bar."""

    said = Signal(str)
    renewed = Signal()  # the files of photos that were in the project already have changed

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._window = document, window
        self._jobs = Jobs(self)
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
            self._failed,
            self._adding,
        )

    def ask_import(self, checked: bool = False) -> None:
        """Ask for a file of another tool and what its annotations are for."""
        kinds = self.tr("Annotations (*.json *.xml *.yaml *.yml);;All files (*)")
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Annotations"), "", kinds)
        if not path:
            return
        uses = [self.tr("annotations (for export and training)"), self.tr("references (to find similar objects)")]
        use, ok = QInputDialog.getItem(self._window, self.tr("Import"), self.tr("Import them as"), uses, editable=False)
        if ok:
            project, as_references = self._document.project, use == uses[1]
            self._jobs.start(
                lambda progress, stopped: project_work.bring_in(project, Path(path), as_references),
                self._imported,
                self._failed,
            )

    def export(self, checked: bool = False) -> None:
        """Show what an export would hold, and write it."""
        ExportDialog(self._document, self._window).open()

    def close_down(self) -> None:
        """Stop what is running and wait for it."""
        self._jobs.end()

    @Slot(int, int)
    def _adding(self, done: int, total: int) -> None:
        self.said.emit(filled(self.tr("Reading photos: %1 of %2"), str(done), str(total)))
        if not self._show_soon.isActive():
            nothing_yet = self._document.is_open and not self._document.images.every
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
            words += self.tr(", %n moved or changed photo(s) imported again", "", result.renewed)
        self.said.emit(words)
        sentences = list(added_sentences(replace(result, moved=())))
        if sentences:
            few = "\n".join(sentences[:_NOTES]) + ("\n…" if len(sentences) > _NOTES else "")
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
            image_commands.imported(self._document, result.number)
        lines = list(result.notes[:_NOTES])
        if len(result.notes) > _NOTES:
            lines.append(self.tr("and %n more", "", len(result.notes) - _NOTES))
        notes = "\n".join(line if len(line) <= _LINE else f"{line[:_LINE]}…" for line in lines)
        counts = (str(result.annotations), str(result.images))
        text = filled(self.tr("%1 annotations on %2 photos were imported."), *counts)
        if result.already_there:
            text += " " + self.tr("%n were in the project already.", "", result.already_there)
        inform(self._window, text + (f"\n\n{notes}" if notes else ""))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        tell(self._window, error)
