"""Resume states from damaged disks and strangers: the run goes on from what it wrote, or says that it cannot."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from vrp_core.domain.errors import WeightsDamaged
from vrp_core.training.checkpoint import TrainState, check_form, load_state, save_state


def trained() -> tuple[nn.Module, torch.optim.AdamW, torch.optim.swa_utils.AveragedModel]:
    """A small network after one step; one of its parameters never has a gradient."""
    network = nn.Linear(3, 2)
    network.register_parameter("unused", nn.Parameter(torch.zeros(1)))
    optimizer = torch.optim.AdamW(network.parameters())
    average = torch.optim.swa_utils.AveragedModel(network)
    network(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    average.update_parameters(network)
    return network, optimizer, average


def written() -> dict[str, Any]:
    """What such a run writes."""
    network, optimizer, average = trained()
    state = TrainState(
        1, -1.0, network.state_dict(), average.state_dict(), optimizer.state_dict(), torch.get_rng_state()
    )
    return {name: getattr(state, name) for name in TrainState.__slots__}


def read(folder: Path, values: Any) -> None:
    """What a run does with a file of these values."""
    torch.save(values, folder / "resume.pt")
    _, optimizer, average = trained()
    state = load_state(folder)
    assert state is not None
    check_form(folder, state, average, optimizer)


def test_a_state_written_by_a_run_is_accepted(tmp_path: Path) -> None:
    values = written()
    save_state(tmp_path, TrainState(**values))
    read(tmp_path, values)


def put(*path: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    """A change of the value at a place."""

    def change(values: dict[str, Any]) -> None:
        for name in path[:-1]:
            values = values[name]
        values[path[-1]] = value

    return change


HUGE = 10**400
CHANGES = {
    "a step that is text": put("step", value="3"),
    "a step that is huge": put("step", value=HUGE),
    "a step below zero": put("step", value=-1),
    "a best that is no number": put("best", value=float("nan")),
    "a best that is huge": put("best", value=HUGE),
    "a count that is none": put("not_better", value=None),
    "a figure that is a list": put("before", value=[1]),
    "a generator of a dict": put("rng", value={}),
    "a generator of bytes that are none": put("rng", value=torch.zeros_like(torch.get_rng_state())),
    "a generator of another length": put("rng", value=torch.zeros(3, dtype=torch.uint8)),
    "a network that is a list": put("network", value=[]),
    "a weight that is a text": put("network", "weight", value="heavy"),
    "a weight that is no number": put("network", "weight", value=torch.full((2, 3), float("nan"))),
    "an average of another shape": put("average", "module.weight", value=torch.zeros(5)),
    "an average that lacks a part": put("average", value={}),
    "no optimizer": put("optimizer", value=None),
    "an optimizer without groups": put("optimizer", value={"state": {}}),
    "an optimizer with no group": put("optimizer", "param_groups", value=[]),
    "a group that is a number": put("optimizer", "param_groups", 0, value=3),
    "a group without a rate": put("optimizer", "param_groups", 0, value={}),
    "a rate that is text": put("optimizer", "param_groups", 0, "lr", value="fast"),
    "betas that are one": put("optimizer", "param_groups", 0, "betas", value=(0.9,)),
    "a switch that is a tensor": put("optimizer", "param_groups", 0, "amsgrad", value=torch.zeros(2)),
    "a switch that is text": put("optimizer", "param_groups", 0, "maximize", value="yes"),
    "other parameters": put("optimizer", "param_groups", 0, "params", value=[0, 1, 7]),
    "a moment of another shape": put("optimizer", "state", 1, "exp_avg", value=torch.zeros(9)),
    "a moment that lacks a part": put("optimizer", "state", 1, value={"step": torch.tensor(1.0)}),
    "a moment of a parameter that is not there": put("optimizer", "state", 9, value={}),
    "a moment that is a list": put("optimizer", "state", 1, value=[]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_state_that_no_run_writes_is_refused(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    values = written()
    change(values)
    with pytest.raises(WeightsDamaged):
        read(tmp_path, values)


@pytest.mark.parametrize("values", [[], "state", None, {}, {"step": 1}, torch.zeros(3)])
def test_a_file_of_something_else_is_refused(tmp_path: Path, values: Any) -> None:
    with pytest.raises(WeightsDamaged):
        read(tmp_path, values)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x80\x02c__builtin__\neval\n", b"x" * 5000])
def test_a_file_that_is_no_state_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "resume.pt").write_bytes(content)
    with pytest.raises(WeightsDamaged):
        load_state(tmp_path)
