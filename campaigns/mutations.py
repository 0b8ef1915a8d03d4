"""Damages inputs: bytes as disks and transfers corrupt them, JSON as strangers write it."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

_BYTES = (
    b"\x00",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"\x7f\xff\xff\xff",
    b"\xff" * 8,
)
_RAW = (  # JSON that Python's own `dumps` would not write
    "1" + "0" * 400,
    "1" + "0" * 6000,
    "-1e999",
    "NaN",
    "Infinity",
    "[" * 100_000,
    '{"a":' * 50_000,
    "[" * 300 + "]" * 300,
    '"\\ud800"',
    '"\\u0000"',
    "{",
    "",
)
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, -(2**63), 0.5, -0.0, 1e308, 1e-320, 200_000, 10**12,
    "", "x", "3", "../../x", "a\x00b", "é" * 300, "x" * 70_000, [], {}, [[]], [None], {"a": 1}, [1, 2, 3], "zzzz0",
)  # fmt: skip
_MARK = "\x01here\x01"


def spoil_bytes(content: bytes, rng: random.Random) -> bytes:
    """Apply one to four kinds of damage at random places."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        _spoil_once(data, rng)
    return bytes(data)


def _spoil_once(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data) + 1)
    length = min(rng.choice((1, 2, 4, 16, 256, 4096)), len(data) - at)
    kind = rng.randrange(7)
    if kind == 0 and at < len(data):
        data[at] ^= 1 << rng.randrange(8)
    elif kind == 1:
        value = rng.choice(_BYTES)
        data[at : at + len(value)] = value
    elif kind == 2:
        data[at : at + length] = rng.randbytes(length)
    elif kind == 3:
        del data[at : at + length]
    elif kind == 4:
        data[at:at] = data[at : at + length]
    elif kind == 5:
        data[at : at + length] = bytes(length)
    else:
        del data[at:]


def spoil_json(values: Any, rng: random.Random) -> bytes:
    """The text of a JSON value with one to three places changed; sometimes its bytes are damaged as well."""
    changed = copy.deepcopy(values)
    raw = None
    for _ in range(rng.randint(1, 3)):
        places = list(_places(changed))
        if not places:
            break
        holder, key = rng.choice(places)
        kind = rng.randrange(5)
        if kind == 0:
            del holder[key]
        elif kind == 1 and raw is None:
            holder[key], raw = _MARK, rng.choice(_RAW)
        elif kind == 2 and len(places) > 1:
            other, name = rng.choice(places)
            holder[key] = copy.deepcopy(other[name])
        else:
            holder[key] = copy.deepcopy(rng.choice(_VALUES))
    text = json.dumps(changed)
    if raw is not None:
        text = text.replace(json.dumps(_MARK), raw)
    content = text.encode()
    return spoil_bytes(content, rng) if rng.random() < 0.2 else content


def hostile_value(rng: random.Random) -> Any:
    """A plain value that a reader does not expect."""
    return copy.deepcopy(rng.choice(_VALUES))


def _places(values: Any) -> Iterator[tuple[Any, Any]]:
    """Every list or object in a value, with each of its keys."""
    waiting = [values]
    while waiting:
        holder = waiting.pop()
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        for key in keys:
            yield holder, key
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])
