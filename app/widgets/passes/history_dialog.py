"""The passes of a project with their frozen inputs: what was looked for, with what, when."""

from datetime import datetime

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from vrp_core.project.project import Project

from ..common.sizes import resize_within_screen


class PassHistoryDialog(QDialog):
    """A list of passes; each opens to show its config."""

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Passes"))
        resize_within_screen(self, 720, 460)
        tree = self.tree = QTreeWidget()
        tree.setAccessibleName(self.tr("Passes"))
        tree.setHeaderLabels(
            [self.tr("Pass"), self.tr("Started"), self.tr("Photos"), self.tr("Failed"), self.tr("State")]
        )
        for one in project.passes.all():
            state = self.tr("finished") if one.finished else self.tr("interrupted")
            item = QTreeWidgetItem([str(one.id), _local(one.started), str(one.targets), str(one.failed), state])
            references = one.config.get("references", [])
            item.addChild(QTreeWidgetItem([self.tr("references"), ", ".join(str(number) for number in references)]))
            decided = one.config.get("decided", [])
            if decided:
                item.addChild(QTreeWidgetItem([self.tr("decided photos learned from"), str(len(decided))]))
            for name, value in one.config.get("segment", {}).items():
                item.addChild(QTreeWidgetItem([name, str(value)]))
            tree.addTopLevelItem(item)
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(tree)
        layout.addWidget(buttons)


def _local(started: str) -> str:
    """A moment of the project file as the clock on the wall showed it."""
    return f"{datetime.fromisoformat(started).astimezone():%Y-%m-%d %H:%M:%S}"
