"""Training the VRP encoder: `fit(config)` yields what happens (design decision 9).

Only the encoder learns; the frozen features of every image come from the cache, so a step costs the encoder and SAM's
decoder. Under `torchrun` each process takes its share of every batch. Closing the iterator, or `stopped`, saves first.
A run that is interrupted at any moment goes on from its last save exactly as if it had not been.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from vrp_core.data.episodes import Episode
from vrp_core.domain.config import TrainConfig
from vrp_core.domain.errors import OutOfMemory, TrainingDiverged
from vrp_core.domain.events import (
    FeaturesCached,
    Saved,
    Step,
    TrainEvent,
    TrainingFinished,
    TrainingStarted,
    Validated,
)
from vrp_core.encoding import ImageEncoder
from vrp_core.feature_cache import FeatureCache
from vrp_core.loading import user_cache
from vrp_core.losses import mask_loss
from vrp_core.models.checkpoints import Checkpoint, load_checkpoint, shipped_path
from vrp_core.models.compute import choose_device, keep_memory, large_precision, use_threads
from vrp_core.models.sam import Sam, load_sam
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.vrp_sam import VrpModel
from vrp_core.prompters import VRP_CALIBRATION
from vrp_core.schedule import learning_rate
from vrp_core.train_sources import TrainingSources, open_sources
from vrp_core.train_state import TrainState, load_state, save_state, save_weights
from vrp_core.training_data import Batch, EpisodeTensors, prefetch

_SANITY_PAIRS = 2


@dataclass(frozen=True, slots=True)
class _Share:
    """This process among those that train together."""

    rank: int
    world: int


def fit(
    config: TrainConfig, stopped: Callable[[], bool] = lambda: False, cache: FeatureCache | None = None
) -> Iterator[TrainEvent]:
    """Train, and say what happened. A run whose folder holds a saved state goes on from it.

    Raises:
        BadFile: a data set has problems; all of them are named.
        TrainingDiverged: the loss is not a number; the batch is named.
        OutOfMemory: the device ran out of memory; what to lower is named.
    """
    keep_memory()
    share = _join()
    device = choose_device(config.device)
    use_threads(config.threads or None)
    torch.manual_seed(config.seed)
    sources = open_sources(config)
    trainer = _Trainer(config, share, device, sources, cache or user_cache())
    try:
        yield from trainer.run(stopped)
    except torch.OutOfMemoryError as error:
        raise OutOfMemory(str(device), "raise --accumulate, or lower --batch") from error
    finally:
        if dist.is_initialized():
            dist.destroy_process_group()


def _join() -> _Share:
    """Join the other processes when `torchrun` started this one."""
    world = int(os.environ.get("WORLD_SIZE", "1"))
    if world > 1 and not dist.is_initialized():
        dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    return _Share(dist.get_rank() if world > 1 else 0, world)


class _Trainer:
    """One run: networks, optimizer and episodes, and the loop over them."""

    def __init__(
        self, config: TrainConfig, share: _Share, device: torch.device, sources: TrainingSources, cache: FeatureCache
    ) -> None:
        base = _base(config)
        if base is not None:
            config = replace(config, vrp=base.config)
        if config.batch % (share.world * config.accumulate):
            raise ValueError(f"batch {config.batch} cannot be divided by {share.world} x {config.accumulate}")
        self.config, self.share, self.device, self.sources = config, share, device, sources
        self.sam: Sam = load_sam(config.sam, str(device))
        semantic = SemanticEncoder(config.vrp.semantic).to(device)
        self.model = VrpModel(config.vrp, semantic).to(device)
        if base is not None:
            self.model.encoder.load_state_dict(dict(base.state))
        self.calibration = base.calibration if base is not None else VRP_CALIBRATION
        self.average = _moving_average(self.model.encoder, config.ema)
        self.optimizer = torch.optim.AdamW(
            self.model.encoder.parameters(), lr=config.lr, weight_decay=config.weight_decay
        )
        if share.world > 1:
            self.model.encoder = DistributedDataParallel(self.model.encoder)  # type: ignore[assignment]
        encoder = ImageEncoder(self.sam, semantic, cache)
        self.tensors = EpisodeTensors(sources.train, encoder, config, device)
        plain = replace(config, single=0.0, variants=0)
        self.validation_tensors = EpisodeTensors(sources.validation or sources.train, encoder, plain, device)
        self.cache = cache
        self.step, self.best, self.not_better = 0, -1.0, 0
        self.validation = _validation_pairs(config, sources)

    def run(self, stopped: Callable[[], bool]) -> Iterator[TrainEvent]:
        """The whole run."""
        self._resume()
        yield from self._fill_cache(stopped)
        yield TrainingStarted(
            self.step,
            self.config.steps,
            sum(parameter.numel() for parameter in self.model.encoder.parameters()),
            len({sample.category for sample in self.sources.train_samples}),
            len({sample.image for sample in self.sources.train_samples}),
            self.cache.size_bytes(),
        )
        if self.step == 0 and self.validation:
            if self.config.start_from:  # what there is to be better than
                yield self._judged()
            else:
                self._validate(self.validation[:_SANITY_PAIRS])  # fail now rather than after an hour
        remaining = range(self.step, self.config.steps)
        for batch in prefetch(self.tensors, (self._episodes(step) for step in remaining)):
            if stopped():
                break
            yield self._optimize(batch)
            if self.step % self.config.validate_every == 0 or self.step == self.config.steps:
                yield from self._validate_and_save()
                if self.config.patience and self.not_better >= self.config.patience:
                    break
        early = bool(self.config.patience) and self.not_better >= self.config.patience
        if self.step % self.config.validate_every and self.step < self.config.steps:
            self._save_state()
        yield TrainingFinished(self.step, self.best, self.step < self.config.steps and not early)

    def _fill_cache(self, stopped: Callable[[], bool]) -> Iterator[FeaturesCached]:
        """Compute the plain features of every image once; the processes share the work."""
        images = {} if self.config.overfit else {sample.image: sample for sample in self.sources.train_samples}
        for episode in self.validation:
            images |= {sample.image: sample for sample in (episode.reference, episode.target)}
        mine = list(images.values())[self.share.rank :: self.share.world]
        for done, sample in enumerate(mine, start=1):
            if stopped():
                return
            self.tensors.encode(sample, 0)
            if done % 50 == 0 or done == len(mine):
                yield FeaturesCached(done, len(mine))

    def _episodes(self, step: int) -> list[Episode]:
        """This process's share of the batch of a step; a function of seed and step alone."""
        if self.config.overfit:
            indices = [index % self.config.overfit for index in self._indices(step)]
        else:
            indices = self._indices(step)
        return [self.sources.sampler.sample(index) for index in indices]

    def _indices(self, step: int) -> list[int]:
        first = step * self.config.batch
        return list(range(first + self.share.rank, first + self.config.batch, self.share.world))

    def _optimize(self, batch: Batch) -> Step:
        started = time.perf_counter()
        lr = learning_rate(self.config, self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = lr
        self.model.encoder.train()
        self.optimizer.zero_grad(set_to_none=True)
        total = 0.0
        for index in range(self.config.accumulate):
            loss = self._loss(batch.part(index, self.config.accumulate)) / self.config.accumulate
            if not torch.isfinite(loss):
                raise TrainingDiverged(self.step + 1, batch.names)
            loss.backward()  # type: ignore[no-untyped-call]
            total += float(loss.detach())
        if self.config.grad_clip:
            nn.utils.clip_grad_norm_(self.model.encoder.parameters(), self.config.grad_clip)
        self.optimizer.step()
        if self.average is not None:
            self.average.update_parameters(_plain(self.model.encoder))
        self.step += 1
        return Step(self.step, self._mean(total), lr, time.perf_counter() - started)

    def _loss(self, batch: Batch) -> Tensor:
        with self._precision():
            tokens = self.model.tokens(batch.references, batch.features)
            logits, _ = self.sam.decode(batch.embeddings, tokens)
        return mask_loss(logits[:, 0].float(), batch.truth, batch.scored, self.config.loss)

    def _validate_and_save(self) -> Iterator[TrainEvent]:
        before = self.best
        judged = self._judged()
        if self.validation:
            yield judged
        best = self.best > before
        self.not_better = 0 if best else self.not_better + 1
        self._save_state()
        if self.share.rank == 0:
            for name in ("last", "best") if best else ("last",):
                network = _plain(self.model.encoder)
                path = save_weights(self.config, network, self.average, self.step, judged.miou, name, self.calibration)
                yield Saved(self.step, str(path), name == "best")

    def _judged(self) -> Validated:
        """mIoU on the validation pairs; it also becomes the best where it is."""
        by_category = self._validate(self.validation)
        miou = sum(by_category.values()) / max(1, len(by_category))
        self.best = max(self.best, miou)
        return Validated(self.step, miou, by_category)

    @torch.no_grad()
    def _validate(self, episodes: Sequence[Episode]) -> dict[str, float]:
        """IoU per category over the pairs, each pair on one process only, per cent."""
        network = self.model.encoder
        self.model.encoder = self.average.module if self.average is not None else _plain(network)  # type: ignore
        self.model.encoder.eval()
        names = sorted({episode.category for episode in episodes})
        counts = torch.zeros(len(names), 2, dtype=torch.float64, device=self.device)
        for episode in episodes[self.share.rank :: self.share.world]:
            batch = self.validation_tensors.batch([episode])
            with self._precision():
                logits, _ = self.sam.decode(batch.embeddings, self.model.tokens(batch.references, batch.features))
            found, truth, scored = logits[:, 0] > 0, batch.truth > 0, batch.scored > 0
            row = names.index(episode.category)
            counts[row, 0] += (found & truth & scored).sum()
            counts[row, 1] += ((found | truth) & scored).sum()
        self.model.encoder = network
        if self.share.world > 1:
            dist.all_reduce(counts)
        return {name: float(c[0] / c[1].clamp(min=1) * 100) for name, c in zip(names, counts, strict=True)}

    def _precision(self) -> AbstractContextManager[object]:
        return large_precision(self.device) if self.config.amp else nullcontext()

    def _mean(self, value: float) -> float:
        """The mean of a number over all processes."""
        if self.share.world == 1:
            return value
        tensor = torch.tensor(value, dtype=torch.float64, device=self.device)
        dist.all_reduce(tensor)
        return float(tensor) / self.share.world

    def _resume(self) -> None:
        state = load_state(Path(self.config.out))
        if state is None:
            return
        _plain(self.model.encoder).load_state_dict(state.network)
        if self.average is not None and state.average is not None:
            self.average.load_state_dict(state.average)
        self.optimizer.load_state_dict(dict(state.optimizer))
        torch.set_rng_state(state.rng)
        self.step, self.best, self.not_better = state.step, state.best, state.not_better

    def _save_state(self) -> None:
        if self.share.rank == 0:
            average = self.average.state_dict() if self.average is not None else None
            network = _plain(self.model.encoder).state_dict()
            state = TrainState(
                self.step,
                self.best,
                network,
                average,
                self.optimizer.state_dict(),
                torch.get_rng_state(),
                self.not_better,
            )
            save_state(Path(self.config.out), state)


def _validation_pairs(config: TrainConfig, sources: TrainingSources) -> list[Episode]:
    if config.overfit:
        return [sources.sampler.sample(index) for index in range(config.overfit)]
    return list(sources.pairs)


def _base(config: TrainConfig) -> Checkpoint | None:
    """The checkpoint that training starts from."""
    if not config.start_from:
        return None
    return load_checkpoint(shipped_path() if config.start_from == "shipped" else Path(config.start_from))


def _moving_average(encoder: nn.Module, decay: float) -> torch.optim.swa_utils.AveragedModel | None:
    if decay == 0:
        return None
    from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

    return AveragedModel(encoder, multi_avg_fn=get_ema_multi_avg_fn(decay))


def _plain(encoder: nn.Module) -> nn.Module:
    """The network itself, without the wrapper that joins processes."""
    return encoder.module if isinstance(encoder, DistributedDataParallel) else encoder
