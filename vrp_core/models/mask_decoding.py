"""SAM's mask decoder in few large products: the same weights and results, in half the time on a CPU.

`segment_anything` projects the positions of the image anew for each attention, each time with SAM's code of the
position added. A product of a sum is a sum of products, so the share of the codes is a constant of the network, and one
product for each layer remains. Positions stay rows of one matrix; the mask's pixels are put in order at the end only.

Legend: B pairs, N tokens, P = 64 * 64 positions of the image, C = 256 channels, H heads, D channels of each head.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from vrp_core.domain.geometry import Size
from vrp_core.models.transforms import rows_of

_PATCH = 4  # pixels of the logits along each side of a position
_NOTHING = -1.0  # logit where none is computed
_EPS, _UPSCALING_EPS = 1e-5, 1e-6  # of SAM's norms: those of the transformer, and the one between the upscalings


@dataclass(frozen=True, slots=True)
class _Projections:
    """Several projections of the image's positions as one product."""

    weight: Tensor  # (K * H * D, C)
    constant: Tensor  # (K * H * D, P) the biases and, where a projection sees them, the codes of the positions
    shape: tuple[int, int, int]  # K, H, D

    def __call__(self, positions: Tensor) -> tuple[Tensor, ...]:
        """(B, P, C) positions as K projections, each (B, H, D, P)."""
        constant, weight = (one.expand(len(positions), -1, -1) for one in (self.constant, self.weight))
        each = torch.baddbmm(constant, weight, positions.transpose(1, 2))
        return each.unflatten(1, self.shape).unbind(dim=1)


class MaskDecoding:
    """SAM's mask decoder, its weights arranged once for a device and a type."""

    def __init__(self, decoder: nn.Module, places: Tensor, dtype: torch.dtype) -> None:
        """Arrange the weights.

        Args:
            decoder: `segment_anything`'s `MaskDecoder`; its parts for tokens are called as they are, in float32.
            places: (1, C, 64, 64) SAM's code of each position.
            dtype: in which the image's positions are computed.
        """
        self._decoder: Any = decoder
        self._dtype = dtype
        codes = places[0].flatten(1)
        transformer: Any = self._decoder.transformer
        self._projections = [_of_layer(layer, codes, dtype) for layer in transformer.layers]
        self._last = _reading(transformer.final_attn_token_to_image, codes, dtype)
        self._updates = [_of(layer.cross_attn_image_to_token.out_proj, dtype) for layer in transformer.layers]
        self._norms = [_of(layer.norm4, dtype) for layer in transformer.layers]
        upscaling: Any = self._decoder.output_upscaling
        first, norm, _, second, _ = upscaling
        self._first, self._second = _spreading(first, dtype), _spreading(second, dtype)
        self._norm = _of(norm, dtype)

    def __call__(self, image: Tensor, tokens: Tensor, masks: Sequence[int], cells: Size) -> tuple[Tensor, Tensor]:
        """Decode a batch; gradients flow to both tensors.

        Args:
            image: (B, C, 64, 64) float32 embeddings with the dense prompts added.
            tokens: (B, N, C) float32, SAM's own first.
            masks: the numbers of the masks that are wanted.
            cells: rows and columns of positions whose logits are wanted; the others are negative.

        Returns:
            (B, M, 256, 256) float32 mask logits and (B, M) float32 predicted IoU.
        """
        hidden, positions = self._attend(rows_of(image.to(self._dtype)), tokens)
        networks = self._decoder.output_hypernetworks_mlps
        filters = torch.stack([networks[i](hidden[:, 1 + i]) for i in masks], dim=2)
        predicted_iou = self._decoder.iou_prediction_head(hidden[:, 0])[:, list(masks)]
        return self._logits(positions, filters, cells).float(), predicted_iou.float()

    def _attend(self, positions: Tensor, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """SAM's two-way transformer: the (B, N, C) tokens and (B, P, C) positions after it."""
        transformer: Any = self._decoder.transformer
        queries = tokens
        parts = zip(transformer.layers, self._projections, self._updates, self._norms, strict=True)
        for layer, projections, update, norm in parts:
            if layer.skip_first_layer_pe:
                queries = layer.self_attn(q=queries, k=queries, v=queries)
            else:
                coded = queries + tokens
                queries = queries + layer.self_attn(q=coded, k=coded, v=queries)
            queries = layer.norm1(queries)
            keys, values, asking = projections(positions)
            queries = layer.norm2(queries + _read(layer.cross_attn_token_to_image, queries + tokens, keys, values))
            queries = layer.norm3(queries + layer.mlp(queries))
            told = _told(layer.cross_attn_image_to_token, queries + tokens, queries, asking)
            # one matrix for the whole batch: torch would copy a turned batch first
            positions = _normal(positions + F.linear(told.flatten(0, 1), *update).view_as(positions), norm, _EPS)
        keys, values = self._last(positions)
        queries = queries + _read(transformer.final_attn_token_to_image, queries + tokens, keys, values)
        return transformer.norm_final_attn(queries), positions

    def _logits(self, positions: Tensor, filters: Tensor, cells: Size) -> Tensor:
        """(B, M, 256, 256): positions become 2 x 2 places, these 2 x 2 pixels, which the (B, C / 8, M) filters read."""
        count, side = len(positions), int(positions.shape[1] ** 0.5)
        wanted = positions.unflatten(1, (side, side))[:, : cells.height, : cells.width]
        coarse = F.linear(wanted.flatten(0, 2), *self._first).reshape(-1, len(self._norm[0]))
        coarse = F.gelu(_normal(coarse, self._norm, _UPSCALING_EPS))
        pixels = F.gelu(F.linear(coarse, *self._second)).reshape(count, -1, filters.shape[1])
        # B, row and column of the position, of the first 2 x 2, of the second, M
        read = (pixels @ filters.to(pixels.dtype)).reshape(count, *cells, 2, 2, 2, 2, filters.shape[2])
        logits = read.permute(0, 7, 1, 3, 5, 2, 4, 6).reshape(count, -1, *(extent * _PATCH for extent in cells))
        below, right = ((side - extent) * _PATCH for extent in cells)
        return F.pad(logits, (0, right, 0, below), value=_NOTHING)


def _of_layer(layer: Any, codes: Tensor, dtype: torch.dtype) -> _Projections:
    """A layer's keys and values for the tokens, and the questions of the positions."""
    read, ask = layer.cross_attn_token_to_image, layer.cross_attn_image_to_token
    return _joined([(read.k_proj, True), (read.v_proj, False), (ask.q_proj, True)], read.num_heads, codes, dtype)


def _reading(attention: Any, codes: Tensor, dtype: torch.dtype) -> _Projections:
    """The keys and values of an attention to the image."""
    return _joined([(attention.k_proj, True), (attention.v_proj, False)], attention.num_heads, codes, dtype)


def _joined(parts: Sequence[tuple[nn.Linear, bool]], heads: int, codes: Tensor, dtype: torch.dtype) -> _Projections:
    """Projections as one; the flag says whether a projection sees the (C, P) codes."""
    own = [part.bias[:, None].expand(-1, codes.shape[1]) for part, _ in parts]
    constant = torch.cat(
        [bias + part.weight @ codes if coded else bias for bias, (part, coded) in zip(own, parts, strict=True)]
    )
    weight = torch.cat([part.weight for part, _ in parts])
    return _Projections(weight.to(dtype), constant.to(dtype), (len(parts), heads, len(weight) // len(parts) // heads))


def _spreading(layer: nn.ConvTranspose2d, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """A transposed convolution from each place to 2 x 2 as (4 * C out, C in) weights and (4 * C out,) biases."""
    assert layer.bias is not None
    return layer.weight.permute(2, 3, 1, 0).flatten(0, 2).to(dtype).contiguous(), layer.bias.repeat(4).to(dtype)


def _of(module: Any, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """The weight and bias of a linear layer or a norm."""
    return module.weight.to(dtype), module.bias.to(dtype)


def _normal(x: Tensor, norm: tuple[Tensor, Tensor], eps: float) -> Tensor:
    """The last axis normalised."""
    return F.layer_norm(x, norm[0].shape, *norm, eps)


def _heads(attention: Any, x: Tensor) -> Tensor:
    """(B, N, H * D) as (B, H, N, D)."""
    return x.unflatten(2, (attention.num_heads, -1)).transpose(1, 2)


def _read(attention: Any, coded: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    """(B, N, C) what tokens read from the image, whose keys and values are (B, H, D, P)."""
    asking = _heads(attention, attention.q_proj(coded) / keys.shape[2] ** 0.5).to(keys.dtype)
    read = torch.softmax(asking @ keys, dim=3) @ values.transpose(2, 3)
    told: Tensor = attention.out_proj(read.transpose(1, 2).flatten(2).to(coded.dtype))
    return told


def _told(attention: Any, coded: Tensor, queries: Tensor, asking: Tensor) -> Tensor:
    """(B, P, H * D) what tokens tell the positions, which ask (B, H, D, P)."""
    keys = _heads(attention, attention.k_proj(coded) / asking.shape[2] ** 0.5).to(asking.dtype)
    values = _heads(attention, attention.v_proj(queries)).to(asking.dtype)
    told = values.transpose(2, 3) @ torch.softmax(keys @ asking, dim=2)
    return told.flatten(1, 2).transpose(1, 2)
