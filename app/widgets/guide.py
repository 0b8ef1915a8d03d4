"""The guided first project: four steps on the sample's photos, each done by doing it."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from vrp_core.domain.annotations import Role
from vrp_core.project.demo import LABEL, REFERENCE

from ..action_spec import _t
from ..model import label_commands
from ..model.document import Document
from ..services.passes import PassRunner
from .common.action_set import ActionSet
from .common.text import filled, yield_width

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class _Step:
    """What to do, and with the key of which action."""

    words: str
    action: str


_STEPS = (
    _Step(
        _t("Guide", "Click the coin, wait for its outline, and press %1: it is now the reference."), "edit.accept_draft"
    ),
    _Step(_t("Guide", "Press %1: the coins in the other photos are found."), "pass.all"),
    _Step(
        _t("Guide", "Press %1 for the least certain result. 1 accepts it, 3 rejects it, any tool corrects it."),
        "go.next_review",
    ),
    _Step(
        _t("Guide", "Press %1: everything you have reviewed leaves as COCO, or in a format of your choice."),
        "file.export",
    ),
)


class Guide(QFrame):
    """A line above the photo; it goes when the last step is done, or when a person has no use for it."""

    def __init__(
        self, document: Document, runner: PassRunner, actions: ActionSet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._actions = document, actions
        self._step = 0
        self.setObjectName("guide")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._words = QLabel()
        self._words.setWordWrap(True)
        yield_width(self._words)
        done = QPushButton(self.tr("I know the rest"))
        done.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self._words, 1)
        row.addWidget(done)
        self.hide()
        document.row_changed.connect(self._look)
        document.closed.connect(self.hide)
        runner.ended.connect(self._look)
        actions["file.export"].triggered.connect(self._exported)

    @property
    def words(self) -> str:
        """What it says; "" while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def begin(self) -> None:
        """A sample project was opened: the label is there, and the photo with the coin to click is shown."""
        label_commands.add_label(self._document, LABEL)
        found = (row.image.id for row in self._document.images.every if row.image.path.endswith(REFERENCE))
        self._document.show_image(next(found, self._document.current))
        self._show(0)
        self._look()

    @Slot()
    def _look(self) -> None:
        """Go to the first step that is not done."""
        if self.isHidden() or not self._document.is_open:
            return
        project = self._document.project
        done = (
            bool(project.annotations.all(role=Role.REFERENCE)),
            any(one.finished for one in project.passes.all()),
            bool(project.passes.all()) and not any(row.counts.pending for row in self._document.images.every),
        )
        step = next((number for number, one in enumerate(done) if not one), len(done))
        if step > self._step:
            self._show(step)

    @Slot()
    def _exported(self) -> None:
        if self._step == len(_STEPS) - 1:
            self.hide()

    def _show(self, step: int) -> None:
        self._step = step
        action: QAction = self._actions[_STEPS[step].action]
        title = filled(self.tr("Step %1 of %2"), str(step + 1), str(len(_STEPS)))
        words = filled(translate("Guide", _STEPS[step].words), f"<b>{action.shortcut().toString()}</b>")
        self._words.setText(f"<b>{title}.</b> {words}")
        self.show()
