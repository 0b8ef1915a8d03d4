"""VRP-SAM: features and an annotation -> VRP tokens -> SAM's masks.

Holds the frozen parts (semantic encoder, SAM) and the trained part; pairs are processed in batches.
B pairs, K references of one target, G x G grid, N tokens of one reference.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from vrp_core.domain.config import VrpConfig
from vrp_core.models.prior import matching_cues, published_prior, reference_cues
from vrp_core.models.sam import CHANNELS
from vrp_core.models.semantic import SemanticEncoder, SemanticSpec
from vrp_core.models.vrp_encoder import VrpEncoder

CUES_PER_LEVEL = 3


@dataclass(frozen=True, slots=True)
class ImageFeatures:
    """The frozen networks' features of a batch of images."""

    semantic: Tensor  # (B, C, G, G) semantic feature stacks
    embedding: Tensor  # (B, 256, 64, 64) SAM's


@dataclass(frozen=True, slots=True)
class ReferenceFeatures:
    """A batch of encoded references."""

    image: ImageFeatures
    weights: Tensor  # (B, 1, G, G) annotation weights, 0..1
    valid: Tensor  # (B, 1, G, G) 1 where the frame shows the image


class VrpModel(nn.Module):
    """A semantic encoder and the VRP encoder trained on it."""

    def __init__(self, config: VrpConfig, semantic: SemanticEncoder) -> None:
        super().__init__()
        self.config = config
        self.semantic = semantic
        mid_channels = semantic.spec.mid_channels + (CHANNELS if config.sam_features else 0)
        self.encoder = VrpEncoder(mid_channels, cue_count(config, semantic.spec), config)

    def tokens(self, references: ReferenceFeatures, target: ImageFeatures) -> Tensor:
        """(B, N, D) VRP tokens for references and targets paired one to one."""
        return self._tokens_of_stack([references], target)

    def tokens_of_several(self, references: Sequence[ReferenceFeatures], target: ImageFeatures) -> Tensor:
        """VRP tokens of the K references of each target, as the configuration joins them.

        Returns:
            (B, N, D) where the references are stacked: the target is matched with all of them, and the queries attend
            to all of them. (B, K * N, D) where tokens are concatenated: each is encoded by itself (paper section 4.4).
        """
        if self.config.k_shot == "stacked":
            return self._tokens_of_stack(references, target)
        return torch.cat([self.tokens(reference, target) for reference in references], dim=1)

    def _tokens_of_stack(self, references: Sequence[ReferenceFeatures], target: ImageFeatures) -> Tensor:
        weights = _stack([one.weights for one in references])
        with torch.no_grad():
            cues = self._cues(references, target)
        mid = _stack([self._mid(one.image) for one in references])
        tokens: Tensor = self.encoder(mid, self._mid(target), weights, cues)
        return tokens

    def _mid(self, image: ImageFeatures) -> Tensor:
        mid = self.semantic.mid(image.semantic)
        return torch.cat([mid, sam_level(image)], dim=1) if self.config.sam_features else mid

    def _cues(self, references: Sequence[ReferenceFeatures], target: ImageFeatures) -> tuple[Tensor, Tensor]:
        weights, valid = _stack([one.weights for one in references]), _stack([one.valid for one in references])
        if self.config.cues == "prior":
            high = self.semantic.high
            of_object = _stack([high(one.image.semantic, one.weights) for one in references])
            return weights, published_prior(of_object, high(target.semantic))
        of_target = self._levels(target)
        by_reference = [self._levels(one.image) for one in references]
        of_reference = [_stack(of_level) for of_level in zip(*by_reference, strict=True)]
        return reference_cues(weights, valid, len(of_target)), matching_cues(of_reference, of_target, weights, valid)

    def _levels(self, image: ImageFeatures) -> tuple[Tensor, ...]:
        levels = self.semantic.high(image.semantic).split(self.semantic.spec.high_levels, dim=1)
        return (*levels, sam_level(image)) if self.config.sam_features else levels


def _stack(maps: Sequence[Tensor]) -> Tensor:
    """(B, C, K * G, G): the maps of K references, stacked."""
    return torch.cat(list(maps), dim=2)


def cue_count(config: VrpConfig, spec: SemanticSpec) -> int:
    """How many cue channels the feature augmenter merges: every level has its own, and all levels together."""
    if config.cues == "prior":
        return 1
    return CUES_PER_LEVEL * (len(spec.high_levels) + config.sam_features + 1)


def sam_level(image: ImageFeatures) -> Tensor:
    """SAM's embedding as a level of features: (B, 256, G, G) on the semantic grid, each position at unit deviation."""
    pooled = F.adaptive_avg_pool2d(image.embedding, image.semantic.shape[-1])
    return F.normalize(pooled, dim=1) * CHANNELS**0.5
