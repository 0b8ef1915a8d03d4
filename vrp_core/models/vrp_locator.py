"""The shipped network: frozen features -> evidence -> coarse mask -> SAM's mask of each part.

`vrp_sam.VrpModel` is the published network. Only `encoder` is trained.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from vrp_core.domain.config import VrpConfig
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask
from vrp_core.models.evidence import (
    FINE_MAPS,
    GRID,
    MAPS,
    ImageLevels,
    ReferenceState,
    Region,
    evidence,
    image_levels,
    reference_state,
    with_alike,
)
from vrp_core.models.locator import Located, Locator
from vrp_core.models.sam import GRID_SIDE
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.transforms import grid_coverage, valid_frame

_USUALLY_PRESENT = 1.9  # logit of the share of training targets that show the object; 0 means one half
_OBJECT_TOP = MAPS.index("joint.object_top")
_BACKGROUND_TOP = MAPS.index("joint.background_top")


@dataclass(frozen=True, slots=True)
class CoarseResult:
    """The locator's result on one target, before SAM."""

    logits: Tensor  # (F, F) float32
    contrast: Tensor  # (G, G) how much more a position resembles the object than the background
    presence: float  # 0..1 probability that the object is present
    valid: Tensor  # (F, F) 1 where the frame shows the image


class LocatorModel(nn.Module):
    """A semantic encoder and the locator trained on it."""

    def __init__(self, config: VrpConfig, semantic: SemanticEncoder) -> None:
        super().__init__()
        self.config = config
        self.semantic = semantic
        self.encoder = Locator(len(MAPS), len(FINE_MAPS), config.trunk_width, config.map_dropout)

    @torch.no_grad()
    def levels(self, features: Tensor, embedding: Tensor, size: Size) -> ImageLevels:
        """The features of one image, ready to be compared: (C, G, G) semantic stack and (256, F, F) embedding."""
        device = next(self.encoder.parameters()).device
        valid = torch.from_numpy(valid_frame(size, GRID_SIDE)).float()[None].to(device)
        levels = self.semantic.levels(features[None].to(device).float())
        return with_alike(image_levels(levels, embedding[None].to(device).float(), valid))

    @torch.no_grad()
    def coarse(self, state: ReferenceState, target: ImageLevels) -> list[CoarseResult]:
        """Locate the object of the references on a batch of targets."""
        maps, fine = evidence(target, state)
        located: Located = self.encoder(maps, fine)
        contrast = maps[:, _OBJECT_TOP] - maps[:, _BACKGROUND_TOP]
        valid = target.fine_valid.reshape(-1, GRID_SIDE, GRID_SIDE)
        presence = (located.presence - _USUALLY_PRESENT).sigmoid().tolist()
        return [
            CoarseResult(located.logits[i, 0].float(), contrast[i], presence[i], valid[i]) for i in range(len(maps))
        ]


def region_of(levels: ImageLevels, region: Mask, negative: bool = False) -> Region:
    """An (H, W) bool region of an image as input of evidence."""
    coarse, fine = (grid_coverage(region, side)[0].flatten().to(levels.fine) for side in (GRID, GRID_SIDE))
    return Region(levels, coarse, fine, negative)


@torch.no_grad()
def state_of(regions: Sequence[Region]) -> ReferenceState:
    """The references' data that evidence needs, for one label."""
    return reference_state(regions)
