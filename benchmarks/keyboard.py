"""Labels 25 photos by the keyboard alone and counts keys: python -m benchmarks.keyboard [--out out/bench-keyboard.json]

Runs the real window with the real networks on the demo's photos and their mirror images. One coin is marked before it
begins, as a mark needs a mouse. From then on keys do everything: find, go to the least certain result, accept it where
it is right, reject it where the photo shows no coin or the mask is poor. The seconds are those of the program: a person
thinks besides.
"""

import argparse
import json
import os
import tempfile
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.widgets.main_window import MainWindow
from benchmarks.screenshots import open_window, until, wait
from vrp_core.domain.annotations import Role
from vrp_core.domain.cleaning import Cleaning, cleaned
from vrp_core.domain.files import write_file
from vrp_core.domain.masks import Mask, decode, encode, mask_iou
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.project.demo import REFERENCE, photos
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import Project

_PHOTOS = 25
_BRIGHT = 120  # grey from which a pixel is a coin: the cloth is darker
_SPECK = 150  # pixels: smaller bright parts and dark holes are no coin and no hole
_GOOD = 0.75  # IoU from which a person accepts a mask


def make_photos(folder: Path) -> dict[str, Mask]:
    """A project of 25 photos with one coin marked; gives where the coins are, by the photo's name."""
    (folder / "photos").mkdir(parents=True)
    truth: dict[str, Mask] = {}
    for photo in photos():
        for name, pixels in ((photo.name, photo.pixels), (f"mirrored-{photo.name}", photo.pixels[:, ::-1])):
            bright = pixels > _BRIGHT if photo.shows_coins else np.zeros(pixels.shape[:2], dtype=bool)
            truth[name] = cleaned(bright, Cleaning(smallest_part=_SPECK, largest_hole=_SPECK))
            Image.fromarray(np.ascontiguousarray(pixels)).save(folder / "photos" / name)
    name, turned = "turned-coins-2.png", Image.open(folder / "photos" / "coins-2.png").rotate(180)
    turned.save(folder / "photos" / name)
    truth[name] = truth["coins-2.png"][::-1, ::-1].copy()
    with Project.create(folder) as project:
        add_photos(project, [folder / "photos" / name for name in truth])
        mask = encode(truth[REFERENCE])
        marked = project.images.find(Path(REFERENCE))
        project.annotations.add(marked.id, project.labels.add("coin").id, [MaskPrompt(mask)], mask, Role.REFERENCE)
    return truth


class Hands:
    """Presses keys and counts them."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.keys = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, on the photo."""
        QTest.keyClick(self._window.canvas, key, modifier)
        self.keys += 1


def label(window: MainWindow, truth: dict[str, Mask]) -> dict[str, float]:
    """Find and review everything by keys; gives the figures."""
    hands, outcomes = Hands(window), Counter[str]()
    hands.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    until(lambda: window.engine.passing)
    until(lambda: not window.engine.passing)
    wait(300)
    began = time.perf_counter()
    hands.press(Qt.Key.Key_N)
    while (selected := window.document.selected) is not None and selected.pending:
        right = truth[Path(window.document.images.record(selected.image_id).path).name]
        good = right.any() and mask_iou(decode(selected.region), right) >= _GOOD
        outcomes["accepted" if good else "rejected"] += 1
        hands.press(Qt.Key.Key_1 if good else Qt.Key.Key_3)
    seconds = time.perf_counter() - began
    absent = window.document.project.review.counts()["absent"]
    return {
        "photos": len(truth),
        "accepted": outcomes["accepted"],
        "rejected": outcomes["rejected"],
        "absent": absent,
        "keys": hands.keys,
        "keys_per_photo": hands.keys / len(truth),
        "seconds_per_photo": seconds / len(truth),
    }


def main() -> None:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/bench-keyboard.json"))
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    application, window = open_window(folder)
    truth = make_photos(folder / "coins")
    assert len(truth) == _PHOTOS
    window.projects.open_folder(folder / "coins")
    until(lambda: window.hover.live)
    found = label(window, truth)
    window.close()
    application.quit()
    for name, value in found.items():
        print(f"{name.replace('_', ' '):18} {value:.3g}")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    write_file(args.out, json.dumps(found, indent=1).encode())


if __name__ == "__main__":
    main()
