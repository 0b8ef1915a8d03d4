"""Which run of a project is shown: the newest, or an older one that a person chose."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QWidget

from ...services.training.runs import Run
from ..common.words import run_state_words


class RunSelector(QComboBox):
    """A list that is hidden while there is only one run; `activated` reports a person's choice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Training"))
        self._listed: tuple[tuple[Path, str], ...] = ()
        self.hide()

    def show_runs(self, runs: Sequence[Run]) -> Run | None:
        """List the runs, the newest first; returns the chosen one. A new run is chosen by itself."""
        listed = tuple((run.folder, _words(run)) for run in runs)
        if listed != self._listed:
            known = {folder for folder, _ in self._listed}
            new = next((folder for folder, _ in listed if folder not in known), None)
            in_hand = new or self.currentData()
            self._listed = listed
            self.clear()
            for folder, words in listed:
                self.addItem(words, folder)
            self.setCurrentIndex(next((row for row, one in enumerate(listed) if one[0] == in_hand), 0))
        self.setVisible(len(listed) > 1)
        return runs[self.currentIndex()] if runs else None


def _words(run: Run) -> str:
    return f"{run.name}: {run_state_words(run.state)}"
