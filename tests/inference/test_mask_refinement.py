"""A mask corrected by clicks with the real MobileSAM."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from vrp_core.domain.errors import PromptOutsideImage
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, mask_iou
from vrp_core.domain.prompts import PointPrompt, Prompt
from vrp_core.inference.mask_refinement import refine
from vrp_core.models.sam import Sam, load_sam

SIZE = Size(240, 320)


def disc(x: float, y: float, radius: float) -> Mask:
    rows, columns = np.ogrid[: SIZE.height, : SIZE.width]
    return np.asarray((columns + 0.5 - x) ** 2 + (rows + 0.5 - y) ** 2 <= radius**2)


LEFT, RIGHT = disc(80, 120, 45), disc(230, 120, 45)


@pytest.fixture(scope="module")
def mobile_sam(mobile_sam_file: Path) -> Sam:
    """The real MobileSAM."""
    return load_sam("mobile_sam", mobile_sam_file)


@pytest.fixture(scope="module")
def photo() -> NDArray[np.uint8]:
    """Two bright discs on a dark ground."""
    pixels = np.full((*SIZE, 3), 40, dtype=np.uint8)
    pixels[LEFT] = (230, 200, 60)
    pixels[RIGHT] = (60, 200, 230)
    return pixels


def refined(sam: Sam, photo: NDArray[np.uint8], mask: Mask, *prompts: Prompt) -> Mask:
    return refine(sam, sam.encode(photo), mask, prompts, SIZE)


def test_a_negative_click_removes_the_part_under_it(mobile_sam: Sam, photo: NDArray[np.uint8]) -> None:
    answer = refined(mobile_sam, photo, LEFT | RIGHT, PointPrompt(230, 120, positive=False))
    assert mask_iou(answer, LEFT) > 0.85


def test_a_positive_click_adds_the_part_under_it(mobile_sam: Sam, photo: NDArray[np.uint8]) -> None:
    answer = refined(mobile_sam, photo, LEFT, PointPrompt(230, 120))
    assert mask_iou(answer, LEFT | RIGHT) > 0.85


def test_a_positive_click_inside_the_mask_keeps_it(mobile_sam: Sam, photo: NDArray[np.uint8]) -> None:
    answer = refined(mobile_sam, photo, LEFT, PointPrompt(80, 120))
    assert mask_iou(answer, LEFT) > 0.85


def test_half_an_object_becomes_whole_by_a_click_on_the_other_half(mobile_sam: Sam, photo: NDArray[np.uint8]) -> None:
    half = LEFT.copy()
    half[:, 80:] = False
    answer = refined(mobile_sam, photo, half, PointPrompt(105, 120))
    assert mask_iou(answer, LEFT) > 0.85


def test_a_click_beside_the_photo_is_refused(mobile_sam: Sam, photo: NDArray[np.uint8]) -> None:
    with pytest.raises(PromptOutsideImage):
        refined(mobile_sam, photo, LEFT, PointPrompt(999, 10))
