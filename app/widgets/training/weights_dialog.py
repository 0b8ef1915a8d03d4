"""Every set of weights that the project can use, with their cards: use, name, copy out, bring in."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vrp_core.domain.errors import VrpError

from ...services import project_work
from ...services.jobs import Jobs
from ...services.training import runs, weights
from ...services.training.weights import Card, Origin
from ..common.messages import question, tell
from ..common.sizes import resize_within_screen
from ..common.text import filled
from .weights_table import WeightsTable

_LOOK_MS = 1000  # how soon the end of a training shows
_KIND = "safetensors (*.safetensors)"


class WeightsDialog(QDialog):
    """A list, and what can be done with the one that is selected."""

    chosen = Signal()  # the project uses other weights now

    def __init__(self, project: Path, jobs: Jobs, parent: QWidget | None = None) -> None:
        """`jobs` outlive the dialog: it may be closed before an import has ended."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Weights"))
        resize_within_screen(self, 900, 380)
        self._project, self._jobs = project, jobs
        self._importing = False
        self.tree = WeightsTable()
        self.tree.currentItemChanged.connect(self._enable)
        note = QLabel(
            self.tr(
                "mIoU is measured on each run's own held-out photos:"
                " compare before with after, not rows with each other."
            )
        )
        note.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        self.use_button = self._button(self.tr("Use for this project"), self.use)
        self.rename_button = self._button(self.tr("Rename…"), self._ask_name)
        self.export_button = self._button(self.tr("Export…"), self._ask_place)
        self.import_button = self._button(self.tr("Import…"), self._ask_file)
        self.tree.itemDoubleClicked.connect(self.use_button.click)  # which may be disabled
        column = QVBoxLayout(self)
        column.addWidget(self.tree)
        column.addWidget(note)
        column.addWidget(self.buttons)
        self.refresh()
        timer = QTimer(self)
        timer.setInterval(_LOOK_MS)
        timer.timeout.connect(self._enable)
        timer.start()

    @property
    def selected(self) -> Card | None:
        """The selected weights."""
        return self.tree.selected

    def refresh(self) -> None:
        """List them again; what was selected stays so, wherever it is in the list now."""
        self.tree.show_cards(weights.cards(self._project, project_work.shipped_weights()), runs.chosen(self._project))

    @Slot()
    def use(self) -> None:
        """The project uses these from now on."""
        card = self.selected
        if card is not None:
            try:
                runs.choose(self._project, card.path)
            except (VrpError, OSError) as error:
                tell(self, error)
                return
            self.chosen.emit()
            self.refresh()

    def rename(self, name: str) -> None:
        """Call them so."""
        card = self.selected
        if card is not None and card.path is not None:
            try:
                weights.rename(self._project, card, name)
            except (VrpError, OSError) as error:
                tell(self, error)
                return
            self.refresh()

    def take_out(self, file: Path) -> None:
        """Copy them to a file."""
        card = self.selected
        if card is not None:
            try:
                weights.take_out(card, project_work.shipped_weights(), file)
            except (VrpError, OSError) as error:
                tell(self, error)

    def bring_in(self, file: Path) -> None:
        """Check a file, which takes some seconds, and take it into the project."""
        project = self._project
        self._importing = True
        self.import_button.setEnabled(False)
        self._jobs.start(lambda progress, stopped: weights.bring_in(project, file), self._brought_in, self._refused)

    def done(self, result: int) -> None:
        """Close at once; an import continues and reports in the window if the file cannot be used."""
        super().done(result)
        if not self._importing:
            self.deleteLater()

    def _button(self, words: str, work: object) -> QPushButton:
        button = self.buttons.addButton(words, QDialogButtonBox.ButtonRole.ActionRole)
        button.setAutoDefault(False)
        button.clicked.connect(work)
        return button

    @Slot()
    def _enable(self) -> None:
        card = self.selected
        moving = card is not None and weights.goes_on(card)
        self.use_button.setEnabled(card is not None and not moving and card.path != runs.chosen(self._project))
        self.rename_button.setEnabled(card is not None and not moving and card.origin is not Origin.SHIPPED)
        self.export_button.setEnabled(card is not None)
        why = self.tr("A running training still improves these weights. Let it finish, or pause it.")
        for button in (self.use_button, self.rename_button):
            button.setToolTip(why if moving else "")

    @Slot()
    def _ask_name(self) -> None:
        card = self.selected
        if card is not None:
            name, ok = QInputDialog.getText(self, self.tr("Rename"), self.tr("Name of the weights"), text=card.name)
            if ok:
                self.rename(name)

    @Slot()
    def _ask_place(self) -> None:
        card = self.selected
        if card is not None:
            suggested = f"{card.name}.safetensors"
            path, _ = QFileDialog.getSaveFileName(self, self.tr("Export weights"), suggested, _KIND)
            if path and self._may_replace(Path(path)):
                self.take_out(Path(path))

    def _may_replace(self, file: Path) -> bool:
        """The ending comes after the system's own question, so what is there may be another file than it asked for."""
        written = weights.with_ending(file)
        if written == file or not written.exists():
            return True
        return question(self, filled(self.tr("%1 exists already. Replace it?"), written.name))

    @Slot()
    def _ask_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Import weights"), "", _KIND)
        if path:
            self.bring_in(Path(path))

    @Slot(object)
    def _brought_in(self, place: Path) -> None:
        self._import_ended()
        self.refresh()
        self.tree.select_path(place)

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        window = self.parentWidget()
        tell(window if self.isHidden() and window is not None else self, error)
        self._import_ended()

    def _import_ended(self) -> None:
        self._importing = False
        self.import_button.setEnabled(True)
        if self.isHidden():  # it was closed meanwhile
            self.deleteLater()
