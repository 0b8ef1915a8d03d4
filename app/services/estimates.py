"""What a training would take, measured on this machine by the engine's own `train --estimate` before it starts."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.services.jobs import Job, Jobs, Progress, Stopped
from vrp_core.domain.config import TrainConfig, to_dict
from vrp_core.domain.messages import explain

_SETTLE_MS = 500  # a person who clicks through the choices waits for one estimate, not for all
_LOOK_S = 0.1  # how soon a measurement that nobody waits for ends
_ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a training takes at most."""

    seconds: float
    disk_bytes: int
    memory_bytes: int
    images_to_encode: int


class Estimates(QObject):
    """Measures one config at a time; only the newest that was asked for is answered."""

    began = Signal()
    estimated = Signal(object)  # Estimate
    failed = Signal(str)  # in the engine's words

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: TrainConfig | None = None
        self._jobs = Jobs(self)
        self._job: Job | None = None  # that is waited for
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MS)
        self._settled.timeout.connect(self._begin)

    def ask(self, config: TrainConfig) -> None:
        """Measure a config, unless it is the one that was measured last; whatever is measured now ends."""
        config = replace(config, out="")
        if config == self._wanted:
            return
        self.cancel()
        self._wanted = config
        self._settled.start()
        self.began.emit()

    def cancel(self) -> None:
        """Nobody waits for an estimate any more."""
        self._settled.stop()
        self._wanted = None
        if self._job is not None:
            self._job.stop()
            self._job = None

    def close(self) -> None:
        """End the measurement and its process before the program ends."""
        self.cancel()
        self._jobs.end()

    @Slot()
    def _begin(self) -> None:
        config = self._wanted
        if config is not None:
            self._job = self._jobs.start(
                lambda progress, stopped: measure(config, progress, stopped), self._measured, self._broke
            )

    @Slot(object)
    def _measured(self, answer: Estimate | str) -> None:
        if self.sender() is not self._job:
            return
        if isinstance(answer, Estimate):
            self.estimated.emit(answer)
        else:
            self.failed.emit(answer)

    @Slot(object)
    def _broke(self, error: Exception) -> None:
        if self.sender() is self._job:
            self.failed.emit(explain(error))


def measure(config: TrainConfig, progress: Progress, stopped: Stopped) -> Estimate | str:
    """Run the estimate in a process of its own; gives what it found, or why it could not."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.json"
        file.write_text(json.dumps(to_dict(replace(config, out=folder))), encoding="utf-8")
        command = [sys.executable, "-m", "vrp_core", "train", "--config", str(file), "--estimate", "--events"]
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=_ROOT
        )
        while True:
            try:
                output, errors = process.communicate(timeout=_LOOK_S)
                break
            except subprocess.TimeoutExpired:
                if stopped():
                    process.kill()
    return _read(output.splitlines()) or (errors.strip().splitlines() or [""])[-1].removeprefix("error: ")


def _read(lines: Sequence[str]) -> Estimate | None:
    for line in lines:
        values = json.loads(line) if line.startswith("{") else {}
        if values.get("kind") == "Estimated":
            return Estimate(**{item.name: values[item.name] for item in fields(Estimate)})
    return None
