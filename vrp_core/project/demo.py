"""The demo: photos from scikit-image, one click on one coin, and the program finds the other coins.

The `coins` photograph is cut into seven photos with one to five coins each; four other photos show none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from vrp_core.domain.prompts import PointPrompt
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import Project

LABEL = "coin"
REFERENCE = "coin-1.png"
CLICK = PointPrompt(35.0, 45.0)  # the centre of the reference's only coin
WITHOUT_COINS = ("astronaut", "chelsea", "coffee", "rocket")

# Left, top, right, bottom in the `coins` photograph: cuts that split no coin.
CUTS = {
    "coin-1": (300, 0, 384, 85),
    "coins-2": (0, 0, 300, 85),
    "coins-3": (0, 85, 180, 151),
    "coins-4": (180, 85, 384, 151),
    "coins-5": (0, 151, 181, 224),
    "coins-6": (181, 151, 384, 224),
    "coins-7": (0, 224, 210, 303),
    "coins-8": (210, 224, 384, 303),
}


@dataclass(frozen=True, slots=True)
class DemoPhoto:
    """One photo of the demo."""

    name: str
    pixels: NDArray[np.uint8]  # (H, W) or (H, W, 3)
    shows_coins: bool


def photos() -> Iterator[DemoPhoto]:
    """Every photo of the demo.

    Raises:
        ImportError: scikit-image is not installed (the extra `demo`).
    """
    from skimage import data

    coins = data.coins()
    for name, (left, top, right, bottom) in CUTS.items():
        yield DemoPhoto(f"{name}.png", coins[top:bottom, left:right], True)
    for name in WITHOUT_COINS:
        yield DemoPhoto(f"{name}.png", getattr(data, name)(), False)


def make_project(folder: Path) -> Project:
    """Create a project in `folder` with the photos in `folder/photos` and no annotation.

    Raises:
        ImportError: as for `photos`.
        ProjectExists, FileExistsError: the folder holds a project, or photos.
    """
    found = list(photos())  # before a folder is made, which would stay empty
    pictures = folder / "photos"
    pictures.mkdir(parents=True)
    files = []
    for photo in found:
        Image.fromarray(photo.pixels).save(pictures / photo.name)
        files.append(pictures / photo.name)
    project = Project.create(folder)
    add_photos(project, files)
    return project
