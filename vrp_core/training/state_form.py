"""Whether a resume state has the form of the run that is to continue from it.

`torch.load(weights_only=True)` executes nothing, and checks nothing: a damaged or foreign file still holds tensors of
another shape, texts in place of numbers, or lists in place of tensors.
"""

from collections.abc import Mapping
from typing import Annotated, Any

import torch
from msgspec import Meta
from torch import Tensor

from vrp_core.domain.documents import Number, typed

_Steps = Annotated[int, Meta(ge=0, le=1_000_000_000)]
_PLAIN: tuple[tuple[str, Any], ...] = (
    ("step", _Steps),
    ("not_better", _Steps),
    ("best", Number),
    ("before", Number | None),
)
_OF_GROUP = ("lr", "betas", "eps", "weight_decay", "params")  # what every version of torch's AdamW writes


def check_values(values: Any) -> None:
    """See that a file holds what any run writes; which network and optimizer it is of is for `check_optimizer`.

    Args:
        values: what `torch.load` gave.

    Raises:
        ValueError: it does not; says where.
    """
    if not isinstance(values, dict):
        raise ValueError("it holds no state of a training")
    for name, kind in _PLAIN:
        typed(values.get(name), kind)
    same_form(values.get("rng"), torch.get_rng_state(), "rng")
    torch.Generator().set_state(values["rng"])  # torch looks into it, and refuses what it did not write
    network = values.get("network")
    if not isinstance(network, Mapping) or not all(isinstance(name, str) for name in network):
        raise ValueError("network is no set of named tensors")
    for name, tensor in network.items():
        same_form(tensor, tensor if isinstance(tensor, Tensor) else torch.zeros(()), f"network.{name}")


def check_optimizer(found: Any, optimizer: torch.optim.Optimizer) -> None:
    """See that a state is one of this optimizer, an AdamW, after some steps.

    Raises:
        ValueError: it is not; says where.
    """
    expected = optimizer.state_dict()["param_groups"]
    groups, moments = _part(found, "param_groups", list), _part(found, "state", dict)
    if len(groups) != len(expected):
        raise ValueError("the optimizer has other groups")
    for group, like in zip(groups, expected, strict=True):
        for name in like:
            if name in _OF_GROUP or (isinstance(group, Mapping) and name in group):  # others come and go with torch
                same_form(_part(group, name, object), like[name], f"optimizer.{name}")
        if group["params"] != like["params"]:
            raise ValueError("the optimizer has other parameters")
    parameters = [one for group in optimizer.param_groups for one in group["params"]]
    for number, moment in moments.items():
        if number not in range(len(parameters)):
            raise ValueError(f"the optimizer has no parameter {number!r}")
        like = parameters[number].detach()
        form = {"step": torch.tensor(0.0), "exp_avg": like, "exp_avg_sq": like}
        same_form(moment, form, f"optimizer.state.{number}")


def same_form(found: Any, expected: Any, where: str) -> None:
    """See that values have the form of others: the same names and types, tensors of one shape, numbers finite.

    Raises:
        ValueError: they do not; `where` and the path below it name the first place that differs.
    """
    if isinstance(expected, Tensor):
        same = isinstance(found, Tensor) and found.shape == expected.shape and found.dtype == expected.dtype
        if not same or (found.is_floating_point() and not torch.isfinite(found).all()):
            raise ValueError(f"{where} is not what it should be")
    elif type(found) is not type(expected) and not (isinstance(found, Mapping) and isinstance(expected, Mapping)):
        raise ValueError(f"{where} is a {type(found).__name__}, not a {type(expected).__name__}")
    elif isinstance(expected, Mapping):
        if found.keys() != expected.keys():
            raise ValueError(f"{where} has other parts than it should have")
        for name, value in expected.items():
            same_form(found[name], value, f"{where}.{name}")
    elif isinstance(expected, list | tuple):
        if len(found) != len(expected):
            raise ValueError(f"{where} has {len(found)} parts, not {len(expected)}")
        for number, value in enumerate(expected):
            same_form(found[number], value, f"{where}.{number}")
    elif isinstance(expected, float):
        typed(found, Number)


def _part(found: Any, name: str, kind: type) -> Any:
    part = found.get(name) if isinstance(found, Mapping) else None
    if not isinstance(part, kind):
        raise ValueError(f"the optimizer has no {name}")
    return part
