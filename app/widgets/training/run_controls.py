"""What can be done with a training run: pause, resume, discard, use its weights; and how far it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ...services.training.runs import Run, RunState
from .text import result_words


class RunControls(QWidget):
    """Buttons, a bar and two lines of text; it changes nothing itself."""

    pause_wanted = Signal()
    resume_wanted = Signal()
    use_wanted = Signal()
    revert_wanted = Signal()
    weights_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pause_button = self._button(self.tr("&Pause"), self.pause_wanted)
        self.resume_button = self._button(self.tr("&Resume"), self.resume_wanted)
        self.use_button = self._button(self.tr("&Use for this project"), self.use_wanted)
        self.revert_button = self._button(self.tr("&Back to the shipped weights"), self.revert_wanted)
        self.weights_button = self._button(self.tr("&Weights…"), self.weights_wanted)
        self.discard_button = self._button(self.tr("&Discard…"), self.discard_wanted)
        self.discard_button.setToolTip(self.tr("End this training, and delete it with its weights"))
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Training steps done"))
        self.state, self.result = QLabel(), QLabel()
        for label in (self.state, self.result):
            label.setWordWrap(True)
        pair = QHBoxLayout()
        pair.addWidget(self.pause_button)
        pair.addWidget(self.resume_button)
        last = QHBoxLayout()
        last.addWidget(self.revert_button, 1)
        last.addWidget(self.weights_button)
        choice = QHBoxLayout()
        choice.addWidget(self.use_button, 1)
        choice.addWidget(self.discard_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.state)
        column.addWidget(self.bar)
        column.addLayout(pair)
        column.addWidget(self.result)
        column.addLayout(choice)
        column.addLayout(last)

    def show_run(self, run: Run | None, words: str, used: bool) -> None:
        """Show how far a run is; `used` says that its weights are in use."""
        self.state.setText(words)
        self.bar.setVisible(run is not None)
        self.result.setText(result_words(run, used) if run is not None else "")
        if run is not None:
            self.bar.setRange(0, max(1, run.progress.steps))
            self.bar.setValue(run.progress.step)

    def allow(self, run: Run | None, training: bool, usable: bool, revertible: bool) -> None:
        """Enable what makes sense; `training` says that some run of the project is running."""
        running = run is not None and run.state is RunState.RUNNING
        self.pause_button.setEnabled(run is not None and running and not run.pausing)
        less = run is not None and run.out_of_memory
        self.resume_button.setText(self.tr("&Resume with half the batch") if less else self.tr("&Resume"))
        self.resume_button.setEnabled(run is not None and run.can_go_on and not training)
        for button in (self.pause_button, self.resume_button):  # the panel is low
            button.setVisible(running or self.resume_button.isEnabled())
        self.use_button.setEnabled(usable and not running)
        self.revert_button.setEnabled(revertible)
        self.discard_button.setEnabled(run is not None)

    def _button(self, words: str, wanted: object) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(wanted)
        return button
