"""The pass that runs: how far it is, how long it will take, pause and stop. Results show in the list as they come."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget

from ...services.passes import PassRunner
from ..common.action_set import ActionSet


class PassPanel(QWidget):
    """A bar at the foot of the window while a pass runs."""

    def __init__(self, runner: PassRunner, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(self.tr("Photos done"))
        self._bar.setFormat("%v / %m")
        self._text = QLabel()
        row = QHBoxLayout()
        row.addWidget(self._bar, 1)
        row.addWidget(self._text)
        for action_id in ("pass.pause", "pass.cancel"):
            button = QToolButton()
            button.setDefaultAction(actions[action_id])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.addLayout(row)
        self.setVisible(False)
        runner.progressed.connect(self._progressed)
        runner.ended.connect(self.hide)
        runner.broken.connect(self.hide)

    @Slot(int, int, float)
    def _progressed(self, done: int, total: int, left: float) -> None:
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        self._text.setText(self.tr("%1 left").replace("%1", _time(left)) if left >= 0 else self.tr("starting"))
        self.setVisible(True)


def _time(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60:02} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60:02} min"
