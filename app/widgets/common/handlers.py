"""What lies between an action and the work it asks for."""

from collections.abc import Callable
from typing import Any

from ...settings import SettingsStore


def ignoring(work: Callable[[], Any]) -> Callable[[bool], None]:
    """Work that does not care whether its action is checked."""

    def handler(checked: bool) -> None:
        work()

    return handler


class Switch:
    """Turns one setting on or off."""

    def __init__(self, settings: SettingsStore, name: str) -> None:
        self._settings, self._name = settings, name

    def __call__(self, checked: bool) -> None:
        self._settings.set(**{self._name: checked})
