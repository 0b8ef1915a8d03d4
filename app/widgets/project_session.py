"""Where a person was in a project: photo, zoom, order and filter, restored when the project is opened again."""

import json
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any

from PySide6.QtCore import QObject, QSettings, QTimer, Slot

from ..model.document import Document
from ..model.targets import Order, TargetFilter, TargetState
from .canvas.view import Canvas
from .panels.photo_list import PhotoList


class ProjectSession(QObject):
    """Writes to the window's own state, not to the project: two people may work on one project in turn."""

    def __init__(self, document: Document, photo_list: PhotoList, canvas: Canvas, state: QSettings) -> None:
        super().__init__(photo_list)
        self._document, self._photo_list, self._canvas, self._state = document, photo_list, canvas, state
        document.opened.connect(self._restore)
        document.current_changed.connect(self._save)
        document.rows_changed.connect(self._save)
        canvas.zoomed.connect(self._save)
        canvas.input.panned.connect(self._save)

    @property
    def _key(self) -> str:
        return f"projects/{sha256(str(self._document.project.folder).encode()).hexdigest()[:16]}"

    @Slot()
    def _save(self) -> None:
        if self._document.is_open and self._document.current:
            shown = self._document.images.filter
            path = self._document.images.record(self._document.current).path
            values = {"photo": path, "place": self._canvas.place, **asdict(shown)}
            self._state.setValue(self._key, json.dumps(values))

    @Slot()
    def _restore(self) -> None:
        try:
            values: dict[str, Any] = json.loads(str(self._state.value(self._key, "{}")))
            order, state = Order(values["order"]), values["state"]
            place = [float(one) for one in values.get("place") or ()]
            wanted = replace(
                TargetFilter(),
                text=str(values["text"]),
                state=TargetState(state) if state is not None else None,
                order=order,
            )
        except (KeyError, TypeError, ValueError):
            return  # the project is new here, or another version wrote it
        self._photo_list.show_filter(wanted)
        photo = next((row for row in self._document.images.every if row.image.path == values["photo"]), None)
        if photo is not None:
            self._document.show_image(photo.image.id)
            if len(place) == 3:
                # The page is laid out first.
                QTimer.singleShot(0, self._canvas, lambda: self._canvas.show_place(*place))
