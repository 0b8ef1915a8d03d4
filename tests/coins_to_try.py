"""A project of the demo's photos with one coin marked as a disc."""

from collections.abc import Collection
from pathlib import Path

import numpy as np

from vrp_core.domain.masks import encode
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.project import demo
from vrp_core.project.project import Project


def coin_project(folder: Path, kept: Collection[str]) -> Project:
    """The demo's photos of these names; the marked one, coin-1.png, is one of them."""
    project = demo.make_project(folder)
    project.images.remove([image.id for image in project.images.all() if Path(image.path).name not in kept])
    reference = project.images.find(Path("coin-1.png"))
    rows, columns = np.ogrid[: reference.size.height, : reference.size.width]
    disc = (rows - 44) ** 2 + (columns - 34) ** 2 < 28**2
    project.annotations.add(reference.id, project.labels.add("coin").id, [MaskPrompt(encode(disc))])
    return project
