"""The prompt generator: learned queries read the located target and become prompts for SAM's mask decoder.

As in the paper (section 3.3), queries attend to a target and become sparse prompt embeddings. Here they read the
locator's features and SAM's own embedding, and the coarse mask goes to SAM as its mask prompt.

Legend: B pairs, W trunk width, N queries, D attention width, C = 256 channels of SAM, G x G coarse grid, F x F SAM's
grid, S = 256 the side of SAM's mask logits.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from vrp_core.models.locator import Located
from vrp_core.models.sam import CHANNELS, LOGITS_SIDE
from vrp_core.models.transforms import pooled, resampled, rows_of

_WIDTH = 128  # D
_HEADS = 4
_LAYERS = 2
_SAM_DROPOUT = 0.3  # share of the embedding's channels dropped in training, so that kinds of object are not learned
_GAIN = 3.0  # first factor from the locator's logits to the scale of SAM's


@dataclass(frozen=True, slots=True)
class Scene:
    """The targets as SAM sees them."""

    embedding: Tensor  # (B, C, F, F) float32
    places: Tensor  # (1, C, F, F) float32 SAM's code of each position
    valid: Tensor  # (B, F, F) float32, 1 where the frame shows the image


@dataclass(frozen=True, slots=True)
class Prompts:
    """The prompts of a batch of targets, for SAM's mask decoder."""

    tokens: Tensor  # (B, N, C) sparse prompt embeddings
    mask_input: Tensor  # (B, 1, S, S) mask logits


class _Layer(nn.Module):
    """Queries attend to the target, then to each other."""

    def __init__(self) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(_WIDTH) for _ in range(3))
        self.cross = nn.MultiheadAttention(_WIDTH, _HEADS, batch_first=True)
        self.own = nn.MultiheadAttention(_WIDTH, _HEADS, batch_first=True)
        self.forward_net = nn.Sequential(nn.Linear(_WIDTH, 2 * _WIDTH), nn.GELU(), nn.Linear(2 * _WIDTH, _WIDTH))

    def forward(self, queries: Tensor, keys: Tensor, padding: Tensor) -> Tensor:
        x = self.norms[0](queries)
        queries = queries + self.cross(x, keys, keys, key_padding_mask=padding, need_weights=False)[0]
        x = self.norms[1](queries)
        queries = queries + self.own(x, x, x, need_weights=False)[0]
        updated: Tensor = queries + self.forward_net(self.norms[2](queries))
        return updated


class PromptGenerator(nn.Module):
    """Located targets, as SAM sees them -> tokens and mask prompts."""

    def __init__(self, trunk_width: int, queries: int) -> None:
        super().__init__()
        self.trunk = nn.Conv2d(trunk_width + 1, _WIDTH, 1)
        self.embedding = nn.Conv2d(CHANNELS, _WIDTH, 1)
        self.place = nn.Conv2d(CHANNELS, _WIDTH, 1)
        self.dropout = nn.Dropout2d(_SAM_DROPOUT)
        self.norm = nn.LayerNorm(_WIDTH)
        self.queries = nn.Parameter(torch.randn(queries, _WIDTH))
        self.layers = nn.ModuleList(_Layer() for _ in range(_LAYERS))
        self.read = nn.LayerNorm(_WIDTH)
        self.point = nn.Linear(_WIDTH, _WIDTH)  # where a token points: attention over the target's positions
        self.token = nn.Linear(_WIDTH, CHANNELS)
        self.gain = nn.Parameter(torch.tensor(_GAIN))

    def forward(self, located: Located, scene: Scene) -> Prompts:
        """The prompts of a batch."""
        grid = located.features.shape[-1]
        coarse = pooled(located.logits.sigmoid(), grid)
        place = rows_of(pooled(scene.places, grid))
        seen = torch.cat([located.features, coarse], dim=1)
        keys = _of_each(self.trunk, rows_of(seen)) + _of_each(self.place, place)
        keys = self.norm(keys + _of_each(self.embedding, rows_of(self.dropout(pooled(scene.embedding, grid)))))
        padding = F.adaptive_max_pool2d(scene.valid[:, None], grid).flatten(1) == 0
        queries = self.queries.expand(len(keys), -1, -1)
        for layer in self.layers:
            queries = layer(queries, keys, padding)
        read = self.read(queries)
        attention = (self.point(read) @ keys.transpose(1, 2)) / keys.shape[-1] ** 0.5
        attention = attention.masked_fill(padding[:, None], float("-inf")).softmax(dim=2)
        tokens = self.token(read) + attention @ place
        return Prompts(tokens, self.gain * resampled(located.logits, LOGITS_SIDE))


def _of_each(layer: nn.Conv2d, rows: Tensor) -> Tensor:
    """A 1 x 1 convolution of (B, P, C) rows of positions: one product, whose result the attention reads as it lies."""
    return F.linear(rows, layer.weight.flatten(1), layer.bias)
