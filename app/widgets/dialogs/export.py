"""Export: a summary before anything is written, and what a check found after."""

import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Slot
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
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...model.document import Document
from ...services import exporting
from ...services.engine_words import error_words, translated
from ...services.jobs import Job, LatestJob
from ..common.messages import cut, save_list, tell
from ..common.text import escaped, filled, shortened

_NAME = 480  # pixels for a label's name or a path


def _choice(name: str, items: Mapping[str, object]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for text, value in items.items():
        box.addItem(text, value)
    return box


class ExportDialog(QDialog):
    """Choose a format, see what will be written, write it."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(560)
        self._document = document
        self._job: Job | None = None
        self._left = False  # closed, perhaps while something was written
        self._plan: exporting.ExportPlan | None = None
        self._planning = LatestJob(self)
        self._planning.finished.connect(self._planned)
        self._planning.failed.connect(self._show_error)
        self._format = QComboBox()
        self._format.setAccessibleName(self.tr("Format"))
        for name, sentence in exporting.FORMAT_SENTENCES.items():
            self._format.addItem(name, name)
            self._format.setItemData(self._format.count() - 1, translated(sentence), Qt.ItemDataRole.ToolTipRole)
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setMinimumHeight(
            2 * self._sentence.fontMetrics().lineSpacing()
        )  # forms do not ask how many lines
        self._regions = _choice(
            self.tr("Regions"),
            {
                self.tr("automatic: run lengths where there are holes"): exporting.SegmentationMode.AUTO,
                self.tr("polygons"): exporting.SegmentationMode.POLYGON,
                self.tr("run lengths"): exporting.SegmentationMode.RLE,
                self.tr("run lengths, not compressed"): exporting.SegmentationMode.UNCOMPRESSED_RLE,
            },
        )
        self._outlines = _choice(self.tr("Outlines"), self._closeness())
        self._photos = _choice(
            self.tr("Photos"),
            {
                self.tr("stay where they are"): exporting.Photos.LEAVE,
                self.tr("are copied there"): exporting.Photos.COPY,
                self.tr("are linked there"): exporting.Photos.LINK,
            },
        )
        self._split = _choice(
            self.tr("Split"),
            {
                self.tr("none"): (),
                self.tr("80 % training, 20 % validation, by scene"): (80.0, 20.0),
                self.tr("80 % training, 10 % validation, 10 % test, by scene"): (80.0, 10.0, 10.0),
            },
        )
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
        form.addRow(self.tr("Outlines"), self._outlines)
        form.addRow(self.tr("Photos"), self._photos)
        form.addRow(self.tr("Split"), self._split)
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
        self._save_list = self._buttons.addButton(self.tr("Save list…"), QDialogButtonBox.ButtonRole.ActionRole)
        self._save_list.setToolTip(self.tr("Write everything that is said here to a text file"))
        self._save_list.clicked.connect(lambda: save_list(self, self._said))
        self._said: list[str] = []  # the whole list of what the summary shows
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._summary)
        layout.addWidget(self._buttons)
        self._format.currentIndexChanged.connect(self._format_changed)
        self._photos.currentIndexChanged.connect(self._parts_changed)
        self._split.currentIndexChanged.connect(self._parts_changed)
        self._path.textEdited.connect(self._tell_plan)
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
        self._outlines.setEnabled(self._name in exporting.HAS_OUTLINES)
        self._sentence.setText(translated(exporting.FORMAT_SENTENCES[self._name]))
        self._regions.setEnabled(coco)
        self._scores.setEnabled(coco)
        place = self._name if self._options().is_folder else f"{self._name}.json"
        self._path.setText(str(self._document.project.folder / place))
        self._tell_plan()

    @Slot()
    def _parts_changed(self) -> None:
        """COCO alone is one file; with a split or photos it is a folder, which is called like the file."""
        place, is_folder = Path(self._path.text()), self._options().is_folder
        if is_folder and place.suffix.lower() == ".json" and not place.is_dir():
            self._path.setText(str(place.with_suffix("")))
        elif not is_folder and not place.suffix and not place.is_dir():
            self._path.setText(f"{place}.json")
        self._tell_plan()

    @Slot()
    def _make_plan(self) -> None:
        project, pending, references = self._document.project, self._pending.isChecked(), self._references.isChecked()
        self._export.setEnabled(False)
        self._summary.setText(self.tr("Counting…"))
        self._planning.ask(lambda progress, stopped: exporting.plan_export(project, pending, references))

    @Slot(object)
    def _planned(self, plan: exporting.ExportPlan) -> None:
        self._plan = plan
        self._export.setEnabled(True)
        self._tell_plan()

    @Slot()
    def _tell_plan(self) -> None:
        """What would be written now. What was said of an earlier export belongs to its format and place."""
        if self._plan is None or not self._export.isEnabled():
            return
        plan, summary = self._plan, self._plan.summary
        objects = self.tr("%n object(s)", "", summary.objects)
        counts = filled(self.tr("%1 on %2"), objects, self.tr("%n photo(s)", "", summary.images))
        lines = [f"<b>{counts}</b>"]
        lines += cut([f"&nbsp;&nbsp;{self._name_shown(one.name)}: {one.objects}" for one in summary.labels])
        exported = plan.exported
        left_out = (exported.left_out, exported.not_reviewed, exported.without_file)
        lines += [escaped(sentence) for sentence in exporting.left_out_sentences(*left_out, translate=translated)]
        lines += cut([self.tr("note: %1").replace("%1", escaped(warning)) for warning in summary.warnings])
        self._summary.setText("<br>".join(lines))
        self._said = [
            counts,
            *(f"{one.name}: {one.objects}" for one in summary.labels),
            *exporting.left_out_sentences(*left_out, most=sys.maxsize, translate=translated),
            *summary.warnings,
        ]

    @Slot()
    def _browse(self) -> None:
        if not self._options().is_folder:
            path, _ = QFileDialog.getSaveFileName(self, self.tr("Export"), self._path.text(), "JSON (*.json)")
        else:
            path = QFileDialog.getExistingDirectory(self, self.tr("Export"), self._path.text())
        if path:
            self._path.setText(path)

    @Slot()
    def _write(self) -> None:
        self._start(replacing=False)

    def _start(self, replacing: bool) -> None:
        plan, path, options = self._plan, Path(self._path.text()), self._options(replacing)
        assert plan is not None
        self._let_choose(False)
        self._summary.setText(self.tr("Writing and checking…"))
        self._job = Job(lambda progress, stopped: exporting.write_export(plan, path, options))
        self._job.finished.connect(self._written)
        self._job.failed.connect(self._failed)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self._job.wait)
        self._job.start()

    def _options(self, replacing: bool = False) -> exporting.ExportOptions:
        return exporting.ExportOptions(
            format=self._name,
            segmentation=exporting.SegmentationMode(self._regions.currentData()),
            scores=self._scores.isChecked(),
            min_iou=self._outlines.currentData(),
            photos=exporting.Photos(self._photos.currentData()),
            shares=tuple(self._split.currentData()),
            replace=replacing,
        )

    @Slot(object)
    def _written(self, report: exporting.Report) -> None:
        assert self._plan is not None
        objects = self.tr("%n object(s)", "", self._plan.summary.objects)
        checked = self.tr(" and read back by pycocotools: every mask is the same") if self._name == "coco" else ""
        text = "✔ " + self.tr("%1 written to %2%3.").replace("%1", objects).replace("%3", checked)
        lines = [text.replace("%2", self._name_shown(str(report.path)))]
        if report.outlines is not None and report.outlines.objects:
            points = exporting.counted(report.outlines.points, "point")
            agreement = f"{report.outlines.lowest_iou:.3f}"
            lines.append(self.tr("Outlines: %1, IoU at least %2.").replace("%1", points).replace("%2", agreement))
        self._summary.setText("<br>".join([*lines, *cut([escaped(note) for note in report.notes])]))
        self._said = [f"{objects}: {report.path}", *report.notes]
        self._let_choose(True)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if self._left:
            tell(self.parentWidget() or self, error)
            return
        self._show_error(error)
        self._let_choose(True)
        if isinstance(error, exporting.WouldReplace):
            text = self.tr("There are files that no export wrote, or that were changed since. Replace them?")
            if QMessageBox.question(self, self.tr("Export"), text) == QMessageBox.StandardButton.Yes:
                self._start(replacing=True)

    @Slot(object)
    def _show_error(self, error: Exception) -> None:
        self._summary.setText(escaped(error_words(error)))

    def _closeness(self) -> dict[str, float]:
        """How closely outlines follow pixels, by what a person reads."""
        words = {1.0: self.tr("follow every pixel"), 0.95: self.tr("few points, IoU %1 or more")}
        between = self.tr("IoU %1 or more")
        return {words.get(one, between).replace("%1", f"{one:g}"): one for one in exporting.CLOSENESS}

    def _name_shown(self, name: str) -> str:
        return escaped(shortened(name, self._summary, _NAME))

    def _let_choose(self, on: bool) -> None:
        """While something is written, what is said of it must stay true."""
        for widget in (self._export, self._format, self._pending, self._references):
            widget.setEnabled(on)

    def reject(self) -> None:
        """Close. What is being written is finished nevertheless; only quitting waits for it."""
        self._left = True
        self._planning.cancel()
        super().reject()
