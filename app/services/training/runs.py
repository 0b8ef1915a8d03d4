"""Training runs of a project: the engine's `train` command in a process that outlives the window.

A run is a folder, `<project>/training/<name>/`, with the config it was started with, its process id, the events it has
printed and the weights it has saved. The panel reads these files and keeps nothing in memory, so a window opened
later finds active runs and those that can be resumed.
"""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from pathlib import Path
from typing import Any

import psutil

from vrp_core.domain.config import TrainConfig, field_sentences, from_dict, to_dict
from vrp_core.domain.documents import Extent, typed, typed_text
from vrp_core.domain.errors import BadFile
from vrp_core.domain.events import FailureCause
from vrp_core.domain.files import write_file
from vrp_core.training.presets import PRESETS

from ..engine_words import error_words, failure_words
from .command import ENGINE_FOLDER, engine_command
from .last_words import last_words
from .progress import Progress, read_progress

_FOLDER = "training"
_CHOSEN = "chosen.json"
_PATIENCE = 10  # seconds for a killed process to be gone
_EVENTS = "events.jsonl"
_PAUSING = "pausing.txt"  # in a run's folder: its process was asked to save and end
_BEGAN = "began.txt"  # in a run's folder: how long its events were, in bytes, when its newest process started
_NOT_OFFERED = {"fold", "overfit", "validation_pairs"}

# Processes of this window, kept until they have ended, so that the system can forget them then.
_STARTED: "list[subprocess.Popen[bytes]]" = []


class RunState(str, Enum):
    """What a run is doing."""

    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Option:
    """One field of the training config that a person may set."""

    name: str
    sentence: str
    value: Any  # of the preset: an int, a float or a bool


@dataclass(frozen=True, slots=True)
class RunRequest:
    """The choices for a new run."""

    preset: str  # a key of `vrp_core.training.presets.PRESETS`, which names the run
    config: TrainConfig  # see `preset_config`: its data and folder are replaced when the run is planned
    extra: tuple[Path, ...] = ()  # other data sets to learn from
    own: bool = True  # learn from the project's own photos too


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a project."""

    folder: Path
    state: RunState
    progress: Progress = field(default_factory=Progress)
    error: str = ""
    pausing: bool = False  # it runs, and was asked to save and end
    damaged: bool = False  # its own files cannot be read

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self.folder.name

    @property
    def out_of_memory(self) -> bool:
        """Whether it failed because memory ran out."""
        failed = self.progress.failed
        return self.state is RunState.FAILED and failed is not None and failed.cause is FailureCause.OUT_OF_MEMORY

    @property
    def can_go_on(self) -> bool:
        """Whether it ended early and can be resumed."""
        if self.damaged or self.state not in {RunState.PAUSED, RunState.FAILED}:
            return False
        return not self.out_of_memory or parts_in_half(self.folder) is not None

    @property
    def weights(self) -> Path | None:
        """Its best weights, if they are better than those it started from."""
        path = self.folder / "best.safetensors"
        return path if path.is_file() else None


def preset_config(preset: str) -> TrainConfig:
    """The config of a preset. A config names data, so the current folder stands for those that `plan` puts in."""
    return from_dict(TrainConfig, {**PRESETS[preset], "data": (".",), "out": "."})


def options_of(preset: str) -> tuple[Option, ...]:
    """What can be set for a run beside its preset: the numbers and switches of the training config."""
    config = preset_config(preset)
    sentences = field_sentences(TrainConfig)
    values = {item.name: getattr(config, item.name) for item in fields(TrainConfig)}
    return tuple(
        Option(name, sentences[name], value)
        for name, value in values.items()
        if isinstance(value, bool | int | float) and name not in _NOT_OFFERED
    )


def folder_of(project: Path) -> Path:
    """Where a project keeps its runs and weights."""
    return project / _FOLDER


def plan(project: Path, request: RunRequest, out: Path) -> TrainConfig:
    """The config of a requested run of a project.

    Raises:
        ValueError: there is nothing to learn from.
    """
    data = (project, *request.extra) if request.own else request.extra
    return replace(request.config, data=tuple(map(str, data)), out=str(out))


def start(project: Path, request: RunRequest) -> Run:
    """Start a new run; refused while another run of the project is active.

    Raises:
        RuntimeError: a run of this project is active.
        ValueError: see `plan`.
    """
    if any(run.state is RunState.RUNNING for run in runs_of(project)):
        raise RuntimeError("a training of this project is running already")
    folder = folder_of(project) / _free_name(project, request.preset)
    config = plan(project, request, folder)
    folder.mkdir(parents=True)
    _write_config(folder, to_dict(config))
    return go_on(folder)


def go_on(folder: Path) -> Run:
    """Start the process of a run, from its last save if there is one. The output of its last process is deleted."""
    (folder / _PAUSING).unlink(missing_ok=True)
    write_file(folder / _BEGAN, str(_length_of(folder / _EVENTS)).encode())
    command = engine_command("train", "--config", str(folder / "config.json"))
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # it goes on when the window closes
            cwd=ENGINE_FOLDER,
        )
    _STARTED.append(process)
    write_file(folder / "pid.txt", str(process.pid).encode())
    return read_run(folder)


def parts_in_half(folder: Path) -> int | None:
    """The number of parts of a batch that halves the memory it takes; None: a part is one episode already."""
    config = _read_config(folder)
    accumulate, batch = (config.get(name, 1) for name in ("accumulate", "batch"))
    return next((many for many in range(2 * accumulate, batch + 1) if batch % many == 0), None)


def go_on_with_less(folder: Path) -> Run:
    """Resume with half the batch at once. The gradients are added up, so the steps stay the same."""
    parts = parts_in_half(folder)
    assert parts is not None
    _write_config(folder, _read_config(folder) | {"accumulate": parts})
    return go_on(folder)


def pause(folder: Path) -> None:
    """Ask a run to save and exit so it can be resumed. A second signal would kill it unsaved, so only one is sent."""
    process = _process(folder)
    if process is not None and not (folder / _PAUSING).exists():
        write_file(folder / _PAUSING, b"")
        process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)


def discard(project: Path, folder: Path) -> None:
    """End a run and delete it with its weights. Where the project uses them, it uses the shipped ones again.

    Raises:
        OSError: something could not be deleted.
    """
    process = _process(folder)
    if process is not None:
        with suppress(psutil.Error):
            process.kill()
            process.wait(_PATIENCE)
    used = chosen(project)
    if used is not None and used.is_relative_to(folder):
        choose(project, None)
    shutil.rmtree(folder)


def runs_of(project: Path) -> list[Run]:
    """Every run of a project, the newest first."""
    folders = [path.parent for path in folder_of(project).glob("*/config.json")]
    return [read_run(folder) for folder in sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)]


def read_run(folder: Path) -> Run:
    """Read a run from its files. A run whose files cannot be read has failed."""
    alive = _process(folder) is not None
    progress, error = Progress(), ""
    try:
        progress = read_progress(folder / _EVENTS)
        error = failure_words(progress.failed) if progress.failed is not None else _words_without_event(folder)
        _read_config(folder)
    except (OSError, BadFile) as problem:
        words = f"Its files are damaged. {error_words(problem)}"
        return Run(folder, RunState.RUNNING if alive else RunState.FAILED, progress, words, damaged=True)
    if alive:
        return Run(folder, RunState.RUNNING, progress, pausing=(folder / _PAUSING).exists())
    if progress.finished and not progress.stopped:
        return Run(folder, RunState.FINISHED, progress)
    if error:  # whatever the events say: they may end with a pause that was gone on from
        return Run(folder, RunState.FAILED, progress, error)
    return Run(folder, RunState.PAUSED, progress)  # or killed without a word: it goes on from its last save


def choose(project: Path, weights: Path | None) -> None:
    """Use the weights of a run for a project; None: the shipped weights."""
    place = folder_of(project) / _CHOSEN
    if weights is None:
        place.unlink(missing_ok=True)
        return
    write_file(place, json.dumps(weights.relative_to(project).as_posix()).encode())


def chosen(project: Path) -> Path | None:
    """The weights that a project uses instead of the shipped ones."""
    try:
        path = project / typed_text((folder_of(project) / _CHOSEN).read_bytes(), str)
        return path if path.is_file() else None
    except (OSError, ValueError):  # nothing was chosen, or `choice_lost` tells it
        return None


def choice_lost(project: Path) -> bool:
    """Whether weights were chosen whose file, or the choice itself, cannot be read; the shipped weights are used."""
    return (folder_of(project) / _CHOSEN).exists() and chosen(project) is None


def corrections_since_training(project: Path, corrections: int) -> int:
    """Predictions that were accepted or corrected since the newest run began, of so many in the project."""
    noted = folder_of(project).glob("*/corrections.txt")
    newest = max(noted, key=lambda path: path.stat().st_mtime, default=None)
    return max(0, corrections - (_number_in(newest) if newest is not None else 0))


def note_corrections(run: Run, corrections: int) -> None:
    """Store how many corrections a run learns from."""
    write_file(run.folder / "corrections.txt", str(corrections).encode())


def _number_in(file: Path) -> int:
    try:
        return int(file.read_bytes())
    except (OSError, ValueError):  # a damaged note only means that training is offered earlier
        return 0


def _words_without_event(folder: Path) -> str:
    """The last words of a process that ended before its first event, as on a broken installation; else ""."""
    began = folder / _BEGAN
    if not began.exists() or (folder / _PAUSING).exists() or _length_of(folder / _EVENTS) > _number_in(began):
        return ""
    return last_words((folder / "output.txt").read_text(encoding="utf-8", errors="replace"))


def _length_of(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _read_config(folder: Path) -> dict[str, Any]:
    """The config of a run, from its file.

    Raises:
        BadFile: it is not one.
    """
    file = folder / "config.json"
    try:
        config = typed_text(file.read_bytes(), dict[str, Any])
        for name in ("accumulate", "batch"):
            typed(config.get(name, 1), Extent)
    except ValueError as error:
        raise BadFile(file, (f"it is no config of a training: {error}",)) from error
    return config


def _write_config(folder: Path, config: Mapping[str, Any]) -> None:
    write_file(folder / "config.json", json.dumps(config, indent=1).encode())


def _free_name(project: Path, preset: str) -> str:
    taken = {path.name for path in folder_of(project).glob("*")}
    return next(name for name in (f"{preset}-{number}" for number in range(1, 10_000)) if name not in taken)


def _process(folder: Path) -> psutil.Process | None:
    """The running process of a run. Systems reuse process ids, so its command line must name the folder."""
    _STARTED[:] = [process for process in _STARTED if process.poll() is None]
    try:
        process = psutil.Process(int((folder / "pid.txt").read_text(encoding="utf-8")))
        if any(one.pid == process.pid for one in _STARTED):
            return process  # it is ours; right after its start it has no command line yet
        alive = process.status() != psutil.STATUS_ZOMBIE and str(folder / "config.json") in process.cmdline()
    except (OSError, ValueError, psutil.Error):
        return None
    return process if alive else None
