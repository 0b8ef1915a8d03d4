"""From episodes to batches: simulated annotations, truth in the model frame, frozen features from the cache.

B episodes, G x G semantic grid, S = 256 the side of SAM's mask logits.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from vrp_core.datasets.augment import Variant, variant
from vrp_core.datasets.episodes import Episode
from vrp_core.datasets.prompt_simulation import simulate
from vrp_core.datasets.samples import Sample, SampleSource
from vrp_core.domain.config import TrainConfig
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, components
from vrp_core.images.reading import digest_of
from vrp_core.inference.encoded import EncodedImage
from vrp_core.inference.image_encoder import ImageEncoder, content_key
from vrp_core.models.sam import LOGITS_SIDE
from vrp_core.models.transforms import annotation_weights, grid_coverage, mask_to_frame, valid_frame
from vrp_core.models.vrp_sam import ImageFeatures, ReferenceFeatures

_VERSIONS = 1  # a stream of random numbers beside that of the marks
_PART = 0.1  # a separate object has at least this share of the largest one's area

T = TypeVar("T")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Batch:
    """Episodes as tensors on the training device."""

    references: ReferenceFeatures
    targets: ImageFeatures
    truth: Tensor  # (B, S, S) float, 0 or 1
    scored: Tensor  # (B, S, S) float, 1 where the truth is known
    names: tuple[str, ...]  # which episodes these are, for messages

    def part(self, index: int, parts: int) -> "Batch":
        """Every `parts`-th episode from `index` on."""
        chosen = slice(index, None, parts)
        references = ReferenceFeatures(
            _part(self.references.image, chosen), self.references.weights[chosen], self.references.valid[chosen]
        )
        return Batch(
            references,
            _part(self.targets, chosen),
            self.truth[chosen],
            self.scored[chosen],
            self.names[chosen],
        )


def _part(image: ImageFeatures, chosen: slice) -> ImageFeatures:
    return ImageFeatures(image.semantic[chosen], image.embedding[chosen])


class EpisodeTensors:
    """Makes batches. Reads files and the cache; what is random comes from each episode's own seed."""

    def __init__(
        self, sources: Sequence[SampleSource], encoder: ImageEncoder, config: TrainConfig, device: torch.device
    ) -> None:
        self._sources = {sample: source for source in sources for sample in source.samples()}
        self._encoder = encoder
        self._config = config
        self.device = device
        self._digest = lru_cache(maxsize=None)(digest_of)

    def encode(self, sample: Sample, number: int) -> tuple[EncodedImage, Variant]:
        """The frozen features of version `number` of a sample's image, computed when they are not in the cache."""
        version, key = self._version(sample, number), self._key(sample, number)
        held = self._encoder.cached(key, version.size(sample.size))
        if held is not None:
            return held, version
        return self._encoder.encode(key, version.image(sample.pixels())).image, version

    def has(self, sample: Sample, number: int) -> bool:
        """Whether the cache has the frozen features of version `number` of a sample's image."""
        return self._encoder.cached(self._key(sample, number), sample.size) is not None

    def _version(self, sample: Sample, number: int) -> Variant:
        return variant(self._digest(sample.image), number)

    def _key(self, sample: Sample, number: int) -> str:
        """What the cache knows a version by."""
        content = content_key(self._digest(sample.image), sample.reading)
        return content if number == 0 else f"{content}#{number}"

    def batch(self, episodes: Sequence[Episode]) -> Batch:
        """The tensors of some episodes."""
        rows = [self._row(episode) for episode in episodes]
        stacked = [torch.stack(column).float().to(self.device) for column in zip(*rows, strict=True)]
        features, embeddings, weights, valid, target_features, target_embeddings, truth, scored = stacked
        names = tuple(f"{e.category}: {e.reference.image.name} -> {e.target.image.name}" for e in episodes)
        references = ReferenceFeatures(ImageFeatures(features, embeddings), weights, valid)
        return Batch(references, ImageFeatures(target_features, target_embeddings), truth, scored, names)

    def _row(self, episode: Episode) -> tuple[Tensor, ...]:
        of_reference, of_target = self._versions(episode)
        of_reference, annotation = self._mark(episode, of_reference)
        reference, _ = self.encode(episode.reference, of_reference)
        target, target_version = self.encode(episode.target, of_target)
        truth, scored = self._truth(episode, target_version)
        grid = reference.features.shape[-1]
        _, valid = grid_coverage(annotation, grid)
        return (
            reference.features,
            reference.embedding,
            annotation_weights(annotation, grid, self._config.vrp.pooling)[None],
            valid[None],
            target.features,
            target.embedding,
            truth,
            scored,
        )

    def truth(self, episode: Episode) -> Mask:
        """The (H, W) bool truth on the target's plain image."""
        mask = self._sources[episode.target].mask(episode.target)
        return np.zeros_like(mask) if episode.absent else mask

    def annotation(self, episode: Episode) -> Mask:
        """The (H, W) bool mark on the reference that the batch of an episode has."""
        return self._mark(episode, self._versions(episode)[0])[1]

    def _versions(self, episode: Episode) -> tuple[int, int]:
        """The numbers of the reference's and the target's version; drawn by the episode."""
        rng = np.random.default_rng([episode.seed, _VERSIONS])
        reference, target = rng.integers(0, self._config.variants + 1, size=2)
        return int(reference), int(target)

    def _mark(self, episode: Episode, number: int) -> tuple[int, Mask]:
        """The mark on version `number` of the reference; on the plain one where the crop has lost the object."""
        rng = np.random.default_rng(episode.seed)
        marked = self._marked(episode, self._version(episode.reference, number), rng)
        if not marked.any():
            number = 0
            marked = self._marked(episode, self._version(episode.reference, number), rng)
        return number, simulate(marked, episode.kind, rng, self._config.style)

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
        ignored = version.mask(self._sources[episode.target].ignore(episode.target))
        truth = version.mask(self.truth(episode))
        valid = valid_frame(Size(*truth.shape), LOGITS_SIDE) & ~mask_to_frame(ignored, LOGITS_SIDE)
        return torch.from_numpy(mask_to_frame(truth, LOGITS_SIDE)), torch.from_numpy(valid)


def prefetch(make: Callable[[T], B], items: Iterable[T]) -> Iterator[B]:
    """What is made of each item, in order, each on another thread while the one before it is used."""
    with ThreadPoolExecutor(1, "episodes") as pool:
        waiting = None
        for item in items:
            following = pool.submit(make, item)
            if waiting is not None:
                yield waiting.result()
            waiting = following
        if waiting is not None:
            yield waiting.result()
