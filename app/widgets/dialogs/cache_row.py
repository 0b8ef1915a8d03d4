"""The size of the feature cache with a button that empties it: a row of the settings."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ...services import feature_cache
from ...services.feature_cache import CacheSize
from ...services.jobs import Jobs, Work
from ..common.messages import tell
from ..common.text import NameLine, filled


class CacheRow(QWidget):
    """Measures, while it is looked at, and empties on a thread of its own; only quitting ends an emptying."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = Jobs()
        self._clearing = False
        self.words = NameLine()
        self.words.setAccessibleName(self.tr("Feature cache"))
        self.button = QPushButton(self.tr("Clear"))
        self.button.setAutoDefault(False)
        self.button.setAccessibleName(self.tr("Clear the feature cache"))
        self.button.setToolTip(
            self.tr("All projects share these features. Cleared ones are computed again when they are needed.")
        )
        self.button.clicked.connect(self._clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self._jobs.end)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._clearing:
            self._begin(feature_cache.measure)

    def hideEvent(self, event: QHideEvent) -> None:
        if not self._clearing:
            self._jobs.leave()
        super().hideEvent(event)

    @Slot()
    def _clear(self) -> None:
        self._clearing = True
        self._begin(feature_cache.clear)

    def _begin(self, work: Work) -> None:
        self.words.say(self.tr("counting…"))
        self.button.setEnabled(False)
        self._jobs.start(work, self._show, self._failed)

    @Slot(object)
    def _show(self, found: CacheSize) -> None:
        self._clearing = False
        size, limit = (f"{count / 1e9:.1f}" for count in (found.bytes, found.limit_bytes))
        self.words.say(filled(self.tr("%1 GB of at most %2 GB"), size, limit))
        self.words.setToolTip(found.folder)
        self.button.setEnabled(found.bytes > 0)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._clearing = False
        self.words.say(self.tr("not known"))
        self.button.setEnabled(True)
        tell(self, error)
