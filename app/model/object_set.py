"""Objects that a person has hidden on the photo, or locked, for this session."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import QObject, Signal

from .objects import ObjectKey, SceneObject


class ObjectSet(QObject):
    """A set that reports its changes. Its objects are exported and counted like others."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys: frozenset[ObjectKey] = frozenset()

    @property
    def keys(self) -> frozenset[ObjectKey]:
        """The objects in it."""
        return self._keys

    def others(self, objects: Iterable[SceneObject]) -> tuple[SceneObject, ...]:
        """Those of some objects that are not in it."""
        return tuple(one for one in objects if one.key not in self._keys)

    def set(self, keys: Collection[ObjectKey], inside: bool) -> None:
        """Put objects in, or take them out."""
        wanted = self._keys | set(keys) if inside else self._keys - set(keys)
        if wanted != self._keys:
            self._keys = wanted
            self.changed.emit()

    def clear(self) -> None:
        """Another project was opened: its objects have the same ids."""
        self._keys = frozenset()
