"""The Segmenter: image -> `EncodedImage`; annotation -> `EncodedReference`; both -> `Segmentation`.

Arguments and results are never modified afterwards, and the networks are frozen, so threads may share them all.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vrp_core.domain.annotations import Scores
from vrp_core.domain.close_ups import Window, window_of
from vrp_core.domain.confidence import Calibration, Evidence, agreement
from vrp_core.domain.errors import NothingToDo
from vrp_core.domain.geometry import Size
from vrp_core.domain.mask_crop import MaskCrop, crop_of
from vrp_core.domain.masks import Mask, mask_iou
from vrp_core.inference.encoded import EncodedImage, EncodedReference, all_views, features_of
from vrp_core.inference.segmentation import Found, Segmentation, View, joined
from vrp_core.models.compute import small_precision
from vrp_core.models.prior import mean_cosine, mean_feature
from vrp_core.models.sam import Sam
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.transforms import annotation_weights, crop_coverage, grid_coverage, logits_to_image, mask_of_logits
from vrp_core.models.vrp_sam import ImageFeatures, ReferenceFeatures

POOR = 0.6  # of `Segmenter.self_test`
SMALL = 0.03  # share of a photo below which close-ups find a region better (docs/close-ups.md)
_LARGE, _ENOUGH = 250_000, 10_000  # pixels of a region's box, and of the region: enough for a mean over smooth logits


@dataclass(frozen=True, slots=True)
class Learned:
    """What a method has learned from decided photos, for one label.

    The IoUs are means over the decided photos, each counted up to 0.9, where a mask needs no edit.
    """

    state: Any  # in place of that of `Prompter.prepare`
    before: float  # found from the references alone
    after: float  # each found with what the others taught


class Prompter(Protocol):
    """A method: turns references into a mask on a target (`vrp_core.inference.methods`)."""

    pooling: str
    calibration: Calibration
    learns: bool  # from decided photos

    def prepare(self, references: Sequence[EncodedReference]) -> Any:
        """Prepare the references of one label for any number of targets."""
        ...

    def learn(self, references: Sequence[EncodedReference], decided: Sequence[EncodedReference]) -> Learned:
        """Learn one label from at least two decided photos, if the method `learns`."""
        ...

    def find(self, prepared: Any, target: EncodedImage, quick: bool = False) -> Found:
        """Find the object on a target; `quick` allows a coarser mask."""
        ...


@dataclass(frozen=True, slots=True)
class Means:
    """The mean high-level features of one reference."""

    inside: Tensor  # (C,) of the object
    outside: Tensor  # (C,) of the background


@dataclass(frozen=True, slots=True)
class Prepared:
    """The references of one label, prepared by `Segmenter.prepare`."""

    references: tuple[EncodedReference, ...]  # references that show the object, without their close-ups
    state: Any  # the method's own prepared data
    means: tuple[Means, ...]  # of the references
    look_alikes: tuple[Means, ...] = ()


class Segmenter:
    """Finds objects with one SAM, one semantic encoder and one method."""

    def __init__(self, sam: Sam, semantic: SemanticEncoder, prompter: Prompter) -> None:
        self.sam = sam
        self.semantic = semantic
        self.prompter = prompter

    def encode_reference(self, image: EncodedImage, region: Mask, negative: bool = False) -> EncodedReference:
        """Join an encoded image and the (H, W) bool region of the object, or of a look-alike."""
        device = self.sam.device
        grid = image.features.shape[-1]
        weights = annotation_weights(region, grid, self.prompter.pooling)
        _, valid = grid_coverage(region, grid)
        features = ReferenceFeatures(
            self._features(image), weights.to(device)[None, None], valid.to(device)[None, None]
        )
        return EncodedReference(image, region, features, negative, self._close_up(image, region, negative))

    def _close_up(self, image: EncodedImage, region: Mask, negative: bool) -> EncodedReference | None:
        if not (image.close_ups and region.any()):
            return None
        best = image.close_ups[window_of(region, [one.window for one in image.close_ups])]
        return self.encode_reference(best.image, region[best.window.place], negative)

    def prepare(self, references: Sequence[EncodedReference]) -> Prepared:
        """Compute once what depends only on the references of one label, for all targets.

        Raises:
            NothingToDo: no reference shows the object.
        """
        positive = tuple(reference for reference in references if not reference.negative)
        if not positive:
            raise NothingToDo("references", "mark the object on at least one photo")
        views = all_views(references)
        means = tuple(self._means(view) for view in views if not view.negative)
        look_alikes = tuple(self._means(view) for view in views if view.negative)
        return Prepared(positive, self.prompter.prepare(views), means, look_alikes)

    def segment(
        self, target: EncodedImage, references: Sequence[EncodedReference] | Prepared, cycle: bool = True
    ) -> Segmentation:
        """Find the object of the references on a target, and on its close-ups if it has some.

        Args:
            target: the encoded target; what is found on its close-ups is joined with what is found on the whole.
            references: at least one, all of one label; with several targets, prepared once.
            cycle: also search the first reference's region from the result, where the calibration asks for it.

        Raises:
            NothingToDo: there is no reference.
        """
        prepared = references if isinstance(references, Prepared) else self.prepare(references)
        judge = prepared.references[0]
        whole = self._segment(target, prepared, judge if cycle else None)
        if not target.close_ups:
            return whole
        near = (judge.close_up or judge) if cycle else None
        views = [View(Window(0, 0, target.size), target, whole)]
        views += [View(one.window, one.image, self._segment(one.image, prepared, near)) for one in target.close_ups]
        return joined(views)

    def _segment(self, target: EncodedImage, prepared: Prepared, judge: EncodedReference | None) -> Segmentation:
        """Find the object on one image; `judge` is searched for from the result if other evidence is not decisive."""
        found = self._find(prepared.state, target)
        mask = mask_of_logits(found.logits, target.size)
        if not mask.any():
            return Segmentation(mask, Scores(found.predicted_iou, 0.5, None, 0.0), None)
        evidence = self._evidence(target, prepared, found, crop_of(mask))
        if judge is not None and not self.prompter.calibration.decides(evidence):
            evidence = replace(evidence, cycle_iou=self.back_iou(target, mask, [judge]))
        return Segmentation(mask, self._scores(evidence), evidence, found)

    def score_objects(
        self, target: EncodedImage, prepared: Prepared, whole: Segmentation, objects: Sequence[MaskCrop]
    ) -> list[Scores]:
        """Own scores for each of the objects of a result, so that the doubtful ones can be told from the others.

        Args:
            target: the encoded target of the result.
            prepared: the references of the result.
            whole: the result; SAM's estimate and the check against the reference are of all objects together.
            objects: of the result.
        """
        if whole.views:
            return [self._score_in_view(prepared, whole.views, one) for one in objects]
        if whole.found is None or whole.evidence is None:
            return [whole.scores] * len(objects)
        own = (self._evidence(target, prepared, whole.found, one) for one in objects)
        return [self._scores(replace(evidence, cycle_iou=whole.evidence.cycle_iou)) for evidence in own]

    def _score_in_view(self, prepared: Prepared, views: Sequence[View], one: MaskCrop) -> Scores:
        """The scores of an object in the view that found most of it."""
        cuts = [view.window.cut(one) for view in views]
        shown = [view.found(cut) for view, cut in zip(views, cuts, strict=True)]
        best = int(np.argmax(shown))
        view, cut = views[best], cuts[best]
        if cut is None:
            return view.result.scores
        (scores,) = self.score_objects(view.image, prepared, view.result, [cut])
        return scores

    def _evidence(self, target: EncodedImage, prepared: Prepared, found: Found, region: MaskCrop) -> Evidence:
        """What speaks for a region of the target, without the check against the reference."""
        own_grid, features_grid = found.contrast.shape[-1], target.features.shape[-1]
        coverages = {grid: crop_coverage(region, grid) for grid in {own_grid, features_grid}}
        shown, valid = (one.numpy() for one in coverages[own_grid])
        coverage = coverages[features_grid][0]
        object_similarity, background_similarity = self._feature_similarity(target, prepared.means, coverage)
        alike = prepared.look_alikes
        return Evidence(
            predicted_iou=found.predicted_iou,
            prior_agreement=agreement(found.contrast.float().cpu().numpy(), shown, valid > 0),
            certainty=_certainty(found.logits, region),
            cycle_iou=None,
            object_similarity=object_similarity,
            background_similarity=background_similarity,
            presence=found.presence,
            contrast=_mean_inside(found.own_contrast, coverages[own_grid][0]),
            look_alike_similarity=self._feature_similarity(target, alike, coverage)[0] if alike else None,
        )

    def _scores(self, evidence: Evidence) -> Scores:
        confidence = self.prompter.calibration.confidence(evidence)
        return Scores(evidence.predicted_iou, evidence.prior_agreement, evidence.cycle_iou, confidence)

    def heat(self, target: EncodedImage, prepared: Prepared, side: int = 256) -> NDArray[np.float32]:
        """How sure the method is of the object at each place, before SAM draws edges.

        Returns:
            (h, w) float32, 0..1, in the proportions of the target; its long side has `side` pixels.
        """
        found = self._find(prepared.state, target, quick=True)
        scale = side / max(target.size)
        small = Size(max(1, round(target.size.height * scale)), max(1, round(target.size.width * scale)))
        return np.asarray(logits_to_image(found.logits, small).sigmoid().float().cpu().numpy())

    def self_test(self, reference: EncodedReference) -> float:
        """IoU, 0..1, of a reference with its mask found from itself. Below `POOR`, other images give poor masks too."""
        return mask_iou(self.segment(reference.image, [reference], cycle=False).mask, reference.region)

    def segment_labels(
        self,
        target: EncodedImage,
        references: Mapping[int, Sequence[EncodedReference] | Prepared],
        cycle: bool = True,
    ) -> dict[int, Segmentation]:
        """Find each label's object on one target: label id -> segmentation."""
        return {label: self.segment(target, of_label, cycle) for label, of_label in references.items()}

    def _find(self, state: Any, target: EncodedImage, quick: bool = False) -> Found:
        with torch.no_grad(), small_precision(self.sam.device):
            return self.prompter.find(state, target, quick)

    def _features(self, image: EncodedImage) -> ImageFeatures:
        return features_of(image, self.sam.device)

    def back_iou(self, target: EncodedImage, mask: Mask, references: Sequence[EncodedReference]) -> float:
        """Mean IoU, 0..1, of what references mark with what an (H, W) bool mask on a target finds on their photos."""
        if not mask.any():
            return 0.0
        state = self.prompter.prepare(self.encode_reference(target, mask).views)
        return float(np.mean([self._found_back(state, reference) for reference in references]))

    def _found_back(self, state: Any, reference: EncodedReference) -> float:
        found = self._find(state, reference.image, quick=True)
        return mask_iou(mask_of_logits(found.logits, reference.image.size), reference.region)

    def _means(self, reference: EncodedReference) -> Means:
        one = reference.features
        high = self.semantic.high(one.image.semantic)
        inside, outside = one.weights * one.valid, (1 - one.weights) * one.valid
        return Means(mean_feature(high, inside), mean_feature(high, outside))

    def _feature_similarity(
        self, target: EncodedImage, references: Sequence[Means], coverage: Tensor
    ) -> tuple[float, float]:
        """Similarity of a region to the object, and to the background, of the most similar reference.

        `coverage` is the (G, G) share of each cell that the region covers.
        """
        levels = self.semantic.spec.high_levels
        features = target.features[None].float().to(self.sam.device)
        found = mean_feature(self.semantic.high(features), coverage.to(features)[None, None])
        return max(
            (mean_cosine(found, one.inside, levels), mean_cosine(found, one.outside, levels)) for one in references
        )


def _mean_inside(values: Tensor, coverage: Tensor) -> float:
    """The mean of (G, G) values over cells, weighed by the share of each that a region covers."""
    weights = coverage.to(values)
    return float((values * weights).sum() / weights.sum().clamp(min=1e-6))


def _certainty(logits: Tensor, region: MaskCrop) -> float:
    """Twice the mean distance of the region's probabilities from one half: 0..1."""
    step = _step_over(region.mask)
    rows, columns = (slice(part.start, part.stop, step) for part in region.place)
    distances = logits_to_image(logits, region.size, (rows, columns)).sigmoid_().sub_(0.5).abs_()
    inside = torch.from_numpy(region.mask[::step, ::step]).to(distances)  # a factor: choosing takes four times as long
    return float(distances.mul_(inside).sum() / inside.sum() * 2)


def _step_over(mask: Mask) -> int:
    """Of how many rows, and columns, of an (H, W) bool mask one says enough of it: 1 of small and of thin masks."""
    step = max(1, math.isqrt(mask.size // _LARGE))
    return step if np.count_nonzero(mask[::step, ::step]) >= _ENOUGH else 1
