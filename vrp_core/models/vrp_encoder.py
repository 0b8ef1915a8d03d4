"""The VRP encoder: turns an annotated reference and a target into prompt tokens for SAM (paper section 3.2).

Legend of shapes: B pairs, N queries, D width, G x G grid, P = G * G positions, K matching cues, Cm mid-level channels.
R is G, or G times the number of stacked references.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from vrp_core.domain.config import VrpConfig

_PROTOTYPE_EPSILON = 5e-4  # keeps the prototype finite when the annotation is empty on the grid
_POSITION_TEMPERATURE = 10_000.0


@dataclass(frozen=True, slots=True)
class Augmented:
    """The feature augmenter's output for a batch of pairs."""

    reference: Tensor  # (B, D, R, G)
    target: Tensor  # (B, D, G, G)
    foreground: Tensor  # (B, D) mean reduced feature of the annotated positions
    background: Tensor  # (B, D) mean reduced feature of the other positions


class FeatureAugmenter(nn.Module):
    """Mid-level features of both images, each joined with the prototype and its cues (paper equations 1 to 3).

    Both 1x1 convolutions are shared between reference and target.
    """

    def __init__(self, mid_channels: int, cues: int, config: VrpConfig) -> None:
        super().__init__()
        self.reduce = nn.Conv2d(mid_channels, config.width, 1, bias=False)
        self.dropout = nn.Dropout2d(config.dropout)
        self.merge = nn.Conv2d(2 * config.width + cues, config.width, 1, bias=False)
        self.cue_gain = config.cue_gain

    def forward(self, reference: Tensor, target: Tensor, weights: Tensor, cues: tuple[Tensor, Tensor]) -> Augmented:
        """Join features, prototype and cues.

        Args:
            reference: (B, Cm, R, G) mid-level features.
            target: (B, Cm, G, G) the same.
            weights: (B, 1, R, G) annotation weights of the reference.
            cues: (B, K, R, G) of the reference and (B, K, G, G) of the target.
        """
        reduced_reference = self.dropout(F.relu(self.reduce(reference)))
        reduced_target = self.dropout(F.relu(self.reduce(target)))
        foreground = _masked_mean(reduced_reference, weights)
        return Augmented(
            self._merge(reduced_reference, foreground, cues[0]),
            self._merge(reduced_target, foreground, cues[1]),
            foreground,
            _masked_mean(reduced_reference, 1 - weights),
        )

    def _merge(self, features: Tensor, prototype: Tensor, cues: Tensor) -> Tensor:
        everywhere = prototype[:, :, None, None].expand_as(features)
        return F.relu(self.merge(torch.cat([features, everywhere, self.cue_gain * cues], dim=1)))


class _Attention(nn.Module):
    """Attention, residual sum and norm. Positions are added to the keys only."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.norm = nn.LayerNorm(width)

    def forward(self, queries: Tensor, features: Tensor, position: Tensor | None = None) -> Tensor:
        keys = features if position is None else features + position
        attended, _ = self.attention(queries, keys, features, need_weights=False)
        normed: Tensor = self.norm(queries + attended)
        return normed


class PromptGenerator(nn.Module):
    """Queries attend to the reference, each other, the target, and each other again (paper equations 4 to 7)."""

    def __init__(self, config: VrpConfig) -> None:
        super().__init__()
        self.query_init = config.query_init
        self.count = config.queries
        if config.query_init == "random":
            self.queries = nn.Embedding(config.queries, config.width)
        self.to_reference = _Attention(config.width, config.heads)
        self.among_after_reference = _Attention(config.width, config.heads)
        self.to_target = _Attention(config.width, config.heads)
        self.among_after_target = _Attention(config.width, config.heads)
        for parameter in self.parameters():
            if parameter.dim() > 1 and parameter.shape != (config.queries, config.width):
                nn.init.xavier_uniform_(parameter)

    def forward(self, augmented: Augmented) -> Tensor:
        """(B, N, D) VRP tokens of a batch of pairs."""
        position = sine_positions(augmented.target.shape[-1], augmented.target.shape[1]).to(augmented.target)
        reference = augmented.reference.flatten(2).transpose(1, 2)  # (B, R * G, D)
        target = augmented.target.flatten(2).transpose(1, 2)
        tokens = self._first_queries(augmented)
        each = position.repeat(1, reference.shape[1] // position.shape[1], 1)
        tokens = self.to_reference(tokens, reference, each)
        tokens = self.among_after_reference(tokens, tokens)
        tokens = self.to_target(tokens, target, position)
        tokens = self.among_after_target(tokens, tokens)
        return tokens

    def _first_queries(self, augmented: Augmented) -> Tensor:
        """The initial queries (the four choices of the paper's Table 6)."""
        batch = len(augmented.target)
        if self.query_init == "random":
            return self.queries.weight.expand(batch, -1, -1)
        foreground = augmented.foreground[:, None].expand(-1, self.count, -1)
        background = augmented.background[:, None].expand(-1, self.count, -1)
        if self.query_init == "foreground":
            return foreground
        if self.query_init == "background":
            return background
        half = self.count // 2
        return torch.cat([foreground[:, :half], background[:, half:]], dim=1)


class VrpEncoder(nn.Module):
    """The trained part: feature augmenter, then prompt generator."""

    def __init__(self, mid_channels: int, cues: int, config: VrpConfig) -> None:
        super().__init__()
        self.config = config
        self.augmenter = FeatureAugmenter(mid_channels, cues, config)
        self.generator = PromptGenerator(config)

    def forward(self, reference: Tensor, target: Tensor, weights: Tensor, cues: tuple[Tensor, Tensor]) -> Tensor:
        """(B, N, D) VRP tokens; the arguments are the feature augmenter's."""
        tokens: Tensor = self.generator(self.augmenter(reference, target, weights, cues))
        return tokens


def sine_positions(grid: int, width: int) -> Tensor:
    """(1, P, width) sine positional encoding of a grid, rows first: half the channels for y, half for x."""
    steps = torch.arange(1, grid + 1, dtype=torch.float32) / grid * 2 * torch.pi
    frequencies = _POSITION_TEMPERATURE ** (torch.arange(0, width // 2, 2) / (width // 2))
    angles = steps[:, None] / frequencies  # (G, width / 4)
    axis = torch.stack([angles.sin(), angles.cos()], dim=2).flatten(1)  # (G, width / 2)
    rows, columns = axis[:, None].expand(-1, grid, -1), axis[None].expand(grid, -1, -1)
    return torch.cat([rows, columns], dim=2).reshape(1, grid * grid, width)


def _masked_mean(features: Tensor, weights: Tensor) -> Tensor:
    """(B, D) mean of (B, D, G, G) features under (B, 1, G, G) weights."""
    return (features * weights).sum(dim=(2, 3)) / (weights.sum(dim=(2, 3)) + _PROTOTYPE_EPSILON)
