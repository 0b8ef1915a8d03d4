"""Objects that a person has hidden on the photo, for this session."""

from PySide6.QtCore import QObject, Signal

from .objects import ObjectKey


class HiddenObjects(QObject):
    """A set that reports its changes. Hidden objects are exported and counted like others."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys: frozenset[ObjectKey] = frozenset()

    @property
    def keys(self) -> frozenset[ObjectKey]:
        """The hidden objects."""
        return self._keys

    def set(self, key: ObjectKey, hidden: bool) -> None:
        """Hide or show an object."""
        wanted = self._keys | {key} if hidden else self._keys - {key}
        if wanted != self._keys:
            self._keys = wanted
            self.changed.emit()

    def clear(self) -> None:
        """Another project was opened: its objects have the same ids."""
        self._keys = frozenset()
