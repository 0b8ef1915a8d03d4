"""How good each pass of a project was, measured by what a person did with its results."""

from dataclasses import dataclass
from pathlib import Path

from vrp_core.domain.annotations import ReviewStatus
from vrp_core.project.project import Project

from . import weights

_DECIDED = (ReviewStatus.ACCEPTED, ReviewStatus.EDITED, ReviewStatus.REJECTED)


@dataclass(frozen=True, slots=True)
class Round:
    """One pass and the decisions about what it found."""

    pass_id: int
    weights: str  # what they are called; "" for the shipped ones
    accepted: int  # without a change
    edited: int
    rejected: int

    @property
    def decided(self) -> int:
        """Reviewed results."""
        return self.accepted + self.edited + self.rejected

    @property
    def share(self) -> float:
        """Reviewed results that were accepted unchanged."""
        return self.accepted / self.decided


def rounds_of(folder: Path) -> tuple[Round, ...]:
    """The passes of a project with reviewed results, the oldest first.

    It opens the project a second time, to read: run as a job it keeps nobody waiting who uses the first.

    A later pass replaces only results that nobody has decided about, so each decision counts for the pass that found
    what was decided about.
    """
    with Project.open(folder, writable=False) as project:
        used = {one.id: one.config.get("segment", {}).get("vrp_weights", "") for one in project.passes.all()}
        decisions = project.review.decisions()
    rounds = (
        Round(pass_id, _name(folder, used.get(pass_id, "")), *(counts.get(status, 0) for status in _DECIDED))
        for pass_id, counts in sorted(decisions.items())
    )
    return tuple(one for one in rounds if one.decided)


def _name(project: Path, path: str) -> str:
    return weights.name_of(project, Path(path)) if path else ""
