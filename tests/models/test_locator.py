"""The locator's shapes and symmetries, and how its coarse mask is handed to SAM part by part."""

import pytest
import torch

from vrp_core.models.evidence import FINE_MAPS, MAPS
from vrp_core.models.locator import Locator
from vrp_core.models.parts import decode_parts, enlarge, join
from vrp_core.models.sam import Sam

_OFF, _ON = -8.0, 8.0


@pytest.fixture(scope="module")
def sam() -> Sam:
    torch.manual_seed(0)
    return Sam("mobile_sam")


def _coarse(*boxes: tuple[int, int, int, int]) -> torch.Tensor:
    """(64, 64) logits that are high in boxes of rows and columns."""
    logits = torch.full((64, 64), _OFF)
    for top, bottom, left, right in boxes:
        logits[top:bottom, left:right] = _ON
    return logits


def test_the_shipped_size() -> None:
    assert sum(p.numel() for p in Locator(len(MAPS), len(FINE_MAPS), 64, 0.1).parameters()) == 217_379


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


def test_each_connected_part_is_asked_for_by_itself_largest_first(sam: Sam) -> None:
    coarse = _coarse((4, 10, 4, 10), (30, 50, 20, 44))
    parts = decode_parts(sam, torch.randn(1, 256, 64, 64), coarse, torch.ones(64, 64))
    assert len(parts) == 2
    for part in parts:
        assert part.logits.shape == (256, 256) and 0 <= part.predicted_iou <= 1


def test_where_sam_strays_the_coarse_part_stays(sam: Sam) -> None:
    """An untrained decoder answers with noise, so every part is left by it."""
    coarse = _coarse((4, 10, 4, 10), (30, 50, 20, 44))
    parts = decode_parts(sam, torch.randn(1, 256, 64, 64), coarse, torch.ones(64, 64))
    assert all(part.strayed for part in parts)
    assert torch.equal(join(parts, coarse) > 0, enlarge(coarse) > 0)
    assert not (parts[0].logits[:48, :48] > 0).any()  # one part says nothing of the other


def test_padding_and_specks_are_no_parts(sam: Sam) -> None:
    valid = torch.ones(64, 64)
    valid[48:] = 0
    coarse = _coarse((50, 60, 10, 30), (10, 40, 10, 40))
    parts = decode_parts(sam, torch.randn(1, 256, 64, 64), coarse, valid)
    assert len(parts) == 1
    assert not (join(parts, coarse)[200:] > 0).any()


def test_an_empty_coarse_mask_has_no_part_and_stays_empty(sam: Sam) -> None:
    coarse = _coarse()
    parts = decode_parts(sam, torch.randn(1, 256, 64, 64), coarse, torch.ones(64, 64))
    assert parts == [] and not (join(parts, coarse) > 0).any()


def test_of_hundreds_of_parts_sam_is_asked_about_the_largest_and_none_is_lost(sam: Sam) -> None:
    coarse = _coarse(*((row, row + 2, column, column + 2) for row in range(0, 64, 4) for column in range(0, 64, 4)))
    parts = decode_parts(sam, torch.randn(1, 256, 64, 64), coarse, torch.ones(64, 64))
    assert len(parts) == 256
    assert torch.equal(join(parts, coarse) > 0, enlarge(coarse) > 0)
