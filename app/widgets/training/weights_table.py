"""The sets of weights that a project can use, a row for each with its card."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from ...services.training.weights import Card, Origin
from ..common.words import weights_name

translate = QCoreApplication.translate


class WeightsTable(QTreeWidget):
    """One row is selected, as long as there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[Card, ...] = ()
        self.setAccessibleName(self.tr("Weights"))
        self.setRootIsDecorated(False)
        self.setHeaderLabels(
            [
                self.tr("Name"),
                self.tr("Origin"),
                self.tr("Date"),
                self.tr("Trained on"),
                self.tr("Step"),
                self.tr("mIoU before"),
                self.tr("after"),
            ]
        )
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)

    @property
    def selected(self) -> Card | None:
        """The selected weights."""
        row = self.currentIndex().row()
        return self._cards[row] if 0 <= row < len(self._cards) else None

    def show_cards(self, cards: Sequence[Card], used: Path | None) -> None:
        """List these; `used` are the project's, None the shipped ones."""
        selected = self.selected
        self._cards = tuple(cards)
        self.clear()
        for card in self._cards:
            self.addTopLevelItem(self._item(card, card.path == used))
        self.select_path(selected.path if selected is not None else None)

    def select(self, row: int) -> None:
        """Select a row, or the last where there are fewer."""
        self.setCurrentIndex(self.model().index(min(row, len(self._cards) - 1), 0))

    def select_path(self, path: Path | None) -> None:
        """Select the weights at a path; the first where they are gone."""
        paths = [card.path for card in self._cards]
        self.select(paths.index(path) if path in paths else 0)

    def _item(self, card: Card, used: bool) -> QTreeWidgetItem:
        origin = origin_words(card.origin) + (self.tr(", in use") if used else "")
        figures = ["–" if one is None else f"{one:.1f}" for one in (card.before, card.after)]
        step = "–" if card.step is None else str(card.step)
        item = QTreeWidgetItem(
            [weights_name(card.name, card.path), origin, card.date, ", ".join(card.data), step, *figures]
        )
        item.setToolTip(3, "\n".join(card.data))
        if card.problem:
            item.setText(3, self.tr("⚠ cannot be read"))
            item.setToolTip(3, card.problem)
        for column in range(4, 7):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        font = item.font(0)
        font.setBold(used)
        item.setFont(0, font)
        return item


def origin_words(origin: Origin) -> str:
    """Where weights come from."""
    return {
        Origin.SHIPPED: translate("States", "shipped with the program"),
        Origin.RUN: translate("States", "trained in this project"),
        Origin.IMPORTED: translate("States", "imported"),
    }[origin]
