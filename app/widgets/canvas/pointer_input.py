"""The mouse, pen and space bar over the canvas: zooming and panning, and what is left for the current tool."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QTabletEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsView

_NO_BUTTON = Qt.MouseButton.NoButton
_LEFT = Qt.MouseButton.LeftButton
_MIDDLE = Qt.MouseButton.MiddleButton
_SCROLL = 80  # screen pixels per step of the wheel


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the mouse or pen is, and what it does."""

    x: float  # image pixels
    y: float
    button: Qt.MouseButton = Qt.MouseButton.NoButton
    shift: bool = False
    alt: bool = False
    pressure: float = 1.0  # of a pen; 1 for a mouse


class CanvasTool(Protocol):
    """What the mouse does."""

    cursor: Qt.CursorShape
    double_clicks: bool  # a double click means something else than two clicks

    def press(self, at: Pointer) -> None: ...
    def move(self, at: Pointer) -> None: ...
    def release(self, at: Pointer) -> None: ...
    def hover(self, at: Pointer) -> None: ...
    def double_click(self, at: Pointer) -> None: ...
    def abort_gesture(self) -> bool: ...
    def ring(self) -> float: ...
    def menu(self, at: Pointer) -> bool: ...


class PointerInput(QObject):
    """Filters the events of a view and its viewport."""

    moved = Signal(object)  # QPointF in screen pixels of the viewport, or None when the mouse has left
    zoom_wanted = Signal(float, QPointF)  # steps, around which place of the viewport
    panned = Signal()
    brush_turned = Signal(int)  # Alt+wheel: steps
    menu_wanted = Signal(QPoint)  # a place on the screen

    def __init__(self, view: QGraphicsView) -> None:
        super().__init__(view)
        self._view = view
        self._tool: CanvasTool | None = None
        self._panning: QPoint | None = None
        self._pan_button = self._pressed = _NO_BUTTON
        self._space = False
        self._pressure = 1.0
        self.wheel_zooms = True
        kinds = QEvent.Type
        self._on_viewport: dict[QEvent.Type, Callable[[Any], bool]] = {
            kinds.Wheel: self._wheel,
            kinds.MouseButtonPress: self._press,
            kinds.MouseMove: self._move,
            kinds.MouseButtonRelease: self._release,
            kinds.MouseButtonDblClick: self._double_click,
            kinds.Enter: self._enter,
            kinds.Leave: self._leave,
            kinds.TabletPress: self._pen,
            kinds.TabletMove: self._pen,
            kinds.TabletRelease: self._pen,
            kinds.ContextMenu: self._menu,
        }
        self._on_view: dict[QEvent.Type, Callable[[Any], bool]] = {
            kinds.KeyPress: self._key,
            kinds.KeyRelease: self._key,
            kinds.FocusOut: self._focus_out,
            kinds.TabletPress: self._pen,
            kinds.TabletMove: self._pen,
            kinds.TabletRelease: self._pen,
        }
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def use(self, tool: CanvasTool) -> None:
        """Hand the mouse to a tool."""
        self._tool = tool
        self._restore_cursor()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        handlers = self._on_view if watched is self._view else self._on_viewport
        handler = handlers.get(event.type())
        return handler(event) if handler is not None else False

    def _wheel(self, event: QWheelEvent) -> bool:
        turned, modifiers = event.angleDelta(), event.modifiers()
        steps = (turned.y() or turned.x()) / 120
        if modifiers & Qt.KeyboardModifier.AltModifier:
            self.brush_turned.emit(1 if steps > 0 else -1)
        elif self.wheel_zooms or modifiers & Qt.KeyboardModifier.ControlModifier:
            self.zoom_wanted.emit(steps, event.position())
        else:
            if modifiers & Qt.KeyboardModifier.ShiftModifier and not turned.x():
                turned = turned.transposed()
            self._scroll(round(turned.x() / 120 * _SCROLL), round(turned.y() / 120 * _SCROLL))
        event.accept()
        return True

    def _press(self, event: QMouseEvent) -> bool:
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        self._end_released(event.buttons() & ~event.button())
        if event.button() == _MIDDLE or self._space:
            self._panning, self._pan_button = event.position().toPoint(), event.button()
            self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._tool is not None and self._pressed == _NO_BUTTON:
            self._pressed = event.button()
            self._tool.press(self._pointer(event, event.button()))
        event.accept()
        return True

    def _move(self, event: QMouseEvent) -> bool:
        self.moved.emit(event.position())
        self._end_released(event.buttons())
        if self._panning is not None:
            here = event.position().toPoint()
            step, self._panning = here - self._panning, here
            self._scroll(step.x(), step.y())
            self.panned.emit()
        elif self._tool is not None:
            pointer = self._pointer(event, self._pressed)
            if self._pressed != _NO_BUTTON:
                self._tool.move(pointer)
            else:
                self._tool.hover(pointer)
        event.accept()
        return True

    def _release(self, event: QMouseEvent) -> bool:
        if self._panning is not None and event.button() == self._pan_button:
            self._panning = None
            self._restore_cursor()
        elif self._tool is not None and event.button() == self._pressed:
            self._pressed = _NO_BUTTON
            self._tool.release(self._pointer(event, event.button()))
        event.accept()
        return True

    def _double_click(self, event: QMouseEvent) -> bool:
        meant = self._tool is not None and self._tool.double_clicks and not self._space
        if self._tool is not None and meant and event.button() == _LEFT:
            self._tool.double_click(self._pointer(event, event.button()))
            event.accept()
            return True
        return self._press(event)  # a second press soon after the first, and near it

    def _menu(self, event: QContextMenuEvent) -> bool:
        place = QPointF(event.pos())
        at = self._to_image(place)
        if self._tool is not None and self._tool.menu(Pointer(at.x(), at.y())):
            self.menu_wanted.emit(event.globalPos())
        event.accept()
        return True

    def _pen(self, event: QTabletEvent) -> bool:
        """Keep the pressure; Qt sends the same event again as a mouse event."""
        self._pressure = 1.0 if event.type() == QEvent.Type.TabletRelease else max(0.05, event.pressure())
        event.ignore()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Space:
            return False
        if not event.isAutoRepeat():
            self._space = event.type() == QEvent.Type.KeyPress
            self._restore_cursor()
        event.accept()
        return True

    def _focus_out(self, event: QEvent) -> bool:
        self._space = False  # whoever has the focus now gets its release
        self._restore_cursor()
        return False

    def _enter(self, event: Any) -> bool:
        self.moved.emit(event.position())
        return False

    def _leave(self, event: QEvent) -> bool:
        self.moved.emit(None)
        return False

    def _scroll(self, right: int, down: int) -> None:
        across, along = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() - right)
        along.setValue(along.value() - down)

    def _pointer(self, event: QMouseEvent, button: Qt.MouseButton) -> Pointer:
        at, modifiers = self._to_image(event.position()), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        return Pointer(at.x(), at.y(), button, shift, alt, self._pressure)

    def _to_image(self, place: QPointF) -> QPointF:
        # Half a pixel of the screen is many of a large photo's: keep the fraction.
        inverse, _ = self._view.viewportTransform().inverted()
        return inverse.map(place)

    def _end_released(self, held: Qt.MouseButton) -> None:
        """End what buttons that are up again have begun: a dialog or another window may have taken the release."""
        if self._panning is not None and not held & self._pan_button:
            self._panning = None
            self._restore_cursor()
        if self._tool is not None and self._pressed and not held & self._pressed:
            self._pressed = _NO_BUTTON
            self._tool.abort_gesture()

    def _restore_cursor(self) -> None:
        if self._tool is not None:
            cursor = Qt.CursorShape.OpenHandCursor if self._space else self._tool.cursor
            self._view.viewport().setCursor(cursor)
