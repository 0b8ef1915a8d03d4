"""Export: a summary before anything is written, and what a check found after."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vrp_core.domain.messages import explain

from ...model.document import Document
from ...services import project_work
from ...services.jobs import Job, LatestJob
from ..common.text import escaped, shortened

_NAME = 480  # pixels for a label's name or a path


class ExportDialog(QDialog):
    """Choose a format, see what will be written, write it."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(560)
        self._document = document
        self._job: Job | None = None
        self._plan: project_work.ExportPlan | None = None
        self._planning = LatestJob(self)
        self._planning.finished.connect(self._planned)
        self._planning.failed.connect(self._show_error)
        self._format = QComboBox()
        self._format.setAccessibleName(self.tr("Format"))
        for name, sentence in project_work.FORMAT_SENTENCES.items():
            self._format.addItem(name, name)
            self._format.setItemData(self._format.count() - 1, sentence, Qt.ItemDataRole.ToolTipRole)
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._regions = QComboBox()
        self._regions.setAccessibleName(self.tr("Regions"))
        self._regions.addItems(list(project_work.SEGMENTATION_MODES))
        self._scores = QCheckBox(self.tr("Write the confidence as score"))
        self._scores.setChecked(True)
        self._pending = QCheckBox(self.tr("Also what nobody has reviewed"))
        self._references = QCheckBox(self.tr("Also the references"))
        self._references.setChecked(True)
        self._path = QLineEdit(str(document.project.folder / "coco.json"))
        self._path.setAccessibleName(self.tr("File"))
        browse = QPushButton(self.tr("Choose…"))
        browse.clicked.connect(self._browse)
        place = QHBoxLayout()
        place.addWidget(self._path, 1)
        place.addWidget(browse)
        form = QFormLayout()
        form.addRow(self.tr("Format"), self._format)
        form.addRow("", self._sentence)
        form.addRow(self.tr("Regions"), self._regions)
        form.addRow("", self._scores)
        form.addRow("", self._pending)
        form.addRow("", self._references)
        form.addRow(self.tr("Into"), place)
        self._summary = QLabel()
        self._summary.setTextFormat(Qt.TextFormat.RichText)
        self._summary.setWordWrap(True)
        self._summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._export = self._buttons.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.ApplyRole)
        self._export.setDefault(True)
        self._export.clicked.connect(self._write)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._summary)
        layout.addWidget(self._buttons)
        self._format.currentIndexChanged.connect(self._format_changed)
        self._pending.toggled.connect(self._make_plan)
        self._references.toggled.connect(self._make_plan)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(button is self._export)  # Enter exports
        self._format_changed()
        self._make_plan()

    @property
    def _name(self) -> str:
        return str(self._format.currentData())

    @Slot()
    def _format_changed(self) -> None:
        coco = self._name == "coco"
        self._sentence.setText(project_work.FORMAT_SENTENCES[self._name])
        self._regions.setEnabled(coco)
        self._scores.setEnabled(coco)
        self._path.setText(str(self._document.project.folder / ("coco.json" if coco else self._name)))

    @Slot()
    def _make_plan(self) -> None:
        project, pending, references = self._document.project, self._pending.isChecked(), self._references.isChecked()
        self._export.setEnabled(False)
        self._summary.setText(self.tr("Counting…"))
        self._planning.ask(lambda progress, stopped: project_work.plan_export(project, pending, references))

    @Slot(object)
    def _planned(self, plan: project_work.ExportPlan) -> None:
        self._plan = plan
        self._export.setEnabled(True)
        summary = plan.summary
        lines = [
            self.tr("%1 objects on %2 photos")
            .replace("%1", f"<b>{summary.objects}</b>")
            .replace("%2", str(summary.images))
        ]
        lines += [f"&nbsp;&nbsp;{self._name_shown(one.name)}: {one.objects}" for one in summary.labels]
        lines += [
            self.tr("left out: %1 %2").replace("%1", str(many)).replace("%2", escaped(reason))
            for reason, many in plan.exported.left_out.items()
        ]
        lines += [self.tr("note: %1").replace("%1", escaped(warning)) for warning in summary.warnings]
        self._summary.setText("<br>".join(lines))

    @Slot()
    def _browse(self) -> None:
        if self._name == "coco":
            path, _ = QFileDialog.getSaveFileName(self, self.tr("Export"), self._path.text(), "JSON (*.json)")
        else:
            path = QFileDialog.getExistingDirectory(self, self.tr("Export"), self._path.text())
        if path:
            self._path.setText(path)

    @Slot()
    def _write(self) -> None:
        plan, name, path = self._plan, self._name, Path(self._path.text())
        regions, scores = self._regions.currentText(), self._scores.isChecked()
        assert plan is not None
        self._let_choose(False)
        self._summary.setText(self.tr("Writing and checking…"))
        self._job = Job(lambda progress, stopped: project_work.export(plan, name, path, regions, scores), self)
        self._job.finished.connect(self._written)
        self._job.failed.connect(self._failed)
        self._job.start()

    @Slot(object)
    def _written(self, path: Path) -> None:
        assert self._plan is not None
        objects = self._plan.summary.objects
        checked = self.tr(" and read back by pycocotools: every mask is the same") if self._name == "coco" else ""
        text = "✔ " + self.tr("%1 objects written to %2%3.").replace("%1", str(objects)).replace("%3", checked)
        self._summary.setText(text.replace("%2", self._name_shown(str(path))))
        self._let_choose(True)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._show_error(error)
        self._let_choose(True)

    @Slot(object)
    def _show_error(self, error: Exception) -> None:
        self._summary.setText(escaped(explain(error)))

    def _name_shown(self, name: str) -> str:
        return escaped(shortened(name, self._summary, _NAME))

    def _let_choose(self, on: bool) -> None:
        """While something is written, what is said of it must stay true."""
        for widget in (self._export, self._format, self._pending, self._references):
            widget.setEnabled(on)

    def reject(self) -> None:
        """Close, once what is being written has been."""
        self._planning.end()
        if self._job is not None:
            self._job.wait()
        super().reject()
