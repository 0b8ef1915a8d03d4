"""What can be chosen, as frozen values with a sentence under each field, checked when they are made."""

from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

QUERY_INITS = ("random", "foreground", "background", "half")
CUES = ("matching", "prior")
POOLINGS = ("area", "nearest")
METHODS = ("vrp", "gp")
GP_PROMPTS = ("points", "box", "both")

T = TypeVar("T")


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, not {value!r}")


def _positive(name: str, value: float) -> None:
    if not value > 0:
        raise ValueError(f"{name} must be above 0, not {value!r}")


def _share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must be between 0 and 1, not {value!r}")


@dataclass(frozen=True, slots=True)
class VrpConfig:
    """One VRP encoder. `paper()` is the published network, the defaults are the network we ship."""

    semantic: str = "efficientnet_lite2"
    """The frozen semantic encoder, by its name in `vrp_core.models.semantic`."""
    queries: int = 50
    """How many VRP tokens a reference becomes (paper Figure 6)."""
    width: int = 256
    """Channels of the network; SAM's tokens are this wide."""
    heads: int = 4
    """Attention heads."""
    dropout: float = 0.1
    """Share of reduced channels dropped in training."""
    query_init: str = "random"
    """What the queries are before they look: random (learned), foreground, background, half (paper Table 6)."""
    cues: str = "matching"
    """What tells the target where to look: the published prior, or the matching cues (object, background, votes)."""
    cue_gain: float = 4.0
    """What cues and annotation weights are multiplied by before they are merged."""
    pooling: str = "area"
    """How an annotation comes to the model grid: area, or nearest as published."""

    def __post_init__(self) -> None:
        _one_of("query_init", self.query_init, QUERY_INITS)
        _one_of("cues", self.cues, CUES)
        _one_of("pooling", self.pooling, POOLINGS)
        for name in ("queries", "width", "heads", "cue_gain"):
            _positive(name, getattr(self, name))
        _share("dropout", self.dropout)
        if self.width % self.heads or self.width % 4:
            raise ValueError(f"width must be a multiple of heads and of 4, not {self.width}")

    @staticmethod
    def paper(semantic: str = "resnet50", query_init: str = "random", queries: int = 50) -> "VrpConfig":
        """The published network on one of the semantic encoders."""
        return VrpConfig(
            semantic=semantic,
            queries=queries,
            dropout=0.5,
            query_init=query_init,
            cues="prior",
            cue_gain=10.0,
            pooling="nearest",
        )


@dataclass(frozen=True, slots=True)
class SegmentConfig:
    """How references become masks on targets. A pass keeps a copy of it."""

    method: str = "vrp"
    """`vrp`: the trained encoder; `gp`: the geometric-prompt baseline (paper Table 3), which needs no training."""
    sam: str = "mobile_sam"
    """Which SAM, by its name in the weight catalogue."""
    semantic: str = "efficientnet_lite2"
    """The semantic encoder of `gp`; `vrp` takes the one its weights were trained with."""
    vrp_weights: str = ""
    """A VRP checkpoint to use in place of the shipped one."""
    gp_prompts: str = "points"
    """What `gp` reads off the prior: points, box, or both."""
    sharpen: bool = True
    """Turn points, scribbles and boxes of a reference into a SAM mask first (design decision 4)."""
    cycle: bool = True
    """Check each prediction by finding the reference's annotation back from it (design decision 5)."""
    absent_below: float = 0.5
    """Confidence below which the object is taken to be absent from a target."""
    instances: bool = False
    """Split each prediction into separate objects."""
    device: str = "auto"
    """auto, cuda, mps or cpu."""

    def __post_init__(self) -> None:
        _one_of("method", self.method, METHODS)
        _one_of("gp_prompts", self.gp_prompts, GP_PROMPTS)
        _share("absent_below", self.absent_below)


def to_dict(config: Any) -> dict[str, Any]:
    """A config as plain JSON values."""
    return asdict(config)


def from_dict(kind: type[T], values: dict[str, Any]) -> T:
    """The config that `to_dict` wrote; unknown fields are refused by name.

    Raises:
        ValueError: a field is unknown or has a value that is not allowed.
    """
    known = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(values) - known)
    if unknown:
        raise ValueError(f"{kind.__name__} has no field {', '.join(unknown)}")
    return kind(**values)
