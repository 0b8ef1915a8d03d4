"""Says what a second look has learned from decided photos, and how many photos got a new result."""

from PySide6.QtCore import QObject, Signal, Slot

from vrp_core.domain.errors import NotFound
from vrp_core.domain.events import LabelLearned, PassFinished, PassStarted, TargetDone
from vrp_core.domain.messages import learned_sentence

from ...model.document import Document
from ...services.engine.worker import EngineWorker
from ...services.engine_words import translated
from ...services.passes import PassRunner
from ..common.banner import Banner


class SecondLookWords(QObject):
    """Says it when the pass ends; where something changed in the banner, whose button goes to such a photo."""

    said = Signal(str)

    def __init__(self, document: Document, banner: Banner, runner: PassRunner, engine: EngineWorker) -> None:
        super().__init__(runner)
        self._document, self._banner = document, banner
        self._learned: list[LabelLearned] = []
        self._changed: list[int] = []
        engine.pass_event.connect(self._event)
        runner.ended.connect(self._ended)

    @Slot(object)
    def _event(self, event: object) -> None:
        if isinstance(event, PassStarted):
            self._learned, self._changed = [], []
        elif isinstance(event, LabelLearned):
            self._learned.append(event)
        elif isinstance(event, TargetDone) and event.predictions:
            self._changed.append(event.image_id)

    @Slot(object)
    def _ended(self, event: PassFinished) -> None:
        if not self._learned or event.cancelled or not self._document.is_open:
            return
        lines = [words for words in map(self._sentence, self._learned) if words]
        lines.append(self.tr("%n photo(s) got a new result.", "", len(self._changed)))
        if self._changed:
            self._banner.offer("\n".join(lines), (self.tr("Show the least certain"), self._show))
        else:
            self.said.emit(" ".join(lines))

    def _sentence(self, event: LabelLearned) -> str:
        """What was learned; "" where the label was removed meanwhile."""
        try:
            label = self._document.project.labels.get(event.label_id)
        except NotFound:
            return ""
        return learned_sentence(label.name, event, translated)

    def _show(self) -> None:
        self._document.show_image(self._changed[0])
