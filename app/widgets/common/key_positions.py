"""Keys by their place: where a keyboard has other signs, digits and letters act as they would on a US one.

A French keyboard has "&" where "1" is without Shift, a Russian or Greek one has no Latin letter at all. What Qt finds a
shortcut for never comes here; what is left, and no text field waits for, is looked up by its place.
"""

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

# The scan code of the first key of each row of a US keyboard, and the row.
_ROWS = {2: "1234567890-=", 16: "QWERTYUIOP[]", 30: "ASDFGHJKL;'`", 43: "\\ZXCVBNM,./"}
_KEYS = {first + place: Qt.Key(ord(sign)) for first, row in _ROWS.items() for place, sign in enumerate(row)}
_XKB = 8  # X11 and Wayland count from here
_KEPT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier
_TEXT = (QLineEdit, QAbstractSpinBox, QTextEdit, QPlainTextEdit)


def key_of(event: QKeyEvent) -> int:
    """The key of an event: its own where it is a Latin letter or a digit, else the one that a US keyboard has there."""
    sign = event.key()
    if sign < 128 and chr(sign).isalnum():
        return sign
    first = 0 if QGuiApplication.platformName() == "windows" else _XKB
    return _KEYS.get(event.nativeScanCode() - first, Qt.Key(sign))


class KeyPositions(QObject):
    """Triggers the actions and shortcuts of a window by the places of their keys."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._watch)

    @Slot(QWidget, QWidget)
    def _watch(self, before: QWidget | None, focused: QWidget | None) -> None:
        """Keys go to the widget with the focus; a filter of the whole application would see every event."""
        if focused is not None:
            focused.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key that nothing else was found for."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is not QApplication.focusWidget() or QApplication.activeWindow() is not self._window:
            return False
        if isinstance(watched, _TEXT) or (isinstance(watched, QComboBox) and watched.isEditable()):
            return False
        key = key_of(event)
        return key != event.key() and self._trigger(QKeyCombination(event.modifiers() & _KEPT, Qt.Key(key)))

    def _trigger(self, keys: QKeyCombination) -> bool:
        wanted = QKeySequence(keys)
        focus = QApplication.focusWidget()
        actions = [*self._window.actions(), *(focus.actions() if focus is not None else ())]
        for action in actions:
            if action.isEnabled() and wanted in action.shortcuts():
                action.trigger()
                return True
        for shortcut in self._window.findChildren(QShortcut):
            if shortcut.isEnabled() and shortcut.key() == wanted:
                shortcut.activated.emit()
                return True
        return False
