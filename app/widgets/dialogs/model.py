"""The networks of a project: every SAM, method, semantic encoder and VRP weights, and which go together."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ...services import models
from ...services.models import NAMES, Choice, Frozen, Trained
from ...services.training import runs
from ...services.weights_loading import WeightsLoading
from ...services.weights_offer import offer_of
from ..common.messages import tell
from ..common.sizes import resize_within_screen
from ..common.text import filled, tooltip
from ..common.words import weights_name
from .model_draft import Draft
from .weights import FetchWeightsDialog


class ModelDialog(QDialog):
    """Choose what the project finds with; bring what is missing to this machine."""

    chosen = Signal()  # the project uses other networks from now on

    def __init__(self, project: Path, loading: WeightsLoading, current: Choice, parent: QWidget | None = None) -> None:
        """`loading` outlives the dialog: a download continues when it is closed. `current`: what is in use."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Model"))
        resize_within_screen(self, 820, 640)
        self._project, self._loading = project, loading
        trained, used = models.trained(project), runs.chosen(project)
        weights = next((one for one in trained if one.path == used), None)
        if current.method == "vrp" and weights is not None and weights.semantic:
            current = replace(current, semantic=weights.semantic)  # weights decide it, whatever was chosen before
        self._used = self.draft = Draft(current, weights, models.sams(), models.semantics(), trained)
        self._rows = QWidget()
        QVBoxLayout(self._rows)
        area = QScrollArea()
        area.setWidget(self._rows)
        area.setWidgetResizable(True)
        column = QVBoxLayout(self)
        column.addWidget(area, 1)
        column.addLayout(self._download_row())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.use_button = buttons.addButton(self.tr("Use for this project"), QDialogButtonBox.ButtonRole.ApplyRole)
        self.use_button.clicked.connect(self._use)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        loading.begun.connect(self._show)
        loading.progress.connect(self._progressed)
        loading.ended.connect(self._look_again)
        loading.failed.connect(self._failed)
        self._show()

    def option(self, group: str, name: str) -> QRadioButton:
        """The button of one choice: of a "sam", "method", "semantic" or "weights"."""
        found = self._rows.findChild(QRadioButton, f"{group} {name}")
        assert isinstance(found, QRadioButton)
        return found

    # --- what is shown -----------------------------------------------------------------------------------------------

    def _download_row(self) -> QHBoxLayout:
        self._words = QLabel()
        self._bar = QProgressBar()
        self._bar.setAccessibleName(self.tr("Download"))
        self._stop = QPushButton(self.tr("Cancel"))
        self._stop.setAutoDefault(False)
        self._stop.clicked.connect(self._loading.stop)
        row = QHBoxLayout()
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        return row

    @Slot()
    def _show(self) -> None:
        draft, choice = self.draft, self.draft.choice
        focused = self._rows.focusWidget()
        kept = focused.objectName() if focused is not None else ""
        layout = self._rows.layout()
        assert layout is not None
        while (item := layout.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.setParent(None)
                old.deleteLater()  # the click that asked for this may come from it
        sam = self._group(self.tr("SAM: draws the outline"), layout)
        for one in draft.sams:
            picked = draft.with_sam(one.id)
            self._row(sam, f"sam {one.id}", one.name, one.id == choice.sam, draft.why_no_sam(one), picked)
            self._facts(sam, one)
        method = self._group(self.tr("Method: where to look"), layout)
        words = {
            "vrp": self.tr("Trained network (VRP weights)"),
            "gp": self.tr("Without training: matches features, then prompts SAM with points"),
        }
        for name, text in words.items():
            picked = draft.with_method(name)
            self._row(method, f"method {name}", text, name == choice.method, draft.why_no_method(name), picked)
        weights = self._group(self.tr("VRP weights"), layout)
        for which in draft.trained:
            picked = draft.with_weights(which)
            taken = which == draft.weights and choice.method == "vrp"
            self._row(
                weights,
                f"weights {which.name}",
                weights_name(which.name, which.path),
                taken,
                draft.why_no_weights(which),
                picked,
            )
            self._trained_facts(weights, which)
        semantic = self._group(self.tr("Semantic encoder: what things look like"), layout)
        for one in draft.semantics:
            picked = draft.with_semantic(one.id)
            self._row(
                semantic, f"semantic {one.id}", one.name, one.id == choice.semantic, draft.why_no_semantic(one), picked
            )
            self._facts(semantic, one)
        again = self._rows.findChild(QRadioButton, kept) if kept else None
        if isinstance(again, QRadioButton):
            again.setFocus()
        why = draft.why_not
        same = draft.choice == self._used.choice and draft.weights == self._used.weights
        self.use_button.setEnabled(not why and not same)
        self.use_button.setToolTip(tooltip(why or (self.tr("These are in use.") if same else "")))
        busy = self._loading.weights_id
        for widget in (self._words, self._bar, self._stop):
            widget.setVisible(bool(busy))
        self._stop.setEnabled(self._loading.stoppable)
        self._words.setText(NAMES.get(busy, busy))
        self._bar.setRange(0, 0)

    def _group(self, title: str, layout: object) -> QGridLayout:
        box = QGroupBox(title)
        grid = QGridLayout(box)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)
        layout.addWidget(box)  # type: ignore[attr-defined]
        return grid

    def _row(self, grid: QGridLayout, name: str, text: str, checked: bool, why: str, picked: Draft) -> None:
        button = QRadioButton(text)
        button.setObjectName(name)
        button.setChecked(checked)
        button.setEnabled(not why)
        button.setToolTip(tooltip(why))
        button.clicked.connect(lambda: self._set(picked))
        grid.addWidget(button, grid.rowCount(), 0)

    def _facts(self, grid: QGridLayout, one: Frozen) -> None:
        row = grid.rowCount() - 1
        size = one.size or ("" if one.present else self.tr("size not known"))
        here = self.tr("on this machine") if one.present else self.tr("not here")
        grid.addWidget(QLabel(", ".join(part for part in (size, one.licence, here) if part)), row, 1)
        if one.present:
            return
        if one.fetchable:
            grid.addWidget(self._button(self.tr("Download…"), lambda: self._offer(one)), row, 2)
        if one.importable:
            grid.addWidget(self._button(self.tr("Use a file I have…"), lambda: self._ask_file(one)), row, 3)

    def _trained_facts(self, grid: QGridLayout, one: Trained) -> None:
        served = [name for sam, name in NAMES.items() if one.fits(sam)]
        words = filled(self.tr("for %1 with %2"), " / ".join(served), one.semantic) if served else ""
        grid.addWidget(QLabel(", ".join(part for part in (one.size, words) if part)), grid.rowCount() - 1, 1)

    def _button(self, text: str, work: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setEnabled(not self._loading.weights_id)
        button.setToolTip(tooltip(self.tr("Another download is running.")) if self._loading.weights_id else "")
        button.clicked.connect(work)
        return button

    # --- what is done ------------------------------------------------------------------------------------------------

    def _set(self, draft: Draft) -> None:
        self.draft = draft
        self._show()

    def _offer(self, one: Frozen) -> None:
        dialog = FetchWeightsDialog(offer_of(one.id), self)
        dialog.download_wanted.connect(lambda: self._loading.fetch(one.id))
        dialog.file_chosen.connect(lambda path: self._loading.bring_in(one.id, path))
        dialog.open()

    def _ask_file(self, one: Frozen) -> None:
        path, _ = QFileDialog.getOpenFileName(self, filled(self.tr("Weights of %1"), one.name))
        if path:
            self._loading.bring_in(one.id, Path(path))

    @Slot(int, int)
    def _progressed(self, done: int, total: int) -> None:
        self._bar.setRange(0, total // 1024)
        self._bar.setValue(done // 1024)

    @Slot()
    def _look_again(self) -> None:
        frozen = {"sams": models.sams(), "semantics": models.semantics()}
        self.draft = Draft(self.draft.choice, self.draft.weights, trained=self.draft.trained, **frozen)
        self._show()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if self.isVisible():
            tell(self, error)

    @Slot()
    def _use(self) -> None:
        weights = self.draft.weights if self.draft.choice.method == "vrp" else None
        try:
            if weights is not None:
                runs.choose(self._project, weights.path)
            models.choose(self._project, self.draft.choice)
        except OSError as error:
            tell(self, error)
            return
        self._used = self.draft
        self.chosen.emit()
        self._show()
