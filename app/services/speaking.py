"""What threads have to say, said in the window's thread.

PySide crashes where a thread emits a signal while a receiver dies. In one thread nothing dies meanwhile: so signals are
emitted in the window's thread only, whoever listens.
"""

from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot


class Speaker(QObject):
    """An object of the window's thread whose signals speak for other threads."""

    _brought = Signal(object, object, object)  # the signal to emit, its values, what they are about

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._brought.connect(self._deliver)

    def _tell(self, signal: SignalInstance, *values: object, about: object = None) -> None:
        """Have one of this object's signals emitted in the window's thread; any thread may call this."""
        self._brought.emit(signal, values, about)

    def _concerns(self, about: object) -> bool:
        """Whether what a thread said is still wanted when it arrives in the window's thread."""
        return True

    @Slot(object, object, object)
    def _deliver(self, signal: SignalInstance, values: tuple[Any, ...], about: object) -> None:
        if self._concerns(about):
            signal.emit(*values)
