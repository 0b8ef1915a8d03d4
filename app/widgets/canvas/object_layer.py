"""The objects that are shown on a photo."""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtWidgets import QGraphicsScene

from ...model.objects import ObjectKey, SceneObject
from .items import ObjectItem


class ObjectLayer:
    """An item for each object; those that have not changed keep their outlines."""

    def __init__(self, scene: QGraphicsScene) -> None:
        self._scene = scene
        self._items: dict[ObjectKey, ObjectItem] = {}
        self._hidden = False
        self._covered: frozenset[ObjectKey] = frozenset()
        self._locked: frozenset[ObjectKey] = frozenset()

    def show(
        self,
        objects: Sequence[SceneObject],
        colors: Mapping[ObjectKey, str],
        selected: Collection[ObjectKey],
        fill: bool,
        opacity: float,
    ) -> None:
        """Show these objects and no others."""
        wanted = {one.key: one for one in objects}
        for key in [key for key, item in self._items.items() if wanted.get(key) != item.scene_object]:
            self._scene.removeItem(self._items.pop(key))
        for key, one in wanted.items():
            style = (colors.get(key, "#ffffff"), key in selected, fill, opacity)
            if key in self._items:
                self._items[key].restyle(*style)
            else:
                self._items[key] = ObjectItem(one, *style)
                self._scene.addItem(self._items[key])
        self._apply()

    def clear(self) -> None:
        """Show none."""
        self.show([], {}, (), False, 0)

    def hide(self, hidden: bool) -> None:
        """Show the bare photo."""
        self._hidden = hidden
        self._apply()

    def cover(self, keys: Collection[ObjectKey]) -> None:
        """Do not show these, as something else is shown in their place."""
        if frozenset(keys) != self._covered:
            self._covered = frozenset(keys)
            self._apply()

    def lock(self, keys: Collection[ObjectKey]) -> None:
        """The mouse does not find these: it reaches what lies under them."""
        self._locked = frozenset(keys)

    def item(self, key: ObjectKey) -> ObjectItem | None:
        """How an object is shown."""
        return self._items.get(key)

    def at(self, x: float, y: float) -> SceneObject | None:
        """The visible, unlocked object at a place in image pixels; of several the smallest, which the others hide."""
        free = [item for key, item in self._items.items() if item.isVisible() and key not in self._locked]
        hit = [item for item in free if item.holds(x, y)]
        smallest = min(hit, key=lambda item: item.boundingRect().width() * item.boundingRect().height(), default=None)
        return smallest.scene_object if smallest is not None else None

    def _apply(self) -> None:
        for key, item in self._items.items():
            item.setVisible(not self._hidden and key not in self._covered)
