"""Configurations: frozen values with a sentence under each field, checked when they are made."""

import ast
import inspect
import textwrap
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from typing import Any, TypeVar

from vrp_core.domain.documents import typed

QUERY_INITS = ("random", "foreground", "background", "half")
CUES = ("matching", "prior")
POOLINGS = ("area", "nearest")
K_SHOTS = ("stacked", "concatenated")
NETWORKS = ("locator", "augmenter")
METHODS = ("vrp", "gp")
GP_PROMPTS = ("points", "box", "both")

SAM_WIDTH = 256  # of every SAM's prompt tokens and image embedding
_LONGEST = 1_000_000_000  # steps of a training, and other counts
MOST_CLOSE_UPS = 4  # a side: 17 searches of a photo
_MOST = 4096  # queries, heads; far above what a machine can hold

T = TypeVar("T")


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, not {value!r}")


def _positive(name: str, value: float) -> None:
    if not value > 0:
        raise ValueError(f"{name} must be above 0, not {value!r}")


def _at_least(name: str, value: float, least: float) -> None:
    if not value >= least:
        raise ValueError(f"{name} must be at least {least}, not {value!r}")


def _at_most(name: str, value: float, most: float) -> None:
    if not value <= most:
        raise ValueError(f"{name} must be at most {most}, not {value!r}")


def _share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must be between 0 and 1, not {value!r}")


@dataclass(frozen=True, slots=True)
class VrpConfig:
    """One VRP encoder. `paper()` is the published network, the defaults are the network we ship."""

    network: str = "locator"
    """What learns: locator (evidence, a coarse mask, prompts for SAM) or augmenter (the published network)."""
    semantic: str = "efficientnet_lite2"
    """The frozen semantic encoder, by its name in `vrp_core.models.semantic`."""
    trunk_width: int = 96
    """Channels of the locator."""
    map_dropout: float = 0.1
    """Share of the locator's evidence maps dropped in training."""
    queries: int = 24
    """How many tokens SAM is asked with (paper Figure 6; 50 as published)."""
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
    sam_features: bool = True
    """Also read and match SAM's embedding, as one more level of semantic features."""
    k_shot: str = "stacked"
    """How several references count: stacked as one larger reference, or tokens concatenated as published."""

    def __post_init__(self) -> None:
        _one_of("network", self.network, NETWORKS)
        _one_of("query_init", self.query_init, QUERY_INITS)
        _one_of("cues", self.cues, CUES)
        _one_of("pooling", self.pooling, POOLINGS)
        _one_of("k_shot", self.k_shot, K_SHOTS)
        for name in ("queries", "heads", "cue_gain", "trunk_width"):
            _positive(name, getattr(self, name))
            _at_most(name, getattr(self, name), _MOST)
        _share("dropout", self.dropout)
        _share("map_dropout", self.map_dropout)
        if self.width != SAM_WIDTH:
            raise ValueError(f"width must be {SAM_WIDTH}, which is that of SAM's tokens, not {self.width}")
        if self.width % self.heads:
            raise ValueError(f"heads must divide the width, {self.width}, not be {self.heads}")

    @staticmethod
    def paper(semantic: str = "resnet50", query_init: str = "random", queries: int = 50) -> "VrpConfig":
        """The published network on one of the semantic encoders."""
        return VrpConfig(
            network="augmenter",
            semantic=semantic,
            queries=queries,
            dropout=0.5,
            query_init=query_init,
            cues="prior",
            cue_gain=10.0,
            pooling="nearest",
            sam_features=False,
            k_shot="concatenated",
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
    """Check each prediction by finding the annotation back from it, where the weights ask for it."""
    absent_below: float = 0.15
    """Confidence below which the object is taken to be absent from a target."""
    instances: bool = False
    """Split each prediction into separate objects."""
    close_ups: int = 1
    """Search each photo also in so many overlapping windows a side, for small objects; 1: only as a whole."""
    device: str = "auto"
    """auto, cuda, mps or cpu."""

    def __post_init__(self) -> None:
        _one_of("method", self.method, METHODS)
        _one_of("gp_prompts", self.gp_prompts, GP_PROMPTS)
        _share("absent_below", self.absent_below)
        _at_least("close_ups", self.close_ups, 1)
        _at_most("close_ups", self.close_ups, MOST_CLOSE_UPS)


def field_sentences(kind: type) -> dict[str, str]:
    """The sentence under each field of a config, read from its source."""
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0].body  # type: ignore[attr-defined]
    return {
        ast.unparse(field.target): " ".join(str(ast.literal_eval(text.value)).split())
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr)
    }


def to_dict(config: Any) -> dict[str, Any]:
    """A config as plain JSON values."""
    return asdict(config)


def from_dict(kind: type[T], values: dict[str, Any]) -> T:
    """The config that `to_dict` wrote, whoever wrote it since; unknown fields are refused by name.

    Raises:
        ValueError: a field is unknown, or has a value of another type or one that is not allowed.
    """
    known = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(typed(values, dict[str, Any])) - known)
    if unknown:
        raise ValueError(f"{kind.__name__} has no field {', '.join(unknown)}")
    return typed(values, kind)


KINDS = ("point", "scribble", "box", "mask")


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """One training run. It is written into every checkpoint."""

    data: tuple[str, ...]
    """Data sets: COCO JSON files, projects, folders with images/ and masks/<category>/, benchmarks as coco20i:ROOT."""
    out: str
    """Folder for checkpoints, events and the resume state."""
    shares: tuple[float, ...] = ()
    """Relative share of the episodes for each data set; empty lets every category count by its size."""
    images: str = ""
    """The image folder of a COCO JSON; empty means the folder the JSON is in."""
    fold: int = 0
    """Fold of coco20i:ROOT and pascal5i:ROOT, 0 to 3; its test classes are not trained on."""
    lists: str = ""
    """The folder of a benchmark's lists; empty means ROOT/fss_list."""
    sam: str = "mobile_sam"
    """The frozen SAM that decodes the tokens."""
    vrp: VrpConfig = VrpConfig()
    """The network."""
    start_from: str = ""
    """A checkpoint whose weights training starts from, or `shipped`; its configuration replaces `vrp`."""
    steps: int = 3000
    """Optimizer steps."""
    sam_steps: int = 0
    """How many of them, at the end, go through SAM's decoder too, so that the locator's prompts learn."""
    batch: int = 8
    """Episodes per optimizer step, over all processes."""
    accumulate: int = 1
    """Parts a process cuts its share of the batch into, to save memory."""
    lr: float = 5e-4
    """Peak learning rate of AdamW."""
    warmup: float = 0.05
    """Share of the steps in which the learning rate rises; then it falls along a cosine to 0, step by step."""
    weight_decay: float = 1e-4
    """AdamW's weight decay."""
    grad_clip: float = 1.0
    """Greatest norm of the gradient; 0 turns clipping off."""
    ema: float = 0.0
    """Decay of the moving average of weights that is validated and saved; 0 turns it off."""
    keep_base: float = 0.0
    """Share of the starting weights averaged into what is validated and saved, against forgetting; for fine-tuning."""
    loss: str = "both"
    """bce, dice, or both (paper Table 5)."""
    kinds: tuple[float, ...] = (0.2, 0.2, 0.2, 0.4)
    """Shares of point, scribble, box and mask annotations."""
    style: str = "default"
    """How annotations are simulated: as people draw in this program, or as the official code does (`paper`)."""
    absent: float = 0.1
    """Share of episodes whose target does not show the object."""
    single: float = 0.2
    """Share of references on which only one of several separate objects is annotated, as people do."""
    variants: int = 0
    """Augmented versions per image (flip, scale and crop, colour jitter) cached in addition to the plain one."""
    held_out: tuple[str, ...] = ()
    """Categories held out for validation; images that show one are never trained on."""
    held_out_share: float = 0.0
    """Share of each category's images held out for validation, near-duplicates together; for few categories."""
    patience: int = 0
    """Stop after this many validations in a row that were not better; 0 never stops early."""
    validation_pairs: int = 200
    """Pairs per validation."""
    builtin: bool = True
    """Also validate on a few photos that come with the program, to detect forgetting; for fine-tuning."""
    validate_every: int = 250
    """Steps between validations, each followed by a checkpoint."""
    pool: int = 0
    """Train on this many episodes again and again, whose evidence is computed once; 0 draws new ones for every step."""
    overfit: int = 0
    """Train on this many fixed episodes only, to check that the loss can reach 0."""
    amp: bool = True
    """Use bfloat16 where the device computes it fast."""
    device: str = "auto"
    """auto, cuda, mps or cpu."""
    threads: int = 0
    """torch's threads; 0 means one per core."""
    seed: int = 0
    """Seed of weights, episodes and annotations."""

    def __post_init__(self) -> None:
        _one_of("loss", self.loss, ("bce", "dice", "both"))
        _one_of("style", self.style, ("default", "paper"))
        for name in ("steps", "batch", "accumulate", "validation_pairs", "validate_every"):
            _positive(name, getattr(self, name))
            _at_most(name, getattr(self, name), _LONGEST)
        _positive("lr", self.lr)
        for name in ("threads", "seed", "variants", "overfit", "patience", "grad_clip", "weight_decay", "sam_steps"):
            if not 0 <= getattr(self, name) <= _LONGEST:
                raise ValueError(f"{name} must be between 0 and {_LONGEST}, not {getattr(self, name)!r}")
        for name in ("warmup", "ema", "absent", "single", "held_out_share", "keep_base"):
            _share(name, getattr(self, name))
        if len(self.kinds) != len(KINDS) or min(self.kinds) < 0 or sum(self.kinds) == 0:
            raise ValueError(f"kinds must be {len(KINDS)} shares, for {', '.join(KINDS)}, not {self.kinds!r}")
        if self.shares and (len(self.shares) != len(self.data) or min(self.shares) <= 0):
            raise ValueError(f"shares must be {len(self.data)} numbers above 0, one for each data set")
        if not self.data:
            raise ValueError("data must name at least one data set")
