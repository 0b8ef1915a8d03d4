"""Errors as plain values, which cross processes, and back: the reader says them in its own language."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from vrp_core.domain.documents import typed
from vrp_core.domain.errors import VrpError

_KINDS = {kind.__name__: kind for kind in VrpError.__subclasses__()}


def to_values(error: BaseException) -> dict[str, Any]:
    """An error of ours as JSON values, `type` the name of its class; an error of others has none."""
    if type(error).__name__ not in _KINDS:
        return {}
    named = {item.name: getattr(error, item.name) for item in fields(error)}  # type: ignore[arg-type]
    return {"type": type(error).__name__} | {name: _plain(value) for name, value in named.items()}


def from_values(values: Mapping[str, Any]) -> VrpError | None:
    """The error that `to_values` wrote; None if it is none that this version knows."""
    kind = _KINDS.get(str(values.get("type")))
    if kind is None:
        return None
    try:
        return kind(**{name: _read(values[name], hint) for name, hint in get_type_hints(kind).items()})
    except (KeyError, ValueError):
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Path) else value


def _read(value: Any, hint: Any) -> Any:
    return Path(typed(value, str)) if hint is Path else typed(value, hint)
