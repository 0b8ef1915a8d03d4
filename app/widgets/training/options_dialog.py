"""The numbers and switches of a training, each with its sentence, for who knows what they mean."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from vrp_core.domain.config import TrainConfig

from ...services.training.runs import Option
from ..common.sizes import resize_within_screen
from ..common.text import soften

_MOST = 1_000_000


class OptionsDialog(QDialog):
    """A form made from the training config itself."""

    def __init__(self, options: tuple[Option, ...], config: TrainConfig, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Training settings"))
        resize_within_screen(self, 560, 620)
        self._options = options
        self._config = config
        self._widgets = {one.name: _widget(one, getattr(config, one.name)) for one in options}
        self._shown = self._values()
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for one in options:
            words = QLabel(one.sentence)
            words.setWordWrap(True)
            soften(words)
            form.addRow(one.name, self._widgets[one.name])
            form.addRow(words)
        page = QWidget()
        page.setLayout(form)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok
            | QDialogButtonBox.StandardButton.Cancel
            | QDialogButtonBox.StandardButton.RestoreDefaults
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).clicked.connect(self._restore)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll)
        layout.addWidget(buttons)
        next(iter(self._widgets.values())).setFocus()

    def config(self) -> TrainConfig:
        """The config with what was set; what was not touched keeps its digits.

        Raises:
            ValueError: a value is not allowed.
        """
        values = self._values()
        return replace(self._config, **{name: value for name, value in values.items() if value != self._shown[name]})

    def _values(self) -> dict[str, Any]:
        return {name: _value(widget) for name, widget in self._widgets.items()}

    @Slot()
    def _restore(self) -> None:
        for one in self._options:
            widget = self._widgets[one.name]
            if isinstance(widget, QCheckBox):
                widget.setChecked(one.value)
            else:
                widget.setValue(one.value)


def _widget(option: Option, value: Any) -> QCheckBox | QSpinBox | QDoubleSpinBox:
    widget: QCheckBox | QSpinBox | QDoubleSpinBox
    if isinstance(option.value, bool):
        widget = QCheckBox()
        widget.setChecked(value)
    elif isinstance(option.value, int):
        widget = QSpinBox()
        widget.setRange(0, _MOST)
        widget.setValue(value)
    else:
        widget = QDoubleSpinBox()
        widget.setDecimals(6)
        widget.setRange(0, _MOST)
        widget.setValue(value)
    widget.setAccessibleName(option.name)
    widget.setToolTip(option.sentence)
    return widget


def _value(widget: QCheckBox | QSpinBox | QDoubleSpinBox) -> Any:
    return widget.isChecked() if isinstance(widget, QCheckBox) else widget.value()
