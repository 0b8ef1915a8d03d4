"""VRP-SAM put together: features and an annotation -> VRP tokens -> SAM's masks.

Everything that is frozen (semantic encoder, SAM) is held here beside the one trained part, and pairs go through it in
batches. B pairs, K references of one target, G x G grid, N tokens of one reference.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from vrp_core.domain.config import VrpConfig
from vrp_core.models.prior import matching_cues, published_prior, reference_cues
from vrp_core.models.semantic import SemanticEncoder, SemanticSpec
from vrp_core.models.vrp_encoder import VrpEncoder

CUES_PER_LEVEL = 3


@dataclass(frozen=True, slots=True)
class ReferenceFeatures:
    """A batch of encoded references."""

    features: Tensor  # (B, C, G, G) semantic feature stacks
    weights: Tensor  # (B, 1, G, G) annotation weights, 0..1
    valid: Tensor  # (B, 1, G, G) 1 where the frame shows the image


class VrpModel(nn.Module):
    """A semantic encoder and the VRP encoder trained on it."""

    def __init__(self, config: VrpConfig, semantic: SemanticEncoder) -> None:
        super().__init__()
        self.config = config
        self.semantic = semantic
        self.encoder = VrpEncoder(semantic.spec.mid_channels, cue_count(config, semantic.spec), config)

    def tokens(self, references: ReferenceFeatures, target: Tensor) -> Tensor:
        """(B, N, D) VRP tokens for references and targets (B, C, G, G) paired one to one."""
        with torch.no_grad():
            cues = self._cues(references, target)
        mid = self.semantic.mid
        tokens: Tensor = self.encoder(mid(references.features), mid(target), references.weights, cues)
        return tokens

    def tokens_of_several(self, references: Sequence[ReferenceFeatures], target: Tensor) -> Tensor:
        """(B, K * N, D): each reference is encoded against the target by itself; tokens join (paper section 4.4)."""
        return torch.cat([self.tokens(reference, target) for reference in references], dim=1)

    def _cues(self, references: ReferenceFeatures, target: Tensor) -> tuple[Tensor, Tensor]:
        weights, valid = references.weights, references.valid
        if self.config.cues == "prior":
            prior = published_prior(self.semantic.high(references.features, weights), self.semantic.high(target))
            return weights, prior
        levels = self.semantic.spec.high_levels
        high = self.semantic.high
        found = matching_cues(high(references.features), high(target), weights, valid, levels)
        return reference_cues(weights, valid, len(levels)), found


def cue_count(config: VrpConfig, spec: SemanticSpec) -> int:
    """How many cue channels the feature augmenter merges."""
    return 1 if config.cues == "prior" else CUES_PER_LEVEL * len(spec.high_levels)
