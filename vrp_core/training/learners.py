"""What a step minimises and what a validation judges, for each of the two networks.

B episodes, S = 256 the side of SAM's mask logits, F = 64 the locator's fine grid.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel

from vrp_core.datasets.episodes import Episode
from vrp_core.datasets.samples import SampleSource
from vrp_core.domain.config import TrainConfig
from vrp_core.inference.image_encoder import ImageEncoder
from vrp_core.models.locator import Located
from vrp_core.models.prompt_generator import Scene
from vrp_core.models.sam import LOGITS_SIDE, Sam
from vrp_core.models.transforms import resampled
from vrp_core.models.vrp_locator import LocatorModel
from vrp_core.models.vrp_sam import VrpModel
from vrp_core.training.batches import Batch, EpisodeTensors
from vrp_core.training.evidence_batches import EvidenceBatch, EvidenceTensors
from vrp_core.training.losses import mask_loss

_PRESENCE_WEIGHT = 0.1  # of the presence loss beside the mask's
_SAMPLE = 256  # episodes from which the locator takes the scale of each map


AnyBatch = Batch | EvidenceBatch


class Learner(Protocol):
    """How one network learns. Its batches come from its own `tensors`."""

    def tensors(
        self, sources: Sequence[SampleSource], encoder: ImageEncoder, config: TrainConfig, device: torch.device
    ) -> EpisodeTensors:
        """What makes batches of episodes."""
        ...

    def batch(self, tensors: Any, episodes: Sequence[Episode], through_sam: bool) -> Any:
        """The batch of a step. `through_sam`: SAM's decoder takes part in it, where a step may do without."""
        ...

    def logits(self, batch: Any) -> Tensor:
        """(B, S, S) mask logits of the targets."""
        ...

    def loss(self, batch: Any, kind: str) -> Tensor:
        """The () loss of a batch."""
        ...

    def varied(self, batch: Any) -> Any:
        """The batch of a step, changed at random in a way that costs nothing."""
        ...

    def begin(self, tensors: Any, episodes: Sequence[Episode]) -> None:
        """Prepare a new network before its first step."""
        ...


class AugmenterLearner:
    """The published network: tokens, SAM's decoder, the mask's loss."""

    def __init__(self, model: VrpModel, sam: Sam, precision: Callable[[], AbstractContextManager[object]]) -> None:
        self._model, self._sam, self._precision = model, sam, precision

    def tensors(
        self, sources: Sequence[SampleSource], encoder: ImageEncoder, config: TrainConfig, device: torch.device
    ) -> EpisodeTensors:
        """Batches of frozen features."""
        return EpisodeTensors(sources, encoder, config, device)

    def batch(self, tensors: EpisodeTensors, episodes: Sequence[Episode], through_sam: bool) -> Batch:
        """Frozen features. Every step goes through SAM's decoder."""
        return tensors.batch(episodes)

    def logits(self, batch: Batch) -> Tensor:
        """(B, S, S) mask logits of the targets."""
        with self._precision():
            tokens = self._model.tokens(batch.references, batch.targets)
            logits, _ = self._sam.decode(batch.targets.embedding, tokens)
        return logits[:, 0]

    def loss(self, batch: Batch, kind: str) -> Tensor:
        """The () loss of a batch."""
        return mask_loss(self.logits(batch).float(), batch.truth, batch.scored, kind)

    def varied(self, batch: Batch) -> Batch:
        """The batch as it is."""
        return batch

    def begin(self, tensors: EpisodeTensors, episodes: Sequence[Episode]) -> None:
        """Nothing: this network takes its inputs as they are."""


class LocatorLearner:
    """The locator: its coarse mask's loss on the fine grid, and whether the object is there.

    In the steps through SAM's decoder the prompts learn too, from the loss of SAM's mask.
    """

    def __init__(self, model: LocatorModel, sam: Sam, precision: Callable[[], AbstractContextManager[object]]) -> None:
        self._model, self._sam, self._precision = model, sam, precision

    def tensors(
        self, sources: Sequence[SampleSource], encoder: ImageEncoder, config: TrainConfig, device: torch.device
    ) -> EvidenceTensors:
        """Batches of evidence."""
        return EvidenceTensors(sources, encoder, config, device, self._model)

    def batch(self, tensors: EvidenceTensors, episodes: Sequence[Episode], through_sam: bool) -> EvidenceBatch:
        """Evidence, and the targets as SAM sees them where its decoder takes part."""
        return tensors.batch(episodes, through_sam)

    def logits(self, batch: EvidenceBatch) -> Tensor:
        """(B, S, S) coarse mask logits of the targets, enlarged: SAM's mask follows them, at many times the cost."""
        located, _ = self._model.encoder(batch.maps, batch.fine)
        return resampled(located.logits, LOGITS_SIDE)[:, 0]

    def loss(self, batch: EvidenceBatch, kind: str) -> Tensor:
        """The () loss of a batch."""
        scene = None
        if batch.embedding is not None and batch.valid is not None:
            scene = Scene(batch.embedding, self._sam.places(), batch.valid)
        located, prompts = self._model.encoder(batch.maps, batch.fine, scene)
        loss = self._coarse_loss(located, batch, kind)
        if scene is None:
            return loss
        with self._precision():
            answer, _ = self._sam.decode(scene.embedding, prompts.tokens, prompts.mask_input)
        return loss + mask_loss(answer[:, 0].float(), batch.truth, batch.scored, kind)

    def _coarse_loss(self, located: Located, batch: EvidenceBatch, kind: str) -> Tensor:
        side = located.logits.shape[-1]
        scored = F.adaptive_avg_pool2d(batch.scored, side)
        truth = F.adaptive_avg_pool2d(batch.truth * batch.scored, side) / scored.clamp(min=1e-6)
        present = (batch.truth.flatten(1).amax(dim=1) > 0).float()
        presence = F.binary_cross_entropy_with_logits(located.presence, present)
        return mask_loss(located.logits[:, 0], truth, scored, kind) + _PRESENCE_WEIGHT * presence

    def varied(self, batch: EvidenceBatch) -> EvidenceBatch:
        """The batch mirrored at random, unless SAM's decoder takes part: its embedding cannot be mirrored."""
        if batch.embedding is not None:
            return batch
        across, down = (torch.rand(2) < 0.5).tolist()
        return batch.flipped(across, down)

    def begin(self, tensors: EvidenceTensors, episodes: Sequence[Episode]) -> None:
        """Take the scale of each map from a few episodes, before the first step of a new network."""
        batch = tensors.batch(episodes[:_SAMPLE])
        unwrapped(self._model.encoder).locator.standardise(batch.maps, batch.fine)


def unwrapped(encoder: nn.Module) -> Any:
    """The network itself, without the wrapper that joins processes."""
    return encoder.module if isinstance(encoder, DistributedDataParallel) else encoder


def learner_of(
    model: VrpModel | LocatorModel, sam: Sam, precision: Callable[[], AbstractContextManager[object]]
) -> Learner:
    """The learner of a network."""
    if isinstance(model, LocatorModel):
        return LocatorLearner(model, sam, precision)
    return AugmenterLearner(model, sam, precision)
