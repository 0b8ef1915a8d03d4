"""What threads have to say, said in the window's thread.

PySide crashes where a thread emits a signal while a receiver dies. In one thread nothing dies meanwhile: so signals are
emitted in the window's thread only, whoever listens.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot


class Speaker(QObject):
    """An object of the window's thread whose signals speak for other threads."""

    _brought = Signal(object, object, object)  # the signal to emit, its values, whether they are still wanted

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._brought.connect(self._deliver)

    def _tell(self, signal: SignalInstance, *values: object, wanted: Callable[[], bool] | None = None) -> None:
        """Have one of this object's signals emitted in the window's thread; any thread may call this.

        Args:
            signal: it.
            values: what it carries.
            wanted: asked in the window's thread whether what is said has not become outdated on its way.
        """
        self._brought.emit(signal, values, wanted)

    @Slot(object, object, object)
    def _deliver(self, signal: SignalInstance, values: tuple[Any, ...], wanted: Callable[[], bool] | None) -> None:
        if wanted is None or wanted():
            signal.emit(*values)
