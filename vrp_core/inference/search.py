"""Searches one encoded target for the objects of all labels: what a pass and labelling at scale store."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from vrp_core.domain.cleaning import finished
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.mask_crop import MaskCrop, crop_of
from vrp_core.domain.masks import Rle
from vrp_core.inference.encoded import EncodedImage
from vrp_core.inference.instances import split_instances
from vrp_core.inference.segmentation import Segmentation
from vrp_core.inference.segmenter import Prepared, Segmenter
from vrp_core.project.passes import NewPrediction


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for; the same for every target."""

    segmenter: Segmenter
    references: Mapping[int, Prepared]  # label id -> its references
    thresholds: Mapping[int, float | None]  # label id -> confidence below which it is absent; None: the config's
    config: SegmentConfig

    @property
    def labels(self) -> Collection[int]:
        """The ids of the labels that are searched for."""
        return self.references.keys()

    def predictions(self, target: EncodedImage, without: Collection[int] = ()) -> list[NewPrediction]:
        """One prediction for each label, or for each object where instances are split.

        Args:
            target: the encoded target.
            without: ids of labels that are not searched for.
        """
        wanted = {label: prepared for label, prepared in self.references.items() if label not in without}
        found = self.segmenter.segment_labels(target, wanted, self.config.cycle)
        return [one for label, result in found.items() for one in self._of_label(label, result, target)]

    def _of_label(self, label: int, result: Segmentation, target: EncodedImage) -> list[NewPrediction]:
        threshold = self.thresholds.get(label)
        absent = result.scores.confidence < (self.config.absent_below if threshold is None else threshold)
        objects: list[MaskCrop] = []
        if self.config.instances and not absent:
            objects = split_instances(self.segmenter.sam, target.embedding, result.mask)
        if len(objects) < 2:
            (only,) = objects or [crop_of(result.mask)]
            return [NewPrediction(label, 0, _finished(only), result.scores, absent)]
        scores = self.segmenter.score_objects(target, self.references[label], result, objects)
        return [
            NewPrediction(label, number, _finished(one), own, absent)
            for number, (one, own) in enumerate(zip(objects, scores, strict=True))
        ]


def _finished(found: MaskCrop) -> Rle:
    return replace(found, mask=finished(found.mask)).encode()
