"""The engine's sentences in the language of the window: the only caller of the engine's `explain` in it."""

from PySide6.QtCore import QCoreApplication

from vrp_core.domain.error_values import from_values
from vrp_core.domain.events import Failed
from vrp_core.domain.messages import explain


def translated(text: str) -> str:
    """A text of the engine in the language of the window, its braces not yet filled. Safe on every thread."""
    return QCoreApplication.translate("Engine", text)


def error_words(error: BaseException) -> str:
    """What happened and what to do. Safe on every thread."""
    return explain(error, translated)


def failure_words(failed: Failed) -> str:
    """Why a process of the engine ended; in its own words where the error itself did not come along."""
    error = from_values(failed.error)
    return failed.message if error is None else error_words(error)
