"""Training on a person's own photos: the data, a run's curves, before and after."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...model.document import Document
from ...services import models
from ...services.engine_words import error_words
from ...services.training import runs, weights
from ...services.training.runs import Run, RunRequest, RunState
from ..common.messages import question
from ..common.text import filled
from .data_summary import DataSummary, scrolled
from .preset_form import PresetForm
from .run_controls import RunControls
from .run_selector import RunSelector
from .run_tabs import RunTabs
from .text import lost_words, state_words

_REFRESH_MS = 1000
_COLUMN = (300, 350)  # pixels: from, to

translate = QCoreApplication.translate


class TrainingPanel(QWidget):
    """Start, watch, pause, and use what came out."""

    chosen = Signal()  # other weights are to be used from now on
    weights_wanted = Signal()  # the list of all weights
    refused = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._run: Run | None = None  # that is looked at
        self._training = False  # some run is active
        self._counted = False  # what there is to learn from is as it was counted
        self.material = DataSummary(document)
        self.material.changed.connect(self._data_changed)
        self.plan = PresetForm()
        self.plan.changed.connect(self._estimate)
        self.plan.start_wanted.connect(self._start)
        self.plan.refused.connect(self.refused)
        self.runs = RunSelector()
        self.runs.activated.connect(self.refresh)
        self.controls = RunControls()
        self.controls.pause_wanted.connect(self._pause)
        self.controls.resume_wanted.connect(self._resume)
        self.controls.use_wanted.connect(self._use)
        self.controls.revert_wanted.connect(self._revert)
        self.controls.weights_wanted.connect(self.weights_wanted)
        self.controls.discard_wanted.connect(self._discard)
        self._view = RunTabs()
        self._view.failed.connect(lambda error: self.refused.emit(error_words(error)))
        run = QWidget()
        column = QVBoxLayout(run)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plan)
        column.addWidget(self.runs)
        column.addWidget(self.controls)
        column.addStretch(1)
        self.column = scrolled(run, *_COLUMN)
        layout = QHBoxLayout(self)
        layout.addWidget(scrolled(self.material, *_COLUMN), 2)
        layout.addWidget(self.column, 2)
        layout.addWidget(self._view, 5)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._look)
        self.chosen.connect(self.refresh)
        document.opened.connect(self.refresh_material)
        document.closed.connect(self._closed)
        document.row_changed.connect(self._uncounted)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh_material()

    def hideEvent(self, event: object) -> None:
        self._timer.stop()
        self.plan.estimate(None)
        super().hideEvent(event)  # type: ignore[arg-type]

    def close_down(self) -> None:
        """The window closes; a run continues."""
        self._timer.stop()
        self.plan.estimates.close()
        self.material.wait()
        self._view.wait()

    @Slot()
    def refresh_material(self) -> None:
        """Count what there is to learn from, and look at it and at the runs from now on."""
        if self._document.is_open and self.isVisible():
            self._count()
            self.refresh()
            self._estimate()
            self._timer.start()

    def _count(self) -> None:
        self._counted = not self.material.counting  # what is being counted may miss the newest: again at the next look
        self.material.refresh()
        self._view.count_rounds(self._document.project.folder)

    @Slot()
    def _uncounted(self) -> None:
        """A person has decided something: counted at the next look, not at every key."""
        self._counted = False

    @Slot()
    def _look(self) -> None:
        self._timer.stop()  # an unexpected failure is reported once, not every second
        if not self._counted and not self.material.counting:
            self._count()
        self.refresh()
        self._timer.start()

    @Slot()
    def refresh(self) -> None:
        """Read the runs from their files."""
        if not self._document.is_open:
            return
        every = runs.runs_of(self._document.project.folder)
        before, self._training = self._training, any(run.state is RunState.RUNNING for run in every)
        run = self._run = self.runs.show_runs(every)
        self._view.show_run(run)
        self._show(run)
        if before and not self._training:
            self._estimate()

    def _show(self, run: Run | None) -> None:
        folder = self._document.project.folder
        used, lost = runs.chosen(folder), runs.choice_lost(folder)
        found = run.weights if run is not None else None
        self.plan.allow(choosing=not self._training, starting=self.material.enough)
        self.controls.allow(run, self._training, usable=found not in {None, used}, revertible=used is not None or lost)
        words = state_words(run) if run is not None else _untrained_words(folder, used)
        self.controls.show_run(run, f"{words}<br>{lost_words()}" if lost else words, used is not None and used == found)

    @Slot()
    def _estimate(self) -> None:
        """Measure what a training would take, as long as none takes the machine already."""
        if not self.material.enough:
            self.material.forget_split()
        if self._training or not self.material.enough or not self.isVisible():
            self.plan.estimate(None)
            return
        folder = self._document.project.folder
        try:
            config = runs.plan(folder, self._request(), folder)
        except ValueError as error:
            self.plan.estimate(None)
            self.refused.emit(str(error))
            return
        self.plan.estimate(config, self.material.photos)
        self.material.show_split(config.held_out_share, config.seed)

    def _request(self) -> RunRequest:
        also = self.material.also
        config = models.for_training(self._document.project.folder, self.plan.config)
        config = replace(config, images=also.also.images)
        return RunRequest(self.plan.preset_name, config, tuple(also.paths), self.material.own)

    @Slot()
    def _start(self) -> None:
        self.plan.estimate(None)
        folder = self._document.project.folder
        try:
            run = runs.start(folder, self._request())
        except (RuntimeError, ValueError) as error:
            self.refused.emit(str(error))
            return
        if self.material.own:
            runs.note_corrections(run, self._document.images.corrections)
        self.refresh()

    @Slot()
    def _data_changed(self) -> None:
        if self._document.is_open and self.isVisible():
            self.refresh()
            self._estimate()

    @Slot()
    def _pause(self) -> None:
        if self._run is not None:
            runs.pause(self._run.folder)
            self.refresh()

    @Slot()
    def _resume(self) -> None:
        if self._run is not None:
            self.plan.estimate(None)
            again = runs.go_on_with_less if self._run.out_of_memory else runs.go_on
            again(self._run.folder)
            self.refresh()

    @Slot()
    def _use(self) -> None:
        if self._run is not None and self._run.weights is not None:
            runs.choose(self._document.project.folder, self._run.weights)
            self.chosen.emit()

    @Slot()
    def _discard(self) -> None:
        run = self._run
        words = self.tr("Delete “%1” with its weights? This cannot be taken back.")
        if run is None or not question(self, filled(words, run.name)):
            return
        folder = self._document.project.folder
        used = runs.chosen(folder)
        try:
            runs.discard(folder, run.folder)
        except OSError as error:
            self.refused.emit(error_words(error))
        self.refresh()
        if used != runs.chosen(folder):
            self.chosen.emit()

    @Slot()
    def _revert(self) -> None:
        runs.choose(self._document.project.folder, None)
        self.chosen.emit()

    @Slot()
    def _closed(self) -> None:
        self._timer.stop()
        self.plan.forget()  # of another project nobody would expect what was set
        self.plan.estimate(None)
        self._run, self._training = None, False
        self.runs.show_runs(())
        self._view.show_run(None)
        self._view.forget_rounds()


def _untrained_words(project: Path, used: Path | None) -> str:
    if used is None:
        return translate("TrainingPanel", "Not trained yet: the shipped weights are in use.")
    words = translate("TrainingPanel", "Not trained here yet: “%1” is in use.")
    return filled(words, weights.name_of(project, used))
