"""States in a person's words, translated: the values themselves are names for code."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from vrp_core.domain.annotations import ReviewStatus

from ...model.targets import Order, TargetState
from ...services.engine.worker import EngineState
from ...services.training.runs import RunState

translate = QCoreApplication.translate


def key_words(keys: str) -> str:
    """Keys, such as "Ctrl+Shift+E", as menus call them on this system and in this language."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def weights_name(name: str, path: Path | None) -> str:
    """What VRP weights are called; those that came with the program have no file that a person named."""
    return name if path is not None else translate("States", "shipped")


def engine_state_words(state: EngineState) -> str:
    """What the engine does."""
    return {
        EngineState.OFF: translate("States", "not loaded"),
        EngineState.LOADING: translate("States", "loading"),
        EngineState.READY: translate("States", "ready"),
        EngineState.ENCODING: translate("States", "reading the photo"),
        EngineState.MARKING: translate("States", "finding the outline"),
        EngineState.COMPARING: translate("States", "comparing"),
        EngineState.PASSING: translate("States", "finding objects"),
        EngineState.LEAVING: translate("States", "storing the last results of the project before"),
        EngineState.FAILED: translate("States", "failed"),
    }[state]


def photo_state_words(state: TargetState) -> str:
    """The state of a photo in the list."""
    return {
        TargetState.NEW: translate("States", "not searched yet"),
        TargetState.DOUBTFUL: translate("States", "to review"),
        TargetState.ABSENT: translate("States", "object absent"),
        TargetState.DONE: translate("States", "reviewed"),
        TargetState.REFERENCE: translate("States", "reference"),
        TargetState.FAILED: translate("States", "failed"),
    }[state]


def order_words(order: Order) -> str:
    """How the list of photos is sorted."""
    return {
        Order.NAME: translate("States", "by name"),
        Order.DOUBT: translate("States", "least certain first"),
        Order.CONFIDENCE: translate("States", "most certain first"),
    }[order]


def review_words(status: ReviewStatus) -> str:
    """What was decided about a result."""
    return {
        ReviewStatus.PENDING: translate("States", "to review"),
        ReviewStatus.ACCEPTED: translate("States", "accepted"),
        ReviewStatus.REJECTED: translate("States", "rejected"),
        ReviewStatus.EDITED: translate("States", "corrected"),
    }[status]


def run_state_words(state: RunState) -> str:
    """What a training run does."""
    return {
        RunState.RUNNING: translate("States", "running"),
        RunState.PAUSED: translate("States", "paused"),
        RunState.FINISHED: translate("States", "finished"),
        RunState.FAILED: translate("States", "failed"),
    }.get(state, state.value)
