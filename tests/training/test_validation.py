"""What a training is judged by."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from vrp_core.datasets.episodes import Episode
from vrp_core.datasets.samples import Sample
from vrp_core.domain.geometry import Size
from vrp_core.evaluation.metrics import Overlap
from vrp_core.models.vrp_sam import ImageFeatures, ReferenceFeatures
from vrp_core.training.batches import Batch, EpisodeTensors
from vrp_core.training.validation import Share, judge

NOTHING = ImageFeatures(torch.zeros(1), torch.zeros(1))


class Painted(EpisodeTensors):
    """Four pixels of truth for each pair, in place of photos and features."""

    def __init__(self, truths: Sequence[Sequence[int]]) -> None:
        self.device = torch.device("cpu")
        self._truths = truths

    def batch(self, episodes: Sequence[Episode]) -> Batch:
        truth = torch.tensor([self._truths[episodes[0].seed]]).float().reshape(1, 2, 2)
        references = ReferenceFeatures(NOTHING, torch.zeros(1), torch.zeros(1))
        return Batch(references, NOTHING, truth, torch.ones(1, 2, 2), ("",))


def pair(target: str, seed: int, absent: bool = False) -> Episode:
    sample = Sample(Path(target), "crack", target, Size(2, 2), "here")
    return Episode(sample, sample, "crack", "mask", absent, seed)


def found(batch: Batch) -> Tensor:
    """Always the first two pixels."""
    return torch.tensor([[[1.0, 1.0], [-1.0, -1.0]]])


def test_pairs_of_one_target_count_as_one() -> None:
    episodes = [pair("a", 0), pair("b", 1), pair("a", 2)]
    judged = judge(episodes, Painted([[1, 1, 0, 0], [1, 0, 0, 0], [0, 1, 1, 1]]), found, Share(0, 1))
    assert judged.overlaps == {"crack": [Overlap(3, 6, 2, 5), Overlap(1, 2, 2, 3)]}
    assert judged.pixels == {"crack": [(3, 6), (1, 2)]}
    assert judged.miou == 50.0


def test_an_object_lost_in_the_model_frame_is_no_reason_to_find_nothing() -> None:
    """A hairline of no pixel would count as right where nothing is found; a target without the object does count."""
    episodes = [pair("hairline", 0), pair("a", 1), pair("without", 2, absent=True)]
    judged = judge(episodes, Painted([[0, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]]), found, Share(0, 1))
    assert judged.pixels == {"crack": [(2, 2), (0, 2)]}
    assert judge(episodes[:1], Painted([[0, 0, 0, 0]]), found, Share(0, 1)).miou == 0.0
