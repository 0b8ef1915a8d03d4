"""Splits an export into training, validation and test images; each scene is in one subset only."""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath

import numpy as np

from vrp_core.domain.annotations import LabelledImage
from vrp_core.domain.errors import NothingToDo

NAMES = ("train", "val", "test")
_FRAME = re.compile(r"^(.*?)[-_ ]?\(?\d+\)?$")  # blackswan_00003 -> blackswan
_BLOCK = 10  # number of neighbours in a long series that stay together
_LARGEST = 0.1  # maximum share of all images in one scene


def split(images: Sequence[LabelledImage], shares: Sequence[float], seed: int) -> dict[int, str]:
    """The subset of each image, by id.

    Images of one folder whose names differ by a number only are one scene. A series of more than a tenth of all images
    is a naming habit; blocks of ten neighbours of it count as scenes.

    Args:
        images: the images to split.
        shares: of training, validation and, if wanted, test images; their proportions count.
        seed: the same seed splits the same images alike.

    Raises:
        NothingToDo: there are fewer scenes than subsets.
    """
    wanted = {name: share for name, share in zip(NAMES, shares, strict=False) if share > 0}
    scenes = scenes_of(images)
    if len(scenes) < len(wanted):
        what = f"ways to split {len(scenes)} scene{'s' * (len(scenes) != 1)} into {len(wanted)} parts"
        raise NothingToDo(what, "export without a split")
    order = np.random.default_rng(seed).permutation(len(scenes))
    total = sum(wanted.values())
    filled = dict.fromkeys(wanted, 0)
    subsets: dict[int, str] = {}
    for rank, index in enumerate(order.tolist()):
        empty = [name for name in wanted if not filled[name]]
        left = len(scenes) - rank
        choices = empty if len(empty) >= left else list(wanted)
        chosen = max(choices, key=lambda name: wanted[name] / total * len(images) - filled[name])
        filled[chosen] += len(scenes[index])
        subsets.update(dict.fromkeys(scenes[index], chosen))
    return subsets


def scenes_of(images: Sequence[LabelledImage]) -> list[list[int]]:
    """The ids of the images of each scene, in the order of the images."""
    series: defaultdict[str, list[int]] = defaultdict(list)
    for image in images:
        path = PurePosixPath(image.file_name)
        match = _FRAME.match(path.stem)
        series[f"{path.parent}/{match[1] if match else path.stem}"].append(image.id)
    scenes = []
    for ids in series.values():
        habit = len(ids) > max(_BLOCK, _LARGEST * len(images)) or not (len(series) > 1)
        size = max(1, min(_BLOCK, len(ids) // _BLOCK)) if habit else len(ids)
        scenes += [ids[start : start + size] for start in range(0, len(ids), size)]
    return scenes
