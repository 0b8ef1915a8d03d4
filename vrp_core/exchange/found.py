"""The result of reading another tool's files, before its images are matched with photos.

A region is stored as in the file, because many formats do not state the size of the photo. `regions.mask_of` makes the
mask once the size is known.
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

_SHOWN = 20  # maximum number of names in a sentence


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """One ring with its holes, in image pixels, or in shares of the image's width and height."""

    outer: Ring
    holes: tuple[Ring, ...] = ()
    in_shares: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Pixels:
    """An (h, w) bool picture of a part of the image; pixels outside the image are cut off."""

    crop: Mask
    corner: tuple[int, int] = (0, 0)  # left column and top row
    whole: bool = False  # the picture covers the whole image, so both must have the same size


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
    """A positive or negative point."""

    x: float
    y: float
    positive: bool = True
    in_shares: bool = False


Part = Outline | Pixels | Rle | Box | Dot


@dataclass(frozen=True, slots=True)
class FoundImage:
    """An image that a file lists."""

    name: str  # name in the file, "/" between folders
    size: Size | None = None  # None: the file does not state it
    other_names: tuple[str, ...] = ()  # other names of the image in the file


@dataclass(frozen=True, slots=True, eq=False)
class FoundObject:
    """One object with its parts. Boxes and dots count only if there are no regions."""

    image: int  # index in `Found.images`
    label: str
    parts: tuple[Part, ...]
    is_crowd: bool = False
    score: float | None = None
    name: str = ""  # its name in sentences

    @property
    def is_prompt(self) -> bool:
        """Whether the object has only boxes and dots, no region."""
        return all(isinstance(part, (Box, Dot)) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Found:
    """The usable content of one data set's files, and what was left out or changed, with reasons."""

    images: tuple[FoundImage, ...]
    labels: tuple[str, ...]
    objects: tuple[FoundObject, ...]
    notes: tuple[str, ...] = ()
    supercategories: dict[str, str] = field(default_factory=dict)

    @property
    def all_labels(self) -> tuple[str, ...]:
        """The declared labels, then labels that occur only on objects."""
        return distinct_names([*self.labels, *(item.label for item in self.objects)])


def joined(parts: Sequence[Found]) -> Found:
    """Joins the content of several files, their images in sequence."""
    images: list[FoundImage] = []
    objects: list[FoundObject] = []
    for part in parts:
        objects += [replace(item, image=item.image + len(images)) for item in part.objects]
        images += part.images
    return Found(
        tuple(images),
        distinct_names(label for part in parts for label in part.labels),
        tuple(objects),
        tuple(note for part in parts for note in part.notes),
        {name: value for part in parts for name, value in part.supercategories.items()},
    )


class Unusable(Exception):
    """A record that cannot be used; the text is the reason."""


@dataclass
class Notes:
    """Notes on what was left out or changed: each reason with the names it applies to."""

    names: dict[str, list[str]] = field(default_factory=dict)

    def left_out(self, reason: object, name: str) -> None:
        """Note why a record was left out."""
        self.changed(f"left out because of {reason}", name)

    def changed(self, what: str, name: str) -> None:
        """Note how a record was changed."""
        self.names.setdefault(what, []).append(name)

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each reason."""
        return tuple(f"{reason}: {shortened(names, _SHOWN)}" for reason, names in self.names.items())


def same_names(named: Iterable[tuple[str, str]], notes: Notes) -> None:
    """Note which kinds of objects a file tells apart although they have one name: they become one label.

    Args:
        named: the name of each kind, and what the file knows it by.
        notes: get the note.
    """
    known_by: dict[str, list[str]] = {}
    for name, key in named:
        known_by.setdefault(name, []).append(key)
    for name, keys in known_by.items():
        if len(keys) > 1:
            notes.changed("made one label, because the names are the same", f"{name} ({shortened(keys, _SHOWN)})")


def distinct_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names in their order, each once."""
    return tuple(dict.fromkeys(names))


# --- values of a record ----------------------------------------------------------------------------------------------


def number(value: Any, what: str) -> float:
    """A finite number, also if it is text or the only item of a list.

    Raises:
        Unusable: `value` is not one; `what` names it.
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
        Unusable: `value` is not one; `what` names it.
    """
    result = number(value, what)
    if result != int(result):
        raise Unusable(f"{what} is {short(value)}, not a whole number")
    return int(result)


def size_of(height: Any, width: Any) -> Size | None:
    """The size of an image if both values are usable whole numbers above 0, else None."""
    try:
        size = Size(whole(height, "height"), whole(width, "width"))
    except Unusable:
        return None
    return size if min(size) >= 1 and size.height * size.width < 2**31 else None


def short(value: Any) -> str:
    """A readable, shortened form of any value."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # Python does not convert integers of thousands of digits to text
        return f"a {type(value).__name__}"
    return text if len(text) <= 40 else f"{text[:37]}…"
