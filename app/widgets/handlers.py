"""What lies between an action and the work it asks for."""

from collections.abc import Callable
from typing import Any

from app.settings import SettingsStore
from app.widgets.scene import Scene


def ignoring(work: Callable[[], Any]) -> Callable[[bool], None]:
    """Work that does not care whether its action is checked."""

    def handler(checked: bool) -> None:
        work()

    return handler


class TakeTool:
    """Takes one tool."""

    def __init__(self, scene: Scene, tool_id: str) -> None:
        self._scene, self._tool_id = scene, tool_id

    def __call__(self) -> None:
        self._scene.take(self._tool_id)


class Switch:
    """Turns one setting on or off."""

    def __init__(self, settings: SettingsStore, name: str) -> None:
        self._settings, self._name = settings, name

    def __call__(self, checked: bool) -> None:
        self._settings.set(**{self._name: checked})
