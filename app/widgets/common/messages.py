"""Telling a person: one message for what went wrong, in the engine's words where it has some."""

import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from vrp_core.domain.errors import VrpError
from vrp_core.domain.files import write_file
from vrp_core.domain.memory import ran_out_of_memory

from ...services.engine_words import error_words
from .text import filled

_LOG = logging.getLogger(__name__)
_LINES, _LENGTH = 12, 300  # lines of a list that a window shows, and characters of each


def tell(parent: QWidget, error: BaseException) -> None:
    """Show what happened and what to do, without stopping the program."""
    expected = isinstance(error, VrpError | OSError) or ran_out_of_memory(error)
    if not expected:
        _LOG.error("unexpected", exc_info=error)
    inform(parent, error_words(error), QMessageBox.Icon.Warning if expected else QMessageBox.Icon.Critical)


def inform(parent: QWidget, text: str, icon: QMessageBox.Icon = QMessageBox.Icon.Information) -> QMessageBox:
    """Show a text in a window of its own that waits for nothing; one that is shown already is not shown twice."""
    for shown in parent.findChildren(QMessageBox, "message", Qt.FindChildOption.FindDirectChildrenOnly):
        if shown.isVisible() and shown.text() == text:
            return shown
    title, ok = QCoreApplication.translate("Messages", "VRP Annotator"), QMessageBox.StandardButton.Ok
    box = QMessageBox(icon, title, text, ok, parent)
    box.setObjectName("message")
    box.setTextFormat(Qt.TextFormat.PlainText)  # it may hold the name of a file or of a label
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


def report(
    parent: QWidget, text: str, lines: Sequence[str], icon: QMessageBox.Icon = QMessageBox.Icon.Information
) -> QMessageBox:
    """Show a text and a list. A long list is cut, and offered as a file."""
    shown = "\n".join(cut(lines))
    box = inform(parent, f"{text}\n\n{shown}" if shown else text, icon)
    if list(lines) != cut(lines):
        save = box.addButton(QCoreApplication.translate("Messages", "Save list…"), QMessageBox.ButtonRole.ActionRole)
        save.clicked.connect(lambda: save_list(parent, lines))
    return box


def cut(lines: Sequence[str]) -> list[str]:
    """What a window shows of a list, so that it stays on the screen; the last line says how many more there are."""
    shown = [line if len(line) <= _LENGTH else f"{line[:_LENGTH]}…" for line in lines[:_LINES]]
    if len(lines) > _LINES:
        more = QCoreApplication.translate("Messages", "and %1 more")
        shown.append(filled(more, str(len(lines) - _LINES)))
    return shown


def save_list(parent: QWidget, lines: Sequence[str]) -> None:
    """Ask for a text file, and write every line to it."""
    title = QCoreApplication.translate("Messages", "Save list")
    path, _ = QFileDialog.getSaveFileName(parent, title, "list.txt", "*.txt")
    if path:
        try:
            write_file(Path(path), "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
        except (VrpError, OSError) as error:
            tell(parent, error)


def question(parent: QWidget, text: str) -> bool:
    """Ask something that is answered by yes or no."""
    title = QCoreApplication.translate("Messages", "VRP Annotator")
    return QMessageBox.question(parent, title, text) == QMessageBox.StandardButton.Yes
