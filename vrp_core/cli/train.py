"""`train`: trains a network. Every field of the training config is a flag; events are printed as text or JSON lines."""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from pathlib import Path
from types import FrameType
from typing import Any

from vrp_core.cli.arguments import reader
from vrp_core.cli.terminal import ERR, OUT
from vrp_core.domain.config import TrainConfig, VrpConfig, field_sentences, from_dict, to_dict
from vrp_core.domain.documents import typed_text
from vrp_core.domain.error_values import to_values
from vrp_core.domain.errors import BadFile, NotFound, OutOfMemory
from vrp_core.domain.events import (
    Estimated,
    Failed,
    FailureCause,
    FeaturesCached,
    Pictured,
    Saved,
    Step,
    TrainEvent,
    TrainingFinished,
    TrainingStarted,
    Validated,
    to_json,
)
from vrp_core.domain.files import write_file
from vrp_core.domain.messages import explain
from vrp_core.training.lock import training_lock
from vrp_core.training.presets import PRESETS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command: one flag for each field, with the field's own sentence."""
    parser.add_argument("--preset", choices=list(PRESETS), default="default")
    parser.add_argument("--events", action="store_true", help="print one JSON line per event")
    parser.add_argument("--estimate", action="store_true", help="print the estimated cost and do not train")
    parser.add_argument("--config", type=Path, help="a JSON file of fields; flags override it")
    for kind, prefix in ((TrainConfig, ""), (VrpConfig, "vrp-")):
        sentences = field_sentences(kind)
        for item in fields(kind):
            if item.name != "vrp":
                flag = f"--{prefix}{item.name.replace('_', '-')}"
                parser.add_argument(flag, dest=f"{prefix}{item.name}", help=sentences[item.name], **_reader(item.type))


def run(args: argparse.Namespace) -> int:
    """Run the command. The first Ctrl-C saves and stops."""
    if args.config is None and (not args.data or not args.out):
        ERR.print("usage: train needs --data and --out, or a --config that has them; see train --help")
        return 2
    config = config_of(vars(args))
    if args.estimate:
        from vrp_core.training.estimate import estimate

        with _reporting_failure(lambda event: _tell(event, args.events)):
            _tell(estimate(config), args.events)
        return 0
    if os.environ.get("RANK", "0") != "0":  # of the processes that torchrun starts, only one locks and writes
        return _train(config, lambda event: None, lambda: None)
    out = Path(config.out)
    with training_lock(out), _log(out) as log:

        def tell(event: TrainEvent) -> None:
            log(event)
            _tell(event, args.events)

        def keep_config() -> None:
            write_file(out / "config.json", json.dumps(to_dict(config), indent=1).encode())

        with _reporting_failure(tell):
            return _train(config, tell, keep_config)


def _train(config: TrainConfig, tell: Callable[[TrainEvent], None], begin: Callable[[], None]) -> int:
    """Train. `begin` is called when the run can start, so what cannot leaves the config of the run that is there."""
    from vrp_core.training.trainer import prepared

    stopped = _StopOnInterrupt()
    last: TrainEvent | None = None
    with prepared(config) as trainer:
        begin()  # encoding the images can take hours, and end early
        for last in trainer.run(stopped):
            tell(last)
    return 130 if isinstance(last, TrainingFinished) and last.stopped else 0


@contextmanager
def _reporting_failure(tell: Callable[[TrainEvent], None]) -> Iterator[None]:
    """Report an error as an event too, for programs that read only the events."""
    try:
        yield
    except Exception as error:
        cause = FailureCause.OUT_OF_MEMORY if isinstance(error, OutOfMemory) else FailureCause.OTHER
        with suppress(OSError):  # on a full disk the event cannot be written either; the error itself is raised
            tell(Failed(cause, explain(error), to_values(error)))
        raise


def _tell(event: TrainEvent, as_json: bool) -> None:
    if as_json:
        print(json.dumps(to_json(event)), flush=True)
    else:
        _say(event)


def config_of(given: dict[str, Any]) -> TrainConfig:
    """The config of the command line: flags override the file, which overrides the preset.

    Raises:
        NotFound: there is no such file.
        BadFile: the file or a flag has a value that is not allowed.
    """
    values = dict(PRESETS[given["preset"]])
    vrp: VrpConfig = values.pop("vrp", VrpConfig())
    path: Path | None = given["config"]
    try:
        if path is not None:
            read = typed_text(path.read_bytes(), dict[str, Any])
            vrp = from_dict(VrpConfig, to_dict(vrp) | read.pop("vrp", {}))
            values |= {name: tuple(value) if isinstance(value, list) else value for name, value in read.items()}
        flags = {
            name: given[name] for name in (item.name for item in fields(TrainConfig)) if given.get(name) is not None
        }
        vrp_flags = {
            item.name: given[f"vrp-{item.name}"]
            for item in fields(VrpConfig)
            if given.get(f"vrp-{item.name}") is not None
        }
        return from_dict(TrainConfig, values | flags | {"vrp": replace(vrp, **vrp_flags)})
    except FileNotFoundError as error:
        raise NotFound("file", str(path)) from error
    except (OSError, TypeError, ValueError) as error:
        raise BadFile(path or Path("the training options"), (str(error),)) from error


class _StopOnInterrupt:
    """Returns whether SIGINT was received; a second SIGINT interrupts at once."""

    def __init__(self) -> None:
        self._asked = False
        self._before = signal.signal(signal.SIGINT, self._ask)

    def __call__(self) -> bool:
        return self._asked

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
        signal.signal(signal.SIGINT, self._before)
        print("stopping after this step; again to stop at once", file=sys.stderr)


@contextmanager
def _log(folder: Path) -> Iterator[Callable[[TrainEvent], None]]:
    """Writes each event to events.jsonl and, if TensorBoard is installed, as scalars."""
    board = _board(folder)
    with (folder / "events.jsonl").open("a", encoding="utf-8") as file:

        def log(event: TrainEvent) -> None:
            file.write(json.dumps(to_json(event)) + "\n")
            file.flush()
            if board is not None:
                _draw(board, event)

        try:
            yield log
        finally:
            if board is not None:
                board.close()


def _draw(board: Any, event: TrainEvent) -> None:
    """Add the figures of an event to TensorBoard's curves."""
    if isinstance(event, Step):
        board.add_scalar("loss", event.loss, event.step)
        board.add_scalar("lr", event.lr, event.step)
    elif isinstance(event, Validated):
        board.add_scalar("validation/miou", event.miou, event.step)
        if event.kept is not None:
            board.add_scalar("validation/kept", event.kept, event.step)


def _board(folder: Path) -> Any:
    """TensorBoard's writer, or None where the extra `train` is not installed."""
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        return None
    return SummaryWriter(str(folder / "tensorboard"))


def _say(event: TrainEvent) -> None:
    if isinstance(event, FeaturesCached):
        ERR.print(f"features of {event.done} of {event.total} images")
    elif isinstance(event, TrainingStarted):
        size = f"{event.cache_bytes / 1e9:.1f} GB of features"
        ERR.print(f"{event.parameters:,} parameters, {event.images} images, {event.categories} categories, {size}")
    elif isinstance(event, Step) and event.step % 10 == 0:
        ERR.print(f"step {event.step}: loss {event.loss:.3f}, {event.seconds:.2f} s")
    elif isinstance(event, Validated):
        kept = f", {event.kept:.1f} on the built-in photos" if event.kept is not None else ""
        ERR.print(f"step {event.step}: validation mIoU {event.miou:.1f}{kept}")
    elif isinstance(event, Estimated):
        OUT.print(_estimate_words(event))
    elif isinstance(event, Saved | Pictured):
        ERR.print(f"step {event.step}: {event.path}", soft_wrap=True)
    elif isinstance(event, TrainingFinished):
        best = "nothing to validate on" if event.best_miou is None else f"best mIoU {event.best_miou:.1f}"
        ERR.print(f"{'stopped' if event.stopped else 'finished'} at step {event.step}, {best}")


def _estimate_words(event: Estimated) -> str:
    words = f"at most {event.seconds / 60:.1f} minutes, {event.disk_bytes / 1e9:.2f} GB of disk"
    images = f"; {event.images_to_encode} images are to be encoded" if event.images_to_encode else ""
    return f"{words}, {event.memory_bytes / 1e9:.1f} GB of memory{images}"


def _reader(kind: Any) -> dict[str, Any]:
    """argparse options for a field of this type."""
    if kind is bool or kind == "bool":
        return {"action": argparse.BooleanOptionalAction}
    if "tuple[str" in str(kind):
        return {"type": lambda text: tuple(part for part in text.split(",") if part), "metavar": "A,B,..."}
    if "tuple[float" in str(kind):
        return {"type": _numbers, "metavar": "X,Y,..."}
    return {"type": kind, "metavar": getattr(kind, "__name__", str(kind)).upper()}


@reader("numbers with commas between them")
def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(","))
