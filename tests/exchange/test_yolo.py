"""YOLO labels, read back by the definition of the format and a slow even-odd rule."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given

from tests.exchange.sets_to_try import one_image_set, special_set
from tests.masks_to_try import pixels_inside, shown_masks
from vrp_core.domain.annotations import LabelledImage
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, decode, mask_iou
from vrp_core.exchange.yolo import write


def _read(path: Path, size: Size) -> list[tuple[int, Mask]]:
    """Class number and pixels of every line."""
    objects = []
    for line in path.read_text().splitlines():
        number, *shares = line.split(" ")
        ring = np.array(shares, dtype=float).reshape(-1, 2)
        assert ((ring >= 0) & (ring <= 1)).all()
        objects.append((int(number), pixels_inside([ring * (size.width, size.height)], size)))
    return objects


def _without_single_pixels(mask: Mask) -> Mask:
    """The parts, joined by edges, of more than one pixel."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    kept = [part for part in range(1, count) if stats[part, cv2.CC_STAT_AREA] > 1]
    return np.isin(parts, kept)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a property."""
    return tmp_path_factory.mktemp("yolo")


@given(shown_masks())
def test_one_line_is_one_object_with_its_holes_and_parts(folder: Path, mask: Mask) -> None:
    write(one_image_set(mask, file_name="photo.jpg"), folder)
    objects = _read(folder / "labels" / "photo.txt", Size(*mask.shape))
    expected = _without_single_pixels(mask)
    assert [number for number, _ in objects] == [0] * bool(expected.any())
    for _, pixels in objects:
        np.testing.assert_array_equal(pixels, expected)


def test_every_image_has_a_file_and_classes_count_from_zero(tmp_path: Path) -> None:
    annotation_set = special_set()
    description, *labels = write(annotation_set, tmp_path)
    assert description == tmp_path / "data.yaml"
    assert [path.relative_to(tmp_path / "labels").as_posix() for path in labels] == [
        image.file_name.replace(".png", ".txt") for image in annotation_set.images
    ]
    for path, image, item in zip(labels, annotation_set.images, annotation_set.objects, strict=False):
        objects, expected = _read(path, image.size), _without_single_pixels(decode(item.mask))
        assert [number for number, _ in objects] == [item.label_id - 1] * bool(expected.any())
        assert all(np.array_equal(pixels, expected) for _, pixels in objects)
    assert labels[-1].read_bytes() == b""


def test_a_large_ring_filled_by_opencv_is_the_object(tmp_path: Path) -> None:
    """Training reads the lines with `cv2.fillPoly`, whose edges are a pixel wide."""
    rows, columns = np.indices((300, 400))
    mask = (np.hypot(rows - 150, columns - 200) < 120) & (np.hypot(rows - 150, columns - 200) > 50)
    write(one_image_set(mask, file_name="photo.jpg"), tmp_path)
    shares = np.array((tmp_path / "labels" / "photo.txt").read_text().split()[1:], dtype=float).reshape(-1, 2)
    filled = cv2.fillPoly(np.zeros(mask.shape, np.uint8), [np.round(shares * (400, 300)).astype(np.int32)], 1)
    assert mask_iou(filled.astype(bool), mask) > 0.97


def test_the_description_lists_the_names_whatever_they_are(tmp_path: Path) -> None:
    names = ["coin", 'with "quotes"', "a: b # c", "Münze", "no", "1", "line\nbreak"]
    annotation_set = one_image_set(np.ones((2, 2), dtype=bool))
    labels = tuple(replace(annotation_set.labels[0], id=number, name=name) for number, name in enumerate(names, 1))
    write(replace(annotation_set, labels=labels), tmp_path)
    head, _, entries = (tmp_path / "data.yaml").read_text(encoding="utf-8").partition("names:\n")
    assert head == "train: images\nval: images\n"
    numbers, texts = zip(*(line.strip().split(": ", 1) for line in entries.splitlines()), strict=True)
    assert [int(number) for number in numbers] == list(range(len(names)))
    assert [json.loads(text) for text in texts] == names


def test_yaml_reads_the_description(tmp_path: Path) -> None:
    yaml = pytest.importorskip("yaml")
    annotation_set = special_set()
    write(annotation_set, tmp_path)
    values = yaml.safe_load((tmp_path / "data.yaml").read_text(encoding="utf-8"))
    assert values == {"train": "images", "val": "images", "names": {0: "coin", 1: "Münze", 2: "note"}}
    write(replace(annotation_set, labels=(), objects=()), tmp_path)
    assert yaml.safe_load((tmp_path / "data.yaml").read_text())["names"] == {}


def test_coordinates_are_exact_in_large_photos(tmp_path: Path) -> None:
    mask = np.zeros((4001, 6007), dtype=bool)
    mask[1234:1236, 5999:6001] = True
    annotation_set = replace(one_image_set(mask), images=(LabelledImage(1, "a.jpg", Size(*mask.shape)),))
    write(annotation_set, tmp_path)
    shares = np.array((tmp_path / "labels" / "a.txt").read_text().split()[1:], dtype=float).reshape(-1, 2)
    pixels = shares * (6007, 4001)
    np.testing.assert_allclose(np.abs(pixels - np.round(pixels)), 0.05, atol=1e-3)
