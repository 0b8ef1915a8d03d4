"""Training runs of a project: the engine's own `train` command as a process that outlives the window.

A run is a folder, `<project>/training/<name>/`, with the config it was started with, its process id, the events it has
printed and the weights it has saved. So a window that is opened later finds a run that goes on, or one that can be gone
on with; and what the panel shows is read from files, never from memory.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from enum import Enum
from pathlib import Path
from typing import Any

import psutil

from vrp_core.cli.train import PRESETS
from vrp_core.data.samples import project_source
from vrp_core.domain.annotations import ReviewStatus
from vrp_core.domain.config import TrainConfig, field_sentences, from_dict, to_dict
from vrp_core.domain.store import Project

FEWEST = 4  # images of a label that training needs: references, and some to validate on
GOOD = 10  # images of a label from which it usually helps
_FOLDER = "training"
_CHOSEN = "chosen.json"
_NOT_OFFERED = {"overfit", "validation_pairs"}
_DRAWN = 300  # points of the curve

# Processes of this window, kept until they have ended, so that the system can forget them then.
_STARTED: "list[subprocess.Popen[bytes]]" = []


class RunState(str, Enum):
    """What a run is doing."""

    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How many images of a label there are to train on."""

    name: str
    images: int


@dataclass(frozen=True, slots=True)
class Option:
    """One field of the training config that a person may set."""

    name: str
    sentence: str
    value: Any  # of the preset: an int, a float or a bool


@dataclass(frozen=True, slots=True)
class Material:
    """What a project offers to train on."""

    labels: tuple[LabelCount, ...]
    images: int
    pending: int  # predictions that nobody has decided about: left out
    problems: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """At least one label has the images that training needs."""
        return any(label.images >= FEWEST for label in self.labels)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a run's events say."""

    steps: int = 0  # in all
    step: int = 0
    losses: tuple[tuple[int, float], ...] = ()
    mious: tuple[tuple[int, float], ...] = ()  # the first is that of the weights it started from
    seconds_per_step: float | None = None
    features: tuple[int, int] | None = None  # images encoded, of how many
    finished: bool = False
    stopped: bool = False

    @property
    def before(self) -> float | None:
        """Validation mIoU of the weights it started from, per cent."""
        return self.mious[0][1] if self.mious and self.mious[0][0] == 0 else None

    @property
    def best(self) -> float | None:
        """The best since."""
        later = [miou for step, miou in self.mious if step > 0]
        return max(later) if later else None


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a project."""

    folder: Path
    state: RunState
    preset: str
    progress: Progress = field(default_factory=Progress)
    error: str = ""

    @property
    def name(self) -> str:
        """As it is shown."""
        return self.folder.name

    @property
    def weights(self) -> Path | None:
        """Its best weights, where they are better than what it started from."""
        path = self.folder / "best.safetensors"
        return path if path.is_file() else None


def material_of(project: Project) -> Material:
    """Count what a person has drawn, accepted or corrected."""
    source = project_source(project.folder)
    counts: dict[str, set[Path]] = {label.name: set() for label in project.labels()}
    for sample in source.samples():
        counts[sample.category].add(sample.image)
    pending = sum(1 for one in project.predictions(status=ReviewStatus.PENDING))
    return Material(
        tuple(LabelCount(name, len(images)) for name, images in counts.items()),
        len(set().union(*counts.values())) if counts else 0,
        pending,
        tuple(source.problems()),
    )


def options_of(preset: str) -> tuple[Option, ...]:
    """What can be set for a run beside its preset: the numbers and switches of the training config."""
    config = from_dict(TrainConfig, {**PRESETS[preset], "data": ("x",), "out": "x"})
    sentences = field_sentences(TrainConfig)
    values = {item.name: getattr(config, item.name) for item in fields(TrainConfig)}
    return tuple(
        Option(name, sentences[name], value)
        for name, value in values.items()
        if isinstance(value, bool | int | float) and name not in _NOT_OFFERED
    )


def start(project: Path, preset: str, extra: Sequence[Path] = (), **changes: Any) -> Run:
    """Begin a new run on a project, and on other data sets too; refused while another run goes on.

    Raises:
        RuntimeError: a run of this project is going on.
    """
    if any(run.state is RunState.RUNNING for run in runs_of(project)):
        raise RuntimeError("a training of this project is running already")
    folder = project / _FOLDER / _free_name(project, preset)
    folder.mkdir(parents=True)
    data = (str(project), *(str(path) for path in extra))
    values = {**PRESETS[preset], "data": data, "out": str(folder), **changes}
    config = from_dict(TrainConfig, values)
    (folder / "config.json").write_text(json.dumps(to_dict(config), indent=1), encoding="utf-8")
    (folder / "preset.txt").write_text(preset, encoding="utf-8")
    return go_on(folder)


def go_on(folder: Path) -> Run:
    """Start the process of a run, from its last save where there is one."""
    command = [sys.executable, "-m", "vrp_core", "train", "--config", str(folder / "config.json")]
    with (folder / "output.txt").open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # it goes on when the window closes
            cwd=Path(__file__).parent.parent.parent,
        )
    _STARTED.append(process)
    (folder / "pid.txt").write_text(str(process.pid), encoding="utf-8")
    return read_run(folder)


def pause(folder: Path) -> None:
    """Ask a run to save and end; it can be gone on with."""
    process = _process(folder)
    if process is not None:
        process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)


def runs_of(project: Path) -> list[Run]:
    """Every run of a project, the newest first."""
    folders = [path.parent for path in (project / _FOLDER).glob("*/config.json")]
    return [read_run(folder) for folder in sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)]


def read_run(folder: Path) -> Run:
    """A run as its files say."""
    progress = _progress(folder / "events.jsonl")
    preset_file = folder / "preset.txt"
    preset = preset_file.read_text(encoding="utf-8") if preset_file.exists() else ""
    if _process(folder) is not None:
        return Run(folder, RunState.RUNNING, preset, progress)
    if progress.finished:
        return Run(folder, RunState.PAUSED if progress.stopped else RunState.FINISHED, preset, progress)
    output = folder / "output.txt"
    lines = output.read_text(encoding="utf-8", errors="replace").strip().splitlines() if output.exists() else []
    if (folder / "resume.pt").exists() or not lines:
        return Run(folder, RunState.PAUSED, preset, progress)  # killed: it goes on from its last save
    return Run(folder, RunState.FAILED, preset, progress, error="\n".join(lines[-3:]))


def choose(project: Path, weights: Path | None) -> None:
    """Use the weights of a run for a project, or with None again those that came with the program."""
    place = project / _FOLDER / _CHOSEN
    if weights is None:
        place.unlink(missing_ok=True)
        return
    place.parent.mkdir(exist_ok=True)
    temporary = place.with_suffix(".new")
    temporary.write_text(json.dumps(weights.relative_to(project).as_posix()), encoding="utf-8")
    temporary.replace(place)


def chosen(project: Path) -> Path | None:
    """The weights that a project uses in place of those that came with the program."""
    place = project / _FOLDER / _CHOSEN
    if not place.is_file():
        return None
    path = project / json.loads(place.read_text(encoding="utf-8"))
    return path if path.is_file() else None


def corrections_since_training(project: Project) -> int:
    """Predictions that were accepted or corrected since the newest run began."""
    noted = (project.folder / _FOLDER).glob("*/corrections.txt")
    newest = max(noted, key=lambda path: path.stat().st_mtime, default=None)
    seen = int(newest.read_text(encoding="utf-8")) if newest is not None else 0
    return max(0, _corrections(project) - seen)


def note_corrections(project: Project, run: Run) -> None:
    """Remember how many corrections a run has learned from."""
    (run.folder / "corrections.txt").write_text(str(_corrections(project)), encoding="utf-8")


def _corrections(project: Project) -> int:
    counts = project.review.counts()
    return counts["accepted"] + counts["edited"]


def _free_name(project: Path, preset: str) -> str:
    taken = {path.name for path in (project / _FOLDER).glob("*")}
    return next(name for name in (f"{preset}-{number}" for number in range(1, 10_000)) if name not in taken)


def _process(folder: Path) -> psutil.Process | None:
    """The run's process if it lives. Ids are used again, so its command line must name the folder."""
    _STARTED[:] = [process for process in _STARTED if process.poll() is None]
    try:
        process = psutil.Process(int((folder / "pid.txt").read_text(encoding="utf-8")))
        alive = process.status() != psutil.STATUS_ZOMBIE and str(folder / "config.json") in process.cmdline()
    except (OSError, ValueError, psutil.Error):
        return None
    return process if alive else None


def _progress(path: Path) -> Progress:
    if not path.exists():
        return Progress()
    steps = step = 0
    losses: list[tuple[int, float]] = []
    mious: list[tuple[int, float]] = []
    seconds: list[float] = []
    features: tuple[int, int] | None = None
    finished = stopped = False
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            event = json.loads(line)
        except ValueError:  # the last line of a killed process
            continue
        kind = event["kind"]
        if kind == "TrainingStarted":
            steps, finished, stopped = event["steps"], False, False
            losses = [one for one in losses if one[0] <= event["step"]]
        elif kind == "FeaturesCached":
            features = (event["done"], event["total"])
        elif kind == "Step":
            step = event["step"]
            losses.append((step, event["loss"]))
            seconds.append(event["seconds"])
        elif kind == "Validated":
            mious = [one for one in mious if one[0] < event["step"]] + [(event["step"], event["miou"])]
        elif kind == "TrainingFinished":
            finished, stopped = True, event["stopped"]
    every = max(1, len(losses) // _DRAWN)
    speed = sum(seconds[-20:]) / len(seconds[-20:]) if seconds else None
    return Progress(steps, step, tuple(losses[::every]), tuple(mious), speed, features, finished, stopped)
