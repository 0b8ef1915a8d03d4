"""Judging the network on the same pairs again and again while it trains.

S = 256, the side of SAM's mask logits.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor

from vrp_core.datasets.episodes import Episode, fixed_pairs
from vrp_core.datasets.samples import SampleSource, folder_source
from vrp_core.domain.assets import asset
from vrp_core.evaluation.metrics import Overlap, mean_iou
from vrp_core.training.batches import Batch, EpisodeTensors

SHOWN = 4  # pairs whose masks are kept, to be looked at
_BUILTIN_PAIRS, _BUILTIN_SEED = 8, 3  # a seed with which no pair comes twice


@dataclass(frozen=True, slots=True)
class Share:
    """This process among those that train together."""

    rank: int
    world: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What the network does on the pairs."""

    overlaps: Mapping[str, Sequence[Overlap]]  # category -> its target images, counted in the model frame
    logits: Mapping[int, Tensor]  # pair -> (S, S) mask logits, of the pairs that are shown

    @property
    def by_category(self) -> dict[str, float]:
        """IoU over the summed pixels of each category, per cent."""
        return {name: mean_iou({name: pairs}) for name, pairs in self.overlaps.items()}

    @property
    def pixels(self) -> dict[str, list[tuple[int, int]]]:
        """Intersection and union of each target image."""
        return {name: [(one.intersection, one.union) for one in pairs] for name, pairs in self.overlaps.items()}

    @property
    def miou(self) -> float:
        """Mean over categories, per cent; 0 without pairs."""
        return mean_iou(self.overlaps) if self.overlaps else 0.0


def shown_pairs(episodes: Sequence[Episode], share: Share) -> tuple[int, ...]:
    """Which of this process's pairs to look at: one of each category first, then the rest."""
    mine = range(share.rank, len(episodes), share.world)
    seen: dict[str, int] = {}
    turns = []
    for index in mine:
        category = episodes[index].category
        seen[category] = seen.get(category, 0) + 1
        turns.append((seen[category], index))
    return tuple(index for _, index in sorted(turns)[:SHOWN])


@torch.no_grad()
def judge(
    episodes: Sequence[Episode], tensors: EpisodeTensors, forward: Callable[[Batch], Tensor], share: Share
) -> Judged:
    """Judge every pair, each on one process only.

    Args:
        episodes: the pairs, the same on every process.
        tensors: makes batches of them.
        forward: a batch -> (B, S, S) mask logits.
        share: this process.
    """
    shown = shown_pairs(episodes, share)
    kept: dict[int, Tensor] = {}
    counts = torch.zeros(len(episodes), 4, dtype=torch.int64, device=tensors.device)
    for index in range(share.rank, len(episodes), share.world):
        batch = tensors.batch([episodes[index]])
        logits = forward(batch).float()
        if index in shown:
            kept[index] = logits[0].cpu()
        found, truth, scored = logits > 0, batch.truth > 0, batch.scored > 0
        pixels = (found & truth & scored, (found | truth) & scored, scored, truth & scored)
        counts[index] = torch.stack([one.sum() for one in pixels])
    if share.world > 1:
        dist.all_reduce(counts)
    return Judged(_by_target(episodes, counts.tolist()), kept)


def _by_target(episodes: Sequence[Episode], counts: Sequence[Sequence[int]]) -> dict[str, list[Overlap]]:
    """The pairs of a target summed: what they say is not independent, so intervals count it once.

    A pair whose object is lost in the model frame (a hairline) says nothing and is left out.
    """
    sums: dict[tuple[str, Path], list[int]] = {}
    for episode, (both, either, total, true) in zip(episodes, counts, strict=True):
        if true or episode.absent:
            of_target = sums.setdefault((episode.category, episode.target.image), [0, 0, 0])
            of_target[:] = (had + more for had, more in zip(of_target, (both, either, total), strict=True))
    overlaps: dict[str, list[Overlap]] = {name: [] for name in sorted({category for category, _ in sums})}
    for (category, _), (both, either, total) in sums.items():
        overlaps[category].append(Overlap(both, either, total - either, total - both))
    return overlaps


def builtin_source() -> SampleSource:
    """The photos that come with the program, on which forgetting shows (assets/episodes)."""
    return folder_source(asset("episodes"))


def builtin_pairs(source: SampleSource) -> list[Episode]:
    """The same few pairs of them in every run."""
    return fixed_pairs(source, _BUILTIN_PAIRS, _BUILTIN_SEED)
