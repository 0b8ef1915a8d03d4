"""COCO files that other tools, and accidents, write."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools import mask as coco_mask

from vrp_core.domain.annotations import AnnotationSet
from vrp_core.domain.errors import BadFile
from vrp_core.domain.masks import decode
from vrp_core.exchange.coco import read_coco

SQUARE = [1.0, 1.0, 4.0, 1.0, 4.0, 3.0, 1.0, 3.0]  # columns 1 to 3, rows 1 and 2


def _document(**changes: Any) -> dict[str, Any]:
    document = {
        "images": [{"id": 5, "width": 6, "height": 4, "file_name": "a.jpg"}],
        "categories": [{"id": 3, "name": "coin", "supercategory": "money"}],
        "annotations": [{"id": 1, "image_id": 5, "category_id": 3, "segmentation": [SQUARE], "iscrowd": 0}],
    }
    return {**document, **changes}


def _annotation(**changes: Any) -> dict[str, Any]:
    return {**_document()["annotations"][0], **changes}


def _saved(tmp_path: Path, document: Any) -> Path:
    path = tmp_path / "coco.json"
    path.write_text(json.dumps(document))
    return path


def _problems(tmp_path: Path, document: Any) -> tuple[str, ...]:
    with pytest.raises(BadFile) as caught:
        read_coco(_saved(tmp_path, document))
    return caught.value.problems


def _square() -> np.ndarray[Any, np.dtype[np.bool_]]:
    mask = np.zeros((4, 6), dtype=bool)
    mask[1:3, 1:4] = True
    return mask


def _compressed() -> str:
    counts: str = coco_mask.encode(np.asfortranarray(_square().astype(np.uint8)))["counts"].decode()
    return counts


@pytest.mark.parametrize(
    "segmentation",
    [
        [SQUARE],
        [[*SQUARE[:2], 2.0, 1.0, *SQUARE[2:]]],
        [[1, 1, 4, 1, 4, 2, 1, 2], [1, 2, 4, 2, 4, 3, 1, 3]],  # two parts
        [SQUARE, [0.0, 0.0, 9.0, 9.0], []],  # rings of fewer than three points hold nothing
        {"size": [4, 6], "counts": [5, 2, 2, 2, 2, 2, 9]},
        {"size": [4, 6], "counts": _compressed()},
    ],
)
def test_every_kind_of_segmentation_is_read(tmp_path: Path, segmentation: Any) -> None:
    found = read_coco(_saved(tmp_path, _document(annotations=[_annotation(segmentation=segmentation)])))
    (item,) = found.annotation_set.objects
    np.testing.assert_array_equal(decode(item.mask), _square())
    assert (item.image_id, item.label_id) == (5, 3)


@pytest.mark.parametrize(("given", "expected"), [(None, False), (0, False), (1, True), (True, True)])
def test_iscrowd_may_be_left_out(tmp_path: Path, given: Any, expected: bool) -> None:
    record = _annotation(iscrowd=given)
    if given is None:
        del record["iscrowd"]
    (item,) = read_coco(_saved(tmp_path, _document(annotations=[record]))).annotation_set.objects
    assert item.is_crowd is expected


def test_boxes_are_not_looked_at(tmp_path: Path) -> None:
    record = _annotation(bbox=[9, 9, -3, -3], area=-1)
    assert len(read_coco(_saved(tmp_path, _document(annotations=[record]))).annotation_set.objects) == 1


def test_ids_from_zero_are_raised_and_told(tmp_path: Path) -> None:
    document = _document(
        images=[{"id": number, "width": 6, "height": 4, "file_name": f"{number}.jpg"} for number in (-1, 4)],
        categories=[{"id": 0, "name": "coin"}, {"id": 1, "name": "note", "supercategory": None}],
        annotations=[_annotation(image_id=-1, category_id=0), _annotation(id=0, image_id=4, category_id=1)],
    )
    found = read_coco(_saved(tmp_path, document))
    assert [(image.id, image.file_name) for image in found.annotation_set.images] == [(1, "-1.jpg"), (6, "4.jpg")]
    assert [(label.id, label.name) for label in found.annotation_set.labels] == [(1, "coin"), (2, "note")]
    assert [(item.image_id, item.label_id) for item in found.annotation_set.objects] == [(1, 1), (6, 2)]
    assert found.notes == (
        "image ids start at -1; each was raised by 2",
        "category ids start at 0; each was raised by 1",
    )


def test_what_says_nothing_about_pixels_is_left_out_and_told(tmp_path: Path) -> None:
    box = {"bbox": [1, 1, 2, 2]}
    records = [
        _annotation(),
        {"id": 2, "image_id": 5, "category_id": 3, **box},
        _annotation(id=3, segmentation=[], **box),
        _annotation(id=4, segmentation=None),
        _annotation(id=5, segmentation=[[10, 10, 12, 10, 12, 12]]),
        _annotation(id=6, segmentation=[[1, 1, 2, 2]]),
        _annotation(id=7, segmentation={"size": [4, 6], "counts": [24]}),
    ]
    found = read_coco(_saved(tmp_path, _document(annotations=records)))
    empty = [f"annotations[{index}] (id {index + 1})" for index in (4, 5, 6)]
    assert len(found.annotation_set.objects) == 1
    assert found.notes == (
        "a box without a region, left out: annotations[1] (id 2), annotations[2] (id 3)",
        "neither box nor region, left out: annotations[3] (id 4)",
        f"a region without a pixel in the image, left out: {', '.join(empty)}",
    )


def test_names_of_windows_and_a_byte_order_mark(tmp_path: Path) -> None:
    document = _document(images=[{"id": 5.0, "width": 6, "height": 4.0, "file_name": "photos\\Münze.jpg"}])
    path = tmp_path / "coco.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8-sig")
    (image,) = read_coco(path).annotation_set.images
    assert (image.id, image.file_name, image.size) == (5, "photos/Münze.jpg", (4, 6))


def test_scores_are_read(tmp_path: Path) -> None:
    records = [_annotation(score=0.5), _annotation(id=2, score=None), _annotation(id=3, score=1)]
    objects = read_coco(_saved(tmp_path, _document(annotations=records))).annotation_set.objects
    assert [item.score for item in objects] == [0.5, None, 1.0]


def test_all_offenders_are_named_at_once(tmp_path: Path) -> None:
    document = {
        "images": [
            {"id": 5, "width": 6, "height": 4, "file_name": "a.jpg"},
            {"id": 5, "width": 6, "height": 4, "file_name": "b.jpg"},
            {"id": 7, "width": 6, "file_name": "c.jpg"},
            {"id": "8", "width": 6, "height": 4, "file_name": "d.jpg"},
            {"id": 9, "width": 6, "height": 0, "file_name": "e.jpg"},
            {"id": 10, "width": 6, "height": 4, "file_name": ""},
            {"id": 11, "width": 10**9, "height": 10**9, "file_name": "f.jpg"},
            "g.jpg",
        ],
        "categories": [{"id": 3, "name": "coin"}, {"id": True, "name": "note"}, {"id": 4, "name": None}, {"id": 3}],
        "annotations": [
            _annotation(),
            _annotation(image_id=6),
            _annotation(id=2, category_id=8),
            _annotation(id=3, segmentation=[[1, 1, 4, 1, 4, 3, 1]]),
            _annotation(id=4, segmentation={"size": [6, 4], "counts": [24]}),
            {"id": 5, "category_id": 3, "segmentation": [SQUARE]},
            _annotation(id=6, score="high"),
        ],
    }
    assert _problems(tmp_path, document) == (
        "images: id 5 is used 2 times",
        "images[2] (id 7): has no height",
        "images[3] (id 8): id is '8', not a whole number",
        "images[4] (id 9): a size of 6 x 0 is no image",
        "images[5] (id 10): file_name is '', not text",
        "images[6] (id 11): a size of 1000000000 x 1000000000 is no image",
        "images[7]: has no height",
        "categories: id 3 is used 2 times",
        "categories[1] (id True): id is True, not a whole number",
        "categories[2] (id 4): name is None, not text",
        "categories[3] (id 3): has no name",
        "annotations: id 1 is used 2 times",
        "annotations[1] (id 1): there is no image 6",
        "annotations[2] (id 2): there is no category 8",
        "annotations[3] (id 3): a polygon has an odd number of coordinates (7)",
        "annotations[4] (id 4): run lengths are for size [6, 4], the image is [4, 6]",
        "annotations[5] (id 5): has no image_id",
        "annotations[6] (id 6): score is 'high', not a number",
    )


@pytest.mark.parametrize(
    ("segmentation", "expected"),
    [
        ("polygon", "segmentation is neither polygons nor run lengths"),
        ([1.0, 1.0, 4.0, 1.0, 4.0, 3.0], "a polygon is not a list of numbers"),
        ([["1", "1", "4", "1", "4", "3"]], "a polygon is not a list of numbers"),
        ([[1.0, math.nan, 4.0, 1.0, 4.0, 3.0]], "a polygon has a coordinate that is no place in an image"),
        ([[1.0, 1.0, math.inf, 1.0, 4.0, 3.0]], "a polygon has a coordinate that is no place in an image"),
        ([[1.0, 1.0, 1e12, 1.0, 4.0, 3.0]], "a polygon has a coordinate that is no place in an image"),
        ({"counts": [24]}, "run lengths are for size None, the image is [4, 6]"),
        ({"size": [4, 6]}, "run lengths are neither text nor a list of whole numbers"),
        ({"size": [4, 6], "counts": [1.5, 22.5]}, "run lengths are neither text nor a list of whole numbers"),
        ({"size": [4, 6], "counts": [20, -4, 8]}, "run lengths are not counts of pixels"),
        ({"size": [4, 6], "counts": [20, 3]}, "run lengths cover 23 pixels, the image has 24"),
        ({"size": [4, 6], "counts": _compressed()[:-1]}, "run lengths cover 15 pixels, the image has 24"),
        ({"size": [4, 6], "counts": ""}, "run lengths cover 0 pixels, the image has 24"),
    ],
)
def test_a_segmentation_that_is_none_is_named(tmp_path: Path, segmentation: Any, expected: str) -> None:
    problems = _problems(tmp_path, _document(annotations=[_annotation(segmentation=segmentation)]))
    assert problems == (f"annotations[0] (id 1): {expected}",)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ([], ("the top level is a list, not an object with images and categories",)),
        ({}, ("no list of images", "no list of categories", "no list of annotations")),
        (_document(annotations={}), ("no list of annotations",)),
    ],
)
def test_a_document_of_another_kind(tmp_path: Path, document: Any, expected: tuple[str, ...]) -> None:
    assert _problems(tmp_path, document) == expected


@pytest.mark.parametrize("content", [b"", b'{"images": [', b"\xff\xfe\x00", b"[" * 100_000])
def test_what_is_not_json_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "coco.json"
    path.write_bytes(content)
    with pytest.raises(BadFile) as caught:
        read_coco(path)
    assert caught.value.problems[0].startswith("not JSON")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_coco(tmp_path / "coco.json")


def test_an_empty_data_set_is_one(tmp_path: Path) -> None:
    found = read_coco(_saved(tmp_path, {"images": [], "categories": [], "annotations": []}))
    assert found.notes == ()
    assert found.annotation_set == AnnotationSet((), (), ())
