"""The panels around the photo: where they are, whether they show, and how that is remembered."""

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, Qt, QTimer, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QScrollArea, QTabBar, QToolBar, QWidget

_WIDTHS = (346, 260)  # pixels at a first start: two columns of photos, the panels at the right
_LOW = 680  # pixels: a lower window has no room for four panels at the right above one at the foot
_NARROW = 1000  # pixels: a narrower window has no room for panels on both sides
_VERTICAL = Qt.Orientation.Vertical
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_HEIGHTS = (120, 190, 130, 330)  # labels, objects, references, review


class Docks(QObject):
    """Shows the panels with a project and hides them without; those that a person closed stay closed."""

    def __init__(self, window: QMainWindow, state: QSettings) -> None:
        super().__init__(window)
        self._window, self._state = window, state
        self._docks: list[QDockWidget] = []
        self._to_show: list[QWidget] = []
        self._heights: list[int] = []  # of the panels at the right, before another took room from them
        self._behind: list[QDockWidget] = []  # panels at the right that stand one behind the other for it

    def add(self, name: str, title: str, widget: QWidget, left: bool = False) -> QDockWidget:
        """A new panel; `name` is what the remembered state calls it."""
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        dock.setWidget(widget)
        side = Qt.DockWidgetArea.LeftDockWidgetArea if left else _RIGHT
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
        if self._window.height() < _LOW and not self._behind:
            self._put_behind()

    def _put_behind(self) -> None:
        standing = [one for one in self._docks[1:] if one.isVisible() and self._is_right(one)]
        if any(self._window.tabifiedDockWidgets(one) for one in standing):
            return  # a person has arranged them
        for one in standing[1:]:
            self._window.tabifyDockWidget(standing[0], one)
        self._behind = standing
        QTimer.singleShot(0, self, self._name_tabs)

    @Slot(bool)
    def give_back(self, shown: bool) -> None:
        """The panel at the foot is hidden again: those at the right get the places and heights that they had."""
        if shown:
            return
        for one in filter(self._is_right, self._behind):  # a person may have moved one
            self._window.addDockWidget(_RIGHT, one)
        self._behind = []
        if self._heights and self._docks[0].isVisible():
            heights, self._heights = self._heights, []
            QTimer.singleShot(0, self, lambda: self._window.resizeDocks(self._docks[1:], heights, _VERTICAL))

    def _is_right(self, dock: QDockWidget) -> bool:
        return not dock.isFloating() and self._window.dockWidgetArea(dock) == _RIGHT

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
        self._window.addDockWidget(_RIGHT, first)
        for one in others:
            self._window.tabifyDockWidget(first, one)
        QTimer.singleShot(0, self, self._name_tabs)

    @Slot()
    def _name_tabs(self) -> None:
        """Whole titles; those that have no room are scrolled to. The bars are there once the panels are shown."""
        for bar in self._window.findChildren(QTabBar):
            bar.setElideMode(Qt.TextElideMode.ElideNone)
        for one in (*self._behind[:1], self._docks[0]):
            one.raise_()

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
