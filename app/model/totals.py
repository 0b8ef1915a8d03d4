"""What lies on all images together, kept up to date row by row: counting ten thousand after each decision is felt."""

from collections import Counter
from collections.abc import Iterable

from vrp_core.project.overview import ImageOverview

_COUNTED = ("drawn", "references", "pending", "absent", "accepted", "edited", "rejected")  # fields of `Counts`


class Totals:
    """Sums of the fields of `Counts`, of one label or of all."""

    def __init__(self) -> None:
        self._totals: Counter[tuple[int, str]] = Counter()

    def of(self, what: str, label_id: int | None = None) -> int:
        """The sum of a field over all images, of one label or of all."""
        if label_id is not None:
            return self._totals[label_id, what]
        return sum(many for (_, field), many in self._totals.items() if field == what)

    def add(self, rows: Iterable[ImageOverview], sign: int = 1) -> None:
        """Count rows; with a `sign` of -1 count them no longer."""
        for row in rows:
            for label_id, counts in row.by_label.items():
                for what in _COUNTED:
                    if many := getattr(counts, what):  # most are zero
                        self._totals[label_id, what] += sign * many
