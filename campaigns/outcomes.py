"""The outcome of one try, and the table of all outcomes."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_SHOWN = 5  # maximum number of failures described per row


@dataclass(frozen=True, slots=True)
class Outcome:
    """One try."""

    row: str  # row of the table
    problem: str = ""  # what went wrong; "" if nothing
    evidence: bytes | None = None  # the input that caused it


Tries = Callable[[random.Random, Path], Iterator[Outcome]]  # endless; the tries may use the folder freely


@dataclass(frozen=True, slots=True)
class Campaign:
    """One kind of disturbance."""

    name: str
    tries: Tries
    most: int  # number of tries in a full run
    share: float  # share of the time


@dataclass
class Row:
    """A line of the table."""

    tried: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass
class Table:
    """The outcomes of all tries."""

    rows: dict[str, Row] = field(default_factory=dict)

    @property
    def failures(self) -> int:
        """Failures in all rows."""
        return sum(len(row.failures) for row in self.rows.values())

    def count(self, outcome: Outcome) -> None:
        """Add the outcome of one try."""
        row = self.rows.setdefault(outcome.row, Row())
        row.tried += 1
        if outcome.problem:
            row.failures.append(outcome.problem)

    def text(self) -> str:
        """As Markdown: each row with its counts, then what went wrong."""
        lines = ["| what was tried | tried | failures |", "|---|---|---|"]
        lines += [f"| {name} | {row.tried:,} | {len(row.failures):,} |" for name, row in self.rows.items()]
        tried = sum(row.tried for row in self.rows.values())
        lines.append(f"| all | {tried:,} | {self.failures:,} |")
        for name, row in self.rows.items():
            lines += [f"\n{name}: {problem}" for problem in row.failures[:_SHOWN]]
        return "\n".join(lines)


def carry_out(campaign: Campaign, seed: int, seconds: float | None, folder: Path, evidence: Path) -> Iterator[Outcome]:
    """Run tries until the time is over or, without a time, as many as a full run has; yields each outcome at once.

    Args:
        campaign: the campaign to run.
        seed: the same seed tries the same inputs.
        seconds: duration; None means a full run.
        folder: empty working folder.
        evidence: folder to keep inputs that caused failures.
    """
    began = time.monotonic()
    tries = campaign.tries(random.Random(f"{seed} {campaign.name}"), folder)
    for number, outcome in enumerate(tries, start=1):
        if outcome.problem and outcome.evidence is not None:
            evidence.mkdir(parents=True, exist_ok=True)
            (evidence / f"{campaign.name}-{seed}-{number}").write_bytes(outcome.evidence)
        yield Outcome(outcome.row, f"seed {seed}, try {number}: {outcome.problem}" if outcome.problem else "")
        if number >= campaign.most or (seconds is not None and time.monotonic() - began > seconds):
            break
    tries.close()
