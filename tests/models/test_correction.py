"""The correction of the locator for a folder: it learns what decided photos say, and no more."""

import torch
from torch import Tensor

from vrp_core.models.correction import Look, fit_correction
from vrp_core.models.transforms import resampled

MAPS, GRID, FINE = 6, 32, 64


def photo(seed: int, shift: float = 0.0) -> tuple[Look, Tensor]:
    """A photo whose third map shows the object, while the locator looks at the first; and the object's shares."""
    generator = torch.Generator().manual_seed(seed)
    maps = resampled(torch.randn(1, MAPS, 8, 8, generator=generator), GRID)[0]
    share = (resampled(maps[None, 2:3], FINE)[0, 0] > 0.3).float()
    logits = resampled(maps[None, :1], FINE)[0, 0] + shift
    valid = torch.ones(FINE, FINE)
    valid[48:] = 0
    return Look(maps, logits, valid), share * valid


def iou(logits: Tensor, share: Tensor, valid: Tensor) -> float:
    found = (logits > 0) & (valid > 0)
    return float((found * share).sum() / (found | (share > 0)).sum())


def test_what_decided_photos_say_is_found_on_another_photo() -> None:
    looks, shares = zip(*[photo(seed) for seed in range(5)], strict=True)
    correction = fit_correction(looks, shares)
    look, share = photo(9)
    before, after = (iou(logits, share, look.valid) for logits in (look.logits, correction(look)))
    assert before < 0.1 and after > 0.5


def test_a_locator_that_is_right_stays_right() -> None:
    looks, shares = [], []
    for seed in range(4):
        look, share = photo(seed)
        looks.append(Look(look.maps, (share - 0.5) * 16, look.valid))
        shares.append(share)
    correction = fit_correction(looks[:3], shares[:3])
    assert iou(correction(looks[3]), shares[3], looks[3].valid) > 0.99


def test_masks_that_are_all_too_small_become_larger() -> None:
    generator = torch.Generator().manual_seed(0)
    looks, shares = [], []
    for _ in range(5):
        logits = resampled(torch.randn(1, 1, 8, 8, generator=generator) * 3, FINE)[0, 0]
        looks.append(Look(torch.zeros(MAPS, GRID, GRID), logits - 2, torch.ones(FINE, FINE)))
        shares.append((logits > 0).float())
    correction = fit_correction(looks[:4], shares[:4])
    before, after = (iou(one, shares[4], looks[4].valid) for one in (looks[4].logits, correction(looks[4])))
    assert after > before + 0.15


def test_nothing_of_it_wants_a_gradient_and_the_same_photos_say_the_same() -> None:
    looks, shares = zip(*[photo(seed) for seed in range(3)], strict=True)
    with torch.no_grad():  # as in a pass
        one, other = fit_correction(looks, shares), fit_correction(looks, shares)
    assert not one.weights.requires_grad and not one.offset.requires_grad
    torch.testing.assert_close(one(looks[0]), other(looks[0]), rtol=0, atol=0)
