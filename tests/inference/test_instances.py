"""Separate objects of a mask: SAM is asked about a bounded number of parts, and no part is lost."""

import numpy as np
import pytest
import torch

from vrp_core.inference.instances import split_instances
from vrp_core.models.sam import Sam


class _CountingSam(Sam):
    """Counts how often the decoder runs."""

    asked = 0

    def decode(self, *arguments: torch.Tensor, **options: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:  # type: ignore[override]
        self.asked += 1
        return super().decode(*arguments, **options)  # type: ignore[arg-type]


@pytest.fixture
def sam() -> _CountingSam:
    torch.manual_seed(0)
    return _CountingSam("mobile_sam")


def _squares(count: int, side: int = 4) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    mask = np.zeros((160, 160), dtype=bool)
    for number in range(count):
        top, left = divmod(number, 20)
        mask[8 * top : 8 * top + side, 8 * left : 8 * left + side] = True
    return mask


def test_of_many_parts_sam_is_asked_about_the_first_sixteen_and_none_is_lost(sam: _CountingSam) -> None:
    mask = _squares(120)
    found = split_instances(sam, torch.randn(256, 64, 64), mask)
    assert sam.asked == 16 and len(found) == 120
    together = np.zeros_like(mask)
    for one in found:
        together[one.place] |= one.mask
    assert np.array_equal(together, mask)  # untrained weights answer noise, so every part keeps itself


def test_specks_beside_a_large_part_are_no_objects(sam: _CountingSam) -> None:
    mask = _squares(2)
    mask[60:150, 60:150] = True
    assert len(split_instances(sam, torch.randn(256, 64, 64), mask)) == 1 and sam.asked == 1


def test_an_empty_mask_has_no_object(sam: _CountingSam) -> None:
    assert split_instances(sam, torch.randn(256, 64, 64), np.zeros((10, 10), dtype=bool)) == [] and sam.asked == 0
