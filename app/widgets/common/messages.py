"""Telling a person: one message for what went wrong, in the engine's words where it has some."""

import logging

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from vrp_core.domain.errors import VrpError
from vrp_core.domain.memory import ran_out_of_memory

from ...services.error_words import error_words

_LOG = logging.getLogger(__name__)


def tell(parent: QWidget, error: BaseException) -> None:
    """Show what happened and what to do, without stopping the program."""
    expected = isinstance(error, VrpError | OSError) or ran_out_of_memory(error)
    if not expected:
        _LOG.error("unexpected", exc_info=error)
    inform(parent, error_words(error), QMessageBox.Icon.Warning if expected else QMessageBox.Icon.Critical)


def inform(parent: QWidget, text: str, icon: QMessageBox.Icon = QMessageBox.Icon.Information) -> None:
    """Show a text in a window of its own that waits for nothing."""
    box = QMessageBox(icon, QCoreApplication.translate("Messages", "VRP Annotator"), text, parent=parent)
    box.setObjectName("message")
    box.setTextFormat(Qt.TextFormat.PlainText)  # it may hold the name of a file or of a label
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def question(parent: QWidget, text: str) -> bool:
    """Ask something that is answered by yes or no."""
    title = QCoreApplication.translate("Messages", "VRP Annotator")
    return QMessageBox.question(parent, title, text) == QMessageBox.StandardButton.Yes
