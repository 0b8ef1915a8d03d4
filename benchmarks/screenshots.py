"""Pictures of the main views, for the README: python -m benchmarks.screenshots [--out docs/images] (make screenshots)

Runs the real window on the demo's photos with the real networks.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.application import forget_opencv_plugins, make_window
from app.model import commands
from app.settings import SETTINGS_VARIABLE
from app.widgets.main_window import MainWindow
from app.widgets.shortcuts_dialog import ShortcutsDialog
from app.widgets.weights_dialog import WeightsDialog
from vrp_core.demo import CLICK, REFERENCE, make_project

_PATIENCE_MS = 900_000  # of a training, on a machine that does other things too
_STEPS = {"steps": 60, "validate_every": 20}


def wait(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(there: Callable[[], bool]) -> None:
    """Let the window work until something is there."""
    for _ in range(_PATIENCE_MS // 20):
        if there():
            return
        wait(20)
    raise TimeoutError("the window did not get there")


def show(window: MainWindow, name: str) -> None:
    """Go to the photo of a name."""
    row = next(one for one in window.document.all_rows if one.image.path.endswith(name))
    window.document.show_image(row.image.id)
    until(lambda: window.photos.held(row.image.id) is not None and window.marking.live)
    wait(200)


def learn(window: MainWindow, take: Callable[..., None]) -> None:
    """Accept the coins that were found, train on them for a minute, and look at what came out."""
    for row in window.document.all_rows:
        window.document.show_image(row.image.id)
        decide = commands.confirm_image if "coins" in row.image.path.split("/")[-1] else commands.reject_image
        decide(window.document)
    show(window, "coins-3.png")
    window._banner.hide()
    window.actions_["train.show"].trigger()
    panel = window.learning.panel
    until(lambda: panel.plan.start_button.isEnabled())
    panel.plan.options = dict(_STEPS)
    panel.plan.start_button.click()
    until(lambda: panel.plan.start_button.isEnabled())  # it has ended
    wait(1500)
    for page, name in ((0, "learn-curves"), (1, "learn-pictures"), (2, "learn-rounds")):
        panel._view.setCurrentIndex(page)
        take(name)
    window.learning.show_weights()
    dialog = window.findChild(WeightsDialog)
    assert dialog is not None
    take("weights", dialog)
    dialog.reject()
    window.actions_["train.show"].trigger()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp())
    os.environ[SETTINGS_VARIABLE] = str(folder / "settings.json")
    forget_opencv_plugins(os.environ)
    application = QApplication([])
    window = make_window()
    window.resize(1440, 900)
    window.show()

    def take(name: str, widget: QWidget = window) -> None:
        wait(400)
        widget.grab().save(str(args.out / f"{name}.png"))

    take("start")
    make_project(folder / "coins").close()
    window.desk.open_folder(folder / "coins")
    until(lambda: window.marking.live)
    commands.add_label(window.document, "coin")
    show(window, REFERENCE)
    place = window.canvas.mapFromScene(QPointF(CLICK.x, CLICK.y))
    QTest.mouseClick(window.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    until(lambda: bool(window.marking.polygons) and not window.marking.waiting)
    take("mark")
    window.actions_["edit.accept_draft"].trigger()
    window.actions_["pass.all"].trigger()
    until(lambda: window.engine.passing)
    until(lambda: not window.engine.passing)
    wait(500)
    show(window, "coins-3.png")
    take("review")
    learn(window, take)
    window.settings.set(theme="dark", compare=True)
    take("dark")
    sheet = ShortcutsDialog(window.settings, window)
    sheet.show()
    take("keys", sheet)
    sheet.close()
    window.close()
    application.quit()


if __name__ == "__main__":
    main()
