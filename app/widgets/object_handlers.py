"""What the actions on selected objects do."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from vrp_core.domain.cleaning import Cleaning
from vrp_core.domain.masks import Mask, area, components, decode, encode

from ..model import commands, object_commands, reference_commands
from ..model.document import Document
from ..model.object_commands import Copied
from .canvas.controller import CanvasController
from .common.text import filled
from .dialogs.clean import CleanDialog

_PASTED = 10  # pixels right and down of the original, where it is pasted on its own photo


class ObjectHandlers(QObject):
    """Delete, label, split, join, clean and copy."""

    said = Signal(str)

    def __init__(self, window: QWidget, document: Document, controller: CanvasController) -> None:
        super().__init__(window)
        self._window, self._document, self._controller = window, document, controller
        self._copied: tuple[Copied, ...] = ()
        self._copied_from = 0  # an image id

    @property
    def handlers(self) -> dict[str, Callable[[], object]]:
        """Action id -> what it does."""
        return {
            "edit.delete": self._delete,
            "edit.label": self._relabel,
            "edit.fill_holes": lambda: self._clean(Cleaning(largest_hole=2**31)),
            "edit.keep_largest": lambda: self._reshape(lambda mask: components(mask)[0]),
            "edit.clean": self._ask_cleaning,
            "edit.join": self._join,
            "edit.split": self._split,
            "edit.copy": self._copy,
            "edit.paste": self._paste,
            "edit.duplicate": self._duplicate,
            "edit.lock": self._lock,
            "reference.toggle": self._toggle_reference,
        }

    def _delete(self) -> None:
        selection = self._document.selection
        with commands.one_step(self._document, self.tr("delete objects")):
            for one in selection:
                commands.remove(self._document, one)

    def _relabel(self) -> None:
        label = self._document.label
        for one in self._document.selection:
            if label is None or one.label_id == label.id:
                continue
            if one.key.kind == "prediction":
                self.said.emit(self.tr("A result keeps the label it was found for. Mark the object again instead."))
            else:
                commands.set_label(self._document, one, label.id)

    def _reshape(self, change: Callable[[Mask], Mask]) -> None:
        for one in self._document.selection:
            if area(one.region):
                region = encode(change(decode(one.region)))
                if region != one.region:
                    commands.change_region(self._document, one, region)

    def _clean(self, wanted: Cleaning) -> None:
        object_commands.clean(self._document, self._document.selection, wanted)

    def _ask_cleaning(self) -> None:
        CleanDialog(self._document, self._controller, self._window).open()

    def _lock(self) -> None:
        document = self._document
        keys = [one.key for one in document.selection]
        document.locked.set(keys or [one.key for one in document.objects()], bool(keys))
        self.said.emit(self.tr("%n object(s) locked", "", len(keys)) if keys else self.tr("All objects are unlocked."))

    def _join(self) -> None:
        selection = self._document.selection
        if len(selection) < 2:
            self.said.emit(self.tr("Select two or more objects first: Shift+click, or in the list of objects."))
        elif len({one.label_id for one in selection}) > 1:
            self.said.emit(self.tr("Only objects of one label can be joined."))
        else:
            object_commands.join(self._document, selection)

    def _split(self) -> None:
        selected = self._document.selected
        if selected is not None and object_commands.split_parts(self._document, selected) < 2:
            self.said.emit(self.tr("The object has only one part. The knife cuts it along a line."))

    def _copy(self) -> None:
        self._copied = object_commands.copy(self._document.selection)
        self._copied_from = self._document.current
        self.said.emit(self.tr("%n object(s) copied", "", len(self._copied)))

    def _paste(self) -> None:
        self._put(_PASTED if self._document.current == self._copied_from else 0)

    def _duplicate(self) -> None:
        """Put the selected objects on the next photo, or all drawn and accepted ones where nothing is selected."""
        objects = self._document.selection or tuple(one for one in self._document.objects() if not one.pending)
        following = self._document.images.stepped(self._document.current, 1)
        if not objects or following == self._document.current:
            self.said.emit(self.tr("There is nothing to copy, or no next photo."))
            return
        self._copied, self._copied_from = object_commands.copy(objects), self._document.current
        self._document.step(1)
        self._put(0)

    def _put(self, offset: int) -> None:
        if not self._copied:
            self.said.emit(self.tr("Nothing was copied yet."))
            return
        pasted = object_commands.paste(self._document, self._copied, offset)
        if pasted < len(self._copied):
            text = self.tr("%1 of %2 objects pasted: the others come from a photo of another size.")
            self.said.emit(filled(text, str(pasted), str(len(self._copied))))

    def _toggle_reference(self) -> None:
        selected = self._document.selected
        if selected is not None:
            reference_commands.to_reference(self._document, selected)
