"""Training the VRP encoder: `fit(config)` yields events (design decision 9).

Only the encoder learns; the frozen features of every image come from the cache, so a step costs the encoder and SAM's
decoder. Under `torchrun` each process takes its share of every batch. `stopped` is asked between steps; the run then
saves and ends. A run that is interrupted at any moment resumes from its last save with the same results.
"""

import copy
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from vrp_core.datasets.episodes import Episode
from vrp_core.datasets.samples import Sample
from vrp_core.domain.config import TrainConfig
from vrp_core.domain.errors import OutOfMemory, TrainingDiverged
from vrp_core.domain.events import (
    FeaturesCached,
    Pictured,
    Saved,
    Step,
    TrainEvent,
    TrainingFinished,
    TrainingStarted,
    Validated,
)
from vrp_core.domain.memory import ran_out_of_memory
from vrp_core.inference.engine import check_sam, user_cache
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.image_encoder import ImageEncoder
from vrp_core.inference.methods import VRP_CALIBRATION
from vrp_core.models.checkpoints import build_model, load_checkpoint, load_encoder, shipped_path
from vrp_core.models.compute import choose_device, keep_memory, large_precision, use_threads
from vrp_core.models.sam import Sam, load_sam
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.vrp_locator import LocatorModel
from vrp_core.training.batches import EpisodeTensors, prefetch
from vrp_core.training.checkpoint import TrainState, check_form, has_state, load_state, save_state, save_weights
from vrp_core.training.datasets import TrainingSources, open_sources
from vrp_core.training.learners import AnyBatch, learner_of, unwrapped
from vrp_core.training.pictures import keep_before, save_picture
from vrp_core.training.schedule import goes_through_sam, learning_rate
from vrp_core.training.split import save_split
from vrp_core.training.validation import Judged, Share, builtin_pairs, builtin_source, judge
from vrp_core.weights.store import path_of

_SANITY_PAIRS = 2
_FIRST = 16  # steps whose episodes give a new network the scale of its inputs


def fit(
    config: TrainConfig, stopped: Callable[[], bool] = lambda: False, cache: FeatureCache | None = None
) -> Iterator[TrainEvent]:
    """Train, and yield the events. A run whose folder holds a saved state is resumed.

    Raises:
        BadFile: a data set has problems; all of them are named.
        TrainingDiverged: the loss is not a number; the batch is named.
        OutOfMemory: the device ran out of memory; what to lower is named.
        WeightsMismatch: what it starts from, or its saved state, is of another network or for another SAM.
    """
    with prepared(config, cache) as trainer:
        yield from trainer.run(stopped)


@contextmanager
def prepared(config: TrainConfig, cache: FeatureCache | None = None) -> Iterator["Trainer"]:
    """Everything that the next step of a run needs, in memory; nothing is written. `cache` None takes the user's.

    Raises: as `fit`, also for what is done with it.
    """
    keep_memory()
    device = choose_device(config.device)
    use_threads(config.threads or None)
    torch.manual_seed(config.seed)
    try:
        device, share = _join(device)
        sources = open_sources(config, goes_on=has_state(Path(config.out)))
        trainer = Trainer(config, share, device, sources, cache or user_cache())
        trainer.resume()
        yield trainer
    except (MemoryError, RuntimeError) as error:
        if not ran_out_of_memory(error):
            raise
        name = "" if device.type == "cpu" else str(device)
        raise OutOfMemory(name, "raise --accumulate, or lower --batch") from error
    finally:
        if dist.is_initialized():
            dist.destroy_process_group()


def _join(device: torch.device) -> tuple[torch.device, Share]:
    """Join the other processes when `torchrun` started this one; each has a GPU of its own."""
    world = int(os.environ.get("WORLD_SIZE", "1"))
    if world == 1:
        return device, Share(0, 1)
    if device.type == "cuda":
        device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
        torch.cuda.set_device(device)
    if not dist.is_initialized():
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    return device, Share(dist.get_rank(), world)


class Trainer:
    """One run: networks, optimizer and episodes, and the loop over them."""

    def __init__(
        self, config: TrainConfig, share: Share, device: torch.device, sources: TrainingSources, cache: FeatureCache
    ) -> None:
        origin = _origin(config)
        base = load_checkpoint(origin) if origin is not None else None
        if base is not None:
            config = replace(config, vrp=base.config)
        if config.batch % (share.world * config.accumulate):
            raise ValueError(f"batch {config.batch} cannot be divided by {share.world} x {config.accumulate}")
        self.config, self.share, self.device, self.sources = config, share, device, sources
        self.sam: Sam = load_sam(config.sam, path_of(config.sam), str(device))
        semantic = SemanticEncoder(config.vrp.semantic).to(device)
        self.model = build_model(config.vrp, semantic).to(device)
        self.learner = learner_of(self.model, self.sam, self._precision)
        if base is not None and origin is not None:
            check_sam(base, config.sam, origin)
            load_encoder(self.model.encoder, base.state, origin)
        self.base = base
        self.calibration = base.calibration if base is not None else VRP_CALIBRATION
        self.average = _moving_average(self.model.encoder, config.ema)
        self.optimizer = torch.optim.AdamW(
            self.model.encoder.parameters(), lr=config.lr, weight_decay=config.weight_decay
        )
        if share.world > 1:
            # The prompts of the locator learn only in some of the steps.
            unused = bool(isinstance(self.model, LocatorModel))
            self.model.encoder = DistributedDataParallel(self.model.encoder, find_unused_parameters=unused)  # type: ignore
        encoder = ImageEncoder(self.sam, semantic, cache)
        self.tensors = self.learner.tensors(sources.train, encoder, config, device)
        plain = replace(config, single=0.0, variants=0)
        self.validation_tensors = self.learner.tensors(sources.opened, encoder, plain, device)
        self.cache = cache
        self.step, self.best, self.not_better = 0, -1.0, 0
        self.miou: float | None = None  # of the newest validation
        self.before: float | None = None  # what there is to be better than
        self.validation = _validation_pairs(config, sources)
        builtin = builtin_source() if base is not None and config.builtin else None
        self.builtin = builtin_pairs(builtin) if builtin is not None else []
        self.builtin_tensors = self.learner.tensors([builtin] if builtin is not None else [], encoder, plain, device)

    def run(self, stopped: Callable[[], bool]) -> Iterator[TrainEvent]:
        """The whole run."""
        if self.share.rank == 0 and self.step == 0:
            save_split(Path(self.config.out), self.sources.split, self.sources.opened)
        yield from self._fill_cache(stopped)
        yield TrainingStarted(
            self.step,
            self.config.steps,
            sum(parameter.numel() for parameter in self.model.encoder.parameters()),
            len({sample.category for sample in self.sources.train_samples}),
            len({sample.image for sample in self.sources.train_samples}),
            self.cache.size_bytes(),
        )
        halted = self._any(stopped())
        if self.step == 0 and self.validation and not halted:
            if self.config.start_from:
                yield from self._validate()
            else:
                self.judge(self.validation[:_SANITY_PAIRS], self.validation_tensors)  # fail now, not after an hour
        remaining = range(self.step, self.config.steps) if not (halted or self._exhausted) else range(0)
        if self.step == 0 and not self.config.start_from and remaining:
            first = [episode for step in range(_FIRST) for episode in self.episodes(step, whole=True)]
            self.learner.begin(self.tensors, first)  # the same episodes in every process, so the same scale
        for batch in prefetch(self.batch_of, remaining):
            if self._any(stopped()):
                break
            yield self.optimize(batch)
            if self.step % self.config.validate_every == 0 or self.step == self.config.steps:
                yield from self._validate_and_save()
                if self._exhausted:
                    break
        if self.step % self.config.validate_every and self.step < self.config.steps:
            self._save_state()
        best = self.best if self.best >= 0 else None  # stopped before the first validation, or nothing to validate on
        yield TrainingFinished(self.step, best, self.step < self.config.steps and not self._exhausted)

    @property
    def _exhausted(self) -> bool:
        """Whether so many validations in a row were not better that the run ends early."""
        return bool(self.config.patience) and self.not_better >= self.config.patience

    def _any(self, flag: bool) -> bool:
        """Whether a flag is up in any process: all of them stop at the same step."""
        if self.share.world == 1:
            return flag
        up = torch.tensor(int(flag), device=self.device)
        dist.all_reduce(up, dist.ReduceOp.MAX)
        return bool(up)

    def _fill_cache(self, stopped: Callable[[], bool]) -> Iterator[FeaturesCached]:
        """Compute the plain features of every image once; the processes share the work."""
        mine = self.samples_to_encode()[self.share.rank :: self.share.world]
        for done, sample in enumerate(mine, start=1):
            if stopped():
                return
            self.tensors.encode(sample, 0)
            if done % 50 == 0 or done == len(mine):
                yield FeaturesCached(done, len(mine))

    def samples_to_encode(self) -> list[Sample]:
        """A sample of every image whose plain features the run reads."""
        samples = [] if self.config.overfit else self.sources.train_samples
        judged = [sample for pair in [*self.validation, *self.builtin] for sample in (pair.reference, pair.target)]
        return list({sample.image: sample for sample in [*samples, *judged]}.values())

    def episodes(self, step: int, whole: bool = False) -> list[Episode]:
        """This process's share of the batch of a step, or the whole batch; a function of seed and step alone."""
        first = step * self.config.batch
        indices = range(first, first + self.config.batch)
        mine = indices if whole else indices[self.share.rank :: self.share.world]
        pool = self.config.overfit or self.config.pool
        return [self.sources.sampler.sample(index % pool if pool else index) for index in mine]

    def batch_of(self, step: int) -> AnyBatch:
        """This process's share of the batch of a step."""
        batch: AnyBatch = self.learner.batch(self.tensors, self.episodes(step), goes_through_sam(self.config, step))
        return batch

    def optimize(self, batch: AnyBatch) -> Step:
        """One step."""
        started = time.perf_counter()
        lr = learning_rate(self.config, self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = lr
        self.model.encoder.train()
        self.optimizer.zero_grad(set_to_none=True)
        total = 0.0
        batch = self.learner.varied(batch)
        for index in range(self.config.accumulate):
            part = batch.part(index, self.config.accumulate)
            loss = self.learner.loss(part, self.config.loss) / self.config.accumulate
            if not torch.isfinite(loss):
                raise TrainingDiverged(self.step + 1, batch.names)
            loss.backward()  # type: ignore[no-untyped-call]
            total += float(loss.detach())
        if self.config.grad_clip:
            nn.utils.clip_grad_norm_(self.model.encoder.parameters(), self.config.grad_clip)
        self.optimizer.step()
        if self.average is not None:
            self.average.update_parameters(unwrapped(self.model.encoder))
        self.step += 1
        return Step(self.step, self._mean(total), lr, time.perf_counter() - started)

    def _validate_and_save(self) -> Iterator[TrainEvent]:
        before = self.best
        yield from self._validate()
        best = self.best > before
        self.not_better = 0 if best else self.not_better + 1
        saved = []
        if self.share.rank == 0:
            for name in ("last", "best") if best else ("last",):
                figures = (self.step, self.miou, self.before)
                path = save_weights(self.config, self._saved_network(), *figures, name, self.calibration)
                saved.append(Saved(self.step, str(path), name == "best"))
        self._save_state()  # last: a run that is killed before it does these steps again, and then has the weights too
        yield from saved

    def _validate(self) -> Iterator[TrainEvent]:
        """Judge the network as it is now; its mIoU becomes the best where it is."""
        if not self.validation:
            return
        judged = self.judge(self.validation, self.validation_tensors)
        self.miou = judged.miou
        if self.step == 0:
            self.before = judged.miou
        self.best = max(self.best, judged.miou)
        kept = self.judge(self.builtin, self.builtin_tensors).miou if self.builtin else None
        yield Validated(self.step, judged.miou, judged.by_category, judged.pixels, kept)
        if self.share.rank == 0:
            out = Path(self.config.out)
            if self.step == 0:
                keep_before(out, self.validation, judged.logits)
            picture = save_picture(out, self.step, self.validation, self.validation_tensors, judged.logits)
            yield Pictured(self.step, str(picture))

    def judge(self, episodes: Sequence[Episode], tensors: EpisodeTensors) -> Judged:
        """Judge the weights as they would be saved now, on some pairs."""
        with self._as_saved():
            return judge(episodes, tensors, self.learner.logits, self.share)

    @contextmanager
    def _as_saved(self) -> Iterator[None]:
        """With the weights that a checkpoint gets."""
        network = self.model.encoder
        self.model.encoder = self._saved_network()
        self.model.encoder.eval()
        try:
            yield
        finally:
            self.model.encoder = network

    def _saved_network(self) -> Any:
        """What a checkpoint gets: the moving average where there is one, and a share of the starting weights."""
        network = self.average.module if self.average is not None else unwrapped(self.model.encoder)
        if self.base is None or not self.config.keep_base:
            return network
        return _blended(network, self.base.state, self.config.keep_base)

    def _precision(self) -> AbstractContextManager[object]:
        return large_precision(self.device) if self.config.amp else nullcontext()

    def _mean(self, value: float) -> float:
        """The mean of a number over all processes."""
        if self.share.world == 1:
            return value
        tensor = torch.tensor(value, dtype=torch.float64, device=self.device)
        dist.all_reduce(tensor)
        return float(tensor) / self.share.world

    def resume(self) -> None:
        """Resume from the state in the folder, if there is one."""
        folder = Path(self.config.out)
        state = load_state(folder)
        if state is None:
            return
        load_encoder(unwrapped(self.model.encoder), state.network, folder)
        check_form(folder, state, self.average, self.optimizer)
        if self.average is not None and state.average is not None:
            self.average.load_state_dict(state.average)
        self.optimizer.load_state_dict(dict(state.optimizer))
        torch.set_rng_state(state.rng)
        self.step, self.best, self.not_better, self.before = state.step, state.best, state.not_better, state.before

    def _save_state(self) -> None:
        if self.share.rank == 0:
            average = self.average.state_dict() if self.average is not None else None
            network = unwrapped(self.model.encoder).state_dict()
            state = TrainState(
                self.step,
                self.best,
                network,
                average,
                self.optimizer.state_dict(),
                torch.get_rng_state(),
                self.not_better,
                self.before,
            )
            save_state(Path(self.config.out), state)


def _blended(network: nn.Module, base: Mapping[str, Tensor], share: float) -> nn.Module:
    """A copy of a network, with a share of other weights averaged in."""
    mixed = copy.deepcopy(network)
    for name, value in mixed.state_dict().items():
        value.lerp_(base[name].to(value), share)
    return mixed


def _validation_pairs(config: TrainConfig, sources: TrainingSources) -> list[Episode]:
    if config.overfit:
        return [sources.sampler.sample(index) for index in range(config.overfit)]
    return list(sources.split.pairs)


def _origin(config: TrainConfig) -> Path | None:
    """The weights that training starts from."""
    if not config.start_from:
        return None
    return shipped_path() if config.start_from == "shipped" else Path(config.start_from)


def _moving_average(encoder: nn.Module, decay: float) -> torch.optim.swa_utils.AveragedModel | None:
    if decay == 0:
        return None
    from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

    return AveragedModel(encoder, multi_avg_fn=get_ema_multi_avg_fn(decay), use_buffers=True)
