"""The list of images: which state each is in, which are shown, in which order. No Qt."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from enum import Enum

from vrp_core.project.overview import ImageOverview


class TargetState(str, Enum):
    """Where an image is on its way; the order is that of the filter's menu."""

    NEW = "not looked at"
    DOUBTFUL = "to review"
    ABSENT = "object absent"
    DONE = "reviewed"
    REFERENCE = "reference"
    FAILED = "failed"


class Order(str, Enum):
    """How the list is sorted."""

    NAME = "by name"
    DOUBT = "doubtful first"
    CONFIDENCE = "confident first"


@dataclass(frozen=True, slots=True)
class TargetFilter:
    """Which images are shown."""

    text: str = ""  # part of the path, case ignored
    state: TargetState | None = None
    label: int | None = None
    below: float = 1.0  # the least confident prediction is at most this confident; 1 shows all
    order: Order = Order.NAME


def state_of(row: ImageOverview) -> TargetState:
    """The one state an image is shown in."""
    if row.references:
        return TargetState.REFERENCE
    if row.failure is not None and not row.predictions:
        return TargetState.FAILED
    if row.pending:
        return TargetState.DOUBTFUL
    if row.accepted or row.edited or row.rejected:
        return TargetState.DONE
    if row.absent:
        return TargetState.ABSENT
    return TargetState.DONE if row.annotations else TargetState.NEW


def needs_review(row: ImageOverview) -> bool:
    """Somebody should look at it: something was found and nobody has decided."""
    return state_of(row) is TargetState.DOUBTFUL


def undecided(row: ImageOverview) -> bool:
    """A pass may still change what is found here: it is no reference, and nobody has decided about it."""
    return not (row.references or row.accepted or row.edited or row.rejected)


def without_drawn(rows: Iterable[ImageOverview], drawn: Mapping[int, Set[int]], wanted: Set[int]) -> list[int]:
    """The images to search: those that hold no reference, without those where a person has drawn all that is wanted.

    Args:
        rows: every image.
        drawn: image id -> the labels that a person has drawn there.
        wanted: the labels that have references.
    """
    return [row.image.id for row in rows if not row.references and not wanted <= drawn.get(row.image.id, set())]


def arrange(rows: Iterable[ImageOverview], wanted: TargetFilter) -> list[ImageOverview]:
    """The rows that are shown, in their order. `rows` come in natural order of their names."""
    shown = [row for row in rows if _matches(row, wanted)]
    if wanted.order is Order.DOUBT:
        return sorted(shown, key=_doubt)
    if wanted.order is Order.CONFIDENCE:
        return sorted(shown, key=_confidence)
    return shown


def next_to_review(rows: list[ImageOverview], current: int | None, backwards: bool = False) -> int | None:
    """The image id of the next row, going around, that needs review; None when none is left."""
    position = next((index for index, row in enumerate(rows) if row.image.id == current), None)
    start = position if position is not None else (0 if backwards else -1)
    step = -1 if backwards else 1
    for distance in range(1, len(rows) + 1):
        row = rows[(start + step * distance) % len(rows)]
        if needs_review(row) and row.image.id != current:
            return row.image.id
    return None


def _matches(row: ImageOverview, wanted: TargetFilter) -> bool:
    return (
        (not wanted.text or wanted.text.casefold() in row.image.path.casefold())
        and (wanted.state is None or state_of(row) is wanted.state)
        and (wanted.label is None or wanted.label in row.labels)
        and (wanted.below >= 1.0 or (row.confidence is not None and row.confidence <= wanted.below))
    )


def _doubt(row: ImageOverview) -> tuple[int, float]:
    """Those to review first, the least confident before the others; then absent ones, the nearest to present."""
    state = state_of(row)
    confidence = row.confidence if row.confidence is not None else 0.0
    if state is TargetState.DOUBTFUL:
        return (0, confidence)
    if state is TargetState.FAILED:
        return (1, 0.0)
    return (2, -confidence) if state is TargetState.ABSENT else (3, 0.0)


def _confidence(row: ImageOverview) -> float:
    return -row.confidence if row.confidence is not None else 1.0
