"""A pass that did not come to its end: going on with it is offered, at opening and when it stops."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from vrp_core.domain.events import PassFinished

from ...model.document import Document
from ...services.passes import PassRunner
from ..common.banner import Banner


class ResumeBanner(QObject):
    """Shows the banner. What was found is kept: going on looks only at the photos that are left."""

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
        self._offer(self.tr("A pass was interrupted: %1 photos are left."))

    @Slot(object)
    def _ended(self, event: PassFinished) -> None:
        if event.cancelled:
            self._offer(self.tr("The pass was stopped: %1 photos are left. “Find” would begin a new one."))

    def _offer(self, words: str) -> None:
        passes = self._document.project.passes
        unfinished = passes.unfinished()
        if unfinished is not None:
            self._words = words.replace("%1", str(len(passes.remaining(unfinished))))
            self._banner.offer(self._words, (self.tr("Go on"), self._go_on))

    def _go_on(self) -> None:
        self._start_engine()
        self._runner.go_on()

    @Slot()
    def _withdraw(self) -> None:
        """A pass goes on, this or a new one."""
        if self._banner.text == self._words:
            self._banner.hide()
