"""Readers of arguments: what cannot be meant is wrong usage, and the sentence says what can."""

import argparse
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Value = TypeVar("Value")


def reader(wanted: str) -> Callable[[Callable[[str], Value]], Callable[[str], Value]]:
    """Turn the ValueError of a reader into the sentence "... is not " `wanted`."""

    def telling(read: Callable[[str], Value]) -> Callable[[str], Value]:
        @wraps(read)
        def told(text: str) -> Value:
            try:
                return read(text)
            except ValueError as error:
                raise argparse.ArgumentTypeError(f"{text!r} is not {wanted}") from error

        return told

    return telling


@reader("a number from 0 to 1, such as 0.8")
def share(text: str) -> float:
    """A number from 0 to 1."""
    return in_range(float(text), 0, 1)


@reader("a whole number from 0")
def count(text: str) -> int:
    """A whole number from 0."""
    return int(in_range(int(text), 0, float("inf")))


@reader("a whole number of at least 1")
def count_from_1(text: str) -> int:
    """A whole number from 1."""
    return int(in_range(int(text), 1, float("inf")))


def in_range(value: float, least: float, most: float) -> float:
    """The value.

    Raises:
        ValueError: it is not between the two, or not a number.
    """
    if not least <= value <= most:
        raise ValueError(f"{value} is not between {least} and {most}")
    return value
