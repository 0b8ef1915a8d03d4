"""Training events as JSON lines."""

import json
from pathlib import Path

import pytest

from vrp_core.domain.error_values import to_values
from vrp_core.domain.errors import TrainingLocked
from vrp_core.domain.events import (
    Estimated,
    Failed,
    FailureCause,
    FeaturesCached,
    Pictured,
    Saved,
    Step,
    TrainEvent,
    TrainingFinished,
    TrainingStarted,
    Validated,
    from_json,
    to_json,
)

EVENTS: list[TrainEvent] = [
    TrainingStarted(0, 40, 1_000_000, 2, 8, 123),
    FeaturesCached(3, 8),
    Step(1, 0.5, 1e-4, 0.25),
    Validated(20, 61.5, {"coin": 61.5}, {"coin": [(3, 4), (5, 6)]}, 70.0),
    Validated(20, 61.5, {}),
    Pictured(20, "step-20.png"),
    Saved(20, "best.safetensors", True),
    TrainingFinished(40, None, False),
    Estimated(12.5, 1, 2, 3),
    Failed(FailureCause.OUT_OF_MEMORY, "Memory ran out."),
    Failed(FailureCause.OTHER, "It is locked.", to_values(TrainingLocked(Path("out")))),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_is_the_same_after_json(event: TrainEvent) -> None:
    assert from_json(json.loads(json.dumps(to_json(event)))) == event


def test_a_field_of_a_newer_version_is_ignored() -> None:
    assert from_json({"kind": "FeaturesCached", "done": 1, "total": 2, "rate": 3}) == FeaturesCached(1, 2)


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        {"no": "kind"},
        {"kind": ["Step"]},
        {"kind": "PassStarted"},
        {"kind": "Step", "step": 2},
        {"kind": "FeaturesCached", "done": "many", "total": 2},
        {"kind": "Validated", "step": 3, "miou": 5, "by_category": {}, "pixels": []},
        {"kind": "Validated", "step": 3, "miou": 5, "by_category": {}, "pixels": {"coin": [3]}},
        {"kind": "Failed", "cause": "bad luck", "message": ""},
        {"kind": "Pictured", "step": float("-inf"), "path": "a.png"},  # a campaign's -1e999: no whole number
        {"kind": "Step", "step": 1, "loss": 10**400, "lr": 0.1, "seconds": 0.2},
        {"kind": "Saved", "step": 1, "path": "a", "best": "false"},  # a word, which Python takes for true
    ],
)
def test_what_is_no_event_is_a_value_error(values: object) -> None:
    with pytest.raises(ValueError):
        from_json(values)
