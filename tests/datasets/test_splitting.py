"""Near-duplicates stay together; every category keeps something to train on and something to validate on."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from skimage import data

from vrp_core.datasets.samples import ListedSource, folder_source
from vrp_core.datasets.splitting import fingerprint, held_out_images, pairs_across


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eight different photos of two categories, and three copies of one: brighter, smaller, shifted a little."""
    (tmp_path / "images").mkdir()
    picture = data.astronaut()
    shots = {
        f"p{n}": np.rot90(np.roll(picture[(n // 4) * 200 : (n // 4) * 200 + 260], 97 * n, axis=1), n % 4)
        for n in range(8)
    }
    shots |= {
        "copy-bright": np.clip(shots["p0"].astype(int) + 12, 0, 255).astype(np.uint8),
        "copy-small": cv2.resize(np.ascontiguousarray(shots["p0"]), None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA),
        "copy-shifted": shots["p0"][2:, 2:],
    }
    for number, (name, pixels) in enumerate(shots.items()):
        Image.fromarray(np.ascontiguousarray(pixels)).save(tmp_path / "images" / f"{name}.png")
        category = "even" if number % 2 == 0 or number >= 8 else "odd"
        (tmp_path / "masks" / category).mkdir(parents=True, exist_ok=True)
        mask = np.zeros(pixels.shape[:2], dtype=np.uint8)
        mask[10:40, 10:40] = 255
        Image.fromarray(mask).convert("1").save(tmp_path / "masks" / category / f"{name}.png")
    return tmp_path


@pytest.mark.parametrize("seed", range(6))
def test_copies_are_on_one_side_and_both_sides_have_every_category(folder: Path, seed: int) -> None:
    source = folder_source(folder)
    held = held_out_images(source, 0.25, seed)
    copies = {
        path for path in {sample.image for sample in source.samples()} if "copy" in path.name or path.stem == "p0"
    }
    assert len(copies & held) in {0, 4}
    for category in ("even", "odd"):
        images = {sample.image for sample in source.samples() if sample.category == category}
        assert images & held and images - held


@pytest.mark.parametrize("seed", range(4))
def test_photos_accepted_as_found_judge_nothing_where_others_were_drawn(folder: Path, seed: int) -> None:
    source = folder_source(folder)
    drawn = {"p1.png", "p2.png", "p3.png", "p6.png"}  # two of each category
    samples = [replace(one, drawn=one.image.name in drawn) for one in source.samples()]
    mixed = ListedSource("mixed", samples, source.mask, source.ignore, list)
    held = held_out_images(mixed, 0.25, seed)
    assert {path.name for path in held} < drawn
    assert {sample.category for sample in samples if sample.image in held} == {"even", "odd"}


def test_pairs_lead_from_what_is_trained_on_to_what_is_not(folder: Path) -> None:
    source = folder_source(folder)
    held = held_out_images(source, 0.25, 0)
    pairs = pairs_across(source, held, 12, 0)
    assert len(pairs) == 12
    assert {pair.category for pair in pairs} == {"even", "odd"}
    assert all(pair.reference.image not in held and pair.target.image in held for pair in pairs)
    assert pairs == pairs_across(source, held, 12, 0)


def test_fingerprints_tell_photos_apart_and_copies_not(folder: Path) -> None:
    def prints(name: str) -> np.ndarray:
        return fingerprint(np.asarray(Image.open(folder / "images" / f"{name}.png").convert("RGB")))

    assert (prints("p0") != prints("copy-bright")).sum() <= 6
    assert (prints("p0") != prints("p1")).sum() > 12
