"""What a training shows: its curves, the newest pictures of its validation, and the result of each round."""

from collections.abc import Sequence

from PySide6.QtWidgets import QTabWidget, QWidget

from ...services.training.acceptance import Round
from ...services.training.runs import Run
from .acceptance_plot import AcceptancePlot
from .loss_plot import LossPlot
from .preview import ValidationPreview


class RunTabs(QTabWidget):
    """Tabs beside the buttons of a run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Training results"))
        self.curve, self.pictures, self.rounds = LossPlot(), ValidationPreview(), AcceptancePlot()
        self.addTab(self.curve, self.tr("Curves"))
        self.addTab(self.pictures, self.tr("Pictures"))
        self.addTab(self.rounds, self.tr("Rounds"))
        self._run = ""

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

    def show_rounds(self, rounds: Sequence[Round]) -> None:
        """Show what became of the results of each pass."""
        self.rounds.show_rounds(rounds)
