"""Pictures of the main views, for the README: python -m benchmarks.screenshots [--out docs/images] (make screenshots)

With --scale 2 --quick into another folder they show a screen of 200 %, without the training.

Runs the real window with the real networks on the demo's photos, and trains on objects that the shipped weights do not
find: stained tissue under a microscope. Takes some minutes.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.application import forget_opencv_plugins, make_window
from app.model import commands, label_commands
from app.model.targets import open_to_pass
from app.services import collector
from app.settings import SETTINGS_VARIABLE
from app.widgets.dialogs.shortcuts import ShortcutsDialog
from app.widgets.main_window import MainWindow
from app.widgets.training.weights_dialog import WeightsDialog
from vrp_core.domain.annotations import Role
from vrp_core.domain.masks import Mask, decode, encode, mask_iou
from vrp_core.domain.prompts import BoxPrompt, MaskPrompt
from vrp_core.project.demo import CLICK, REFERENCE, make_project
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import Project

_PATIENCE_MS = 900_000  # time limit of a training, on a machine with other load
_TILE = 85  # pixels, of the tissue
_SMOOTH = 5  # pixels, of the stain's edge
_PART = 0.1  # minimum stained share of a tile, and 1 minus the maximum
_GOOD = 0.85  # IoU from which a person accepts a prediction
_CORRECTED = 10
_MOTORCYCLE = (0.12, 0.18, 0.93, 0.91)  # left, top, right, bottom on its photo, as shares
_SHOWN = "tissue-20.png"  # that is not corrected


def wait(milliseconds: int) -> None:
    """Process the window's events."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(there: Callable[[], bool]) -> None:
    """Process the window's events until a condition holds."""
    for _ in range(_PATIENCE_MS // 20):
        if there():
            return
        wait(20)
    raise TimeoutError("the window did not get there")


def open_window(folder: Path) -> tuple[QApplication, MainWindow]:
    """The program and its window at its usual size, with settings of its own in a folder."""
    os.environ[SETTINGS_VARIABLE] = str(folder / "settings.json")
    forget_opencv_plugins(os.environ)
    application = QApplication([])
    window = make_window()
    window.resize(1440, 900)
    window.show()
    collector.go_on()  # as `app.application.run` does
    return application, window


def show(window: MainWindow, name: str) -> None:
    """Show the photo with this name."""
    row = next(one for one in window.document.images.every if one.image.path.endswith(name))
    window.document.show_image(row.image.id)
    until(lambda: window.photos.held(row.image.id) is not None and window.hover.live)
    wait(200)


def make_tissue(folder: Path) -> dict[str, Mask]:
    """A project of tissue under a microscope, whose photos are unusual for SAM: name of a photo -> where it is stained.

    scikit-image's photo is cut into tiles that the stain, separated by its colour, covers in part.
    """
    from skimage import color, data, filters

    pixels = data.immunohistochemistry()
    stain = filters.gaussian(color.rgb2hed(pixels)[..., 2], _SMOOTH)
    stained = stain > filters.threshold_otsu(stain)
    (folder / "photos").mkdir(parents=True)
    truth = {}
    last = pixels.shape[0] - _TILE
    for top, left in product(range(0, last + 1, _TILE), repeat=2):
        tile = np.s_[top : top + _TILE, left : left + _TILE]
        if _PART < stained[tile].mean() < 1 - _PART:
            name = f"tissue-{len(truth) + 1:02}.png"
            Image.fromarray(pixels[tile]).save(folder / "photos" / name)
            truth[name] = np.ascontiguousarray(stained[tile])
    files = [folder / "photos" / name for name in truth]
    with Project.create(folder) as project:
        add_photos(project, files)
        mask = encode(truth[files[0].name])
        project.annotations.add(1, project.labels.add("stained").id, [MaskPrompt(mask)], mask, Role.REFERENCE)
    return truth


def find(window: MainWindow, which: str) -> None:
    """Start a pass and wait for its end."""
    window.actions_[which].trigger()
    until(lambda: window.engine.passing)
    until(lambda: not window.engine.passing)
    wait(500)


def review(window: MainWindow, truth: Mapping[str, Mask], count: int) -> None:
    """Accept good predictions and correct the others, as a person with a brush would.

    Args:
        window: with a project of one label, in which a pass has ended.
        truth: name of a photo -> its mask; only these are looked at.
        count: maximum number of photos.
    """
    images = window.document.images
    waiting = [one for one in open_to_pass(images.every) if Path(images.record(one).path).name in truth]
    for image_id in waiting[:count]:
        window.document.show_image(image_id)
        (found,) = (one for one in window.document.objects() if one.pending)
        right = truth[Path(images.record(image_id).path).name]
        if mask_iou(decode(found.region), right) >= _GOOD and not found.absent:
            commands.confirm_image(window.document)
        else:
            commands.change_region(window.document, found, encode(right))
        wait(50)


def show_map(window: MainWindow, take: Callable[..., None]) -> None:
    """Lay out the results, and choose one."""
    from app.widgets.dialogs.result_map import ResultMapDialog

    window.actions_["view.map"].trigger()
    dialog = window.findChild(ResultMapDialog)
    assert dialog is not None
    until(lambda: "Draw around" in dialog._words.text())
    dialog._choose([window.document.objects()[0].key.id])
    take("map", dialog)
    dialog.close()


def show_photographs(window: MainWindow, folder: Path, take: Callable[..., None]) -> None:
    """Mark a motorcycle on one photograph of scikit-image, and find it on another beside a cup and a cat."""
    from skimage import data

    left, right, _ = data.stereo_motorcycle()
    folder.mkdir()
    photos = {"garage-1": left, "garage-2": right, "cup": data.coffee(), "cat": data.chelsea()}
    for name, pixels in photos.items():
        Image.fromarray(pixels).save(folder / f"{name}.png")
    window.projects.open_folder(folder)
    until(lambda: len(window.document.images.every) == len(photos) and window.hover.live)
    label_commands.add_label(window.document, "motorcycle", "#8855dd")
    show(window, "garage-1.png")
    box = window.document.images.record(window.document.current).size
    prompt = BoxPrompt(*(share * side for share, side in zip(_MOTORCYCLE, (box.width, box.height) * 2, strict=True)))
    window.draft.add(prompt)
    until(lambda: bool(window.draft.here.polygons) and not window.draft.waiting)
    window.actions_["edit.accept_draft"].trigger()
    find(window, "pass.all")
    show(window, "garage-2.png")
    window.actions_["edit.next_object"].trigger()
    take("photographs")


def learn(window: MainWindow, folder: Path, take: Callable[..., None]) -> None:
    """Correct ten predictions of the shipped weights on tissue, train, and find again."""
    truth = make_tissue(folder)
    window.projects.open_folder(folder)
    until(lambda: window.hover.live)
    find(window, "pass.all")
    show(window, _SHOWN)
    take("learn-before")
    review(window, {name: mask for name, mask in truth.items() if name != _SHOWN}, _CORRECTED)
    show(window, _SHOWN)
    window._banner.hide()
    window.actions_["train.show"].trigger()
    panel = window.training.panel
    until(lambda: panel.plan.start_button.isEnabled())
    panel.plan.start_button.click()
    until(lambda: panel.plan.start_button.isEnabled())  # it has ended
    wait(1500)
    panel.controls.use_button.click()
    wait(1500)
    for page, name in ((0, "learn-curves"), (1, "learn-pictures")):
        panel._view.setCurrentIndex(page)
        take(name)
    window._banner.hide()
    find(window, "pass.pending")
    window.actions_["train.show"].trigger()
    show(window, _SHOWN)
    take("learn-after")
    window.actions_["train.show"].trigger()
    review(window, truth, len(truth))
    panel._view.setCurrentIndex(2)
    wait(1500)
    take("learn-rounds")
    window.training.show_weights()
    dialog = window.findChild(WeightsDialog)
    assert dialog is not None
    take("weights", dialog)
    dialog.reject()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument("--scale", default="1", help="pixels of the screen per pixel of the window")
    parser.add_argument("--quick", action="store_true", help="without the pictures of the training")
    args = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = args.scale
    args.out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp())
    application, window = open_window(folder)

    def take(name: str, widget: QWidget = window) -> None:
        wait(400)
        widget.grab().save(str(args.out / f"{name}.png"))

    take("start")
    make_project(folder / "coins").close()
    window.projects.open_folder(folder / "coins")
    until(lambda: window.hover.live)
    label_commands.add_label(window.document, "coin")
    show(window, REFERENCE)
    place = window.canvas.mapFromScene(QPointF(CLICK.x, CLICK.y))
    QTest.mouseClick(window.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    until(lambda: bool(window.draft.here.polygons) and not window.draft.waiting)
    take("mark")
    window.actions_["edit.accept_draft"].trigger()
    window.settings.set(instances=True)
    find(window, "pass.all")
    show(window, "coins-3.png")
    window.actions_["edit.next_object"].trigger()
    take("review")
    window.actions_["view.heat"].trigger()
    until(lambda: window.canvas.heat.isVisible())
    take("why")
    window.actions_["view.heat"].trigger()
    show_map(window, take)
    window.settings.set(theme="dark", compare=True)
    take("dark")
    window.settings.set(theme="light", instances=False)
    show_photographs(window, folder / "photographs", take)
    window.settings.set(theme="dark")
    sheet = ShortcutsDialog(window.settings, window)
    sheet.show()
    take("keys", sheet)
    sheet.close()
    window.settings.set(theme="light", compare=False)
    window.settings.set(instances=False)
    if not args.quick:
        learn(window, folder / "tissue", take)
    window.close()
    application.quit()


if __name__ == "__main__":
    main()
