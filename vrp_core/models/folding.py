"""Folds EfficientNet-Lite for inference: batch norms and paddings become parts of the convolutions.

Exact up to rounding. Each separate batch norm or padding would cost another pass over the feature maps.
"""

from typing import Any

from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

_PAIRS = (("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2"))


def fold_lite(network: Any) -> Any:
    """Fold the stem and every block of an `efficientnet_lite_pytorch` network in evaluation mode, in place."""
    _fold(network, "_conv_stem", "_bn0")
    for block in network._blocks:
        for convolution, norm in _PAIRS:
            if hasattr(block, convolution):  # the first block has no expansion
                _fold(block, convolution, norm)
    return network


def _fold(owner: nn.Module, convolution: str, norm: str) -> None:
    folded = fuse_conv_bn_eval(getattr(owner, convolution), getattr(owner, norm))
    setattr(owner, convolution, _pad_inside(folded))
    setattr(owner, norm, nn.Identity())


def _pad_inside(convolution: Any) -> Any:
    """A convolution that includes its padding if that is equal on all four sides."""
    sides = set(getattr(convolution.static_padding, "padding", (0,)))  # left, right, top, bottom
    if len(sides) == 1:
        (width,) = sides
        convolution.padding = (width, width)
        convolution.static_padding = nn.Identity()
    return convolution
