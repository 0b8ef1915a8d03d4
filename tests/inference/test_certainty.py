"""How sure a mask's pixels are, on large photos too."""

import numpy as np
import pytest
import torch

from vrp_core.domain.geometry import Size
from vrp_core.domain.mask_crop import crop_of
from vrp_core.domain.masks import Mask
from vrp_core.inference.segmenter import _certainty
from vrp_core.models.transforms import logits_to_image, mask_of_logits

SIZE = Size(1500, 2000)


def exactly(logits: torch.Tensor, mask: Mask) -> float:
    probabilities = logits_to_image(logits, SIZE).sigmoid().numpy()
    return float(2 * np.abs(probabilities[mask] - 0.5).mean())


@pytest.fixture
def logits() -> torch.Tensor:
    """Two blobs of SAM's mask logits, surer towards their middles."""
    rows, columns = np.mgrid[:256, :256].astype(np.float32)
    blobs = [60 - np.hypot(rows - 70, columns - 80), 45 - np.hypot(rows - 130, columns - 190)]
    return torch.from_numpy(np.maximum(*blobs) / 9)


def test_of_a_large_region_some_pixels_say_what_all_do(logits: torch.Tensor) -> None:
    mask = mask_of_logits(logits, SIZE)
    assert crop_of(mask).mask.size > 1_000_000
    assert _certainty(logits, crop_of(mask)) == pytest.approx(exactly(logits, mask), abs=2e-3)


def test_every_pixel_of_a_small_or_a_thin_region_counts(logits: torch.Tensor) -> None:
    small, thin = np.zeros(SIZE, dtype=bool), np.zeros(SIZE, dtype=bool)
    small[300:700, 400:800] = True
    for place in range(1400):
        thin[place, place] = True
    for mask in (small, thin):
        assert _certainty(logits, crop_of(mask)) == pytest.approx(exactly(logits, mask), abs=1e-6)
