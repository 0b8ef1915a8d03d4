"""The locator's shapes and symmetries."""

import pytest
import torch

from vrp_core.models.evidence import FINE_MAPS, MAPS
from vrp_core.models.locator import Locator


def test_the_shipped_size() -> None:
    assert sum(p.numel() for p in Locator(len(MAPS), len(FINE_MAPS), 96, 0.1).parameters()) == 476_963


def test_a_pair_says_the_same_alone_and_in_a_batch() -> None:
    torch.manual_seed(0)
    locator = Locator(len(MAPS), len(FINE_MAPS), 16, 0.1).eval()
    maps, fine = torch.randn(3, len(MAPS), 32, 32), torch.randn(3, len(FINE_MAPS), 64, 64)
    with torch.no_grad():
        together, alone = locator(maps, fine), locator(maps[1:2], fine[1:2])
    assert together.logits.shape == (3, 1, 64, 64) and together.presence.shape == (3,)
    torch.testing.assert_close(together.logits[1:2], alone.logits)
    torch.testing.assert_close(together.presence[1:2], alone.presence)


def test_maps_are_brought_to_the_scale_of_the_sample() -> None:
    locator = Locator(len(MAPS), len(FINE_MAPS), 16, 0.0).eval()
    maps, fine = torch.randn(4, len(MAPS), 32, 32) * 3 + 5, torch.randn(4, len(FINE_MAPS), 64, 64)
    locator.standardise(maps, fine)
    assert float(locator.mean.mean()) == pytest.approx(5, abs=0.1)
    assert float(locator.deviation.mean()) == pytest.approx(3, abs=0.1)
