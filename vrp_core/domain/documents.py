"""Values from outside, checked at one door: JSON text into plain values, plain values into typed ones.

Whatever a stranger or an accident wrote ends in a typed value or in one `ValueError` that says where and why: never in
another error, and never in a value of the wrong type. `Place`, `Extent` and the like are the ranges that fields share.
"""

import json
import sys
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec

from vrp_core.domain.errors import BadFile, NotFound

_DEEPEST = 64  # levels of lists and objects; what we write has fewer than 10
_LARGEST = 2**31 - 1
_FARTHEST = 1e9

Extent = Annotated[int, msgspec.Meta(ge=1, le=_LARGEST)]  # height or width, pixels
Count = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
Number = Annotated[float, msgspec.Meta(ge=-_FARTHEST, le=_FARTHEST)]  # a figure of ours
Finite = Annotated[float, msgspec.Meta(ge=-sys.float_info.max, le=sys.float_info.max)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

T = TypeVar("T")


def plain_values(text: str | bytes) -> Any:
    """The values of a JSON text, with or without a byte order mark.

    Raises:
        ValueError: it is no JSON, or it is nested deeper or holds longer numbers than any program writes.
    """
    try:
        values = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is not JSON: {error}") from error
    _check_depth(values)
    return values


def typed(values: Any, kind: type[T]) -> T:
    """Plain values as a dataclass, a `msgspec.Struct` or any other type; nothing is converted that is not meant.

    Raises:
        ValueError: a value is missing, of another type or outside its range; says which.
    """
    try:
        return msgspec.convert(values, kind)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ValueError(str(error)) from error


def typed_text(text: str | bytes, kind: type[T]) -> T:
    """`typed` of the values of a JSON text.

    Raises:
        ValueError: as for `plain_values` and `typed`.
    """
    return typed(plain_values(text), kind)


def read_document(path: Path, kind: type[T]) -> T:
    """`typed_text` of a file.

    Raises:
        NotFound: there is no such file.
        BadFile: it does not hold such values.
        OSError: it cannot be read.
    """
    try:
        return typed_text(path.read_bytes(), kind)
    except FileNotFoundError as error:
        raise NotFound("file", str(path)) from error
    except ValueError as error:
        raise BadFile(path, (str(error),)) from error


def _check_depth(values: Any) -> None:
    level = [values]
    for _ in range(_DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise ValueError("it is nested too deeply")
