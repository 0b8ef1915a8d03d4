"""Masks over the photo that belong to nothing yet, with a caption that says whose they are."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ...model.objects import SceneObject
from .items import ObjectItem
from .view import Canvas


class Overlay:
    """Shown in place of the photo's own objects, which the scene hides meanwhile."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._items: list[ObjectItem] = []
        self._caption = QLabel(canvas)
        self._caption.setTextFormat(Qt.TextFormat.PlainText)
        self._caption.setStyleSheet(
            "background: rgba(20, 22, 24, 215); color: white; padding: 6px 10px; border-radius: 4px; font-weight: bold;"
        )
        self._caption.hide()

    @property
    def shown(self) -> bool:
        """There is one."""
        return not self._caption.isHidden()

    @property
    def caption(self) -> str:
        """Whose masks these are; "" when there is no overlay."""
        return self._caption.text() if self.shown else ""

    def show(self, objects: Sequence[SceneObject], colors: Mapping[int, str], opacity: float, caption: str) -> None:
        """Show masks in place of those shown before."""
        self.clear()
        for one in objects:
            item = ObjectItem(one, colors.get(one.label_id, "#ffffff"), False, True, opacity)
            self._items.append(item)
            self._canvas.scene().addItem(item)
        self._caption.setText(caption)
        self._caption.adjustSize()
        self._caption.move(12, 12)
        self._caption.show()

    def clear(self) -> None:
        """Show none."""
        for item in self._items:
            self._canvas.scene().removeItem(item)
        self._items.clear()
        self._caption.hide()
