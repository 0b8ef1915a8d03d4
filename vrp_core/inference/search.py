"""Searches one encoded target for the objects of all labels: what a pass and labelling at scale store."""

from collections.abc import Mapping
from dataclasses import dataclass

from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.masks import encode
from vrp_core.inference.instances import split_instances
from vrp_core.inference.segmenter import EncodedImage, Prepared, Segmentation, Segmenter
from vrp_core.project.passes import NewPrediction


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for; the same for every target."""

    segmenter: Segmenter
    references: Mapping[int, Prepared]  # label id -> its references
    thresholds: Mapping[int, float | None]  # label id -> confidence below which it is absent; None: the config's
    config: SegmentConfig

    def predictions(self, target: EncodedImage) -> list[NewPrediction]:
        """One prediction for each label, or for each object where instances are split."""
        found = self.segmenter.segment_labels(target, self.references, self.config.cycle)
        return [one for label, result in found.items() for one in self._of_label(label, result, target)]

    def _of_label(self, label: int, result: Segmentation, target: EncodedImage) -> list[NewPrediction]:
        threshold = self.thresholds.get(label)
        absent = result.scores.confidence < (self.config.absent_below if threshold is None else threshold)
        masks = [result.mask]
        if self.config.instances and not absent:
            masks = split_instances(self.segmenter.sam, target.embedding, result.mask) or masks
        return [NewPrediction(label, number, encode(mask), result.scores, absent) for number, mask in enumerate(masks)]
