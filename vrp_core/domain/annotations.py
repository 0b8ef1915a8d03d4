"""Labels, images, annotations and predictions: the values of a project, and of a data set in any format.

`docs/glossary.md` says what each word means. All of them are frozen: the project store is the only place that changes.
"""

import re
from dataclasses import dataclass, field
from enum import Enum

from vrp_core.domain.errors import LabelBlank
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, Rle, decode
from vrp_core.domain.prompts import MaskPrompt, PolygonPrompt, Prompt, rasterise

_NOT_IN_A_LINE = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")


class ReviewStatus(str, Enum):
    """What a person has decided about one prediction. Only `PENDING` ones may be replaced by a later pass."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EDITED = "edited"


class Role(str, Enum):
    """What an annotation is for.

    A `REFERENCE` prompts the network; `TRUTH` is the object as it is (drawn or imported), used for export, training
    and evaluation. A reference whose mask is trusted is exported too: see `Annotation.region`. A `NEGATIVE` is what the
    object is not, a look-alike: it counts as background for its label and is never exported.
    """

    REFERENCE = "reference"
    TRUTH = "truth"
    NEGATIVE = "negative"


def label_name(text: str) -> str:
    """A label's name as one line: what breaks lines becomes a space, spaces at the ends go.

    Raises:
        LabelBlank: nothing is left.
    """
    name = _NOT_IN_A_LINE.sub(" ", text).strip()
    if not name:
        raise LabelBlank(text)
    return name


@dataclass(frozen=True, slots=True)
class Label:
    """One kind of object. `id` never changes, whatever the label is called."""

    id: int
    name: str
    color: str = "#e6194b"  # "#rrggbb"
    supercategory: str = ""
    threshold: float | None = None  # confidence below which a prediction counts as absent; None: the pass's own


@dataclass(frozen=True, slots=True)
class ImageRecord:
    """One photo of a project. The file is only ever read."""

    id: int
    path: str  # POSIX, relative to the project folder where there is a relative path
    size: Size  # upright, EXIF orientation applied
    digest: str  # sha256 of the file's bytes, hex
    reading: str = ""  # bands and contrast window (`vrp_core.domain.reading`) where the file's own are not wanted
    stamp: str = field(default="", compare=False)  # what the file system said of the file when it was read


@dataclass(frozen=True, slots=True)
class Annotation:
    """A region with a label on an image: the raw prompts as they were marked, and the mask they stand for."""

    id: int
    image_id: int
    label_id: int
    prompts: tuple[Prompt, ...]
    mask: Rle | None = None  # SAM's sharpening of the prompts, or the drawn region; None: the raw prompts alone
    role: Role = Role.REFERENCE

    def region(self, size: Size) -> Mask:
        """The `(H, W) bool` pixels that stand for the object: the mask where there is one, else the raw prompts."""
        return decode(self.mask) if self.mask is not None else rasterise(self.prompts, size)

    @property
    def has_outline(self) -> bool:
        """Whether the region is the object's own shape; a reference's bare click, scribble or box only points at it."""
        drawn = any(isinstance(prompt, MaskPrompt | PolygonPrompt) for prompt in self.prompts)
        return self.mask is not None or drawn or self.role is Role.TRUTH


@dataclass(frozen=True, slots=True)
class Scores:
    """How far a prediction can be trusted, each 0..1 (design decision 5)."""

    predicted_iou: float  # SAM's own estimate
    prior_agreement: float  # similarity to the reference inside the mask against outside it; 0.5 is "no difference"
    cycle_iou: float | None  # the prediction used as a reference finds the user's annotation again; None: not computed
    confidence: float  # one calibrated number from the three; orders the review


@dataclass(frozen=True, slots=True)
class Prediction:
    """A mask proposed for one label on one target image."""

    id: int
    image_id: int
    label_id: int
    instance: int  # 0, or the number of the object where instances are split
    mask: Rle
    scores: Scores
    absent: bool  # the confidence was below the threshold: the object is taken not to be there
    status: ReviewStatus
    pass_id: int


@dataclass(frozen=True, slots=True)
class LabelledImage:
    """An image of an `AnnotationSet`."""

    id: int
    file_name: str  # POSIX, relative to the set's image folder
    size: Size


@dataclass(frozen=True, slots=True)
class LabelledObject:
    """One object of an `AnnotationSet`."""

    image_id: int
    label_id: int
    mask: Rle
    is_crowd: bool = False
    score: float | None = None


@dataclass(frozen=True, slots=True)
class AnnotationSet:
    """Images, labels and objects as every exchange format knows them. Ids start at 1."""

    images: tuple[LabelledImage, ...]
    labels: tuple[Label, ...]
    objects: tuple[LabelledObject, ...]
