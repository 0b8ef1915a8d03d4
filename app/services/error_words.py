"""Errors in the language of the window: the only caller of the engine's `explain` in it."""

from PySide6.QtCore import QCoreApplication

from vrp_core.domain.messages import explain


def error_words(error: BaseException) -> str:
    """What happened and what to do. Safe on every thread."""
    return explain(error, lambda text: QCoreApplication.translate("Errors", text))
