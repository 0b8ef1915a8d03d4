"""What training minimises: binary cross-entropy plus Dice, on logits (paper section 3.4, Table 5)."""

import torch
from torch import Tensor
from torch.nn import functional as F


def mask_loss(logits: Tensor, truth: Tensor, scored: Tensor, kind: str = "both") -> Tensor:
    """The () mean over a batch of the chosen loss.

    Args:
        logits: (B, S, S) float mask logits.
        truth: (B, S, S) float, 0 or 1.
        scored: (B, S, S) float, 1 where a pixel counts, 0 in the padding and where the truth is unknown.
        kind: "bce", "dice" or "both".
    """
    total = logits.new_zeros(())
    if kind in {"bce", "both"}:
        total = total + _cross_entropy(logits, truth, scored).mean()
    if kind in {"dice", "both"}:
        total = total + _dice(logits, truth, scored).mean()
    return total


def _cross_entropy(logits: Tensor, truth: Tensor, scored: Tensor) -> Tensor:
    pixels = F.binary_cross_entropy_with_logits(logits, truth, reduction="none") * scored
    return pixels.sum(dim=(1, 2)) / scored.sum(dim=(1, 2)).clamp(min=1)


def _dice(logits: Tensor, truth: Tensor, scored: Tensor) -> Tensor:
    """1 - Dice with one pixel added to both sides, so that an empty truth is met by an empty mask."""
    found = torch.sigmoid(logits) * scored
    wanted = truth * scored
    shared = (found * wanted).sum(dim=(1, 2))
    return 1 - (2 * shared + 1) / (found.sum(dim=(1, 2)) + wanted.sum(dim=(1, 2)) + 1)
