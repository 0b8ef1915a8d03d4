"""What a reader found in the files of another tool, before anybody knows which photo is which.

A region is kept as the file says it, because many formats do not say how large the photo is: `regions.mask_of` makes
the mask once the size is known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, Rle
from vrp_core.domain.messages import shortened

Ring = NDArray[np.float64]  # (N, 2), x then y

_SHOWN = 20  # names that a sentence lists


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """One ring with the holes in it, in image pixels, or in shares of the image's width and height."""

    outer: Ring
    holes: tuple[Ring, ...] = ()
    in_shares: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Pixels:
    """An (h, w) bool picture of a part of the image; what leads out of the image is cut off."""

    crop: Mask
    corner: tuple[int, int] = (0, 0)  # left column and top row
    whole: bool = False  # the picture is of the whole image, so its size must be the image's


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: x0 < x1, y0 < y1."""

    x0: float
    y0: float
    x1: float
    y1: float
    in_shares: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A point on the object, or beside it."""

    x: float
    y: float
    positive: bool = True
    in_shares: bool = False


Part = Outline | Pixels | Rle | Box | Dot


@dataclass(frozen=True, slots=True)
class FoundImage:
    """An image that a file speaks of."""

    name: str  # as the file says it, "/" between folders
    size: Size | None = None  # None: the file does not say it
    other_names: tuple[str, ...] = ()  # where the file names its image in more than one way


@dataclass(frozen=True, slots=True, eq=False)
class FoundObject:
    """One object: its parts together. Boxes and dots count where there is nothing else."""

    image: int  # place in `Found.images`
    label: str
    parts: tuple[Part, ...]
    is_crowd: bool = False
    score: float | None = None
    name: str = ""  # what the file calls it, for a sentence about it

    @property
    def is_prompt(self) -> bool:
        """It only points at the object."""
        return all(isinstance(part, (Box, Dot)) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Found:
    """What can be used of the files of one data set, and what was left out or changed, with the reason."""

    images: tuple[FoundImage, ...]
    labels: tuple[str, ...]
    objects: tuple[FoundObject, ...]
    notes: tuple[str, ...] = ()
    supercategories: dict[str, str] = field(default_factory=dict)

    @property
    def all_labels(self) -> tuple[str, ...]:
        """The declared labels, then those that only objects have."""
        return tuple(dict.fromkeys([*self.labels, *(item.label for item in self.objects)]))


def joined(parts: Sequence[Found]) -> Found:
    """Several files as one, their images one after the other."""
    images: list[FoundImage] = []
    objects: list[FoundObject] = []
    for part in parts:
        objects += [replace(item, image=item.image + len(images)) for item in part.objects]
        images += part.images
    return Found(
        tuple(images),
        tuple(dict.fromkeys(label for part in parts for label in part.labels)),
        tuple(objects),
        tuple(note for part in parts for note in part.notes),
        {name: value for part in parts for name, value in part.supercategories.items()},
    )


class Unusable(Exception):
    """A record from which nothing can be made; its text is the reason."""


@dataclass
class Notes:
    """What was left out or changed, each reason with the names of what it concerns."""

    names: dict[str, list[str]] = field(default_factory=dict)

    def left_out(self, reason: object, name: str) -> None:
        """Note why one thing does not come in."""
        self.changed(f"left out because of {reason}", name)

    def changed(self, what: str, name: str) -> None:
        """Note what is different about one thing."""
        self.names.setdefault(what, []).append(name)

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each reason."""
        return tuple(f"{reason}: {shortened(names, _SHOWN)}" for reason, names in self.names.items())


def distinct_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names in their order, each once."""
    return tuple(dict.fromkeys(names))


# --- values of a record ----------------------------------------------------------------------------------------------


def number(value: Any, what: str) -> float:
    """A finite number, also where it is written as text or stands alone in a list.

    Raises:
        Unusable: `value` is none; says what it is.
    """
    given = value
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    try:
        result = float("nan") if isinstance(value, bool) or value is None else float(value)
    except (TypeError, ValueError, OverflowError):
        result = float("nan")
    if not np.isfinite(result):
        raise Unusable(f"{what} is {short(given)}, not a number")
    return result


def whole(value: Any, what: str) -> int:
    """A whole number.

    Raises:
        Unusable: `value` is none; says what it is.
    """
    result = number(value, what)
    if result != int(result):
        raise Unusable(f"{what} is {short(value)}, not a whole number")
    return int(result)


def size_of(height: Any, width: Any) -> Size | None:
    """The size of an image where both are usable whole numbers above 0."""
    try:
        size = Size(whole(height, "height"), whole(width, "width"))
    except Unusable:
        return None
    return size if min(size) >= 1 and size.height * size.width < 2**31 else None


def short(value: Any) -> str:
    """A value as a person can read it, however long it is."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # whole numbers of thousands of digits have no text
        return f"a {type(value).__name__}"
    return text if len(text) <= 40 else f"{text[:37]}…"
