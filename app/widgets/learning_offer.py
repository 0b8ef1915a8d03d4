"""After every tenth correction: the offer to learn from them."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDockWidget

from app.model.document import Document
from app.services import training
from app.widgets.banner import Banner

_EVERY = 10  # corrections


class LearningOffer(QObject):
    """Shows the banner, once for each tenth."""

    def __init__(self, document: Document, banner: Banner, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._document, self._banner, self._dock = document, banner, dock
        self._offered = 0
        document.row_changed.connect(self._consider)

    @Slot(int)
    def _consider(self, image_id: int) -> None:
        if not self._document.is_open or self._banner.isVisible() or self._dock.isVisible():
            return
        many = training.corrections_since_training(self._document.project)
        if many and many % _EVERY == 0 and many != self._offered:
            self._offered = many
            words = self.tr("%1 corrections since the last training: a short one makes the next pass better.")
            self._banner.offer(words.replace("%1", str(many)), self.tr("Learn from them"), self._dock.show)
