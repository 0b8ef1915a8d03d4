"""The table of actions as QActions: words, icons, keys, and whether each makes sense now."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from ... import theme
from ...action_spec import Needs
from ...actions import ACTIONS, BY_ID, MENUS
from ...keys import keys_of
from ...settings import SettingsStore
from .words import key_words

_CANVAS_ONLY = {"edit.next_object", "edit.previous_object"}  # Tab moves the focus everywhere else


class ActionSet(QObject):
    """Makes the actions once; menus, tool bars and shortcuts all use the same."""

    def __init__(self, window: QWidget, canvas: QWidget, settings: SettingsStore) -> None:
        super().__init__(window)
        self._settings = settings
        self._actions: dict[str, QAction] = {}
        self._handlers: dict[str, Callable[[bool], None]] = {}
        for spec in ACTIONS:
            action = QAction(QCoreApplication.translate("Actions", spec.text), self)
            action.setObjectName(spec.id)
            action.setCheckable(spec.checkable)
            action.triggered.connect(self._triggered)
            if spec.id in _CANVAS_ONLY:
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                canvas.addAction(action)
            else:
                window.addAction(action)
            self._actions[spec.id] = action
        self.apply_keys()
        self.apply_icons()
        settings.changed.connect(self._settings_changed)

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def handle(self, handlers: Mapping[str, Callable[[bool], None]]) -> None:
        """What each action does; the argument says whether a checkable one is now checked."""
        self._handlers.update(handlers)

    @property
    def handled(self) -> set[str]:
        """The ids that do something."""
        return set(self._handlers)

    def enable(self, there: set[Needs], now: Mapping[str, bool]) -> None:
        """Only what makes sense now can be chosen.

        Args:
            there: the needs that are met.
            now: actions for which more than their needs decides, and whether each can be chosen.
        """
        met = {need: need is Needs.NOTHING or need in there for need in Needs}
        for action_id, action in self._actions.items():
            wanted = now.get(action_id, met[BY_ID[action_id].needs])
            if action.isEnabled() != wanted:  # menus, tool bars and buttons hear of each call
                action.setEnabled(wanted)

    def fill_menus(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Every action in its menu; gives the menus by their name in the table."""
        menus: dict[str, QMenu] = {}
        for name in MENUS:
            menu = menus[name] = bar.addMenu(QCoreApplication.translate("Actions", name))
            menu.setToolTipsVisible(True)  # they say what an action that is not enabled waits for
            for spec in ACTIONS:
                if spec.menu == name:
                    menu.addAction(self._actions[spec.id])
        return menus

    def fill_menu(self, menu: QMenu, action_ids: tuple[str, ...]) -> None:
        """Some actions in a menu; an empty id is a gap."""
        for action_id in action_ids:
            if action_id:
                menu.addAction(self._actions[action_id])
            else:
                menu.addSeparator()

    def fill_bar(self, bar: QToolBar, action_ids: tuple[str, ...]) -> None:
        """Some actions on a tool bar; an empty id is a gap."""
        for action_id in action_ids:
            if action_id:
                bar.addAction(self._actions[action_id])
            else:
                bar.addSeparator()

    def apply_keys(self) -> None:
        """The keys of the settings."""
        values = self._settings.values
        for action_id, action in self._actions.items():
            keys = keys_of(action_id, values.keymap, values.keys)
            action.setShortcuts([QKeySequence(key) for key in keys])
            spec = BY_ID[action_id]
            words = QCoreApplication.translate("Actions", spec.text).rstrip("…")
            tip = QCoreApplication.translate("Actions", spec.tip) if spec.tip else ""
            shown = f" ({key_words(keys[0])})" if keys else ""
            action.setToolTip(f"<b>{words}</b>{shown}" + (f"<br>{tip}" if tip else ""))

    def apply_icons(self) -> None:
        """Icons in the colour of the text."""
        for action_id, action in self._actions.items():
            if BY_ID[action_id].icon:
                action.setIcon(theme.icon(BY_ID[action_id].icon))

    @Slot(bool)
    def _triggered(self, checked: bool) -> None:
        self._handlers[self.sender().objectName()](checked)

    @Slot(str)
    def _settings_changed(self, name: str) -> None:
        if name in {"keys", "keymap"}:
            self.apply_keys()
