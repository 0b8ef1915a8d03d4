"""Every error of ours has its sentence, and the sentence tells all that the error knows."""

from dataclasses import fields
from pathlib import Path

import pytest

from vrp_core.domain import errors
from vrp_core.domain.messages import explain

KINDS = errors.VrpError.__subclasses__()
VALUES = {"height": 41, "width": 42, "found": 43, "known": 44, "step": 45}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_its_words(kind: type[errors.VrpError]) -> None:
    values = {}
    for field in fields(kind):  # type: ignore[arg-type]
        example = f"<{field.name}>"
        if field.type is int or field.type == "int":
            values[field.name] = VALUES[field.name]
        elif "tuple[tuple" in str(field.type):
            values[field.name] = ((example, 46), (f"{example}2", 47))
        elif "tuple" in str(field.type):
            values[field.name] = (example, f"{example}2")
        elif field.type is Path:
            values[field.name] = Path(example)
        else:
            values[field.name] = example
    sentence = explain(kind(**values))
    assert kind.__name__ not in sentence, "there is no sentence for it"
    for value in values.values():
        for part in _parts(value):
            assert str(part) in sentence


def _parts(value: object) -> list[object]:
    """A value, or those in it at any depth."""
    return [part for inner in value for part in _parts(inner)] if isinstance(value, tuple) else [value]


def test_an_error_of_others_is_named() -> None:
    assert explain(ValueError("odd")) == "ValueError: odd"
