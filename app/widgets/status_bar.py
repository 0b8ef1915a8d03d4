"""The right end of the status bar: the place under the mouse, the zoom, and what the engine does."""

from PySide6.QtCore import QObject, QPointF, Slot
from PySide6.QtWidgets import QLabel, QStatusBar

from ..model.document import Document
from ..services.engine.worker import EngineState, EngineWorker
from .canvas.view import Canvas
from .common.words import engine_state_words

_DOTS = {EngineState.OFF: "○", EngineState.FAILED: "✖", EngineState.READY: "●"}
_MOST = 80  # letters of what the engine reports


class StatusBar(QObject):
    """Three labels that follow the canvas and the engine."""

    def __init__(self, bar: QStatusBar, document: Document, canvas: Canvas, engine: EngineWorker) -> None:
        super().__init__(bar)
        self._bar = bar
        self._position, self._zoom, self.engine_text = QLabel(), QLabel(), QLabel()
        for label in (self._position, self._zoom, self.engine_text):
            bar.addPermanentWidget(label)
        # A label whose size is fixed has the window laid out anew for no move of the mouse.
        self._position.setText("00000, 00000")
        self._position.setFixedSize(self._position.sizeHint())
        self._position.clear()
        document.undo_stack.indexChanged.connect(self._changed)
        canvas.pointed.connect(self._show_position)
        canvas.zoomed.connect(self._show_zoom)
        engine.state_changed.connect(self._show_engine)
        self._show_engine(EngineState.OFF, "")

    @Slot(str)
    def say(self, text: str) -> None:
        """Show a message for some seconds."""
        self._bar.showMessage(text, 8000)

    @Slot(int)
    def _changed(self, index: int) -> None:
        """What was said of the state before, such as that nothing is left to review, may be true no more."""
        self._bar.clearMessage()

    @Slot(object)
    def _show_position(self, at: QPointF | None) -> None:
        self._position.setText(f"{at.x():.0f}, {at.y():.0f}" if at is not None else "")

    @Slot(float)
    def _show_zoom(self, zoom: float) -> None:
        self._zoom.setText(f"{zoom:.0%}")

    @Slot(object, str)
    def _show_engine(self, state: EngineState, words: str) -> None:
        dot = _DOTS.get(state, "◐")
        self.engine_text.setText(f"{dot} {self.tr('Engine')}: {engine_state_words(state)}  {words[:_MOST]}")
        self.engine_text.setToolTip(words)
