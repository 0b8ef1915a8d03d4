"""From episodes to batches of evidence, for the locator. The evidence of an episode is computed once and kept.

B episodes, K coarse and L fine evidence maps, S = 256 the side of SAM's mask logits, F = 64 that of its embedding.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from vrp_core.datasets.episodes import Episode
from vrp_core.datasets.samples import Sample, SampleSource
from vrp_core.domain.config import TrainConfig
from vrp_core.inference.image_encoder import ImageEncoder
from vrp_core.models.evidence import MAPS, ImageLevels, evidence
from vrp_core.models.sam import GRID_SIDE
from vrp_core.models.transforms import valid_frame
from vrp_core.models.vrp_locator import LocatorModel, region_of, state_of
from vrp_core.training.batches import EpisodeTensors

_NEWEST = 1000  # episodes; validation pairs are fewer
_IMAGES = 24  # whose levels are kept, about 10 MB each: a person's corrections come again and again
_ROW, _COLUMN = MAPS.index("row"), MAPS.index("column")


@dataclass(frozen=True, slots=True)
class EvidenceBatch:
    """Episodes as tensors on the training device."""

    maps: Tensor  # (B, K, G, G) float32
    fine: Tensor  # (B, L, F, F) float32
    truth: Tensor  # (B, S, S) float32, 0 or 1
    scored: Tensor  # (B, S, S) float32, 1 where the truth is known
    names: tuple[str, ...]  # which episodes these are, for messages
    embedding: Tensor | None = None  # (B, 256, F, F) float32 SAM's of the targets, for steps through its decoder
    valid: Tensor | None = None  # (B, F, F) float32, 1 where the frame shows the target; with `embedding`

    def part(self, index: int, parts: int) -> "EvidenceBatch":
        """Every `parts`-th episode from `index` on."""
        chosen = slice(index, None, parts)
        embedding = self.embedding[chosen] if self.embedding is not None else None
        valid = self.valid[chosen] if self.valid is not None else None
        tensors = (self.maps[chosen], self.fine[chosen], self.truth[chosen], self.scored[chosen])
        return EvidenceBatch(*tensors, self.names[chosen], embedding, valid)

    def flipped(self, across: bool, down: bool) -> "EvidenceBatch":
        """All images mirrored, left to right or upside down: evidence has no direction but its two place maps.

        Raises:
            ValueError: the batch has SAM's embedding, which has a direction.
        """
        if self.embedding is not None:
            raise ValueError("SAM's embedding cannot be mirrored")
        axes = [axis for axis, wanted in ((-1, across), (-2, down)) if wanted]
        maps, fine, truth, scored = (x.flip(axes) for x in (self.maps, self.fine, self.truth, self.scored))
        sign = torch.ones(maps.shape[1], device=maps.device)
        sign[_ROW], sign[_COLUMN] = (-1.0 if down else 1.0), (-1.0 if across else 1.0)
        return EvidenceBatch(maps * sign[:, None, None], fine, truth, scored, self.names)


def most_kept(config: TrainConfig) -> int:
    """How many episodes' evidence is kept, 0.3 MB each: a whole pool, else those of the newest steps."""
    return max(config.pool, config.overfit, _NEWEST)


class EvidenceTensors(EpisodeTensors):
    """Makes batches of evidence. An episode that comes again soon, or is one of a pool, costs nothing."""

    def __init__(
        self,
        sources: Sequence[SampleSource],
        encoder: ImageEncoder,
        config: TrainConfig,
        device: torch.device,
        model: LocatorModel,
    ) -> None:
        super().__init__(sources, encoder, config, device)
        self._model = model
        self._kept: dict[Episode, tuple[Tensor, ...]] = {}  # oldest first
        self._most = most_kept(config)
        self._levels = lru_cache(maxsize=_IMAGES)(self._fresh_levels)

    def batch(self, episodes: Sequence[Episode], through_sam: bool = False) -> EvidenceBatch:  # type: ignore[override]
        """The evidence of some episodes, with their targets as SAM sees them if a step goes through its decoder."""
        rows = [self._evidence(episode) for episode in episodes]
        maps, fine, truth, scored = (torch.stack(column).float().to(self.device) for column in zip(*rows, strict=True))
        names = tuple(f"{e.category}: {e.reference.image.name} -> {e.target.image.name}" for e in episodes)
        scene = self._scene(episodes) if through_sam else (None, None)
        return EvidenceBatch(maps, fine, truth, scored, names, *scene)

    def _scene(self, episodes: Sequence[Episode]) -> tuple[Tensor, Tensor]:
        """SAM's embeddings of the targets, which are too large to keep, and where they show an image."""
        targets = [self.encode(episode.target, self._versions(episode)[1])[0] for episode in episodes]
        embedding = torch.stack([target.embedding for target in targets]).float().to(self.device)
        valid = torch.stack([torch.from_numpy(valid_frame(target.size, GRID_SIDE)) for target in targets])
        return embedding, valid.float().to(self.device)

    def _evidence(self, episode: Episode) -> tuple[Tensor, ...]:
        if episode not in self._kept:
            if len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            self._kept[episode] = self.computed(episode)
        return self._kept[episode]

    @torch.no_grad()
    def computed(self, episode: Episode) -> tuple[Tensor, ...]:
        """The evidence of an episode, not kept: maps in half precision, truth and scored pixels as bool."""
        of_reference, of_target = self._versions(episode)
        of_reference, annotation = self._mark(episode, of_reference)
        truth, scored = self._truth(episode, self._version(episode.target, of_target))
        state = state_of([region_of(self._levels(episode.reference, of_reference), annotation)])
        maps, fine = evidence(self._levels(episode.target, of_target), state)
        return maps[0].half().cpu(), fine[0].half().cpu(), truth, scored

    def _fresh_levels(self, sample: Sample, number: int) -> ImageLevels:
        image, _ = self.encode(sample, number)
        return self._model.levels(image.features, image.embedding, image.size)
