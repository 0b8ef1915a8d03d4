"""Training on the person's own corrections: what there is to learn from, a run's curve, before and after."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.model.document import Document
from app.services import checkpoints, training
from app.services.rounds import rounds_of
from app.services.training import Run, RunState
from app.widgets.run_view import RunView
from app.widgets.training_material import TrainingMaterial, scrolled
from app.widgets.training_plan import TrainingPlan
from app.widgets.training_words import filled, lost_words, result_words, state_words

_REFRESH_MS = 1000
_COLUMN = 350  # pixels


class TrainingPanel(QWidget):
    """Start, watch, pause, and use what came out."""

    chosen = Signal()  # other weights are to be used from now on
    weights_wanted = Signal()  # the list of all weights
    refused = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._run: Run | None = None
        self._counted = False  # what there is to learn from is as it was counted
        self.material = TrainingMaterial(document)
        self.material.also.changed.connect(self._data_changed)
        self.plan = TrainingPlan()
        self.plan.changed.connect(self._estimate)
        self.plan.start_wanted.connect(self._start)
        self.pause_button = self._button(self.tr("&Pause"), self._pause)
        self.go_on_button = self._button(self.tr("G&o on"), self._go_on)
        self.use_button = self._button(self.tr("&Use for this project"), self._use)
        self.revert_button = self._button(self.tr("&Back to the shipped weights"), self._revert)
        self.weights_button = self._button(self.tr("&Weights…"), self.weights_wanted)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(self.tr("Training steps done"))
        self._state, self._result = QLabel(), QLabel()
        for label in (self._state, self._result):
            label.setWordWrap(True)
        self._view = RunView()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._look)
        self.chosen.connect(self.refresh)
        document.opened.connect(self.refresh_material)
        document.closed.connect(self._closed)
        document.row_changed.connect(self._uncounted)

    def _button(self, words: str, work: object) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(work)
        return button

    def _lay_out(self) -> None:
        run = QWidget()
        column = QVBoxLayout(run)
        column.setContentsMargins(0, 0, 0, 0)
        pair = QHBoxLayout()
        pair.addWidget(self.pause_button)
        pair.addWidget(self.go_on_button)
        column.addWidget(self.plan)
        column.addWidget(self._state)
        column.addWidget(self._bar)
        column.addLayout(pair)
        column.addWidget(self._result)
        column.addWidget(self.use_button)
        last = QHBoxLayout()
        last.addWidget(self.revert_button, 1)
        last.addWidget(self.weights_button)
        column.addLayout(last)
        column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.addWidget(scrolled(self.material, _COLUMN), 2)
        layout.addWidget(scrolled(run, _COLUMN), 2)
        layout.addWidget(self._view, 5)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh_material()
        self._timer.start()

    def hideEvent(self, event: object) -> None:
        self._timer.stop()
        self.plan.estimate(None)
        super().hideEvent(event)  # type: ignore[arg-type]

    def close_down(self) -> None:
        """The window closes; a run goes on."""
        self._timer.stop()
        self.plan.estimates.close()
        self.material.wait()

    @Slot()
    def refresh_material(self) -> None:
        """Count what there is to learn from."""
        if self._document.is_open and self.isVisible():
            self._counted = True
            self.material.refresh()
            self._view.show_rounds(rounds_of(self._document.project))
            self.refresh()
            self._estimate()

    @Slot()
    def _uncounted(self) -> None:
        """A person has decided something: counted at the next look, not at every key."""
        self._counted = False

    @Slot()
    def _look(self) -> None:
        self._timer.stop()  # what fails in a way that nobody foresaw is told once, not every second
        if self._counted:
            self.refresh()
        else:
            self.refresh_material()
        self._timer.start()

    @Slot()
    def refresh(self) -> None:
        """Read the newest run from its files."""
        if not self._document.is_open:
            return
        runs = training.runs_of(self._document.project.folder)
        run = self._run = runs[0] if runs else None
        state = run.state if run is not None else None
        self.plan.allow(choosing=state is not RunState.RUNNING, starting=self.material.enough)
        self.pause_button.setEnabled(state is RunState.RUNNING and run is not None and not run.pausing)
        less = run is not None and run.out_of_memory
        self.go_on_button.setText(self.tr("G&o on with half at once") if less else self.tr("G&o on"))
        self.go_on_button.setEnabled(run is not None and run.can_go_on)
        for button in (self.pause_button, self.go_on_button):  # the panel is low
            button.setVisible(state is RunState.RUNNING or self.go_on_button.isEnabled())
        used = training.chosen(self._document.project.folder)
        lost = training.choice_lost(self._document.project.folder)
        weights = run.weights if run is not None else None
        self.use_button.setEnabled(weights not in {None, used} and state is not RunState.RUNNING)
        self.revert_button.setEnabled(used is not None or lost)
        self._view.show_run(run)
        self._show(run, used)
        if lost:
            self._state.setText(f"{self._state.text()}<br>{lost_words()}")

    def _show(self, run: Run | None, used: Path | None) -> None:
        self._bar.setVisible(run is not None)
        if run is None:
            name = checkpoints.name_of(self._document.project.folder, used) if used is not None else ""
            own = filled(self.tr("Not trained here yet: “%1” is in use."), name)
            self._state.setText(own if name else self.tr("Not trained yet: the shipped weights are in use."))
            self._result.clear()
            return
        self._state.setText(state_words(run))
        self._bar.setRange(0, max(1, run.progress.steps))
        self._bar.setValue(run.progress.step)
        self._result.setText(result_words(run, used is not None and used == run.weights))

    @Slot()
    def _estimate(self) -> None:
        """Measure what a training would take, as long as none takes the machine already."""
        running = self._run is not None and self._run.state is RunState.RUNNING
        if not self.material.enough:
            self.material.forget_split()
        if running or not self.material.enough or not self.isVisible():
            self.plan.estimate(None)
            return
        folder = self._document.project.folder
        try:
            config = training.plan(folder, self.plan.preset_name, folder, self.material.also.paths, **self._changes())
        except ValueError as error:
            self.plan.estimate(None)
            self.refused.emit(str(error))
            return
        self.plan.estimate(config)
        self.material.show_split(config.held_out_share, config.seed)

    def _changes(self) -> dict[str, Any]:
        """What differs from the preset."""
        return {**self.plan.options, "images": self.material.also.also.images}

    @Slot()
    def _start(self) -> None:
        self.plan.estimate(None)
        folder, also = self._document.project.folder, self.material.also.paths
        try:
            run = training.start(folder, self.plan.preset_name, also, **self._changes())
        except (RuntimeError, ValueError) as error:
            self.refused.emit(str(error))
            return
        training.note_corrections(self._document.project, run)
        self.refresh()

    @Slot()
    def _data_changed(self) -> None:
        if self._document.is_open and self.isVisible():
            self.refresh()
            self._estimate()

    @Slot()
    def _pause(self) -> None:
        if self._run is not None:
            training.pause(self._run.folder)
            self.refresh()

    @Slot()
    def _go_on(self) -> None:
        if self._run is not None:
            self.plan.estimate(None)
            again = training.go_on_with_less if self._run.out_of_memory else training.go_on
            again(self._run.folder)
            self.refresh()

    @Slot()
    def _use(self) -> None:
        if self._run is not None and self._run.weights is not None:
            training.choose(self._document.project.folder, self._run.weights)
            self.chosen.emit()

    @Slot()
    def _revert(self) -> None:
        training.choose(self._document.project.folder, None)
        self.chosen.emit()

    @Slot()
    def _closed(self) -> None:
        self._timer.stop()
        self.plan.estimate(None)
        self._run = None
        self._view.show_run(None)
        self._view.show_rounds(())
