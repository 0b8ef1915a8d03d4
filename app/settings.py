"""A person's settings: typed, kept in one JSON file, written as soon as one changes."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from PySide6.QtCore import QObject, Signal

from vrp_core.domain.documents import typed_text
from vrp_core.domain.files import write_file

from .keys import PRESETS
from .translation import LANGUAGES, SYSTEM

SETTINGS_VARIABLE = "VRP_ANNOTATOR_SETTINGS"  # names another file
_RECENT = 10
_MOST_KEYS = 10  # of one action
_LONGEST = 4096  # characters of a text
_LONGEST_PART = 255  # bytes of a file or folder name; asking for a longer one is an error on most file systems


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set."""

    theme: str = "system"
    language: str = SYSTEM  # takes effect at the next start
    keymap: str = "default"
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)  # action id -> own keys
    wheel_zooms: bool = True  # else it scrolls, and Ctrl+wheel zooms
    auto_advance: bool = True  # go to the next photo to review after a decision
    live_preview: bool = True  # show what a click would mark while the mouse hovers
    sharpen: bool = True
    fill: bool = True
    opacity: int = 45  # of masks, per cent
    crosshair: bool = False
    grid: bool = True
    compare: bool = False
    brush: int = 30  # diameter, image pixels
    scribble: int = 8  # width, image pixels
    device: str = "auto"
    cycle: bool = True
    instances: bool = False
    close_ups: bool = False
    absent_below: float = 0.15
    alike: int = 60  # per cent: results this like each other are a group
    vrp_weights: str = ""  # a checkpoint in place of the shipped one
    recent: tuple[str, ...] = ()  # project folders, the newest first


# What a setting may be, where not everything of its kind makes sense.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark"),
    "language": (SYSTEM, *LANGUAGES),
    "keymap": tuple(PRESETS),
    "device": ("auto", "cpu", "cuda", "mps"),
}
RANGES: Mapping[str, tuple[float, float]] = {
    "opacity": (5, 100),
    "brush": (1, 1000),
    "scribble": (1, 1000),
    "absent_below": (0, 1),
    "alike": (20, 100),
}


class SettingsStore(QObject):
    """Holds the settings and says which changed."""

    changed = Signal(str)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path or settings_path()
        self._values = _read(self._path)

    @property
    def values(self) -> Settings:
        """The settings as they are."""
        return self._values

    def set(self, **values: Any) -> None:
        """Change some, write the file, and tell who listens."""
        changed = {name: value for name, value in values.items() if getattr(self._values, name) != value}
        if not changed:
            return
        self._values = replace(self._values, **changed)
        self._write()
        for name in changed:
            self.changed.emit(name)

    def forget(self, folder: Path) -> None:
        """Take a project out of the recent ones."""
        self.set(recent=tuple(one for one in self._values.recent if one != str(folder)))

    def remember(self, folder: Path) -> None:
        """Put a project first among the recent ones."""
        text = str(folder)
        others = [one for one in self._values.recent if one != text]
        self.set(recent=(text, *others)[:_RECENT])

    def _write(self) -> None:
        write_file(self._path, json.dumps(asdict(self._values), indent=1).encode())


def settings_path() -> Path:
    """Where the settings are."""
    named = os.environ.get(SETTINGS_VARIABLE)
    return Path(named) if named else user_config_path("vrp-annotator") / "settings.json"


def _read(path: Path) -> Settings:
    """The settings of a file. A missing or damaged file, or a value that makes no sense, gives the default."""
    try:
        found = typed_text(path.read_bytes(), dict[str, Any])
    except (OSError, ValueError):
        return Settings()
    defaults = Settings()
    values: dict[str, Any] = {}
    for item in fields(Settings):
        default, value = getattr(defaults, item.name), found.get(item.name)
        if isinstance(default, tuple) and isinstance(value, list):
            values[item.name] = _texts(value)[:_RECENT]
        elif isinstance(default, dict) and isinstance(value, dict):
            lists = {action: keys for action, keys in value.items() if isinstance(keys, list)}
            values[item.name] = {action: _texts(keys)[:_MOST_KEYS] for action, keys in lists.items()}
        elif type(value) is type(default) and _allowed(item.name, value):
            values[item.name] = value
    return replace(defaults, **values)


def _texts(values: list[Any]) -> tuple[str, ...]:
    """The texts of a list that can be the name of a folder or of a key."""
    return tuple(value for value in values if isinstance(value, str) and _is_name(value))


def _is_name(value: str) -> bool:
    parts = (part.encode("utf-8", "surrogatepass") for part in Path(value).parts)
    return len(value) <= _LONGEST and "\0" not in value and all(len(part) <= _LONGEST_PART for part in parts)


def _allowed(name: str, value: Any) -> bool:
    if isinstance(value, str) and not _is_name(value):
        return False
    if name in CHOICES:
        return value in CHOICES[name]
    least, most = RANGES.get(name, (value, value))
    return bool(least <= value <= most)
