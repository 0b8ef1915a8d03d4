"""The review: the scores of the selected result, the decision, and the threshold of its label."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vrp_core.domain.annotations import Label, ReviewStatus, Scores
from vrp_core.domain.errors import NotFound

from ...model import label_commands
from ...model.document import Document
from ...model.objects import SceneObject
from ...settings import SettingsStore
from ..common.action_set import ActionSet
from ..common.text import NameLine, escaped, filled, shortened, tooltip, yield_width
from ..common.words import review_words

_NAME = 200  # pixels for a label's name
_SHORTEST = 40  # pixels of a bar


class ReviewPanel(QWidget):
    """Scores, decisions, threshold."""

    def __init__(
        self, document: Document, actions: ActionSet, settings: SettingsStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._settings = document, settings
        self._what = QLabel()
        self._what.setTextFormat(Qt.TextFormat.RichText)
        self._what.setWordWrap(True)
        yield_width(self._what)
        self._bars = {
            name: _bar(words, tip)
            for name, words, tip in (
                (
                    "confidence",
                    self.tr("Confidence"),
                    self.tr("One calibrated number from the scores below and others; it orders the review"),
                ),
                ("predicted", self.tr("Edge quality"), self.tr("How good SAM itself expects its mask to be")),
                (
                    "agreement",
                    self.tr("Similarity"),
                    self.tr("How much more the inside of the mask resembles the reference than its surroundings do"),
                ),
                (
                    "cycle",
                    self.tr("Check against reference"),
                    self.tr("This mask is used as a reference in turn: how well it finds the original reference"),
                ),
            )
        }
        self._scores = scores = QFormLayout()
        scores.setVerticalSpacing(3)
        for words, bar, value in self._bars.values():
            line = QHBoxLayout()
            line.addWidget(bar, 1)
            line.addWidget(value)
            scores.addRow(words, line)
        decisions = QGridLayout()
        for column, action_id in enumerate(("review.accept", "review.later", "review.reject")):
            button = QToolButton()
            button.setDefaultAction(actions[action_id])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setSizePolicy(button.sizePolicy().Policy.Ignored, button.sizePolicy().Policy.Fixed)
            decisions.addWidget(button, 0, column)
        actions["review.later"].setIconText(self.tr("Later"))  # the panel is narrow
        actions["review.accept_above"].setIconText(actions["review.accept_above"].text())  # else without its dots
        above = QToolButton()
        above.setDefaultAction(actions["review.accept_above"])
        above.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        above.setSizePolicy(above.sizePolicy().Policy.Ignored, above.sizePolicy().Policy.Fixed)
        decisions.addWidget(above, 1, 0, 1, 3)
        self._advance = QCheckBox(self.tr("Then go to the next result"))
        self._advance.setChecked(settings.values.auto_advance)
        self._advance.toggled.connect(self._advance_toggled)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, 100)
        self._slider.setAccessibleName(self.tr("Absent below this confidence"))
        self._slider.valueChanged.connect(self._slider_moved)
        self._slider.sliderReleased.connect(self._decide)
        self._threshold = QLabel()
        row = QHBoxLayout()
        row.addWidget(self._slider, 1)
        row.addWidget(self._threshold)
        self._counts = QLabel()
        self._counts.setWordWrap(True)
        self._threshold_title = NameLine()
        self._threshold_title.say(self.tr("Absent below"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addWidget(self._what)
        layout.addLayout(scores)
        layout.addLayout(decisions)
        layout.addWidget(self._advance)
        layout.addWidget(self._threshold_title)
        layout.addLayout(row)
        layout.addWidget(self._counts)
        layout.addStretch(1)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(150)
        self._settled.timeout.connect(self._decide)
        for signal in (document.opened, document.closed, document.labels_changed, document.label_chosen):
            signal.connect(self._show_threshold)
        for shown in (document.current_changed, document.objects_changed, document.row_changed):
            shown.connect(self._show)
        document.selection_changed.connect(self._show)
        document.closed.connect(self._show)
        self._show()
        self._show_threshold()

    def subject(self) -> SceneObject | None:
        """Which object is described: the selected one, else the least confident pending one of the photo, else any."""
        if not self._document.is_open:
            return None
        selected = self._document.selected
        if selected is not None:
            return selected
        objects = self._document.objects()
        return min(objects, key=lambda one: (not one.pending, one.status is None, one.confidence or 0.0), default=None)

    @Slot()
    def _show(self) -> None:
        subject = self.subject()
        scores, label = None, ""
        if subject is None:
            text = self.tr("Nothing was found on this photo yet.") if self._document.is_open else ""
        elif subject.status is None:
            text = self.tr("Drawn by hand: there are no scores.")
        else:
            label = next((one.name for one in self._document.project.labels.all() if one.id == subject.label_id), "")
            state = self.tr("absent") if subject.absent else review_words(subject.status)
            text = f"<b>{escaped(shortened(label, self._what, _NAME))}</b>: {state}"
            if subject.status is ReviewStatus.EDITED:
                text += "<br>" + self.tr("Its mask was corrected, so the old scores no longer apply.")
            else:
                scores = self._scores_of(subject)
        self._what.setText(text)
        self._what.setToolTip(tooltip(label))
        values: dict[str, float | None] = {}
        if scores is not None:
            values = {
                "confidence": scores.confidence,
                "predicted": scores.predicted_iou,
                "agreement": scores.prior_agreement,
                "cycle": scores.cycle_iou,
            }
        for row, (name, (_, bar, number)) in enumerate(self._bars.items()):
            value = values.get(name)
            self._scores.setRowVisible(row, name != "cycle" or value is not None)  # few weights ask for that check
            bar.setValue(round(100 * value) if value is not None else 0)
            number.setText(f"{value:.0%}" if value is not None else "–")
        self._show_counts()

    def _scores_of(self, one: SceneObject) -> Scores | None:
        try:
            return self._document.project.review.prediction(one.key.id).scores
        except NotFound:
            return None

    def _label(self) -> Label | None:
        return self._document.label if self._document.is_open else None

    @Slot()
    def _show_threshold(self) -> None:
        label = self._label()
        self._slider.setEnabled(label is not None)
        if label is None:
            return
        value = label.threshold if label.threshold is not None else self._settings.values.absent_below
        self._slider.blockSignals(True)
        self._slider.setValue(round(100 * value))
        self._slider.blockSignals(False)
        self._threshold.setText(f"{value:.0%}")
        self._threshold_title.say(filled(self.tr("“%1” is absent below"), label.name))
        self._show_counts()

    def _show_counts(self) -> None:
        if not self._document.is_open:
            self._counts.clear()
            return
        total = self._document.images.totals.of
        words = (
            self.tr("%n to review", "", total("pending")),
            self.tr("%n absent", "", total("absent")),
            self.tr("%n accepted", "", total("accepted")),
            self.tr("%n corrected", "", total("edited")),
            self.tr("%n rejected", "", total("rejected")),
        )
        self._counts.setText(", ".join(words))

    @Slot(int)
    def _slider_moved(self, value: int) -> None:
        self._threshold.setText(f"{value}%")
        self._settled.start()

    @Slot()
    def _decide(self) -> None:
        self._settled.stop()
        label = self._label()
        value = self._slider.value() / 100
        if label is not None and (label.threshold is None or round(100 * label.threshold) != self._slider.value()):
            label_commands.set_threshold(self._document, label, value)

    @Slot(bool)
    def _advance_toggled(self, on: bool) -> None:
        self._settings.set(auto_advance=on)


def _bar(words: str, tip: str) -> tuple[QLabel, QProgressBar, QLabel]:
    """Its name, the bar, and the number beside it: text on a bar cannot be read at every length."""
    name, value = QLabel(words), QLabel("–")
    name.setWordWrap(True)  # long ones must not widen the panel
    for label in (name, value):
        label.setToolTip(tip)
    value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    value.setMinimumWidth(value.fontMetrics().horizontalAdvance("100%"))
    bar = QProgressBar()
    bar.setRange(0, 100)
    bar.setMaximumHeight(8)
    bar.setMinimumWidth(_SHORTEST)
    bar.setTextVisible(False)
    bar.setToolTip(tip)
    bar.setAccessibleName(words)
    return name, bar, value
