"""The list of images: which state each is in, which are shown, in which order. No Qt."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from vrp_core.project.overview import Counts, ImageOverview


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
    """The one state an image is shown in. What is to be reviewed comes first: a decision or a reference, of the same
    label or of another, hides no result that nobody has decided about.
    """
    counts = row.counts
    if counts.pending:
        return TargetState.DOUBTFUL
    if counts.references:
        return TargetState.REFERENCE
    if row.failure is not None and not counts.predictions:
        return TargetState.FAILED
    if counts.settled:
        return TargetState.DONE
    return TargetState.ABSENT if counts.absent else TargetState.NEW


def needs_review(row: ImageOverview, label: int | None = None) -> bool:
    """Somebody should look at it: something was found, of this label or of any, and nobody has decided."""
    return row.only(label).counts.pending > 0


def open_to_pass(rows: Sequence[ImageOverview]) -> list[int]:
    """The images on which a pass may still change what is found: of some label that has references, a person has
    neither drawn nor decided anything there.
    """
    wanted = {label for row in rows for label, counts in row.by_label.items() if counts.references}
    return [row.image.id for row in rows if any(not row.by_label.get(one, Counts()).settled for one in wanted)]


def arrange(rows: Iterable[ImageOverview], wanted: TargetFilter) -> list[ImageOverview]:
    """The rows that are shown, in their order. `rows` come in natural order of their names.

    With a label in the filter, state and confidence are those of this label.
    """
    shown = [row for row in rows if _matches(row, wanted)]
    if wanted.order is Order.DOUBT:
        return sorted(shown, key=lambda row: _doubt(row.only(wanted.label)))
    if wanted.order is Order.CONFIDENCE:
        return sorted(shown, key=lambda row: _confidence(row.only(wanted.label)))
    return shown


def next_to_review(
    rows: list[ImageOverview], current: int | None, backwards: bool = False, label: int | None = None
) -> int | None:
    """The image id of the next row, going around, that needs review of a label; None when none is left."""
    position = next((index for index, row in enumerate(rows) if row.image.id == current), None)
    start = position if position is not None else (0 if backwards else -1)
    step = -1 if backwards else 1
    for distance in range(1, len(rows) + 1):
        row = rows[(start + step * distance) % len(rows)]
        if needs_review(row, label) and row.image.id != current:
            return row.image.id
    return None


def short_names(paths: Iterable[str]) -> list[str]:
    """What photos are called in a list: the name of the file, with its folder where another file has the same name."""
    parts = [path.rsplit("/", 2) for path in paths]
    many = Counter(one[-1] for one in parts)
    return ["/".join(one[-2:]) if many[one[-1]] > 1 else one[-1] for one in parts]


def _matches(row: ImageOverview, wanted: TargetFilter) -> bool:
    if wanted.label is not None and wanted.label not in row.by_label:
        return False
    seen = row.only(wanted.label)
    confidence = seen.counts.confidence
    return (
        (not wanted.text or wanted.text.casefold() in row.image.path.casefold())
        and (wanted.state is None or state_of(seen) is wanted.state)
        and (wanted.below >= 1.0 or (confidence is not None and confidence <= wanted.below))
    )


def _doubt(row: ImageOverview) -> tuple[int, float]:
    """Those to review first, the least confident before the others; then absent ones, the nearest to present."""
    state = state_of(row)
    confidence = row.counts.confidence if row.counts.confidence is not None else 0.0
    if state is TargetState.DOUBTFUL:
        return (0, confidence)
    if state is TargetState.FAILED:
        return (1, 0.0)
    return (2, -confidence) if state is TargetState.ABSENT else (3, 0.0)


def _confidence(row: ImageOverview) -> float:
    return -row.counts.confidence if row.counts.confidence is not None else 1.0
