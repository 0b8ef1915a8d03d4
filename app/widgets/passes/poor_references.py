"""Says, as a pass begins, which references it does not find even on their own photos, and what to do about them."""

from PySide6.QtCore import QObject, Slot

from vrp_core.domain.errors import NotFound
from vrp_core.domain.events import PassStarted, ReferenceTested
from vrp_core.domain.messages import poor_reference

from ...model.document import Document
from ...services.engine.worker import EngineWorker
from ...services.engine_words import translated
from ...services.passes import PassRunner
from ..common.banner import Banner

_MOST = 3  # sentences that the banner has room for


class PoorReferences(QObject):
    """Shows the banner, a sentence for each poor reference. The pass goes on; a new one takes the words away."""

    def __init__(self, document: Document, banner: Banner, runner: PassRunner, engine: EngineWorker) -> None:
        super().__init__(runner)
        self._document, self._banner = document, banner
        self._told: list[ReferenceTested] = []
        self._words = ""
        runner.poor.connect(self._add)
        engine.pass_event.connect(self._event)

    @Slot(object)
    def _event(self, event: object) -> None:
        if isinstance(event, PassStarted):
            self._told = []
            if self._words and self._banner.text == self._words:
                self._banner.hide()

    @Slot(object)
    def _add(self, event: ReferenceTested) -> None:
        self._told.append(event)
        sentences = list(dict.fromkeys(words for words in map(self._sentence, self._told) if words))
        if not sentences:
            return
        if len(sentences) > _MOST:
            more = self.tr("%n more reference(s) as well.", "", len(sentences) - _MOST)
            sentences[_MOST:] = [more]
        self._words = "\n".join(sentences)
        self._banner.offer(self._words, (self.tr("Show the reference"), self._show))

    def _sentence(self, event: ReferenceTested) -> str:
        """What to do about it; "" where the photo or the label was removed meanwhile."""
        project = self._document.project
        try:
            photo, label = project.images.get(event.image_id), project.labels.get(event.label_id)
        except NotFound:
            return ""
        return poor_reference(photo.path, label.name, event.small, translated)

    def _show(self) -> None:
        self._document.show_image(self._told[0].image_id)
