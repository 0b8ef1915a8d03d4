"""The estimated cost of a training, measured on this machine by the engine's `train --estimate`."""

import json
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vrp_core.domain.config import TrainConfig, to_dict
from vrp_core.domain.documents import plain_values
from vrp_core.domain.events import Estimated, Failed, from_json

from ..engine_words import error_words, failure_words
from ..jobs import LatestJob, Progress, Stopped
from .command import ENGINE_FOLDER, engine_command
from .last_words import last_words

_SETTLE_MS = 500  # a person who clicks through the choices waits for one estimate, not for all
_FEW = 10  # photos, by which an estimate hardly changes: measuring takes seconds of all cores
_LOOK_S = 0.1  # how soon a measurement that nobody waits for ends


class Estimates(QObject):
    """Measures one config at a time. Only the newest request is answered."""

    began = Signal()
    estimated = Signal(object)  # Estimated
    failed = Signal(str)  # in the engine's words

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: tuple[TrainConfig, int] | None = None  # what is measured, or was and need not be again
        self._job = LatestJob(self, _SETTLE_MS)
        self._job.finished.connect(self._measured)
        self._job.failed.connect(self._failed)

    def ask(self, config: TrainConfig, photos: int = 0) -> None:
        """Measure a config and stop the current measurement; nothing is measured twice with about as many photos."""
        asked = (replace(config, out=""), photos // _FEW)
        if asked == self._asked:
            return
        self._asked = asked
        self._job.ask(lambda progress, stopped: measure(asked[0], progress, stopped))
        self.began.emit()

    def cancel(self) -> None:
        """Drop the current request."""
        self._asked = None
        self._job.cancel()

    def close(self) -> None:
        """End the measurement and its process before the program ends."""
        self.cancel()
        self._job.end()

    @Slot(object)
    def _measured(self, answer: Estimated | str) -> None:
        if isinstance(answer, Estimated):
            self.estimated.emit(answer)
        else:
            self._refuse(answer)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._refuse(error_words(error))

    def _refuse(self, why: str) -> None:
        self._asked = None  # the next who asks for the same is not refused unheard
        self.failed.emit(why)


def measure(config: TrainConfig, progress: Progress, stopped: Stopped) -> Estimated | str:
    """Run the estimate in a process of its own; returns the estimate, or why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.json"
        file.write_text(json.dumps(to_dict(replace(config, out=folder))), encoding="utf-8")
        command = engine_command("train", "--config", str(file), "--estimate", "--events")
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ENGINE_FOLDER,
        )
        while True:
            try:
                output, errors = process.communicate(timeout=_LOOK_S)
                break
            except subprocess.TimeoutExpired:
                if stopped():
                    process.kill()
    events = [from_json(plain_values(line)) for line in output.splitlines() if line.startswith("{")]
    for event in events:
        if isinstance(event, Estimated):
            return event
        if isinstance(event, Failed):
            return failure_words(event)
    return last_words(errors) or "the engine ended without a word"
