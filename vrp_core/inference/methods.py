"""The methods: how encoded references become a mask on a target. `vrp` is the paper's, `gp` its baseline."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from vrp_core.domain.confidence import Calibration
from vrp_core.domain.geometry import Size
from vrp_core.models.geometric import prompts_from_prior
from vrp_core.models.prior import published_prior
from vrp_core.models.sam import Sam
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.vrp_sam import ImageFeatures, ReferenceFeatures, VrpModel

# What a VRP checkpoint carries until its own calibration is fitted.
VRP_CALIBRATION = Calibration(
    bias=-4.0, predicted_iou=2.0, prior_agreement=2.0, certainty=0.0, cycle_iou=4.0, cycle_default=0.4
)

# Set by hand: the way back counts most, and one half is where its weight alone decides. Not fitted to any pairs.
GP_CALIBRATION = Calibration(
    bias=-4.0, predicted_iou=2.0, prior_agreement=2.0, certainty=0.0, cycle_iou=4.0, cycle_default=0.4
)


class VrpPrompter:
    """VRP tokens straight to SAM's decoder."""

    def __init__(self, model: VrpModel, sam: Sam, calibration: Calibration) -> None:
        self._model = model
        self._sam = sam
        self.calibration = calibration
        self.pooling = model.config.pooling

    def decode(
        self, references: Sequence[ReferenceFeatures], target: ImageFeatures, image: Size
    ) -> tuple[Tensor, Tensor]:
        """(256, 256) mask logits and the () predicted IoU of one target for the references of one label."""
        tokens = self._model.tokens_of_several(references, target)
        logits, predicted_iou = self._sam.decode(target.embedding, tokens)
        return logits[0, 0], predicted_iou[0, 0]


class GeometricPrompter:
    """Points, a box or both, read off the prior (paper Table 3)."""

    pooling = "area"
    calibration = GP_CALIBRATION

    def __init__(self, semantic: SemanticEncoder, sam: Sam, kind: str) -> None:
        self._semantic = semantic
        self._sam = sam
        self._kind = kind

    def decode(
        self, references: Sequence[ReferenceFeatures], target: ImageFeatures, image: Size
    ) -> tuple[Tensor, Tensor]:
        """(256, 256) mask logits and the () predicted IoU of one target for the references of one label."""
        high = self._semantic.high
        found = high(target.semantic)
        priors = [published_prior(high(reference.image.semantic, reference.weights), found) for reference in references]
        prior = torch.stack(priors).amax(dim=0)[0, 0].float()
        prompts = prompts_from_prior(prior, image, self._kind)
        positive = np.ones(len(prompts.points), dtype=bool)
        tokens = self._sam.geometric_tokens(prompts.points, positive, prompts.box, image)
        logits, predicted_iou = self._sam.decode(target.embedding, tokens[None])
        return logits[0, 0], predicted_iou[0, 0]
