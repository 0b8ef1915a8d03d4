"""Events that a pass or a training run reports. Those of a training cross processes as JSON, one object a line."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any, get_args

from vrp_core.domain.annotations import Prediction
from vrp_core.domain.documents import typed


@dataclass(frozen=True, slots=True)
class PassStarted:
    """A pass over target images starts or resumes."""

    pass_id: int
    total: int  # targets of the pass
    already_done: int  # targets an interrupted run has done


@dataclass(frozen=True, slots=True)
class ReferenceTested:
    """A reference was searched for on its own photo, before the first target."""

    image_id: int
    label_id: int
    iou: float  # 0..1, of what was found with what a person marked
    poor: bool  # it is not found even there: other photos will give poor masks, too
    small: bool = False  # it is small on its photo, and close-ups are not searched


@dataclass(frozen=True, slots=True)
class LabelLearned:
    """A second look has learned a label from decided photos. Where that is no better, nothing of it changes."""

    label_id: int
    photos: int  # decided ones
    before: float  # IoU, 0..0.9 as of `Learned`, of what is found on them from the references alone
    after: float  # each found with what the others taught

    @property
    def better(self) -> bool:
        """Whether the label is looked at again."""
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class TargetDone:
    """The predictions of one target are stored."""

    image_id: int
    predictions: tuple[Prediction, ...]
    from_cache: bool  # the frozen features were computed earlier
    seconds: Mapping[str, float] = field(default_factory=dict)  # per stage: decode, sam, semantic, prompt, mask, store


@dataclass(frozen=True, slots=True)
class TargetFailed:
    """One target failed; the pass continues."""

    image_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class PassFinished:
    """The pass has no target left, or was cancelled."""

    pass_id: int
    done: int
    failed: int
    cancelled: bool


PassEvent = PassStarted | ReferenceTested | LabelLearned | TargetDone | TargetFailed | PassFinished


@dataclass(frozen=True, slots=True)
class TrainingStarted:
    """Everything is loaded; training starts, or resumes at `step`."""

    step: int
    steps: int
    parameters: int  # learnable
    categories: int
    images: int
    cache_bytes: int  # what the features of all images take on disk


@dataclass(frozen=True, slots=True)
class FeaturesCached:
    """The frozen features of `done` of `total` training images are cached."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Step:
    """One optimizer step."""

    step: int
    loss: float
    lr: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Validated:
    """mIoU on the validation pairs, per cent."""

    step: int
    miou: float
    by_category: Mapping[str, float]
    pixels: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    """Category -> intersection and union on each of its target images."""
    kept: float | None = None  # mIoU on the built-in episodes, where forgetting shows; None when not measured


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture of validation pairs is on disk."""

    step: int
    path: str


@dataclass(frozen=True, slots=True)
class Saved:
    """A checkpoint is on disk."""

    step: int
    path: str
    best: bool


@dataclass(frozen=True, slots=True)
class TrainingFinished:
    """The run ended: all steps are done, or it was stopped."""

    step: int
    best_miou: float | None  # per cent; None where nothing is validated on
    stopped: bool


@dataclass(frozen=True, slots=True)
class Estimated:
    """Estimated cost of a training at most, measured on this machine; nothing was trained."""

    seconds: float
    disk_bytes: int  # features that are not cached yet, and checkpoints
    memory_bytes: int  # at its peak: of the GPU where there is one, else of the process
    images_to_encode: int


class FailureCause(str, Enum):
    """Why a run ended early, as far as the reader of its events acts on it."""

    OUT_OF_MEMORY = "out of memory"  # it can be resumed with smaller parts of the batch
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Failed:
    """The run ended in an error."""

    cause: FailureCause
    message: str  # the sentence for a person, see `domain.messages`
    error: Mapping[str, Any] = field(default_factory=dict)  # the error itself, see `domain.error_values`


TrainEvent = (
    TrainingStarted | FeaturesCached | Step | Validated | Pictured | Saved | TrainingFinished | Estimated | Failed
)
_TRAIN_EVENTS: dict[str, type[TrainEvent]] = {kind.__name__: kind for kind in get_args(TrainEvent)}


def to_json(event: TrainEvent) -> dict[str, Any]:
    """A training event as plain JSON values; `kind` is the name of its class."""
    return {"kind": type(event).__name__} | asdict(event)


def from_json(values: Any) -> TrainEvent:
    """The training event that `to_json` wrote. Fields that are not known are ignored: a newer version wrote them.

    Raises:
        ValueError: the values are no training event, or a field is missing, of another type or outside its range.
    """
    kind = _TRAIN_EVENTS.get(str(values.get("kind"))) if isinstance(values, dict) else None
    if kind is None:
        raise ValueError(f"{values!r} is no training event")
    try:
        return typed(values, kind)
    except ValueError as error:
        raise ValueError(f"a {kind.__name__} event cannot be read: {error}") from error
