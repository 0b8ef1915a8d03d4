"""Splits: seeded, by scene, every part with something in it."""

from collections import Counter
from itertools import pairwise

import pytest

from vrp_core.domain.annotations import LabelledImage
from vrp_core.domain.errors import NothingToDo
from vrp_core.domain.geometry import Size
from vrp_core.exchange.subsets import scenes_of, split


def images(names: list[str]) -> list[LabelledImage]:
    return [LabelledImage(number, name, Size(1, 1)) for number, name in enumerate(names, start=1)]


def test_frames_of_one_scene_stay_together() -> None:
    shown = images([f"{scene}_{frame:03}.jpg" for scene in "abcdefghijklmnop" for frame in range(5)])
    subsets = split(shown, (80, 10, 10), seed=3)
    scenes = {image.id: image.file_name[0] for image in shown}
    sides = {(scenes[image_id], name) for image_id, name in subsets.items()}
    assert len(sides) == 16 and Counter(subsets.values())["train"] >= 60
    assert set(subsets.values()) == {"train", "val", "test"} and len(subsets) == 80


def test_a_seed_splits_alike_and_another_differently() -> None:
    shown = images([f"{number:x}-photo.jpg" for number in range(40)])
    assert split(shown, (80, 20), 1) == split(shown, (80, 20), 1) != split(shown, (80, 20), 2)


def test_numbers_of_a_camera_are_no_scene() -> None:
    shown = images([f"IMG_{number:04}.jpg" for number in range(200)])
    scenes = scenes_of(shown)
    assert len(scenes) == 20 and all(after - before == 1 for ids in scenes for before, after in pairwise(ids))
    assert Counter(split(shown, (80, 20), 0).values()) == {"train": 160, "val": 40}


def test_too_few_scenes_are_refused() -> None:
    with pytest.raises(NothingToDo):
        split(images(["a.jpg"]), (80, 20), 0)
    assert len(set(split(images(["a.jpg", "b.jpg"]), (99, 1), 0).values())) == 2
