"""What a person does to the window: the mouse on the photo, and keys."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.widgets.main_window import MainWindow

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
NO_BUTTON = Qt.MouseButton.NoButton


def at(window: MainWindow, x: float, y: float) -> QPoint:
    return window.canvas.mapFromScene(QPointF(x, y))


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.canvas, key, modifier)


def drag(window: MainWindow, *places: tuple[float, float]) -> None:
    view = window.canvas.viewport()
    QTest.mousePress(view, LEFT, pos=at(window, *places[0]))
    for place in places[1:]:
        QTest.mouseMove(view, at(window, *place))
    QTest.mouseRelease(view, LEFT, pos=at(window, *places[-1]))


def mouse(
    window: MainWindow, kind: QEvent.Type, x: float, y: float, button: Qt.MouseButton, held: Qt.MouseButton
) -> None:
    """One event of the mouse as the system would send it: which button it is about, and which are held after it."""
    view, place = window.canvas.viewport(), at(window, x, y)
    event = QMouseEvent(
        kind, QPointF(place), QPointF(view.mapToGlobal(place)), button, held, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view, event)


def close_project(window: MainWindow) -> None:
    """Close the project, and wait until its files are closed, too, as a person does before opening it again."""
    window.actions_["file.close"].trigger()
    window.projects.close_down()
