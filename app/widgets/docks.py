"""The panels around the photo: where they are, whether they show, and how that is remembered."""

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, Qt, QTimer, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QScrollArea, QTabBar, QToolBar, QWidget

_WIDTHS = (346, 260)  # pixels at a first start: two columns of photos, the panels at the right
_NARROW = 1000  # pixels: a narrower window has no room for panels on both sides
_VERTICAL = Qt.Orientation.Vertical
_HEIGHTS = (120, 190, 130, 330)  # labels, objects, references, review


class Docks(QObject):
    """Shows the panels with a project and hides them without; those that a person closed stay closed."""

    def __init__(self, window: QMainWindow, state: QSettings) -> None:
        super().__init__(window)
        self._window, self._state = window, state
        self._docks: list[QDockWidget] = []
        self._to_show: list[QWidget] = []
        self._heights: list[int] = []  # of the panels at the right, before another took room from them

    def add(self, name: str, title: str, widget: QWidget, left: bool = False) -> QDockWidget:
        """A new panel; `name` is what the remembered state calls it."""
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        dock.setWidget(widget)
        side = Qt.DockWidgetArea.LeftDockWidgetArea if left else Qt.DockWidgetArea.RightDockWidgetArea
        self._window.addDockWidget(side, dock)
        self._docks.append(dock)
        return dock

    @property
    def all(self) -> tuple[QDockWidget, ...]:
        """The panels."""
        return tuple(self._docks)

    def show(self, shown: bool, bar: QToolBar) -> None:
        """Show or hide the panels and the tool bar."""
        if not shown:
            self._to_show = [one for one in (*self._docks, bar) if not one.isHidden()]
        first = shown and self._state.value("state") is None
        if first and self._window.width() < _NARROW:
            self._stack()
        for panel in self._to_show:
            panel.setVisible(shown)
        if first:
            QTimer.singleShot(0, self, self._arrange)

    @Slot()
    def remember(self) -> None:
        """A panel at the foot is about to take room from those at the right."""
        self._heights = [one.height() for one in self._docks[1:]]

    @Slot(bool)
    def give_back(self, shown: bool) -> None:
        """The panel at the foot is hidden again: those at the right get the heights that they had."""
        if not shown and self._heights and self._docks[0].isVisible():
            heights, self._heights = self._heights, []
            QTimer.singleShot(0, self, lambda: self._window.resizeDocks(self._docks[1:], heights, _VERTICAL))

    def save(self) -> None:
        """Remember where everything is."""
        self._state.setValue("geometry", self._window.saveGeometry())
        self._state.setValue("state", self._window.saveState())

    def restore(self) -> None:
        """Put everything where it was at the end of the last session."""
        geometry, state = self._state.value("geometry"), self._state.value("state")
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray):
            self._window.restoreGeometry(geometry)
            self._window.restoreState(state)

    def _stack(self) -> None:
        """All panels at one side, one behind the other."""
        first, *others = self._docks
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, first)
        for one in others:
            self._window.tabifyDockWidget(first, one)
        QTimer.singleShot(0, self, self._name_tabs)

    @Slot()
    def _name_tabs(self) -> None:
        """Whole titles; those that have no room are scrolled to. The bars are there once the panels are shown."""
        for bar in self._window.findChildren(QTabBar):
            bar.setElideMode(Qt.TextElideMode.ElideNone)
        self._docks[0].raise_()

    @Slot()
    def _arrange(self) -> None:
        """Sizes for a first start; docks take them only once they are shown."""
        self._window.resizeDocks([self._docks[0], self._docks[1]], list(_WIDTHS), Qt.Orientation.Horizontal)
        self._window.resizeDocks(self._docks[1:], list(_HEIGHTS), _VERTICAL)


class ScrolledPanel(QScrollArea):
    """A panel that is scrolled where the screen is too low for it, but never narrower than what it holds."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._held = widget
        self.setWidget(widget)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        widget.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self.setMinimumWidth(self._held.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width())
