"""What the results of a label look like to the networks: which are alike, and a map of them in two dimensions."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray

from vrp_core.domain.annotations import ReviewStatus
from vrp_core.domain.masks import Mask, decode
from vrp_core.inference.encoded import EncodedImage
from vrp_core.inference.encoded_photos import encoded_photos
from vrp_core.inference.image_encoder import ImageEncoder
from vrp_core.inference.segmenter import Segmenter
from vrp_core.models.prior import mean_feature
from vrp_core.models.transforms import grid_coverage
from vrp_core.project.project import Project


@dataclass(frozen=True, slots=True)
class ResultMap:
    """The results of one label that are not rejected."""

    label_id: int
    ids: tuple[int, ...]  # of predictions
    features: NDArray[np.float32] = field(repr=False)  # (N, C), each row of length 1
    points: NDArray[np.float32] = field(repr=False)  # (N, 2), alike results lie close together

    def by_likeness(self, prediction_id: int) -> tuple[tuple[int, float], ...]:
        """The other results with their likeness to one, -1..1 (the cosine of their features), the most alike first."""
        row = self.ids.index(prediction_id)
        likeness = self.features @ self.features[row]
        order = np.argsort(-likeness, kind="stable")
        return tuple((self.ids[other], float(likeness[other])) for other in order if other != row)

    def most_alike(self, prediction_id: int, many: int) -> tuple[int, ...]:
        """The ids of the results that resemble one most, the most alike first."""
        return tuple(other for other, _ in self.by_likeness(prediction_id)[:many])


def map_results(
    project: Project,
    segmenter: Segmenter,
    encoder: ImageEncoder,
    label_id: int,
    cancelled: Callable[[], bool] = lambda: False,
) -> ResultMap | None:
    """Read the features of every result of a label, most of them from the cache; None where it was cancelled.

    Results on photos that cannot be read are left out, and those that cover nothing.
    """
    ids: list[int] = []
    rows: list[NDArray[np.float32]] = []
    by_image: dict[int, list[tuple[int, Mask]]] = {}
    for one in project.review.predictions(label_id=label_id):
        if one.status is not ReviewStatus.REJECTED:
            by_image.setdefault(one.image_id, []).append((one.id, decode(one.mask)))
    with closing(encoded_photos(project, by_image, encoder, cancelled)) as photos:
        for image_id, image in photos:
            if not isinstance(image, EncodedImage):
                continue
            for prediction_id, mask in by_image[image_id]:
                if mask.any():
                    ids.append(prediction_id)
                    rows.append(_feature(segmenter, image, mask))
    if cancelled():
        return None
    features = np.stack(rows) if rows else np.zeros((0, 1), dtype=np.float32)
    return ResultMap(label_id, tuple(ids), features, lay_out(features))


def lay_out(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N, C) features as (N, 2) points: their two principal components, the sides of the map in -1..1."""
    if len(features) < 2:
        return np.zeros((len(features), 2), dtype=np.float32)
    centred = features - features.mean(axis=0)
    left, values, _ = np.linalg.svd(centred, full_matrices=False)
    points = np.zeros((len(features), 2), dtype=np.float32)
    some = min(2, len(values))
    points[:, :some] = left[:, :some] * values[:some]
    most = np.abs(points).max()
    return points / most if most > 0 else points


def _feature(segmenter: Segmenter, image: EncodedImage, mask: Mask) -> NDArray[np.float32]:
    """(C,) the mean high-level features under an (H, W) bool mask, every level of the same weight, of length 1."""
    semantic = segmenter.semantic
    with torch.no_grad():
        features = semantic.high(image.features[None].float().to(segmenter.sam.device))
        coverage, _ = grid_coverage(mask, image.features.shape[-1])
        mean = mean_feature(features, coverage.to(features)[None, None])
        levels = [torch.nn.functional.normalize(one, dim=0) for one in mean.split(semantic.spec.high_levels)]
        return np.asarray(torch.nn.functional.normalize(torch.cat(levels), dim=0).cpu().numpy(), dtype=np.float32)
