"""The locator: turns evidence maps into a coarse mask, with spatial context and without raw features.

Legend: B pairs, K coarse and L fine evidence maps, W width, G x G coarse grid, F x F fine grid (F is SAM's 64).
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from vrp_core.models.transforms import resampled

_DILATIONS = (1, 2, 4, 1)
_FINE_WIDTH = 16


@dataclass(frozen=True, slots=True)
class Located:
    """The locator's output for a batch of pairs."""

    logits: Tensor  # (B, 1, F, F) of the coarse mask
    features: Tensor  # (B, W, G, G) of the trunk
    presence: Tensor  # (B,) logit that the target shows the object


class _ChannelNorm(nn.Module):
    """Normalises each position's channels to mean 0 and deviation 1, independent of other positions and pairs."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, x: Tensor) -> Tensor:
        channels_last = x.permute(0, 2, 3, 1)
        return F.layer_norm(channels_last, self.gain.shape, self.gain, self.bias).permute(0, 3, 1, 2)


class _Block(nn.Module):
    """A residual block: a dilated convolution and a global context branch."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.spatial = nn.Conv2d(width, width, 3, padding=dilation, dilation=dilation, bias=False)
        self.norm = _ChannelNorm(width)
        self.whole = nn.Linear(2 * width, width)
        self.mix = nn.Conv2d(width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        whole = self.whole(_pooled(x))[:, :, None, None]
        mixed: Tensor = self.mix(F.relu(self.norm(self.spatial(x)) + whole))
        return F.relu(x + mixed)


class Locator(nn.Module):
    """Evidence -> coarse mask logits, trunk features and a logit of the object's presence."""

    mean: Tensor
    deviation: Tensor
    fine_mean: Tensor
    fine_deviation: Tensor

    def __init__(self, maps: int, fine_maps: int, width: int, dropout: float) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(maps))
        self.register_buffer("deviation", torch.ones(maps))
        self.register_buffer("fine_mean", torch.zeros(fine_maps))
        self.register_buffer("fine_deviation", torch.ones(fine_maps))
        self.dropout = nn.Dropout2d(dropout)
        self.stem = nn.Conv2d(maps, width, 1)
        self.blocks = nn.ModuleList(_Block(width, dilation) for dilation in _DILATIONS)
        self.narrow = nn.Conv2d(width, _FINE_WIDTH, 1)
        self.fine = nn.Sequential(
            nn.Conv2d(_FINE_WIDTH + fine_maps, _FINE_WIDTH, 3, padding=1, bias=False),
            _ChannelNorm(_FINE_WIDTH),
            nn.ReLU(),
            nn.Conv2d(_FINE_WIDTH, _FINE_WIDTH, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(_FINE_WIDTH, 1, 1),
        )
        self.coarse = nn.Conv2d(width, 1, 1)
        self.presence = nn.Sequential(nn.Linear(2 * width + 2, width), nn.ReLU(), nn.Linear(width, 1))

    def forward(self, maps: Tensor, fine_maps: Tensor) -> Located:
        """Locate the object.

        Args:
            maps: (B, K, G, G) float32 coarse evidence.
            fine_maps: (B, L, F, F) float32 fine evidence.
        """
        # channels last: convolutions of so few channels take a tenth less time
        maps, fine_maps = (one.contiguous(memory_format=torch.channels_last) for one in (maps, fine_maps))
        standard = (maps - self.mean[:, None, None]) / self.deviation[:, None, None]
        x = F.relu(self.stem(self.dropout(standard)))
        for block in self.blocks:
            x = block(x)
        fine = (fine_maps - self.fine_mean[:, None, None]) / self.fine_deviation[:, None, None]
        joined = torch.cat([resampled(self.narrow(x), fine.shape[-1]), fine], dim=1)
        logits = self.fine(joined) + resampled(self.coarse(x), fine.shape[-1])
        seen = torch.stack([logits.flatten(1).amax(dim=1), logits.sigmoid().flatten(1).mean(dim=1)], dim=1)
        presence = self.presence(torch.cat([_pooled(x), seen.detach()], dim=1))[:, 0]
        return Located(logits, x, presence)

    @torch.no_grad()
    def standardise(self, maps: Tensor, fine_maps: Tensor) -> None:
        """Set the mean and deviation of each map from a sample of evidence: (B, K, G, G) and (B, L, F, F)."""
        for values, mean, deviation in (
            (maps, self.mean, self.deviation),
            (fine_maps, self.fine_mean, self.fine_deviation),
        ):
            mean.copy_(values.mean(dim=(0, 2, 3)))
            deviation.copy_(values.std(dim=(0, 2, 3)).clamp(min=1e-3))


def _pooled(x: Tensor) -> Tensor:
    """(B, 2 C): mean and greatest value of each channel."""
    return torch.cat([x.mean(dim=(2, 3)), x.amax(dim=(2, 3))], dim=1)
