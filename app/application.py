"""Puts the window together and runs it. torch is loaded later, by the engine's thread."""

import logging
import os
import sys
import threading
import traceback
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path
from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QSettings,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QImageReader
from PySide6.QtWidgets import QApplication

from vrp_core import __version__

from . import theme, translation
from .services import collector
from .settings import SettingsStore, settings_path
from .widgets.main_window import MainWindow

_LOG = logging.getLogger("app")
_PAINTED_MS = 500  # by then the window is painted
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def forget_opencv_plugins(environment: MutableMapping[str, str]) -> None:
    """Take back what opencv-python's wheel sets on import: Qt would load OpenCV's platform plugins, not its own."""
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        if "cv2" in Path(environment.get(name, "")).parts:
            del environment[name]


def make_window() -> MainWindow:
    """The window with the person's settings, not shown yet. A QApplication must exist."""
    settings = SettingsStore()
    theme.apply(settings.values.theme)
    application = QCoreApplication.instance()
    assert application is not None
    translation.install(application, settings.values.language)
    state = QSettings(str(settings_path().with_name("window.ini")), QSettings.Format.IniFormat)
    return MainWindow(settings, state)


def run(arguments: Sequence[str]) -> int:
    """Show the window until it is closed; gives the exit status.

    Args:
        arguments: the program's name, then a project or a folder of photos to open.
    """
    forget_opencv_plugins(os.environ)
    _log_to_file()
    application = QApplication(list(arguments))
    application.setApplicationName("vrp-annotator")
    application.setApplicationVersion(__version__)
    application.setApplicationDisplayName("VRP Annotator")
    QImageReader.setAllocationLimit(2048)  # MiB: a 24-megapixel photo is 96
    window = make_window()
    _catch_everything(window)
    window.show()
    collector.go_on()
    QTimer.singleShot(_PAINTED_MS, load_the_rest)
    if len(arguments) > 1:
        window.projects.open_folder(Path(arguments[1]))
    return application.exec()


def load_the_rest() -> threading.Thread:
    """Load what the first paint does not need on a thread, so that no dialog is slow to open."""
    thread = threading.Thread(target=_load, name="loading", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    from .widgets.dialogs import export, importing  # noqa: F401


def _log_to_file() -> None:
    folder = user_log_path("vrp-annotator", ensure_exists=True)
    handler = logging.FileHandler(folder / "window.log", encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handlers: list[logging.Handler] = [handler]
    if sys.stderr is not None:  # a program without a console, as on Windows, has none
        handlers.append(logging.StreamHandler(sys.stderr))
    logging.basicConfig(level=logging.INFO, handlers=handlers)
    qInstallMessageHandler(_qt_message)


def _qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    logging.getLogger("qt").log(_QT_LEVELS.get(kind, logging.WARNING), "%s", text)


def _catch_everything(window: MainWindow) -> None:
    """An exception anywhere ends in the log and one message."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _LOG.error("unexpected: %s", "".join(traceback.format_exception(kind, error, trace)))
        if isinstance(error, Exception):
            window.projects.tell(error)

    sys.excepthook = caught
