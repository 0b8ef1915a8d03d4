"""Errors as JSON: every kind comes back as it was, and what is damaged comes back as none."""

import json

import pytest

from tests.domain.errors_to_try import KINDS, example
from vrp_core.domain.error_values import from_values, to_values
from vrp_core.domain.errors import VrpError


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_is_the_same_after_json(kind: type[VrpError]) -> None:
    error = example(kind)
    again = from_values(json.loads(json.dumps(to_values(error))))
    assert type(again) is kind and str(again) == str(error)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"type": "VrpError"},
        {"type": ["NotFound"]},
        {"type": "NotFound", "what": "file"},
        {"type": "DiskFull", "path": 3},
    ],
)
def test_values_of_no_error_are_none(values: dict[str, object]) -> None:
    assert from_values(values) is None


def test_an_error_of_others_has_no_values() -> None:
    assert to_values(ValueError("odd")) == {}
