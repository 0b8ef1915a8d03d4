"""Every key on one sheet; a double click on one changes it."""

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...actions import ACTIONS, MENUS
from ...keys import PRESETS, conflicts, keys_of, words_of
from ...settings import SettingsStore
from ..common.sizes import resize_within_screen
from ..common.words import key_words


class ShortcutsDialog(QDialog):
    """The sheet of keys."""

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        resize_within_screen(self, 620, 680)
        self._settings = settings
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search"))
        self._search.textChanged.connect(self._filter)
        self._preset = QComboBox()
        self._preset.setAccessibleName(self.tr("Keymap"))
        own = {"default": self.tr("the program's own")}
        for name in PRESETS:
            self._preset.addItem(own.get(name, name.upper()), name)  # the others are called like their programs
        self._preset.setCurrentIndex(self._preset.findData(settings.values.keymap))
        self._preset.currentIndexChanged.connect(self._preset_chosen)
        top = QHBoxLayout()
        top.addWidget(self._search, 1)
        top.addWidget(QLabel(self.tr("Keymap")))
        top.addWidget(self._preset)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self.tree.setColumnWidth(0, 380)
        self.tree.setAccessibleName(self.tr("Keys"))
        self.tree.itemActivated.connect(self._change)
        self._warning = QLabel()
        self._warning.setWordWrap(True)
        change = QPushButton(self.tr("Change…"))
        change.clicked.connect(self._change_current)
        reset = QPushButton(self.tr("Back to the keymap"))
        reset.clicked.connect(self._reset)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(change, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(reset, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.tree)
        layout.addWidget(self._warning)
        layout.addWidget(buttons)
        self._fill()

    def set_keys(self, action_id: str, keys: tuple[str, ...]) -> None:
        """Give an action other keys."""
        self._settings.set(keys={**self._settings.values.keys, action_id: keys})
        self._fill()

    def _fill(self) -> None:
        values = self._settings.values
        self.tree.clear()
        for menu in MENUS:
            group = QTreeWidgetItem([QCoreApplication.translate("Actions", menu)])
            self.tree.addTopLevelItem(group)
            for spec in ACTIONS:
                if spec.menu == menu:
                    keys = keys_of(spec.id, values.keymap, values.keys)
                    item = QTreeWidgetItem(
                        [QCoreApplication.translate("Actions", spec.text), "   ".join(map(key_words, keys))]
                    )
                    item.setData(0, Qt.ItemDataRole.UserRole, spec.id)
                    group.addChild(item)
            group.setExpanded(True)
        mouse = QTreeWidgetItem([self.tr("Mouse and held keys")])
        mouse.addChildren([QTreeWidgetItem([words, key]) for key, words in self._mouse_words()])
        self.tree.addTopLevelItem(mouse)
        mouse.setExpanded(True)
        clashes = conflicts(values.keymap, values.keys)
        self._warning.setText(
            "\n".join(
                f"⚠ {key}: " + self.tr("used by %1").replace("%1", ", ".join(_words(one) for one in users))
                for key, users in clashes.items()
            )
        )
        self._filter(self._search.text())

    def _mouse_words(self) -> tuple[tuple[str, str], ...]:
        """What is pressed, and what it does."""
        return (
            (self.tr("Wheel"), self.tr("zoom to the mouse")),
            (self.tr("Middle button, or Space and drag"), self.tr("pan")),
            (self.tr("Left; right or Shift+left"), self.tr("point: the object; not the object")),
            (self.tr("Shift+click with the selecting tool"), self.tr("add to the selection")),
            (self.tr("Alt while painting"), self.tr("erase")),
            (self.tr("Alt+wheel"), self.tr("size of the brush")),
            (self.tr("Arrows"), self.tr("move the selected objects, with Shift by ten pixels")),
            (self.tr("X held"), self.tr("show the bare photo")),
            (f"{key_words('Ctrl+1')} … {key_words('Ctrl+9')}", self.tr("choose the label")),
        )

    @Slot(str)
    def _filter(self, text: str) -> None:
        wanted = text.casefold()
        for number in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(number)
            assert group is not None
            children = [child for i in range(group.childCount()) if (child := group.child(i)) is not None]
            for child in children:
                child.setHidden(wanted not in f"{child.text(0)} {child.text(1)}".casefold())
            group.setHidden(all(child.isHidden() for child in children))

    @Slot(int)
    def _preset_chosen(self, row: int) -> None:
        self._settings.set(keymap=self._preset.itemData(row))
        self._fill()

    @Slot()
    def _change_current(self) -> None:
        item = self.tree.currentItem()
        if item is not None:
            self._change(item)

    @Slot(QTreeWidgetItem)
    def _change(self, item: QTreeWidgetItem) -> None:
        action_id = item.data(0, Qt.ItemDataRole.UserRole)
        if action_id is None:
            return
        dialog = _KeyDialog(_words(action_id), item.text(1).split("   ")[0], self)
        if dialog.exec():
            self.set_keys(action_id, dialog.keys())

    @Slot()
    def _reset(self) -> None:
        self._settings.set(keys={})
        self._fill()


class _KeyDialog(QDialog):
    """Press the new key."""

    def __init__(self, words: str, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(words)
        self._edit = QKeySequenceEdit(QKeySequence(key))
        self._edit.setMaximumSequenceLength(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(self.tr("Press the new key, or clear it for none.")))
        layout.addWidget(self._edit)
        layout.addWidget(buttons)

    def keys(self) -> tuple[str, ...]:
        """What was pressed."""
        text = self._edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        return (text,) if text else ()


def _words(user: str) -> str:
    return QCoreApplication.translate("Actions", words_of(user)).rstrip("…")
