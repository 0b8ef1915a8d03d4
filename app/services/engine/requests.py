"""What the window asks of the engine's thread, and what it answers: frozen values that cross threads."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.masks import Rle
from vrp_core.domain.polygons import PolygonWithHoles
from vrp_core.domain.prompts import Prompt

from .comparison import CompareRequest, HeatRequest

if TYPE_CHECKING:  # torch is loaded on the engine's own thread
    from vrp_core.inference.reference_check import ReferenceCheck
    from vrp_core.inference.result_map import ResultMap


@dataclass(frozen=True, slots=True)
class MaskRequest:
    """The mask of some prompts. Of those that wait only the newest is answered."""

    number: int  # tells outdated answers from current ones
    image: ImageRecord
    prompts: tuple[Prompt, ...]
    preview: bool  # the mouse only hovers
    start: Rle | None = None  # the mask that the prompts correct; None: they mark a new object


@dataclass(frozen=True, slots=True)
class MaskAnswer:
    """What SAM makes of the prompts."""

    request: MaskRequest
    mask: Rle
    polygons: tuple[PolygonWithHoles, ...]


@dataclass(frozen=True, slots=True)
class SharpenRequest:
    """A SAM mask for the raw prompts of an annotation. Every one is answered."""

    annotation_id: int
    image: ImageRecord
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class SharpenAnswer:
    """The mask to store with the annotation."""

    request: SharpenRequest
    mask: Rle


@dataclass(frozen=True, slots=True)
class EncodeRequest:
    """Encode an image before its first prompt."""

    image: ImageRecord


@dataclass(frozen=True, slots=True)
class PassRequest:
    """A pass to start, or with `pass_id` to resume."""

    targets: tuple[int, ...] | None
    pass_id: int | None = None
    leave_drawn: bool = True  # as of `start_pass`
    second_look: bool = False  # at all that is doubtful, as of `start_second_look`


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """Compare what two sets of references find on photos that are decided."""

    before: tuple[int, ...]  # ids of annotations
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """The comparison; None where nothing could be compared."""

    request: CheckRequest
    check: "ReferenceCheck | None"


@dataclass(frozen=True, slots=True)
class MapRequest:
    """Lay out the results of a label by what they look like."""

    label_id: int


@dataclass(frozen=True, slots=True)
class MapAnswer:
    """The map; None where something more urgent came."""

    request: MapRequest
    map: "ResultMap | None"


@dataclass(frozen=True, slots=True)
class LoadTask:
    """Load the networks of a config."""

    config: SegmentConfig


@dataclass(frozen=True, slots=True)
class TargetTask:
    """Do the next target of the running pass, or end the pass where it was cancelled."""


Request = (
    MaskRequest
    | SharpenRequest
    | EncodeRequest
    | CompareRequest
    | HeatRequest
    | MapRequest
    | PassRequest
    | CheckRequest
)
Task = Request | LoadTask | TargetTask
