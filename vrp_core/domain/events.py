"""What a long piece of work reports while it goes on. The caller decides what becomes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vrp_core.domain.annotations import Prediction


@dataclass(frozen=True, slots=True)
class PassStarted:
    """A pass over target images begins or goes on."""

    pass_id: int
    total: int  # targets of the pass
    already_done: int  # targets an interrupted run has done


@dataclass(frozen=True, slots=True)
class TargetDone:
    """One target has its predictions, and they are stored."""

    image_id: int
    predictions: tuple[Prediction, ...]
    from_cache: bool  # the frozen features were computed earlier
    seconds: Mapping[str, float] = field(default_factory=dict)  # per stage: decode, sam, semantic, prompt, mask, store


@dataclass(frozen=True, slots=True)
class TargetFailed:
    """One target could not be done; the pass goes on."""

    image_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class PassFinished:
    """The pass has no target left, or was cancelled."""

    pass_id: int
    done: int
    failed: int
    cancelled: bool


PassEvent = PassStarted | TargetDone | TargetFailed | PassFinished


@dataclass(frozen=True, slots=True)
class TrainingStarted:
    """Everything is loaded; training begins, or goes on at `step`."""

    step: int
    steps: int
    parameters: int  # learnable
    categories: int
    images: int
    cache_bytes: int  # what the features of all images take on disk


@dataclass(frozen=True, slots=True)
class FeaturesCached:
    """So many of the training images have their frozen features."""

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
    pixels: Mapping[str, Sequence[tuple[int, int]]]  # category -> intersection and union on each of its target images
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
    """The run is over: all steps done, or stopped."""

    step: int
    best_miou: float | None  # per cent; None where nothing is validated on
    stopped: bool


@dataclass(frozen=True, slots=True)
class Estimated:
    """What a training would take at most, measured on this machine; nothing was trained."""

    seconds: float
    disk_bytes: int  # features that are not cached yet, and checkpoints
    memory_bytes: int  # at its peak: of the GPU where there is one, else of the process
    images_to_encode: int


TrainEvent = TrainingStarted | FeaturesCached | Step | Validated | Pictured | Saved | TrainingFinished | Estimated
