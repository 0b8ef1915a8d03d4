"""The locator's correction for one folder, fitted to a few photos whose mask is decided.

The locator has learned how evidence becomes a mask for any kind of object. Decided photos say how it does for this
one: a linear function of the evidence maps is added to the coarse logits, which are scaled as well. The few parameters
are held near "no correction".

Legend: K evidence maps, G x G coarse grid, F x F fine grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from vrp_core.models.transforms import pooled, resampled

_STRENGTH = 0.1  # of the pull towards no correction
_OFFSET_STRENGTH = 0.1  # of it, for the offset
_STEPS = 60


@dataclass(frozen=True, slots=True)
class Look:
    """A photo as the locator sees it for one label."""

    maps: Tensor  # (K, G, G) evidence
    logits: Tensor  # (F, F) of the coarse mask
    valid: Tensor  # (F, F) 1 where the frame shows the image


@dataclass(frozen=True, slots=True)
class Correction:
    """A linear function of evidence, added to the coarse logits, and a factor for these."""

    mean: Tensor  # (K,) of each map
    deviation: Tensor  # (K,)
    weights: Tensor  # (K,)
    gain: Tensor  # () what is added to the factor 1
    offset: Tensor  # ()

    def __call__(self, look: Look) -> Tensor:
        """The corrected (F, F) logits of a look."""
        grid = look.maps.shape[-1]
        rows = (look.maps.flatten(1).T - self.mean) / self.deviation
        change = _coarse(look.logits, grid) * self.gain + rows @ self.weights + self.offset
        return look.logits + resampled(change.reshape(1, 1, grid, grid), look.logits.shape[-1])[0, 0]


def fit_correction(looks: Sequence[Look], shares: Sequence[Tensor]) -> Correction:
    """Fit a correction to photos whose mask is decided.

    Args:
        looks: one for each photo.
        shares: for each, the (F, F) share 0..1 of each cell that the decided mask covers.
    """
    grid = looks[0].maps.shape[-1]
    known = [_coarse(look.valid, grid) > 0 for look in looks]
    rows = [look.maps.flatten(1).T[cells] for look, cells in zip(looks, known, strict=True)]
    logits = [_coarse(look.logits, grid)[cells] for look, cells in zip(looks, known, strict=True)]
    wanted = [
        (_coarse(share, grid) / _coarse(look.valid, grid).clamp(min=1e-6))[cells].clamp(0, 1)
        for look, share, cells in zip(looks, shares, known, strict=True)
    ]
    together = torch.cat(rows)
    mean, deviation = together.mean(dim=0), together.std(dim=0, correction=0) + 1e-3
    rows = [(of_photo - mean) / deviation for of_photo in rows]
    weights, gain, offset = together.new_zeros(together.shape[1]), together.new_zeros(()), together.new_zeros(())
    parameters = [one.requires_grad_() for one in (weights, gain, offset)]
    optimiser = torch.optim.LBFGS(parameters, lr=1, max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        errors = [
            _error(z * (1 + gain) + x @ weights + offset, y) for x, z, y in zip(rows, logits, wanted, strict=True)
        ]
        pull = weights.square().sum() + gain.square() + _OFFSET_STRENGTH * offset.square()
        total = torch.stack(errors).mean() + _STRENGTH * pull
        total.backward()  # type: ignore[no-untyped-call]
        return total

    with torch.enable_grad():
        optimiser.step(loss)  # type: ignore[no-untyped-call]
    return Correction(mean, deviation, weights.detach(), gain.detach(), offset.detach())


def _coarse(values: Tensor, grid: int) -> Tensor:
    """(F, F) values as the (G * G,) means of cells."""
    return pooled(values[None, None], grid)[0, 0].flatten()


def _error(logits: Tensor, wanted: Tensor) -> Tensor:
    """Binary cross entropy and Dice, which weigh an object alike whether it is small or large."""
    found = logits.sigmoid()
    dice = (2 * (found * wanted).sum() + 1) / (found.sum() + wanted.sum() + 1)
    return F.binary_cross_entropy_with_logits(logits, wanted) + 1 - dice
