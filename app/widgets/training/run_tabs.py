"""What a training shows: its curves, the newest pictures of its validation, and the result of each round."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from ...services.jobs import LatestJob
from ...services.training.acceptance import rounds_of
from ...services.training.runs import Run
from .acceptance_plot import AcceptancePlot
from .loss_plot import LossPlot
from .preview import ValidationPreview


class RunTabs(QTabWidget):
    """Tabs beside the buttons of a run."""

    failed = Signal(object)  # the exception that counting the rounds ended in

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Training results"))
        self.curve, self.pictures, self.rounds = LossPlot(), ValidationPreview(), AcceptancePlot()
        self.addTab(self.curve, self.tr("Curves"))
        self.addTab(self.pictures, self.tr("Pictures"))
        self.addTab(self.rounds, self.tr("Rounds"))
        self._run = ""
        self._counting = LatestJob(self)
        self._counting.finished.connect(self.rounds.show_rounds)
        self._counting.failed.connect(self.failed)

    def show_run(self, run: Run | None) -> None:
        """Show what a run has reached."""
        name = str(run.folder) if run is not None else ""
        if name != self._run:
            self._run = name
            self.pictures.forget()
            self.curve.show_points((), ())
        if run is not None:
            self.curve.show_points(run.progress.losses, run.progress.mious, run.progress.kept)
            self.pictures.show_picture(run.progress.picture)

    def count_rounds(self, project: Path) -> None:
        """Count off the window's thread, and then show, what became of the results of each pass of a project."""
        self._counting.ask(lambda progress, stopped: rounds_of(project))

    def forget_rounds(self) -> None:
        """Show no pass."""
        self._counting.cancel()
        self.rounds.show_rounds(())

    def wait(self) -> None:
        """Wait until nothing is being counted any more."""
        self._counting.end()
