"""Mask pictures, read back with Pillow and OpenCV."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from tests.exchange.sets_to_try import one_image_set, special_set, union_of
from vrp_core.domain.annotations import AnnotationSet, Label, LabelledImage, LabelledObject
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import encode
from vrp_core.exchange.mask_png import write_index, write_masks


def test_one_picture_of_one_bit_for_every_image_and_label(tmp_path: Path) -> None:
    annotation_set = special_set()
    *written, names = write_masks(annotation_set, tmp_path)
    assert len(written) == len(annotation_set.objects)
    assert json.loads(names.read_text()) == {"coin": "coin", "Münze": "Münze", "note": "note"}
    for image, item in zip(annotation_set.images, annotation_set.objects, strict=False):
        label = annotation_set.labels[item.label_id - 1].name
        path = tmp_path / "masks" / label / image.file_name
        assert path in written
        with Image.open(path) as picture:
            assert picture.mode == "1"
            np.testing.assert_array_equal(np.array(picture), union_of(annotation_set, image.id, item.label_id))
        from_opencv = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE)
        assert from_opencv is not None
        assert set(np.unique(from_opencv)) <= {0, 255}


def test_objects_of_one_label_are_drawn_together(tmp_path: Path) -> None:
    annotation_set = one_image_set(np.eye(5, dtype=bool))
    other = LabelledObject(1, 1, encode(np.eye(5, dtype=bool)[::-1]))
    both = replace(annotation_set, objects=(*annotation_set.objects, other))
    path, _ = write_masks(both, tmp_path)
    with Image.open(path) as picture:
        np.testing.assert_array_equal(np.array(picture), union_of(both, 1, 1))


def test_labels_that_look_like_paths_stay_inside_and_apart(tmp_path: Path) -> None:
    names = ["../x", "a/b", "a_b", "A\\B", "CON", "..", ""]
    labels = tuple(Label(number, name) for number, name in enumerate(names, start=1))
    rle = encode(np.ones((2, 3), dtype=bool))
    annotation_set = AnnotationSet(
        (LabelledImage(1, "../../p.jpg", Size(2, 3)),), labels, tuple(LabelledObject(1, one.id, rle) for one in labels)
    )
    written = write_masks(annotation_set, tmp_path / "out")
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(written)
    assert [path.relative_to(tmp_path / "out").as_posix() for path in written[:-1]] == [
        f"masks/{name}/p.png" for name in ("_x", "a_b", "a_b_2", "A_B_3", "_CON", "_", "__2")
    ]


def test_the_index_numbers_the_labels_in_their_colours(tmp_path: Path) -> None:
    annotation_set = special_set()
    *pictures, names = write_index(annotation_set, tmp_path)
    assert json.loads(names.read_text(encoding="utf-8")) == {"1": "coin", "2": "Münze", "3": "note"}
    for image, path in zip(annotation_set.images, pictures, strict=True):
        assert path == tmp_path / "index" / image.file_name
        expected = union_of(annotation_set, image.id, 1) * 1 + union_of(annotation_set, image.id, 2) * 2
        with Image.open(path) as picture:
            assert picture.mode == "P"
            np.testing.assert_array_equal(np.array(picture), expected)
            assert picture.getpalette()[:9] == [0, 0, 0, 0xE6, 0x19, 0x4B, 0x3C, 0xB4, 0x4B]  # type: ignore[index]


def test_the_smaller_of_two_objects_shows(tmp_path: Path) -> None:
    whole, part = np.ones((4, 4), dtype=bool), np.eye(4, dtype=bool)
    annotation_set = one_image_set(part)
    labels = (*annotation_set.labels, Label(2, "sheet"))
    over = replace(
        annotation_set, labels=labels, objects=(*annotation_set.objects, LabelledObject(1, 2, encode(whole)))
    )
    with Image.open(write_index(over, tmp_path)[0]) as picture:
        np.testing.assert_array_equal(np.array(picture), np.where(part, 1, 2))


@pytest.mark.parametrize(("count", "mode"), [(255, "P"), (256, "I;16")])
def test_many_labels_take_more_bits(tmp_path: Path, count: int, mode: str) -> None:
    labels = tuple(Label(number, str(number)) for number in range(1, count + 1))
    item = LabelledObject(1, count, encode(np.ones((2, 2), dtype=bool)))
    annotation_set = AnnotationSet((LabelledImage(1, "a.png", Size(2, 2)),), labels, (item,))
    with Image.open(write_index(annotation_set, tmp_path)[0]) as picture:
        assert picture.mode == mode
        assert np.array(picture).tolist() == [[count, count], [count, count]]
