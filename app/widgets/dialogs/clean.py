"""Clean masks in bulk: smooth, drop small parts, fill holes, with a preview on the photo."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from vrp_core.domain.cleaning import Cleaning, cleaned_rle

from ...model import object_commands
from ...model.document import Document
from ...model.objects import SceneObject, objects_on
from ..canvas.controller import CanvasController

_MOST_SMOOTH = 50  # pixels
_MOST_PIXELS = 1_000_000


class CleanDialog(QDialog):
    """What is cleaned, and how much; one undo takes it back."""

    def __init__(self, document: Document, controller: CanvasController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Clean masks"))
        self.setMinimumWidth(380)
        self._document, self._controller = document, controller
        self.scope = QComboBox()
        self.scope.setAccessibleName(self.tr("Objects"))
        if document.selection:
            self.scope.addItem(self.tr("The selected objects"), self._selected)
        self.scope.addItem(self.tr("All objects on this photo"), self._on_photo)
        self.scope.addItem(self.tr("All results to review, on every photo"), self._to_review)
        self.smooth = self._number(self.tr("Smooth outlines"), _MOST_SMOOTH, 1)
        self.parts = self._number(self.tr("Drop parts smaller than"), _MOST_PIXELS, 20)
        self.holes = self._number(self.tr("Fill holes up to"), _MOST_PIXELS, 20)
        self._words = QLabel()
        self._words.setWordWrap(True)
        form = QFormLayout()
        form.addRow(self.tr("Objects"), self.scope)
        for box in (self.smooth, self.parts, self.holes):
            form.addRow(box.accessibleName(), box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.clean_button = buttons.addButton(self.tr("Clean"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._clean)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._words)
        layout.addWidget(buttons)
        self.scope.currentIndexChanged.connect(self._preview)
        self._preview()

    def done(self, result: int) -> None:
        """Close, and show the photo's own objects again."""
        self._controller.hide_overlay()
        super().done(result)

    @property
    def cleaning(self) -> Cleaning:
        """What is chosen."""
        return Cleaning(self.smooth.value(), self.parts.value(), self.holes.value())

    def _number(self, words: str, most: int, value: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(0, most)
        box.setValue(value)
        box.setSuffix(self.tr(" px"))
        box.setSpecialValueText(self.tr("off"))
        box.setAccessibleName(words)
        box.valueChanged.connect(self._preview)
        return box

    @Slot()
    def _preview(self) -> None:
        """Show the cleaned masks of the current photo in place of the others."""
        here = self._chosen(here=True)
        cleaned = [replace(one, region=cleaned_rle(one.region, self.cleaning)) for one in here]
        changed = sum(before.region != after.region for before, after in zip(here, cleaned, strict=True))
        self._words.setText(
            self.tr("%n object(s) on this photo would change. The photo shows them cleaned.", "", changed)
        )
        self._controller.show_overlay(cleaned, self.tr("Preview of cleaned masks"))

    @Slot()
    def _clean(self) -> None:
        object_commands.clean(self._document, self._chosen(), self.cleaning)
        self.accept()

    def _chosen(self, here: bool = False) -> list[SceneObject]:
        """What is to be cleaned; with `here` only what of it lies on the current photo."""
        choose: Callable[[bool], list[SceneObject]] = self.scope.currentData()
        return choose(here)

    def _selected(self, here: bool) -> list[SceneObject]:
        return list(self._document.selection)

    def _on_photo(self, here: bool) -> list[SceneObject]:
        return list(self._document.locked.others(self._document.objects()))

    def _to_review(self, here: bool) -> list[SceneObject]:
        if here:
            return [one for one in self._document.objects() if one.pending]
        rows = [row for row in self._document.images.every if row.counts.pending]
        return [one for row in rows for one in objects_on(self._document.project, row.image.id) if one.pending]
