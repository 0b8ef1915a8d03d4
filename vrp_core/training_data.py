"""From episodes to batches: simulated annotations, truth in the model frame, frozen features from the cache.

B episodes, G x G semantic grid, S = 256 the side of SAM's mask logits.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from vrp_core.data.augment import Variant, variant
from vrp_core.data.episodes import Episode
from vrp_core.data.images import digest_of, read_image
from vrp_core.data.prompt_simulation import simulate
from vrp_core.data.samples import Sample, SampleSource
from vrp_core.data.transforms import annotation_weights, grid_coverage, mask_to_frame, valid_frame
from vrp_core.domain.config import TrainConfig
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, components
from vrp_core.encoding import ImageEncoder
from vrp_core.models.sam import LOGITS_SIDE
from vrp_core.models.vrp_sam import ReferenceFeatures
from vrp_core.segment import EncodedImage

_PART = 0.1  # a separate object has at least this share of the largest one's area


@dataclass(frozen=True, slots=True)
class Batch:
    """Episodes as tensors on the training device."""

    references: ReferenceFeatures
    features: Tensor  # (B, C, G, G) of the targets
    embeddings: Tensor  # (B, 256, 64, 64) of the targets
    truth: Tensor  # (B, S, S) float, 0 or 1
    scored: Tensor  # (B, S, S) float, 1 where the truth is known
    names: tuple[str, ...]  # which episodes these are, for messages

    def part(self, index: int, parts: int) -> "Batch":
        """Every `parts`-th episode from `index` on."""
        chosen = slice(index, None, parts)
        references = ReferenceFeatures(
            self.references.features[chosen], self.references.weights[chosen], self.references.valid[chosen]
        )
        return Batch(
            references,
            self.features[chosen],
            self.embeddings[chosen],
            self.truth[chosen],
            self.scored[chosen],
            self.names[chosen],
        )


class EpisodeTensors:
    """Makes batches. Reads files and the cache; what is random comes from each episode's own seed."""

    def __init__(
        self, sources: Sequence[SampleSource], encoder: ImageEncoder, config: TrainConfig, device: torch.device
    ) -> None:
        self._sources = {sample: source for source in sources for sample in source.samples()}
        self._encoder = encoder
        self._config = config
        self._device = device
        self._digest = lru_cache(maxsize=None)(digest_of)

    def encode(self, sample: Sample, number: int) -> tuple[EncodedImage, Variant]:
        """The frozen features of version `number` of a sample's image, computed when they are not in the cache."""
        digest = self._digest(sample.image)
        version = variant(digest, number)
        key = digest if number == 0 else f"{digest}#{number}"
        if number == 0:
            held = self._encoder.cached(key, sample.size)
            if held is not None:
                return held, version
        return self._encoder.encode(key, version.image(read_image(sample.image))).image, version

    def batch(self, episodes: Sequence[Episode]) -> Batch:
        """The tensors of some episodes."""
        rows = [self._row(episode) for episode in episodes]
        stacked = [torch.stack(column).float().to(self._device) for column in zip(*rows, strict=True)]
        features, weights, valid, targets, embeddings, truth, scored = stacked
        names = tuple(f"{e.category}: {e.reference.image.name} -> {e.target.image.name}" for e in episodes)
        references = ReferenceFeatures(features, weights, valid)
        return Batch(references, targets, embeddings, truth, scored, names)

    def _row(self, episode: Episode) -> tuple[Tensor, ...]:
        rng = np.random.default_rng(episode.seed)
        versions = rng.integers(0, self._config.variants + 1, size=2)
        reference, reference_version = self.encode(episode.reference, int(versions[0]))
        marked = self._marked(episode, reference_version, rng)
        if not marked.any():  # the crop has lost the object
            reference, reference_version = self.encode(episode.reference, 0)
            marked = self._marked(episode, reference_version, rng)
        annotation = simulate(marked, episode.kind, rng, self._config.style)
        target, target_version = self.encode(episode.target, int(versions[1]))
        truth, scored = self._truth(episode, target_version)
        grid = reference.features.shape[-1]
        _, valid = grid_coverage(annotation, grid)
        return (
            reference.features,
            annotation_weights(annotation, grid, self._config.vrp.pooling)[None],
            valid[None],
            target.features,
            target.embedding,
            truth,
            scored,
        )

    def _marked(self, episode: Episode, version: Variant, rng: np.random.Generator) -> Mask:
        """The object as a person would mark it on the reference: all of it, or one of several separate objects."""
        mask = version.mask(self._sources[episode.reference].mask(episode.reference))
        if rng.random() >= self._config.single:
            return mask
        parts = components(mask)
        large = [part for part in parts if part.sum() >= _PART * parts[0].sum()]
        return large[rng.integers(len(large))] if len(large) > 1 else mask

    def _truth(self, episode: Episode, version: Variant) -> tuple[Tensor, Tensor]:
        """(S, S) truth and scored pixels of the target."""
        source = self._sources[episode.target]
        ignored = version.mask(source.ignore(episode.target))
        truth = np.zeros_like(ignored) if episode.absent else version.mask(source.mask(episode.target))
        valid = valid_frame(Size(*truth.shape), LOGITS_SIDE) & ~mask_to_frame(ignored, LOGITS_SIDE)
        return torch.from_numpy(mask_to_frame(truth, LOGITS_SIDE)), torch.from_numpy(valid)


def prefetch(tensors: EpisodeTensors, batches: Iterator[Sequence[Episode]]) -> Iterator[Batch]:
    """Batches in order, each made on another thread while the one before it is used."""
    with ThreadPoolExecutor(1, "episodes") as pool:
        waiting = None
        for episodes in batches:
            following = pool.submit(tensors.batch, episodes)
            if waiting is not None:
                yield waiting.result()
            waiting = following
        if waiting is not None:
            yield waiting.result()
