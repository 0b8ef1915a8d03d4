"""Training on the person's own corrections: what there is to learn from, a run's curve, before and after."""

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.model.document import Document
from app.services import training
from app.services.training import FEWEST, GOOD, Run, RunState
from app.widgets.curve import Curve
from app.widgets.training_options import TrainingOptions

_REFRESH_MS = 1000
_PRESETS = {
    "quick": "Quick: some minutes, from the shipped weights",
    "thorough": "Thorough: an hour or so, with augmented photos",
    "scratch": "From scratch: nothing but this project's photos",
}


class TrainingPanel(QWidget):
    """Start, watch, pause, and use what came out."""

    chosen = Signal()  # other weights are to be used from now on
    refused = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._run: Run | None = None
        self._enough = False
        self._material = QLabel()
        self._material.setWordWrap(True)
        self._material.setTextFormat(Qt.TextFormat.RichText)
        self.preset = QComboBox()
        self.preset.setAccessibleName(self.tr("How long to train"))
        for name, words in _PRESETS.items():
            self.preset.addItem(self.tr(words), name)
        self.start_button = QPushButton(self.tr("Train"))
        self.start_button.clicked.connect(self._start)
        self.settings_button = QPushButton(self.tr("Settings…"))
        self.settings_button.clicked.connect(self._settings)
        self.options: dict[str, Any] = {}  # values that differ from the preset's
        self.preset.currentIndexChanged.connect(self._forget_options)
        self.pause_button = QPushButton(self.tr("Pause"))
        self.pause_button.clicked.connect(self._pause)
        self.go_on_button = QPushButton(self.tr("Go on"))
        self.go_on_button.clicked.connect(self._go_on)
        self.use_button = QPushButton(self.tr("Use for this project"))
        self.use_button.clicked.connect(self._use)
        self.revert_button = QPushButton(self.tr("Back to the shipped weights"))
        self.revert_button.clicked.connect(self._revert)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(self.tr("Training steps done"))
        self._state, self._result = QLabel(), QLabel()
        for label in (self._state, self._result):
            label.setWordWrap(True)
        self._curve = Curve()
        left = QVBoxLayout()
        begin = QHBoxLayout()
        begin.addWidget(self.start_button, 1)
        begin.addWidget(self.settings_button)
        left.addWidget(self._material)
        left.addWidget(self.preset)
        left.addLayout(begin)
        left.addWidget(self._state)
        left.addWidget(self._bar)
        row = QHBoxLayout()
        row.addWidget(self.pause_button)
        row.addWidget(self.go_on_button)
        left.addLayout(row)
        left.addWidget(self._result)
        left.addWidget(self.use_button)
        left.addWidget(self.revert_button)
        left.addStretch(1)
        side = QWidget()
        side.setLayout(left)
        side.setMaximumWidth(400)
        layout = QHBoxLayout(self)
        layout.addWidget(side, 2)
        layout.addWidget(self._curve, 3)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        document.opened.connect(self.refresh_material)
        document.closed.connect(self._closed)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh_material()
        self._timer.start()

    def hideEvent(self, event: object) -> None:
        self._timer.stop()
        super().hideEvent(event)  # type: ignore[arg-type]

    @Slot()
    def refresh_material(self) -> None:
        """Count what there is to learn from."""
        if not self._document.is_open or not self.isVisible():
            return
        material = training.material_of(self._document.project)
        lines = [self.tr("<b>To learn from</b>: %1 photos").replace("%1", str(material.images))]
        for label in material.labels:
            note = ""
            if label.images < FEWEST:
                note = self.tr(" – too few, %1 more are needed").replace("%1", str(FEWEST - label.images))
            elif label.images < GOOD:
                note = self.tr(" – %1 would be better").replace("%1", str(GOOD))
            lines.append(f"&nbsp;&nbsp;{label.name}: {label.images}{note}")
        if material.pending:
            lines.append(self.tr("left out: %1 that nobody has reviewed").replace("%1", str(material.pending)))
        lines += [f"⚠ {problem}" for problem in material.problems[:5]]
        self._material.setText("<br>".join(lines))
        self._enough = material.enough
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the newest run from its files."""
        if not self._document.is_open:
            return
        runs = training.runs_of(self._document.project.folder)
        self._run = runs[0] if runs else None
        run = self._run
        running = run is not None and run.state is RunState.RUNNING
        paused = run is not None and run.state is RunState.PAUSED
        self.start_button.setEnabled(self._enough and not running)
        self.preset.setEnabled(not running)
        self.pause_button.setEnabled(running)
        self.go_on_button.setEnabled(paused)
        used = training.chosen(self._document.project.folder)
        better = run is not None and run.weights is not None
        self.use_button.setEnabled(better and not running and run is not None and used != run.weights)
        self.revert_button.setEnabled(used is not None)
        self._bar.setVisible(run is not None)
        if run is None:
            self._state.setText(self.tr("Not trained yet: the shipped weights are in use."))
            self._result.clear()
            return
        self._show(run, used is not None and used == run.weights)

    def _show(self, run: Run, used: bool) -> None:
        progress = run.progress
        words = f"<b>{run.name}</b>: {self.tr(run.state.value)}"
        if run.state is RunState.RUNNING:
            words += f", {self._time_left(run)}"
        if run.error:
            words += f"<br>{run.error}"
        self._state.setText(words)
        self._bar.setRange(0, max(1, progress.steps))
        self._bar.setValue(progress.step)
        self._curve.show_points(progress.losses, progress.mious)
        before, best = progress.before, progress.best
        if best is None:
            self._result.clear()
        elif before is None:
            self._result.setText(self.tr("Validation mIoU %1").replace("%1", f"{best:.1f}"))
        elif best > before:
            text = self.tr("Before %1, now %2 mIoU on photos kept apart.")
            self._result.setText(
                text.replace("%1", f"{before:.1f}").replace("%2", f"<b>{best:.1f}</b>")
                + (self.tr(" In use.") if used else "")
            )
        elif run.state is RunState.FINISHED:
            text = self.tr("It did not get better than before (%1, now %2): the old weights stay in use.")
            self._result.setText(text.replace("%1", f"{before:.1f}").replace("%2", f"{best:.1f}"))
        else:
            self._result.setText(
                self.tr("Before %1, so far %2").replace("%1", f"{before:.1f}").replace("%2", f"{best:.1f}")
            )

    def _time_left(self, run: Run) -> str:
        progress = run.progress
        if progress.seconds_per_step is not None:
            seconds = progress.seconds_per_step * (progress.steps - progress.step)
            return self.tr("about %1 min left").replace("%1", f"{seconds / 60:.0f}")
        if progress.features is not None:
            done, total = progress.features
            return self.tr("reading photos: %1 of %2").replace("%1", str(done)).replace("%2", str(total))
        return self.tr("starting")

    @Slot()
    def _start(self) -> None:
        try:
            preset = str(self.preset.currentData())
            run = training.start(self._document.project.folder, preset, **self.options)
        except (RuntimeError, ValueError) as error:
            self.refused.emit(str(error))
            return
        training.note_corrections(self._document.project, run)
        self.refresh()

    @Slot()
    def _forget_options(self) -> None:
        self.options = {}

    @Slot()
    def _settings(self) -> None:
        dialog = TrainingOptions(training.options_of(str(self.preset.currentData())), self.options, self)
        if dialog.exec():
            self.options = dialog.changed()

    @Slot()
    def _pause(self) -> None:
        if self._run is not None:
            training.pause(self._run.folder)
            self._state.setText(self.tr("Saving…"))

    @Slot()
    def _go_on(self) -> None:
        if self._run is not None:
            training.go_on(self._run.folder)
            self.refresh()

    @Slot()
    def _use(self) -> None:
        if self._run is not None and self._run.weights is not None:
            training.choose(self._document.project.folder, self._run.weights)
            self.chosen.emit()
            self.refresh()

    @Slot()
    def _revert(self) -> None:
        training.choose(self._document.project.folder, None)
        self.chosen.emit()
        self.refresh()

    @Slot()
    def _closed(self) -> None:
        self._timer.stop()
        self._run = None
