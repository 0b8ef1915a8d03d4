"""Under the photo: the results that look like the selected one, which one key accepts or rejects together."""

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..model.document import Document
from ..model.objects import ObjectKey, SceneObject, object_if_there
from ..services.engine.requests import MapAnswer, MapRequest
from ..services.engine.worker import EngineWorker
from ..services.thumbnails import Thumbnails
from ..settings import RANGES, SettingsStore
from .common.action_set import ActionSet
from .common.region_picture import object_picture
from .common.text import tooltip, yield_width

_PICTURE = QSize(96, 72)
_SLIDER = 110  # pixels
_DECISIONS = ("review.accept", "review.reject", "review.look_alike")


class GroupBar(QWidget):
    """Asks the engine at the press, shows its answer, ends with the selection. A click leaves a result out."""

    said = Signal(str)

    def __init__(
        self,
        document: Document,
        engine: EngineWorker,
        thumbnails: Thumbnails,
        actions: ActionSet,
        settings: SettingsStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._engine, self._thumbnails, self._settings = document, engine, thumbnails, settings
        self._asked: MapRequest | None = None
        self._start: ObjectKey | None = None
        self._likeness: tuple[tuple[int, float], ...] = ()  # of all results of the label, the most alike first
        self._words = QLabel()
        self._words.setWordWrap(True)
        yield_width(self._words)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(*(int(one) for one in RANGES["alike"]))  # per cent
        self.slider.setFixedWidth(_SLIDER)
        self.slider.setValue(settings.values.alike)
        self.slider.setAccessibleName(self.tr("How alike at least"))
        self.slider.setToolTip(self.tr("How much a result resembles the selected one at least, to be in the group"))
        self._least = QLabel()
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(self.slider)
        row.addWidget(self._least)
        for action_id in _DECISIONS:
            button = QToolButton()
            button.setDefaultAction(actions[action_id])
            row.addWidget(button)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Results that look alike"))
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setFlow(QListView.Flow.LeftToRight)
        self.list.setWrapping(False)
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.list.setIconSize(_PICTURE)
        self.list.setGridSize(QSize(_PICTURE.width() + 10, _PICTURE.height() + 26))
        self.list.setFixedHeight(
            self.list.gridSize().height() + self.list.horizontalScrollBar().sizeHint().height() + 6
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.addLayout(row)
        layout.addWidget(self.list)
        self.hide()
        self.slider.valueChanged.connect(self._slid)
        self.list.itemSelectionChanged.connect(self._count)
        engine.mapped.connect(self._mapped)
        engine.failed.connect(self._end)
        document.selection_changed.connect(self._selection_changed)
        document.closed.connect(self._end)

    def press(self) -> None:
        """The key was pressed: look for what resembles the selected result; or leave the group."""
        selected = self._document.selected
        if self._asked is not None:
            self._end()
        elif selected is None or selected.key.kind != "prediction":
            self.said.emit(self.tr("Select a result first: N goes to the next."))
        else:
            self._start = selected.key
            self._asked = MapRequest(selected.label_id)
            self._words.setText(self.tr("Looking for results that look like this one…"))
            self.show()
            self._engine.ask(self._asked)

    def take(self) -> tuple[int, ...]:
        """The predictions in the group, first the one it was made for; the group ends. () where there is none."""
        ids: tuple[int, ...] = ()
        if self._start is not None and self._likeness:
            shown = (one.scene.key.id for one in self.list.selectedItems() if isinstance(one, _Picture))
            ids = (self._start.id, *(number for number in shown if self._open(number) is not None))
        self._end()
        return ids

    @Slot(object)
    def _mapped(self, answer: MapAnswer) -> None:
        if answer.request is not self._asked or self._start is None:
            return
        if answer.map is None or self._start.id not in answer.map.ids:
            self._end()
            self.said.emit(self.tr("Nothing was compared. Press the key again."))
            return
        self._likeness = answer.map.by_likeness(self._start.id)
        self._fill()

    def _open(self, prediction_id: int) -> SceneObject | None:
        """A result that can be in the group: still there, undecided, shown and not locked."""
        key = ObjectKey("prediction", prediction_id)
        scene = object_if_there(self._document.project, key)
        if scene is None or scene.absent or not scene.pending or key in self._document.locked.keys:
            return None
        return scene

    def _fill(self) -> None:
        colors = {label.id: label.color for label in self._document.project.labels.all()}
        self.list.clear()
        for number, likeness in self._likeness:
            if 100 * likeness < self.slider.value():
                break
            scene = self._open(number)
            if scene is not None:
                item = _Picture(self._document, self._thumbnails, scene, colors[scene.label_id], likeness)
                self.list.addItem(item)
        self.list.selectAll()
        self._count()

    @Slot()
    def _count(self) -> None:
        self._least.setText(f"{self.slider.value()} %")
        if self._likeness:
            many = len(self.list.selectedItems())
            words = self.tr(
                "%n result(s) look like this one. A decision is about all; a click leaves one out.", "", many
            )
            self._words.setText(words)
            self._words.setToolTip(tooltip(words))

    @Slot(int)
    def _slid(self, value: int) -> None:
        self._settings.set(alike=value)
        self._fill()

    @Slot()
    def _selection_changed(self) -> None:
        selected = self._document.selected
        if self._start is not None and (selected is None or selected.key != self._start):
            self._end()

    @Slot()
    def _end(self) -> None:
        self._asked, self._start, self._likeness = None, None, ()
        self.list.clear()
        self.hide()


class _Picture(QListWidgetItem):
    """A result; its picture is made when it is first seen."""

    def __init__(
        self, document: Document, thumbnails: Thumbnails, scene: SceneObject, color: str, likeness: float
    ) -> None:
        super().__init__(f"{likeness:.0%}")
        self.scene = scene
        self._document, self._thumbnails, self._color = document, thumbnails, color
        self._picture: QIcon | None = None
        self.setToolTip(tooltip(document.images.record(scene.image_id).path))

    def data(self, role: int) -> Any:
        if role != Qt.ItemDataRole.DecorationRole:
            return super().data(role)
        if self._picture is None:
            pixmap = object_picture(self._document, self._thumbnails, self.scene, self._color, _PICTURE)
            self._picture = QIcon(pixmap)
            self._picture.addPixmap(pixmap, QIcon.Mode.Selected)  # not in the colour of the selection
        return self._picture
