"""Other data sets to train on: a list, with what each holds and its problems."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vrp_core.project.database import FILE_NAME

from ...model.document import Document
from ...services.engine_words import error_words
from ...services.jobs import LatestJob
from ...services.training import data
from ...services.training.data import Also, Checked
from ..common.text import filled

_PROBLEMS = 3  # of a data set that are shown; the tool tip has all
_ROWS = 4  # that are seen at once


class ExtraDatasets(QWidget):
    """The data sets are checked in the background, one after the other, before anything is trained."""

    changed = Signal()  # the list, or what is known of it

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.also = Also()
        self._checked: dict[str, Checked] = {}
        self._checking = ""
        self._job = LatestJob(self)
        self._job.finished.connect(self._known)
        self._job.failed.connect(self._failed)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Other training data"))
        self.list.setWordWrap(True)
        self.list.setMaximumHeight(_ROWS * 2 * self.fontMetrics().height())
        self.list.currentRowChanged.connect(self._enable)
        menu = QMenu(self)
        menu.addAction(self.tr("Another project…"), self._ask_project)
        menu.addAction(self.tr("A COCO JSON file…"), self._ask_coco)
        menu.addAction(self.tr("A folder with images/ and masks/…"), self._ask_folder)
        add = QPushButton(self.tr("Add"))
        add.setMenu(menu)
        self.remove_button = QPushButton(self.tr("Remove"))
        self.remove_button.clicked.connect(self._remove)
        row = QHBoxLayout()
        title = QLabel(self.tr("<b>Other training data</b>"))
        title.setWordWrap(True)  # the column is narrow
        row.addWidget(title, 1)
        row.addWidget(add)
        row.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.list)
        document.closed.connect(self._closed)
        self._show()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The data sets."""
        return tuple(Path(path) for path in self.also.data)

    @property
    def ready(self) -> bool:
        """All were checked, and nothing is wrong."""
        return all(path in self._checked and not self._checked[path].problems for path in self.also.data)

    def load(self) -> None:
        """Those that were chosen for the open project."""
        also = data.also_of(self._document.project.folder)
        if also != self.also:
            self._take(also)

    def add(self, path: Path, images: str = "") -> None:
        """Learn from this too; `images` is the folder of a COCO file's photos where it is another."""
        paths = self.also.data if str(path) in self.also.data else (*self.also.data, str(path))
        also = Also(paths, images or self.also.images)
        data.remember_also(self._document.project.folder, also)
        self._take(also)

    def wait(self) -> None:
        """Until nothing is being checked any more."""
        self._job.end()

    def _take(self, also: Also) -> None:
        if also.images != self.also.images:
            self._checked.clear()
            self._job.cancel()
        self.also = also
        self._check_next()
        self._show()

    def _check_next(self) -> None:
        path = next((one for one in self.also.data if one not in self._checked), None)
        if path is not None and not self._job.busy:
            self._checking, images = path, self.also.images
            self._job.ask(lambda progress, stopped: data.check(Path(path), images))

    @Slot(object)
    def _known(self, checked: Checked) -> None:
        self._checked[self._checking] = checked
        self._check_next()
        self._show()
        if checked.needs_images and not self.also.images and str(checked.path) in self.also.data:
            self._ask_images(checked.path)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._known(Checked(Path(self._checking), problems=(error_words(error),)))

    def _show(self) -> None:
        row = self.list.currentRow()
        self.list.clear()
        for path in self.also.data:
            self.list.addItem(self._item(path))
        self.list.setVisible(bool(self.also.data))
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self._enable()
        self.changed.emit()

    def _item(self, path: str) -> QListWidgetItem:
        name = Path(path).parent.name if Path(path).name == "vrp-annotator" else Path(path).name
        checked = self._checked.get(path)
        if checked is None:
            words = self.tr("checking…")
        elif checked.problems:
            words = "⚠ " + "\n⚠ ".join(checked.problems[:_PROBLEMS])
            if len(checked.problems) > _PROBLEMS:
                words += filled(self.tr("\nand %1 more"), str(len(checked.problems) - _PROBLEMS))
        else:
            counts = ", ".join(f"{label.name} {label.images}" for label in checked.labels)
            words = filled(self.tr("%n photo(s): %1", "", checked.images), counts)
        item = QListWidgetItem(f"{name}: {words}")
        item.setToolTip("\n".join([path, *(checked.problems if checked is not None else ())]))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        return item

    @Slot()
    def _enable(self) -> None:
        self.remove_button.setEnabled(self.list.currentRow() >= 0)

    @Slot()
    def _remove(self) -> None:
        row = self.list.currentRow()
        self._checked.pop(self.also.data[row], None)  # it is looked at again if it comes back
        paths = self.also.data[:row] + self.also.data[row + 1 :]
        images = self.also.images if any(path.endswith(".json") for path in paths) else ""
        also = replace(self.also, data=paths, images=images)
        data.remember_also(self._document.project.folder, also)
        self._take(also)

    @Slot()
    def _ask_project(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("A project's folder"))
        if folder:
            inside = Path(folder) / "vrp-annotator"
            self.add(inside if (inside / FILE_NAME).is_file() else Path(folder))

    @Slot()
    def _ask_coco(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("COCO annotations"), "", "JSON (*.json)")
        if path:
            self.add(Path(path))

    @Slot()
    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("A folder with images/ and masks/"))
        if folder:
            self.add(Path(folder))

    def _ask_images(self, path: Path) -> None:
        title = filled(self.tr("Where the photos of %1 are"), path.name)
        folder = QFileDialog.getExistingDirectory(self, title, str(path.parent))
        if folder:
            self.add(path, folder)

    @Slot()
    def _closed(self) -> None:
        self._job.cancel()
        self.also, self._checked = Also(), {}
        self._show()
