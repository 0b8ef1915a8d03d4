"""What a worker takes and gives: photos in, rows out."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.annotations import Scores
from vrp_core.domain.documents import Count, Share
from vrp_core.domain.geometry import Size


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo to label."""

    path: str  # a file, or the address of an object such as s3://bucket/a.jpg; its name in the rows
    content: bytes | NDArray[np.uint8] | None = None  # the file's bytes, or (H, W, 3) RGB pixels; None: read `path`


@dataclass(frozen=True, slots=True)
class Row:
    """One object, or one absent label, on one photo; a photo that cannot be read has one row with its error."""

    path: str
    digest: str  # sha256 of the file, or of the pixels, hex; "" with an error
    height: Count  # of the upright photo, pixels; 0 with an error
    width: Count
    label: str  # "" with an error
    instance: Count  # 0, or the number of the object where instances are split
    counts: str  # COCO's compressed run lengths; "" with an error
    predicted_iou: Share | None  # None with an error, like the other scores
    prior_agreement: Share | None
    cycle_iou: Share | None  # None also if it was not needed
    confidence: Share | None
    absent: bool  # the confidence is below the threshold
    seconds: float  # to read and search this photo, the same in all its rows; 0 with an error
    error: str  # "" if there was none

    @property
    def size(self) -> Size:
        """Height and width of the photo."""
        return Size(self.height, self.width)

    @property
    def scores(self) -> Scores | None:
        """The scores; None with an error."""
        if self.predicted_iou is None or self.prior_agreement is None or self.confidence is None:
            return None
        return Scores(self.predicted_iou, self.prior_agreement, self.cycle_iou, self.confidence)


COLUMNS = tuple(field.name for field in fields(Row))


def failed_row(path: str, error: str) -> Row:
    """The row of a photo that cannot be labelled."""
    return Row(storable(path), "", 0, 0, "", 0, "", None, None, None, None, False, 0.0, storable(error))


def storable(text: str) -> str:
    """A text as Parquet can hold it: what is not Unicode, in the name of a file, becomes `\\udcff` and the like."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
