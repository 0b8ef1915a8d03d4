"""The progress of a training run, read from its events: curves, pictures, speed, and how it ended."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from vrp_core.domain.documents import plain_values
from vrp_core.domain.events import (
    Failed,
    FeaturesCached,
    Pictured,
    Step,
    TrainEvent,
    TrainingFinished,
    TrainingStarted,
    Validated,
    from_json,
)
from vrp_core.evaluation.metrics import Interval, Overlap, mean_iou_gain

Points = tuple[tuple[int, float], ...]  # (step, value)
TargetPixels = tuple[tuple[str, tuple[tuple[int, int], ...]], ...]  # of each category's photos: intersection and union

_DRAWN = 300  # points of the curve
_FEWEST = 3  # photos that an interval can be drawn from
_RECENT = 20  # steps that the speed is the mean of
_KEPT = 256  # runs whose progress is kept as long as their events stay the same


@dataclass(frozen=True, slots=True)
class Progress:
    """The state that a run's events describe."""

    steps: int = 0  # in all
    step: int = 0
    losses: Points = ()
    mious: Points = ()  # on held-out photos; the first is that of the weights it started from
    pixels: Mapping[int, TargetPixels] = field(default_factory=dict)  # step -> what those mIoUs are made of
    kept: Points = ()  # on the built-in photos, which the run does not learn from; the first likewise
    seconds_per_step: float | None = None
    features: tuple[int, int] | None = None  # images encoded, of how many
    picture: Path | None = None  # the newest of the validation
    finished: bool = False
    stopped: bool = False
    failed: Failed | None = None  # its last process ended in this error

    @property
    def before(self) -> float | None:
        """Validation mIoU of the weights it started from, per cent."""
        return _before(self.mious)

    @property
    def best(self) -> float | None:
        """The best validation mIoU since, per cent."""
        later = [miou for step, miou in self.mious if step > 0]
        return max(later) if later else None

    @property
    def gain(self) -> Interval | None:
        """The gain of the best over the weights it started from, points of mIoU, with its 95 % interval.

        None where too few photos are held out to say.
        """
        first, last = self.pixels.get(0), self.pixels.get(self._best_step or 0)
        if self._best_step is None or not first or not last or sum(len(counts) for _, counts in first) < _FEWEST:
            return None
        return _gain(first, last)

    @property
    def kept_before(self) -> float | None:
        """mIoU of the weights it started from on the built-in photos, per cent."""
        return _before(self.kept)

    @property
    def kept_now(self) -> float | None:
        """mIoU of its best weights on the built-in photos, per cent."""
        return next((value for at, value in self.kept if at == self._best_step), None)

    @property
    def _best_step(self) -> int | None:
        best = self.best
        return next((step for step, miou in self.mious if step > 0 and miou == best), None)


def read_progress(events: Path) -> Progress:
    """The progress of a run from its file of events, which may not exist yet. A changed file is read again."""
    try:
        found = events.stat()
    except FileNotFoundError:
        return Progress()
    return _read(events, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=_KEPT)
def _read(events: Path, changed: int, size: int) -> Progress:
    seen = _Seen()
    for line in events.read_bytes().splitlines():
        # A killed process leaves half a line, a machine that lost its power anything: the other lines still count.
        with suppress(ValueError):
            seen.take(from_json(plain_values(line)))
    return seen.progress()


@dataclass
class _Seen:
    """Gathers events. A run that was resumed reports some steps twice."""

    steps: int = 0
    losses: list[tuple[int, float]] = field(default_factory=list)
    mious: list[tuple[int, float]] = field(default_factory=list)
    pixels: dict[int, TargetPixels] = field(default_factory=dict)
    kept: list[tuple[int, float]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    features: tuple[int, int] | None = None
    picture: Path | None = None
    finished: bool = False
    stopped: bool = False
    failed: Failed | None = None

    def take(self, event: TrainEvent) -> None:
        """Take in one event. Events without progress change nothing."""
        self.failed = event if isinstance(event, Failed) else None
        if isinstance(event, TrainingStarted):
            self.steps, self.finished, self.stopped = event.steps, False, False
            self.losses = [one for one in self.losses if one[0] <= event.step]
        elif isinstance(event, FeaturesCached):
            self.features = (event.done, event.total)
        elif isinstance(event, Step):
            self.losses.append((event.step, event.loss))
            self.seconds.append(event.seconds)
        elif isinstance(event, Validated):
            self._validated(event)
        elif isinstance(event, Pictured):
            self.picture = Path(event.path)
        elif isinstance(event, TrainingFinished):
            self.finished, self.stopped = True, event.stopped

    def _validated(self, event: Validated) -> None:
        self.pixels[event.step] = tuple(
            (name, tuple((int(both), int(either)) for both, either in counts))
            for name, counts in event.pixels.items()
            if counts
        )
        _put(self.mious, event.step, event.miou)
        if event.kept is not None:
            _put(self.kept, event.step, event.kept)

    def progress(self) -> Progress:
        """The progress so far."""
        recent = self.seconds[-_RECENT:]
        return Progress(
            self.steps,
            self.losses[-1][0] if self.losses else 0,
            tuple(self.losses[:: max(1, len(self.losses) // _DRAWN)]),
            tuple(self.mious),
            dict(self.pixels),
            tuple(self.kept),
            sum(recent) / len(recent) if recent else None,
            self.features,
            self.picture,
            self.finished,
            self.stopped,
            self.failed,
        )


def _put(points: list[tuple[int, float]], step: int, value: float) -> None:
    points[:] = [one for one in points if one[0] < step] + [(step, value)]


def _before(points: Points) -> float | None:
    return points[0][1] if points and points[0][0] == 0 else None


@lru_cache(maxsize=_KEPT)
def _gain(before: TargetPixels, now: TargetPixels) -> Interval:
    """Cached: it resamples a thousand times, and the panel asks every second."""
    return mean_iou_gain(_overlaps(before), _overlaps(now))


def _overlaps(pixels: TargetPixels) -> dict[str, list[Overlap]]:
    """As mIoU counts them, without the background."""
    return {name: [Overlap(both, either, 0, 0) for both, either in counts] for name, counts in pixels}
