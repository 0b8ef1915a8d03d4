"""One error of every kind, with values that a sentence shows unchanged."""

from dataclasses import fields
from pathlib import Path

from vrp_core.domain import errors

KINDS = errors.VrpError.__subclasses__()
_NUMBERS = {"height": 41, "width": 42, "found": 43, "known": 44, "step": 45}


def example(kind: type[errors.VrpError]) -> errors.VrpError:
    """An error whose every field is filled."""
    values: dict[str, object] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        name = f"<{field.name}>"
        if field.type is int or field.type == "int":
            values[field.name] = _NUMBERS[field.name]
        elif "tuple[tuple" in str(field.type):
            values[field.name] = ((name, 46), (f"{name}2", 47))
        elif "tuple" in str(field.type):
            values[field.name] = (name, f"{name}2")
        else:
            values[field.name] = Path(name) if field.type is Path else name
    return kind(**values)


def parts_of(error: errors.VrpError) -> list[str]:
    """What an error knows, as it must appear in its sentence."""
    return [part for field in fields(error) for part in _parts(getattr(error, field.name))]  # type: ignore[arg-type]


def _parts(value: object) -> list[str]:
    return [part for inner in value for part in _parts(inner)] if isinstance(value, tuple) else [str(value)]
