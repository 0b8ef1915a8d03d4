"""Offers to resume an unfinished pass, at opening and when it stops."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from vrp_core.domain.events import PassFinished

from ...model.document import Document
from ...services.passes import PassRunner
from ..common.banner import Banner


class ResumeBanner(QObject):
    """Shows the banner. Results are kept: resuming searches only the photos that are left."""

    def __init__(
        self, document: Document, banner: Banner, runner: PassRunner, start_engine: Callable[[], object]
    ) -> None:
        super().__init__(runner)
        self._document, self._banner, self._runner, self._start_engine = document, banner, runner, start_engine
        self._words = ""
        document.opened.connect(self._interrupted)
        runner.broken.connect(self._interrupted)
        runner.ended.connect(self._ended)
        runner.progressed.connect(self._withdraw)

    @Slot()
    def _interrupted(self) -> None:
        left = self._left()
        self._offer(self.tr("A pass was interrupted: %n photo(s) left.", "", left))

    @Slot(object)
    def _ended(self, event: PassFinished) -> None:
        if event.cancelled:
            left = self._left()
            self._offer(self.tr("The pass was stopped: %n photo(s) left. “Find” would start a new one.", "", left))

    def _offer(self, words: str) -> None:
        if self._left():
            self._words = words
            self._banner.offer(words, (self.tr("Resume"), self._resume))

    def _left(self) -> int:
        passes = self._document.project.passes
        unfinished = passes.unfinished()
        return len(passes.remaining(unfinished)) if unfinished is not None else 0

    def _resume(self) -> None:
        self._start_engine()
        self._runner.resume()

    @Slot()
    def _withdraw(self) -> None:
        """A pass is running, this or a new one."""
        if self._banner.text == self._words:
            self._banner.hide()
