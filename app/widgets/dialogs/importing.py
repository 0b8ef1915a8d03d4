"""What annotations of another tool are imported, and what they are for."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...services.importing import Crowds, Source


class ImportDialog(QDialog):
    """A file or a folder, and how its annotations come in."""

    chosen = Signal(object)  # Source

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import annotations"))
        self.setMinimumWidth(560)
        self.path = QLineEdit()
        self.path.setAccessibleName(self.tr("File or folder"))
        self.path.setPlaceholderText(self.tr("COCO, labelme, YOLO, Pascal VOC, CVAT, Datumaro, Label Studio, masks"))
        file, folder = QPushButton(self.tr("File…")), QPushButton(self.tr("Folder…"))
        file.clicked.connect(self._ask_file)
        folder.clicked.connect(self._ask_folder)
        self.use = QComboBox()
        self.use.setAccessibleName(self.tr("Import them as"))
        self.use.addItem(self.tr("annotations (for export and training)"), False)
        self.use.addItem(self.tr("references (to find similar objects)"), True)
        self.crowds = QComboBox()
        self.crowds.setAccessibleName(self.tr("Crowd regions"))
        self.crowds.addItem(self.tr("those of one part (CVAT marks painted masks so)"), Crowds.ONE_PART)
        self.crowds.addItem(self.tr("all"), Crowds.ALL)
        self.crowds.addItem(self.tr("none"), Crowds.NONE)
        self.sharpen = QCheckBox(self.tr("Make masks of boxes and points with SAM"))
        self.sharpen.setToolTip(self.tr("Otherwise they come in as references without a mask"))
        self.sharpen.setChecked(True)
        place = QHBoxLayout()
        place.addWidget(self.path, 1)
        place.addWidget(file)
        place.addWidget(folder)
        form = QFormLayout()
        form.addRow(self.tr("File or folder"), place)
        form.addRow(self.use.accessibleName(), self.use)
        form.addRow(self.crowds.accessibleName(), self.crowds)
        form.addRow("", self.sharpen)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.import_button = buttons.addButton(self.tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.path.textChanged.connect(self._let_import)
        self._let_import()

    def accept(self) -> None:
        """Import what is chosen."""
        use, crowds = bool(self.use.currentData()), Crowds(self.crowds.currentData())
        self.chosen.emit(Source(Path(self.path.text()), use, self.sharpen.isChecked(), crowds))
        super().accept()

    @Slot()
    def _let_import(self) -> None:
        self.import_button.setEnabled(bool(self.path.text().strip()))

    @Slot()
    def _ask_file(self) -> None:
        kinds = self.tr("Annotations (*.json *.xml *.yaml *.yml *.txt);;All files (*)")
        self._take(QFileDialog.getOpenFileName(self, self.tr("Annotations"), self.path.text(), kinds)[0])

    @Slot()
    def _ask_folder(self) -> None:
        self._take(QFileDialog.getExistingDirectory(self, self.tr("Annotations"), self.path.text()))

    def _take(self, path: str) -> None:
        if path:
            self.path.setText(path)
