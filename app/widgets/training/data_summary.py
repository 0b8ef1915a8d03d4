"""The training data: photos of each label, other data sets, their problems, and what is held out."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ...model.document import Document
from ...services.engine_words import error_words
from ...services.jobs import LatestJob
from ...services.training import data
from ...services.training.data import FEWEST, GOOD, LabelCount, Material
from ..common.text import escaped, filled
from .extra_datasets import ExtraDatasets
from .split_summary import SplitSummary, SplitWanted


class DataSummary(QWidget):
    """The project's own photos, and other data sets."""

    changed = Signal()  # the training data, or what is known of it

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._material: Material | None = None  # as it was counted last
        self._count = LatestJob(self)
        self._count.finished.connect(self._counted)
        self._count.failed.connect(self._not_counted)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self.also = ExtraDatasets(document)
        self.also.changed.connect(self._also_changed)
        self.split = SplitSummary()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addWidget(self.also)
        column.addWidget(self.split)
        column.addStretch(1)
        document.closed.connect(self._closed)

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    @property
    def counting(self) -> bool:
        """What there is is being counted."""
        return self._count.busy

    @property
    def enough(self) -> bool:
        """There is enough to learn from, and nothing is wrong with it."""
        own = self._material is not None and self._material.enough
        return self._material is not None and (own or bool(self.also.paths)) and self.also.ready

    @property
    def own(self) -> bool:
        """The project itself is learned from: the engine refuses a data set without two photos of a label."""
        return self._material is not None and self._material.usable

    @property
    def photos(self) -> int:
        """Of the project, that can be learned from."""
        return self._material.images if self._material is not None else 0

    def refresh(self) -> None:
        """Count again, unless it is being counted."""
        self.also.load()
        if not self._count.busy:
            folder = self._document.project.folder
            self._count.ask(lambda progress, stopped: data.material_of(folder))
        if not self._words.text():
            self._words.setText(self.tr("Counting…"))

    def show_split(self, share: float, seed: int) -> None:
        """Work out which photos are held out, and show it."""
        paths: tuple[Path, ...] = (*([self._document.project.folder] if self.own else []), *self.also.paths)
        if self.enough:
            self.split.work_out(SplitWanted(self._material, paths, self.also.also.images, share, seed))

    def forget_split(self) -> None:
        """Which photos are held out is not known as long as something is wrong."""
        self.split.forget()

    def wait(self) -> None:
        """Wait until nothing is being read any more."""
        self._count.cancel()
        self.split.cancel()
        self.also.wait()
        self._count.end()
        self.split.wait()

    @Slot(object)
    def _counted(self, material: Material) -> None:
        before, self._material = self._material, material
        self._show(material)
        if before is None or (before.labels, before.images) != (material.labels, material.images):
            self.changed.emit()

    @Slot(object)
    def _not_counted(self, error: Exception) -> None:
        self._material = None
        text = self.tr("The training data could not be counted: %1")
        self._words.setText(filled(text, escaped(error_words(error))))
        self.changed.emit()

    @Slot()
    def _also_changed(self) -> None:
        if self._material is not None:
            self._show(self._material)
        self.changed.emit()

    def _show(self, material: Material) -> None:
        self._words.setText("<br>".join(self._lines(material)))

    def _lines(self, material: Material) -> list[str]:
        lines = [self.tr("<b>Training data</b>: %n photo(s)", "", material.images)]
        for label in material.labels:
            lines.append(f"&nbsp;&nbsp;{escaped(label.name)}: {label.images}{self._note(label)}")
        left_out = self._left_out(material)
        if left_out:
            lines.append(filled(self.tr("left out: %1"), ", ".join(left_out)))
        if self.also.paths and not material.usable:
            lines.append(self.tr("⚠ This project has too few reviewed photos: only the other data sets are used."))
        return lines

    def _left_out(self, material: Material) -> list[str]:
        """Predictions that nothing is learned from, and why."""
        reasons = (
            (("pending", "absent"), self.tr("%1 not reviewed")),
            (("rejected",), self.tr("%1 rejected")),
            (("drawn by hand",), self.tr("%1 also drawn by hand")),
            (("empty",), self.tr("%1 empty")),
            (("prompt without a mask",), self.tr("%1 prompt(s) without a mask")),
        )
        counted = ((sum(material.left_out.get(key, 0) for key in keys), words) for keys, words in reasons)
        return [filled(words, str(many)) for many, words in counted if many]

    def _note(self, label: LabelCount) -> str:
        if label.images < FEWEST:
            return self.tr(" – too few: %n more needed", "", FEWEST - label.images)
        return filled(self.tr(" – %1 would be better"), str(GOOD)) if label.images < GOOD else ""

    @Slot()
    def _closed(self) -> None:
        self._material = None
        self._count.cancel()
        self.forget_split()
        self._words.clear()


def scrolled(widget: QWidget, least: int, most: int) -> QScrollArea:
    """A column of the panel, so many pixels wide: the panel is low, so what it holds may be higher."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumWidth(least)
    area.setMaximumWidth(most)
    return area
