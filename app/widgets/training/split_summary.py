"""Which photos a training holds out to judge by, worked out in the background."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from ...services.engine_words import error_words
from ...services.jobs import LatestJob
from ...services.training import data
from ...services.training.data import Material, Split
from ..common.text import escaped, filled

_SETTLE_MS = 500  # photos are read: not after each of many decisions


@dataclass(frozen=True, slots=True)
class SplitWanted:
    """What the split depends on."""

    material: Material | None
    paths: tuple[Path, ...]  # of data sets
    images: str  # the folder of a COCO file's photos; "" where it is the file's own
    share: float
    seed: int


class SplitSummary(QLabel):
    """One sentence, with a warning where a label has no photo to hold out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self._asked: SplitWanted | None = None
        self._job = LatestJob(self, _SETTLE_MS)
        self._job.finished.connect(self._known)
        self._job.failed.connect(self._failed)

    def work_out(self, wanted: SplitWanted) -> None:
        """Find near-duplicates and split, unless that is known already."""
        if wanted == self._asked:
            return
        self._asked = wanted
        self.clear()
        paths, images, share, seed = wanted.paths, wanted.images, wanted.share, wanted.seed
        self._job.ask(lambda progress, stopped: data.split_of(paths, images, share, seed, stopped))

    def forget(self) -> None:
        """The split is not known any more."""
        self._asked = None
        self._job.cancel()
        self.clear()

    def cancel(self) -> None:
        """Stop working it out."""
        self._job.cancel()

    def wait(self) -> None:
        """Wait until nothing is being worked out."""
        self._job.end()

    @Slot(object)
    def _known(self, split: Split) -> None:
        assert self._asked is not None
        held_out = str(split.apart) if split.exact else filled(self.tr("About %1"), str(split.apart))
        text = self.tr("%1 of %2 photos are held out to judge by, near-duplicates together (seed %3).")
        words = filled(text, held_out, str(split.photos), str(self._asked.seed))
        if split.without:
            text = self.tr("⚠ No photo of %1 can be held out: all are near-duplicates.")
            words += "<br>" + filled(text, escaped(", ".join(split.without)))
        self.setText(words)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        text = self.tr("⚠ Could not work out which photos to hold out: %1")
        self.setText(filled(text, escaped(error_words(error))))
