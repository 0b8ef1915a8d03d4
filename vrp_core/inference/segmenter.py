"""The Segmenter: image -> `EncodedImage`; annotation -> `EncodedReference`; both -> `Segmentation`.

Values in and out, none of which changes afterwards, so threads may share them. The Segmenter itself holds only frozen
networks; one thread at a time should use it, because torch's own threads already fill the machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from vrp_core.domain.annotations import Scores
from vrp_core.domain.confidence import Calibration, Evidence, agreement
from vrp_core.domain.errors import NothingToDo
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, mask_iou
from vrp_core.models.compute import small_precision
from vrp_core.models.prior import mean_cosine, mean_feature, object_similarity
from vrp_core.models.sam import Sam
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.transforms import annotation_weights, grid_coverage, logits_to_image
from vrp_core.models.vrp_sam import ImageFeatures, ReferenceFeatures


@dataclass(frozen=True, slots=True)
class EncodedImage:
    """What the frozen networks say of one image."""

    size: Size
    embedding: Tensor  # (256, 64, 64) SAM's
    features: Tensor  # (C, G, G) the semantic encoder's


@dataclass(frozen=True, slots=True)
class EncodedReference:
    """An encoded image with the region that stands for the object, made by `Segmenter.encode_reference`."""

    image: EncodedImage
    region: Mask  # (H, W) bool
    features: ReferenceFeatures  # the region on the model grid, with the image's features; a batch of one


@dataclass(frozen=True, slots=True)
class Segmentation:
    """One label's mask on one target."""

    mask: Mask  # (H, W) bool
    scores: Scores
    evidence: Evidence | None  # what the confidence was made from; None where nothing was found


class Prompter(Protocol):
    """A method: how references become tokens for SAM (`vrp_core.inference.methods`)."""

    pooling: str
    calibration: Calibration

    def decode(
        self, references: Sequence[ReferenceFeatures], target: ImageFeatures, image: Size
    ) -> tuple[Tensor, Tensor]:
        """(256, 256) mask logits and the () predicted IoU of one target for the references of one label."""
        ...


class Segmenter:
    """One SAM, one semantic encoder, one method."""

    def __init__(self, sam: Sam, semantic: SemanticEncoder, prompter: Prompter) -> None:
        self.sam = sam
        self.semantic = semantic
        self.prompter = prompter

    def encode_reference(self, image: EncodedImage, region: Mask) -> EncodedReference:
        """Join an encoded image and the (H, W) bool region that stands for the object."""
        device = self.sam.device
        grid = image.features.shape[-1]
        weights = annotation_weights(region, grid, self.prompter.pooling)
        _, valid = grid_coverage(region, grid)
        features = ReferenceFeatures(
            self._features(image), weights.to(device)[None, None], valid.to(device)[None, None]
        )
        return EncodedReference(image, region, features)

    def segment(self, target: EncodedImage, references: Sequence[EncodedReference], cycle: bool = True) -> Segmentation:
        """Find the object of the references on a target.

        Args:
            target: the encoded target.
            references: at least one, all of one label.
            cycle: also find the first reference's region back from the result, as evidence.

        Raises:
            NothingToDo: there is no reference.
        """
        if not references:
            raise NothingToDo("references", "mark the object on at least one image")
        logits, predicted_iou = self._decode(target, references)
        probabilities = logits_to_image(logits, target.size).sigmoid()
        mask = (probabilities > 0.5).cpu().numpy()
        if not mask.any():
            return Segmentation(mask, Scores(float(predicted_iou), 0.5, None, 0.0), None)
        likeness, strangeness = self._likeness(target, references, mask)
        evidence = Evidence(
            predicted_iou=float(predicted_iou),
            prior_agreement=self._agreement(target, references, mask),
            certainty=_certainty(probabilities, mask),
            cycle_iou=self._cycle_iou(target, references[0], mask) if cycle else None,
            likeness=likeness,
            strangeness=strangeness,
        )
        confidence = self.prompter.calibration.confidence(evidence)
        scores = Scores(evidence.predicted_iou, evidence.prior_agreement, evidence.cycle_iou, confidence)
        return Segmentation(mask, scores, evidence)

    def segment_labels(
        self, target: EncodedImage, references: Mapping[int, Sequence[EncodedReference]], cycle: bool = True
    ) -> dict[int, Segmentation]:
        """Find each label's object on one target: label id -> segmentation."""
        return {label: self.segment(target, of_label, cycle) for label, of_label in references.items()}

    def _decode(self, target: EncodedImage, references: Sequence[EncodedReference]) -> tuple[Tensor, Tensor]:
        device = self.sam.device
        encoded = [reference.features for reference in references]
        with torch.no_grad(), small_precision(device):
            logits, predicted_iou = self.prompter.decode(encoded, self._features(target), target.size)
        return logits.float(), predicted_iou.float().clamp(0, 1)

    def _features(self, image: EncodedImage) -> ImageFeatures:
        """The features of an image as a batch of one."""
        device = self.sam.device
        return ImageFeatures(image.features.to(device)[None].float(), image.embedding.to(device)[None].float())

    def _cycle_iou(self, target: EncodedImage, reference: EncodedReference, mask: Mask) -> float:
        logits, _ = self._decode(reference.image, [self.encode_reference(target, mask)])
        back = (logits_to_image(logits, reference.image.size) > 0).cpu().numpy()
        return mask_iou(back, reference.region)

    def _agreement(self, target: EncodedImage, references: Sequence[EncodedReference], mask: Mask) -> float:
        encoded = [reference.features for reference in references]
        levels = self._levels(self._features(target))
        similarities = [object_similarity(self._levels(one.image), levels, one.weights, one.valid) for one in encoded]
        similarity = torch.stack(similarities).amax(dim=0)[0].cpu().numpy()
        coverage, valid = grid_coverage(mask, similarity.shape[-1])
        return agreement(similarity, coverage.numpy(), valid.numpy() > 0)

    def _levels(self, image: ImageFeatures) -> tuple[Tensor, ...]:
        return self.semantic.high(image.semantic).split(self.semantic.spec.high_levels, dim=1)

    def _likeness(
        self, target: EncodedImage, references: Sequence[EncodedReference], mask: Mask
    ) -> tuple[float, float]:
        """How like the object, and how like the background, of the most similar reference the found region is."""
        levels = self.semantic.spec.high_levels
        coverage, _ = grid_coverage(mask, target.features.shape[-1])
        features = target.features[None].float().to(self.sam.device)
        found = mean_feature(self.semantic.high(features), coverage.to(features)[None, None])
        pairs = []
        for reference in references:
            one = reference.features
            high, inside = self.semantic.high(one.image.semantic), one.weights * one.valid
            of_object, of_background = mean_feature(high, inside), mean_feature(high, (1 - one.weights) * one.valid)
            pairs.append((mean_cosine(found, of_object, levels), mean_cosine(found, of_background, levels)))
        return max(pairs)


def _certainty(probabilities: Tensor, mask: Mask) -> float:
    """How far from one half the probabilities inside the mask are, doubled: 0..1."""
    inside = probabilities[torch.from_numpy(mask).to(probabilities.device)]
    return float((inside - 0.5).abs().mean() * 2)
