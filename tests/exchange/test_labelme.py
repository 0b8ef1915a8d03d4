"""labelme files, read back by the definition of the format."""

import base64
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from PIL import Image

from tests.exchange.sets_to_try import one_image_set, special_set
from tests.masks_to_try import SPECIAL_MASKS, pixels_inside, shown_masks
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, decode
from vrp_core.exchange.labelme import write


def _objects(document: dict[str, Any]) -> list[tuple[str, Mask]]:
    """Label and pixels of every object: shapes with the same group belong together."""
    size = Size(document["imageHeight"], document["imageWidth"])
    groups: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for index, shape in enumerate(document["shapes"]):
        groups[("alone", index) if shape["group_id"] is None else shape["group_id"]].append(shape)
    objects = []
    for shapes in groups.values():
        (label,) = {shape["label"] for shape in shapes}
        objects.append((label, np.logical_or.reduce([_pixels(shape, size) for shape in shapes])))
    return objects


def _pixels(shape: dict[str, Any], size: Size) -> Mask:
    if shape["shape_type"] == "polygon":
        assert shape["mask"] is None
        return pixels_inside([np.array(shape["points"], dtype=np.float32)], size)
    assert shape["shape_type"] == "mask"
    (left, top), (right, bottom) = np.array(shape["points"]).astype(int)
    mask = np.zeros(size, dtype=bool)
    with Image.open(io.BytesIO(base64.b64decode(shape["mask"]))) as picture:
        mask[top : bottom + 1, left : right + 1] = np.array(picture).astype(bool)
    return mask


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a property."""
    return tmp_path_factory.mktemp("labelme")


@given(shown_masks())
def test_an_object_comes_back_with_its_holes_and_parts(folder: Path, mask: Mask) -> None:
    (path,) = write(one_image_set(mask), folder)
    ((label, pixels),) = _objects(json.loads(path.read_text()))
    assert label == "coin"
    np.testing.assert_array_equal(pixels, mask)


def test_every_image_has_a_file_that_names_it(tmp_path: Path) -> None:
    annotation_set = special_set()
    written = write(annotation_set, tmp_path)
    assert len(written) == len(annotation_set.images)
    for path, image in zip(written, annotation_set.images, strict=True):
        document = json.loads(path.read_text())
        assert path == (tmp_path / image.file_name).with_suffix(".json")
        assert (path.parent / document["imagePath"]).relative_to(tmp_path).as_posix() == image.file_name
        assert document["imageData"] is None
        assert (document["imageHeight"], document["imageWidth"]) == image.size
        assert document["version"].startswith("5.")
    names = {label.id: label.name for label in annotation_set.labels}
    for path, item in zip(written, annotation_set.objects, strict=False):
        ((label, pixels),) = _objects(json.loads(path.read_text()))
        assert label == names[item.label_id]
        np.testing.assert_array_equal(pixels, decode(item.mask))
    assert json.loads(written[-1].read_text())["shapes"] == []


@pytest.mark.parametrize(
    ("name", "kinds", "groups"),
    [
        ("disc", ["polygon"], [None]),
        ("corners touch", ["polygon"] * 6, [1] * 6),
        ("island in a hole", ["mask"], [None]),
    ],
)
def test_parts_share_a_group_and_holes_make_a_mask(
    tmp_path: Path, name: str, kinds: list[str], groups: list[int | None]
) -> None:
    (path,) = write(one_image_set(SPECIAL_MASKS[name]), tmp_path)
    shapes = json.loads(path.read_text())["shapes"]
    assert [shape["shape_type"] for shape in shapes] == kinds
    assert [shape["group_id"] for shape in shapes] == groups
    assert {tuple(sorted(shape)) for shape in shapes} == {
        ("description", "flags", "group_id", "label", "mask", "points", "shape_type")
    }
