"""What there is to learn from: photos of each label, other data, what is wrong with them, and what is kept apart."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.model.document import Document
from app.services import training_data
from app.services.jobs import Job, Jobs
from app.services.training_data import FEWEST, GOOD, LabelCount, Material, Split
from app.widgets.also_learn import AlsoLearn
from app.widgets.training_words import filled
from vrp_core.domain.messages import explain

_PROBLEMS = 5  # that are shown


class TrainingMaterial(QWidget):
    """The project's own photos, and other data sets."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._enough = False  # a label has the photos that training needs
        self._split_asked: tuple[object, ...] = ()
        self._split_job: Job | None = None
        self._jobs = Jobs(self)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self.also = AlsoLearn(document)
        self._split = QLabel()
        self._split.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addWidget(self.also)
        column.addWidget(self._split)
        column.addStretch(1)

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    @property
    def split_text(self) -> str:
        """What is said of the photos kept apart."""
        return self._split.text()

    @property
    def enough(self) -> bool:
        """There is enough to learn from, and nothing is wrong with it."""
        return (self._enough or bool(self.also.paths)) and self.also.ready

    def refresh(self) -> None:
        """Count anew."""
        self.also.load()
        material = training_data.material_of(self._document.project)
        self._enough = material.enough
        self._words.setText("<br>".join(self._lines(material)))

    def show_split(self, share: float, seed: int) -> None:
        """Work out which photos are kept apart, and say it when it is known: near-duplicates are looked for."""
        paths = (self._document.project.folder, *self.also.paths)
        asked = (self._words.text(), paths, self.also.also.images, share, seed)
        if asked == self._split_asked or not self.enough:
            return
        self._split_asked = asked
        images = self.also.also.images
        self._split.clear()
        self._split_job = self._jobs.start(
            lambda progress, stopped: (asked, training_data.split_of(paths, images, share, seed)),
            self._split_known,
            self._split_unknown,
        )

    def forget_split(self) -> None:
        """What is kept apart is not known as long as something is wrong."""
        self._split_asked = ()
        self._split.clear()

    def wait(self) -> None:
        """Until nothing is being looked at any more."""
        self.also.wait()
        self._jobs.end()

    @Slot(object)
    def _split_known(self, answer: tuple[tuple[object, ...], Split]) -> None:
        asked, split = answer
        if asked != self._split_asked:
            return
        text = self.tr("%1 of %2 photos are kept apart to judge by, near-duplicates together; chosen by seed %3.")
        apart = str(split.apart) if split.exact else filled(self.tr("About %1"), str(split.apart))
        words = filled(text, apart, str(split.photos), str(asked[-1]))
        if split.without:
            text = self.tr("⚠ None can be kept apart of %1: all its photos are near-duplicates.")
            words += "<br>" + filled(text, ", ".join(split.without))
        self._split.setText(words)

    @Slot(object)
    def _split_unknown(self, error: Exception) -> None:
        if self._split_asked and self.sender() is self._split_job:
            self._split.setText(f"⚠ {explain(error)}")

    def _lines(self, material: Material) -> list[str]:
        lines = [filled(self.tr("<b>To learn from</b>: %1 photos"), str(material.images))]
        lines += [f"&nbsp;&nbsp;{label.name}: {label.images}{self._note(label)}" for label in material.labels]
        if material.pending:
            lines.append(filled(self.tr("left out: %1 that nobody has reviewed"), str(material.pending)))
        return lines + [f"⚠ {problem}" for problem in material.problems[:_PROBLEMS]]

    def _note(self, label: LabelCount) -> str:
        if label.images < FEWEST:
            return filled(self.tr(" – too few, %1 more are needed"), str(FEWEST - label.images))
        return filled(self.tr(" – %1 would be better"), str(GOOD)) if label.images < GOOD else ""


def scrolled(widget: QWidget, width: int) -> QScrollArea:
    """A column of the panel: the panel is low, so what it holds may be higher."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMaximumWidth(width)
    return area
