"""The methods, which turn encoded references into a mask on a target.

`LocatorPrompter` is the shipped one, `VrpPrompter` the paper's, `GeometricPrompter` its baseline.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from vrp_core.domain.confidence import Calibration
from vrp_core.domain.geometry import Size
from vrp_core.inference.encoded import EncodedImage, EncodedReference, features_of
from vrp_core.inference.lessons import LocatorState, learned
from vrp_core.inference.segmentation import Found
from vrp_core.inference.segmenter import Learned
from vrp_core.models.evidence import ImageLevels
from vrp_core.models.geometric import prompts_from_prior
from vrp_core.models.prior import object_similarity, published_prior
from vrp_core.models.sam import LOGITS_SIDE, Sam
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.transforms import resampled
from vrp_core.models.vrp_locator import CoarseResult, LocatorModel, region_of, state_of
from vrp_core.models.vrp_sam import ImageFeatures, ReferenceFeatures, VrpModel

# What a VRP checkpoint carries until its own calibration is fitted.
VRP_CALIBRATION = Calibration(
    bias=-4.0, predicted_iou=2.0, prior_agreement=2.0, certainty=0.0, cycle_iou=4.0, cycle_default=0.4
)

# Set by hand, not fitted: the cycle IoU has the largest weight, and alone decides around one half.
GP_CALIBRATION = Calibration(
    bias=-4.0, predicted_iou=2.0, prior_agreement=2.0, certainty=0.0, cycle_iou=4.0, cycle_default=0.4
)

_REMEMBERED = 12  # images whose levels stay in memory: current targets, references and cycle checks; 7 MB each


class LocatorPrompter:
    """Evidence, the locator's coarse mask, then SAM, asked by learned prompts."""

    pooling = "area"
    learns = True

    def __init__(self, model: LocatorModel, sam: Sam, calibration: Calibration) -> None:
        self._model = model
        self._sam = sam
        self.calibration = calibration
        self._levels: list[tuple[EncodedImage, ImageLevels]] = []  # last used last

    def prepare(self, references: Sequence[EncodedReference]) -> LocatorState:
        """The reference side of evidence."""
        return LocatorState(state_of([region_of(self._of(one.image), one.region, one.negative) for one in references]))

    def learn(self, references: Sequence[EncodedReference], decided: Sequence[EncodedReference]) -> Learned:
        """Decided photos as further references, and the correction fitted to them."""
        return learned(self, references, decided)

    def find(self, prepared: LocatorState, target: EncodedImage, quick: bool = False) -> Found:
        """Find the object on a target; `quick` gives the coarse mask. SAM is not asked where that is empty."""
        coarse = self.coarse(prepared, target)
        if prepared.correction is not None:
            coarse = coarse.corrected(prepared.correction)
        asked = not (quick or coarse.empty)
        found = self.outlined(coarse, target) if asked else None
        if found is not None and prepared.sam_outlines:
            return found
        rough = resampled(coarse.located.logits, LOGITS_SIDE)[0, 0].float()
        predicted = found.predicted_iou if found is not None else 0.0
        return Found(rough, predicted, coarse.contrast, coarse.own_contrast, coarse.presence)

    def coarse(self, prepared: LocatorState, target: EncodedImage) -> CoarseResult:
        """The coarse mask on a target, without a correction."""
        return self._model.coarse(prepared.references, self._of(target))

    def outlined(self, coarse: CoarseResult, target: EncodedImage) -> Found:
        """SAM's answer to the prompts of a coarse mask on a target."""
        embedding = target.embedding[None].to(self._sam.device).float()
        prompts = self._model.prompts(coarse, embedding, self._sam.places())
        logits, predicted_iou = self._sam.decode(embedding, prompts.tokens, prompts.mask_input, image=target.size)
        predicted = float(predicted_iou[0, 0].float().clamp(0, 1))
        return Found(logits[0, 0].float(), predicted, coarse.contrast, coarse.own_contrast, coarse.presence)

    def _of(self, image: EncodedImage) -> ImageLevels:
        """The levels of an image, cached for the few images that are used repeatedly."""
        held = next((levels for known, levels in self._levels if known is image), None)
        levels = held or self._model.levels(image.features, image.embedding, image.size)
        others = [one for one in self._levels if one[0] is not image]
        self._levels = [*others[1 - _REMEMBERED :], (image, levels)]
        return levels


class _TokenPrompter:
    """A method that turns references into tokens, from which SAM makes one mask."""

    learns = False

    def __init__(self, semantic: SemanticEncoder, sam: Sam) -> None:
        self._semantic = semantic
        self._sam = sam

    def prepare(self, references: Sequence[EncodedReference]) -> list[ReferenceFeatures]:
        """The references that show the object; negative references are ignored."""
        return [reference.features for reference in references if not reference.negative]

    def learn(self, references: Sequence[EncodedReference], decided: Sequence[EncodedReference]) -> Learned:
        """Not possible: only evidence can be corrected."""
        raise NotImplementedError

    def find(self, prepared: list[ReferenceFeatures], target: EncodedImage, quick: bool = False) -> Found:
        """Find the object on a target."""
        features = features_of(target, self._sam.device)
        tokens = self._tokens(prepared, features, target.size)
        logits, predicted_iou = self._sam.decode(features.embedding, tokens, image=target.size)
        levels = self._levels(features)
        contrasts = [object_similarity(self._levels(one.image), levels, one.weights, one.valid) for one in prepared]
        contrast = torch.stack(contrasts).amax(dim=0)[0]
        return Found(logits[0, 0].float(), float(predicted_iou[0, 0].float().clamp(0, 1)), contrast, contrast)

    def _levels(self, image: ImageFeatures) -> tuple[Tensor, ...]:
        levels: Any = self._semantic.high(image.semantic).split(self._semantic.spec.high_levels, dim=1)
        return tuple(levels)

    def _tokens(self, references: Sequence[ReferenceFeatures], target: ImageFeatures, image: Size) -> Tensor:
        raise NotImplementedError


class VrpPrompter(_TokenPrompter):
    """VRP tokens straight to SAM's decoder."""

    def __init__(self, model: VrpModel, sam: Sam, calibration: Calibration) -> None:
        super().__init__(model.semantic, sam)
        self._model = model
        self.calibration = calibration
        self.pooling = model.config.pooling

    def _tokens(self, references: Sequence[ReferenceFeatures], target: ImageFeatures, image: Size) -> Tensor:
        return self._model.tokens_of_several(references, target)


class GeometricPrompter(_TokenPrompter):
    """Points, a box or both, read off the prior (paper Table 3)."""

    pooling = "area"
    calibration = GP_CALIBRATION

    def __init__(self, semantic: SemanticEncoder, sam: Sam, kind: str) -> None:
        super().__init__(semantic, sam)
        self._kind = kind

    def _tokens(self, references: Sequence[ReferenceFeatures], target: ImageFeatures, image: Size) -> Tensor:
        high = self._semantic.high
        found = high(target.semantic)
        priors = [published_prior(high(reference.image.semantic, reference.weights), found) for reference in references]
        prior = torch.stack(priors).amax(dim=0)[0, 0].float()
        prompts = prompts_from_prior(prior, image, self._kind)
        positive = np.ones(len(prompts.points), dtype=bool)
        return self._sam.geometric_tokens(prompts.points, positive, prompts.box, image)[None]
