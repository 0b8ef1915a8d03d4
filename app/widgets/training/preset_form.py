"""How to train: the preset, its settings, the estimated cost, and the button that starts it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vrp_core.domain.config import TrainConfig
from vrp_core.domain.events import Estimated

from ...services.training import runs
from ...services.training.estimates import Estimates
from ..common.text import filled
from .options_dialog import OptionsDialog
from .text import estimate_words


class PresetForm(QWidget):
    """A choice, and an estimate of it that follows the choice."""

    changed = Signal()
    start_wanted = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preset = QComboBox()
        self.preset.setAccessibleName(self.tr("How long to train"))
        for name, words, tip in (
            ("quick", self.tr("Quick: a few minutes"), self.tr("Goes on from the shipped weights")),
            ("thorough", self.tr("Thorough: about an hour"), self.tr("Goes on from them, with augmented photos")),
            ("scratch", self.tr("From scratch"), self.tr("Knows only this project's photos")),
        ):
            self.preset.addItem(words, name)
            self.preset.setItemData(self.preset.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.preset.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.preset.setMinimumContentsLength(12)  # the list shows the whole words
        self.preset.setToolTip(self.preset.currentData(Qt.ItemDataRole.ToolTipRole))
        self.preset.currentIndexChanged.connect(self._preset_chosen)
        self.config = runs.preset_config(self.preset_name)  # with what was set beside the preset
        self.start_button = QPushButton(self.tr("&Train"))
        self.start_button.clicked.connect(self.start_wanted)
        self.settings_button = QPushButton(self.tr("&Settings…"))
        self.settings_button.clicked.connect(self._ask_settings)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.estimates = Estimates(self)
        self.estimates.began.connect(self._began)
        self.estimates.estimated.connect(self._estimated)
        self.estimates.failed.connect(self._failed)
        row = QHBoxLayout()
        row.addWidget(self.start_button, 1)
        row.addWidget(self.settings_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.preset)
        column.addWidget(self.words)
        column.addLayout(row)

    @property
    def preset_name(self) -> str:
        """The preset that is chosen."""
        return str(self.preset.currentData())

    def allow(self, choosing: bool, starting: bool) -> None:
        """While a run is active nothing can be chosen; without enough photos nothing can start."""
        self.preset.setEnabled(choosing)
        self.settings_button.setEnabled(choosing)
        self.start_button.setEnabled(choosing and starting)

    def estimate(self, config: TrainConfig | None, photos: int = 0) -> None:
        """Show the estimated cost of a config on so many photos; None shows nothing."""
        if config is not None:
            self.estimates.ask(config, photos)
        else:
            self.estimates.cancel()
            self.words.clear()

    def forget(self) -> None:
        """Take back what was set beside the preset."""
        self.config = runs.preset_config(self.preset_name)

    @Slot()
    def _preset_chosen(self) -> None:
        self.preset.setToolTip(self.preset.currentData(Qt.ItemDataRole.ToolTipRole))
        self.forget()
        self.changed.emit()

    @Slot()
    def _ask_settings(self) -> None:
        dialog = OptionsDialog(runs.options_of(self.preset_name), self.config, self)
        if dialog.exec():
            try:
                self.config = dialog.config()
            except ValueError as error:
                self.refused.emit(str(error))
            self.changed.emit()

    @Slot()
    def _began(self) -> None:
        self.words.setText(self.tr("Estimating the cost…"))

    @Slot(object)
    def _estimated(self, estimate: Estimated) -> None:
        self.words.setText(estimate_words(estimate))

    @Slot(str)
    def _failed(self, why: str) -> None:
        self.words.setText(filled(self.tr("The cost could not be estimated: %1"), why))
