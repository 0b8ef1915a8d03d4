"""A map of all results of a label: alike ones lie together. Drawn around, they are decided about at once."""

from collections.abc import Sequence
from typing import Any

import pyqtgraph
from PySide6.QtCore import QPointF, QSize, Qt, Slot
from PySide6.QtGui import QPalette, QPixmap, QPolygonF
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vrp_core.domain.annotations import Label, ReviewStatus, Role
from vrp_core.project.counted import Counted

from ...model import image_commands, reference_commands
from ...model.document import Document
from ...model.objects import ObjectKey, SceneObject, object_if_there, object_of
from ...services.engine.requests import MapAnswer, MapRequest
from ...services.engine.worker import EngineWorker
from ...services.thumbnails import Thumbnails
from ..common.region_picture import blank, object_picture
from ..common.sizes import resize_within_screen
from ..common.text import filled
from .lasso import LassoBox

_PICTURE = QSize(150, 112)
_ALIKE = 3  # pictures of results that resemble the chosen one
_ABSENT = "#7a6ff0"
_COLORS = {
    ReviewStatus.PENDING: "#e08600",
    ReviewStatus.ACCEPTED: "#2e9f44",
    ReviewStatus.EDITED: "#1f6feb",
    ReviewStatus.REJECTED: "#8a8f98",
}


class ResultMapDialog(QDialog):
    """The map, a strip of pictures to compare, and what can be done with the results that were drawn around."""

    def __init__(
        self,
        document: Document,
        engine: EngineWorker,
        thumbnails: Thumbnails,
        label: Label,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(filled(self.tr("Map of “%1”"), label.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize_within_screen(self, 860, 680)
        self._document, self._thumbnails, self._label = document, thumbnails, label
        self._request = MapRequest(label.id)
        self._map: Any = None  # ResultMap
        self._chosen: frozenset[int] = frozenset()
        box = LassoBox()
        box.setAspectLocked(True)
        box.lassoed.connect(self._choose_inside)
        self.plot = pyqtgraph.PlotWidget(viewBox=box, background=self.palette().color(QPalette.ColorRole.Base))
        self.plot.setAccessibleName(self.tr("Map of results"))
        self.plot.hideAxis("left")
        self.plot.hideAxis("bottom")
        self._dots = pyqtgraph.ScatterPlotItem(size=11, pen=None)
        self._dots.sigClicked.connect(self._clicked)
        self.plot.addItem(self._dots)
        self._words = QLabel(self.tr("Reading what the results look like…"))
        self._words.setWordWrap(True)
        strip = QHBoxLayout()
        self._pictures = [QLabel() for _ in range(2 + _ALIKE)]
        self._titles: list[QLabel] = []
        for picture in self._pictures:
            column = QVBoxLayout()
            title = QLabel()
            title.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._titles.append(title)
            picture.setFixedSize(_PICTURE)
            column.addWidget(picture)
            column.addWidget(title)
            strip.addLayout(column)
        self.buttons = {
            name: QPushButton(words)
            for name, words in (
                ("accept", self.tr("Accept")),
                ("reject", self.tr("Reject")),
                ("reference", self.tr("Make references")),
            )
        }
        self.buttons["accept"].clicked.connect(self._accept)
        self.buttons["reject"].clicked.connect(self._reject)
        self.buttons["reference"].clicked.connect(self._to_references)
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.plot, 1)
        layout.addLayout(strip)
        layout.addLayout(row)
        engine.mapped.connect(self._mapped)
        document.row_changed.connect(self._draw)
        document.closed.connect(self.close)
        self._choose(())
        engine.ask(self._request)

    @property
    def chosen(self) -> frozenset[int]:
        """The predictions that were drawn around or clicked."""
        return self._chosen

    @Slot(object)
    def _mapped(self, answer: MapAnswer) -> None:
        if answer.request is not self._request:
            return
        self._map = answer.map
        if answer.map is None:
            self._words.setText(self.tr("Something more urgent came. Open the map again."))
        else:
            self._choose(())
            self._draw()

    def _scene(self, prediction_id: int) -> SceneObject | None:
        return object_if_there(self._document.project, ObjectKey("prediction", prediction_id))

    def _there(self) -> dict[int, Counted]:
        return {one.id: one for one in self._document.project.review.counted.of_label(self._label.id)}

    @Slot()
    def _draw(self) -> None:
        if self._map is None or not self._document.is_open:
            return
        edge = pyqtgraph.mkPen(self.palette().color(QPalette.ColorRole.Text), width=2)
        spots = []
        there = self._there()
        for number, (x, y) in zip(self._map.ids, self._map.points.tolist(), strict=True):
            if number in there:
                pen = edge if number in self._chosen else None
                color = _ABSENT if there[number].absent else _COLORS[there[number].status]
                spots.append({"pos": (x, y), "data": number, "brush": color, "pen": pen})
        self._dots.setData(spots)

    @Slot(object)
    def _choose_inside(self, area: QPolygonF) -> None:
        if self._map is not None:
            fill = Qt.FillRule.OddEvenFill
            places = zip(self._map.ids, self._map.points.tolist(), strict=True)
            self._choose([number for number, (x, y) in places if area.containsPoint(QPointF(x, y), fill)])

    @Slot(object, object, object)
    def _clicked(self, plot: object, spots: Sequence[Any], event: object) -> None:
        if len(spots):
            number = int(spots[0].data())
            self._choose([number])
            scene = self._scene(number)
            if scene is not None:
                self._document.show_image(scene.image_id)
                self._document.select(scene.key)

    def _choose(self, numbers: Sequence[int]) -> None:
        self._chosen = frozenset(numbers).intersection(self._there())
        for button in self.buttons.values():
            button.setEnabled(bool(self._chosen))
        if self._map is not None:
            hint = self.tr("Draw around results to decide about them at once. A click shows one and what is like it.")
            if not self._map.ids:
                hint = self.tr("There are no results of this label yet. Mark one object, then find it in all photos.")
            self._words.setText(self.tr("%n result(s) chosen", "", len(self._chosen)) if self._chosen else hint)
        self._compare()
        self._draw()

    def _compare(self) -> None:
        """The strip: the reference, the first chosen result, and what is most like it."""
        first = min(self._chosen, default=0)
        alike = self._map.most_alike(first, _ALIKE) if first else ()
        marked = self._document.project.annotations.all(label_id=self._label.id, role=Role.REFERENCE)[:1]
        keys = [ObjectKey("annotation", one.id) for one in marked if first]
        reference = object_of(self._document.project, keys[0]) if keys else None
        scenes: list[SceneObject | None] = [reference]
        scenes += [self._scene(number) for number in (first, *alike)] if first else []
        scenes += [None] * (len(self._pictures) - len(scenes))
        words = (self.tr("reference"), self.tr("this result"), *[self.tr("alike")] * _ALIKE)
        for scene, picture, title, word in zip(scenes, self._pictures, self._titles, words, strict=True):
            picture.setPixmap(self._picture(scene))
            title.setText(word if scene is not None else "")

    def _picture(self, scene: SceneObject | None) -> QPixmap:
        if scene is None:
            return blank(_PICTURE)
        return object_picture(self._document, self._thumbnails, scene, self._label.color, _PICTURE)

    @Slot()
    def _accept(self) -> None:
        image_commands.decide_results(self._document, sorted(self._chosen), ReviewStatus.ACCEPTED)

    @Slot()
    def _reject(self) -> None:
        image_commands.decide_results(self._document, sorted(self._chosen), ReviewStatus.REJECTED)

    @Slot()
    def _to_references(self) -> None:
        keys = [ObjectKey("prediction", number) for number in sorted(self._chosen)]
        reference_commands.to_references(self._document, keys)
