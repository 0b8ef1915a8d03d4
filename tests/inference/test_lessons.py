"""What is learned from decided photos: the best way, and no photo helps to find itself."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import torch

from vrp_core.domain.geometry import Size
from vrp_core.inference.encoded import EncodedImage, EncodedReference
from vrp_core.inference.lessons import LocatorState, learned
from vrp_core.inference.segmentation import Found
from vrp_core.models.evidence import MAPS
from vrp_core.models.locator import Located
from vrp_core.models.sam import LOGITS_SIDE
from vrp_core.models.transforms import resampled
from vrp_core.models.vrp_locator import CoarseResult
from vrp_core.models.vrp_sam import ImageFeatures, ReferenceFeatures

SIDE = 64
NOTHING = torch.full((LOGITS_SIDE, LOGITS_SIDE), -1.0)


def photo(left: int) -> EncodedReference:
    """A square object at a place of its own."""
    region = np.zeros((SIDE, SIDE), dtype=bool)
    region[20:44, left : left + 16] = True
    image = EncodedImage(Size(SIDE, SIDE), torch.zeros(1), torch.zeros(1))
    features = ReferenceFeatures(ImageFeatures(torch.zeros(1), torch.zeros(1)), torch.zeros(1), torch.zeros(1))
    return EncodedReference(image, region, features)


class Locating:
    """Finds nothing from one reference; from more, the object, `shift` logits too dark. SAM answers as it is told."""

    def __init__(self, photos: Sequence[EncodedReference], shift: float, sam: bool) -> None:
        self._photos, self._shift, self._sam = photos, shift, sam
        self.seen: list[tuple[Any, EncodedImage]] = []  # the references of a state, and the target

    def prepare(self, references: Sequence[EncodedReference]) -> LocatorState:
        return LocatorState(tuple(references))  # type: ignore[arg-type]

    def find(self, prepared: LocatorState, target: EncodedImage) -> Found:
        return Found(NOTHING, 0.5, NOTHING, NOTHING)

    def coarse(self, prepared: LocatorState, target: EncodedImage) -> CoarseResult:
        self.seen.append((prepared.references, target))
        region = next(one.region for one in self._photos if one.image is target)
        logits = torch.from_numpy(region).float() * 8 - 4 + self._shift
        located = Located(logits[None, None], torch.zeros(1, 4, 32, 32), torch.zeros(1))
        maps, valid = torch.zeros(len(MAPS), 32, 32), torch.ones(1, SIDE, SIDE)
        return CoarseResult(located, maps, 1.0, valid, maps[0])

    def outlined(self, coarse: CoarseResult, target: EncodedImage) -> Found:
        answer = resampled(coarse.located.logits, LOGITS_SIDE)[0, 0] if self._sam else NOTHING
        return Found(answer, 0.5, NOTHING, NOTHING)


def taught(shift: float, sam: bool) -> tuple[Locating, LocatorState, float, float]:
    photos = [photo(left) for left in (4, 12, 20, 28, 36, 44)]
    locating = Locating(photos, shift, sam)
    found = learned(locating, photos[:1], photos[1:])
    return locating, found.state, found.before, found.after


@pytest.mark.parametrize(
    ("shift", "sam", "corrected"), [(0.0, True, False), (0.0, False, False), (-6.0, True, True), (-6.0, False, True)]
)
def test_the_way_that_finds_the_decided_photos_is_taken(shift: float, sam: bool, corrected: bool) -> None:
    _, state, before, after = taught(shift, sam)
    assert before == 0 and after == pytest.approx(0.9)
    assert state.sam_outlines is sam
    assert (state.correction is not None) is corrected
    assert len(state.references) == 6  # type: ignore[arg-type]


def test_no_photo_helps_to_find_itself() -> None:
    locating, *_ = taught(-6.0, True)
    assert len(locating.seen) == 5
    for references, target in locating.seen:
        assert len(references) == 5 and all(one.image is not target for one in references)
