"""Puts the window together and runs it. For now the window only says how to use the command line."""

import os
from collections.abc import MutableMapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

_TEXT = """<h2>VRP Annotator</h2>
<p>The window comes with a later version. The whole job runs from the command line:</p>
<pre>
python -m vrp_core demo
python -m vrp_core project new my-project --images photos
python -m vrp_core project annotate my-project photos/a.jpg --label thing --point 120,80
python -m vrp_core project propagate my-project
python -m vrp_core project export my-project --out coco.json
</pre>"""


class MainWindow(QMainWindow):
    """The main window."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("VRP Annotator")
        text = QLabel(_TEXT)
        text.setMargin(24)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setCentralWidget(text)


def forget_opencv_plugins(environment: MutableMapping[str, str]) -> None:
    """Take back what opencv-python's wheel sets on import: Qt would load OpenCV's platform plugins, not its own."""
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        if "cv2" in Path(environment.get(name, "")).parts:
            del environment[name]


def run(arguments: Sequence[str]) -> int:
    """Show the window until it is closed; gives the exit status."""
    forget_opencv_plugins(os.environ)
    application = QApplication(list(arguments))
    window = MainWindow()
    window.show()
    return application.exec()
