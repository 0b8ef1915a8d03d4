"""The shipped network: frozen features -> evidence -> coarse mask -> prompts for SAM's mask decoder.

`vrp_sam.VrpModel` is the published network. Only `encoder` is trained.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from vrp_core.domain.config import VrpConfig
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask
from vrp_core.models.compute import large_precision
from vrp_core.models.correction import Correction, Look
from vrp_core.models.evidence import (
    FINE_MAPS,
    GRID,
    MAPS,
    ImageLevels,
    ReferenceState,
    Region,
    evidence,
    image_levels,
    own_contrast,
    reference_state,
    with_shown,
)
from vrp_core.models.locator import Located, Locator
from vrp_core.models.prompt_generator import PromptGenerator, Prompts, Scene
from vrp_core.models.sam import GRID_SIDE
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.transforms import grid_coverage, valid_frame

_USUALLY_PRESENT = 1.9  # logit of the share of training targets that show the object; 0 means one half
_OBJECT_TOP = MAPS.index("joint.object_top")
_BACKGROUND_TOP = MAPS.index("joint.background_top")


@dataclass(frozen=True, slots=True)
class CoarseResult:
    """The locator's result on one target, before SAM."""

    located: Located  # a batch of one
    maps: Tensor  # (K, G, G) the evidence
    presence: float  # 0..1 probability that the object is present
    valid: Tensor  # (1, F, F) 1 where the frame shows the image
    own_contrast: Tensor  # (G, G) `contrast` as if no look-alike had been pointed out

    @property
    def contrast(self) -> Tensor:
        """(G, G) how much more a position resembles the object than the background."""
        return _contrast(self.maps)

    @property
    def look(self) -> Look:
        """What a correction for the folder is fitted to."""
        return Look(self.maps, self.located.logits[0, 0], self.valid[0])

    def corrected(self, correction: Correction) -> "CoarseResult":
        """The result with a correction for the target's folder."""
        return replace(self, located=replace(self.located, logits=correction(self.look)[None, None]))

    @property
    def empty(self) -> bool:
        """Whether no position belongs to the object."""
        return not bool((self.located.logits * self.valid[:, None] > 0).any())


class LocatorEncoder(nn.Module):
    """What is trained: the locator, and the prompt generator that reads it."""

    def __init__(self, config: VrpConfig) -> None:
        super().__init__()
        self.locator = Locator(len(MAPS), len(FINE_MAPS), config.trunk_width, config.map_dropout)
        self.prompts = PromptGenerator(config.trunk_width, config.queries)

    def forward(self, maps: Tensor, fine_maps: Tensor, scene: Scene | None = None) -> tuple[Located, Prompts | None]:
        """Locate the object, and make the prompts if a scene is given; the maps are those of `Locator.forward`."""
        located = self.locator(maps, fine_maps)
        return located, None if scene is None else self.prompts(located, scene)


class LocatorModel(nn.Module):
    """A semantic encoder and what is trained on it."""

    def __init__(self, config: VrpConfig, semantic: SemanticEncoder) -> None:
        super().__init__()
        self.config = config
        self.semantic = semantic
        self.encoder = LocatorEncoder(config)

    @torch.no_grad()
    def levels(self, features: Tensor, embedding: Tensor, size: Size) -> ImageLevels:
        """The features of one image, ready to be compared: (C, G, G) semantic stack and (256, F, F) embedding."""
        device = next(self.encoder.parameters()).device
        valid = torch.from_numpy(valid_frame(size, GRID_SIDE)).float()[None].to(device)
        levels = self.semantic.levels(features[None].to(device).float())
        return with_shown(image_levels(levels, embedding[None].to(device).float(), valid))

    @torch.no_grad()
    def coarse(self, state: ReferenceState, target: ImageLevels) -> CoarseResult:
        """Locate the object of the references on one target."""
        maps, fine = evidence(target, state)
        with large_precision(maps.device):
            located, _ = self.encoder(maps, fine)
        located = Located(located.logits.float(), located.features.float(), located.presence.float())
        valid = target.fine_valid.reshape(1, GRID_SIDE, GRID_SIDE)
        presence = float((located.presence[0] - _USUALLY_PRESENT).sigmoid())
        own = own_contrast(target, state) if state.own_backgrounds != state.backgrounds else _contrast(maps[0])
        return CoarseResult(located, maps[0], presence, valid, own)

    @torch.no_grad()
    def prompts(self, coarse: CoarseResult, embedding: Tensor, places: Tensor) -> Prompts:
        """The prompts for SAM on that target, whose (1, C, F, F) SAM embedding and position codes are given."""
        prompts: Prompts = self.encoder.prompts(coarse.located, Scene(embedding, places, coarse.valid))
        return prompts


def _contrast(maps: Tensor) -> Tensor:
    """(G, G) of the (K, G, G) evidence of one target."""
    return maps[_OBJECT_TOP] - maps[_BACKGROUND_TOP]


def region_of(levels: ImageLevels, region: Mask, negative: bool = False) -> Region:
    """An (H, W) bool region of an image as input of evidence."""
    coarse, fine = (grid_coverage(region, side)[0].flatten().to(levels.fine) for side in (GRID, GRID_SIDE))
    return Region(levels, coarse, fine, negative)


@torch.no_grad()
def state_of(regions: Sequence[Region]) -> ReferenceState:
    """The references' data that evidence needs, for one label."""
    return reference_state(regions)
