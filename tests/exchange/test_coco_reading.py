"""COCO files that other tools, and accidents, write."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools import mask as coco_mask

from vrp_core.domain.annotations import AnnotationSet
from vrp_core.domain.errors import BadFile, NotFound
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
    assert (item.image_id, item.label_id) == (1, 1)


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


def test_images_and_labels_are_numbered_from_one_in_their_order(tmp_path: Path) -> None:
    document = _document(
        images=[{"id": number, "width": 6, "height": 4, "file_name": f"{number}.jpg"} for number in (-1, 4)],
        categories=[{"id": 0, "name": "coin"}, {"id": 1, "name": "note", "supercategory": None}],
        annotations=[_annotation(image_id=-1, category_id=0), _annotation(id=0, image_id=4, category_id=1)],
    )
    found = read_coco(_saved(tmp_path, document))
    assert [(image.id, image.file_name) for image in found.annotation_set.images] == [(1, "-1.jpg"), (2, "4.jpg")]
    assert [(label.id, label.name) for label in found.annotation_set.labels] == [(1, "coin"), (2, "note")]
    assert [(item.image_id, item.label_id) for item in found.annotation_set.objects] == [(1, 1), (2, 2)]
    assert found.notes == ()


def test_what_says_nothing_about_pixels_is_left_out_and_noted(tmp_path: Path) -> None:
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
    named = {index: f"annotations[{index}] (id {index + 1})" for index in range(7)}
    assert len(found.annotation_set.objects) == 1
    assert found.notes == (
        f"left out because of having neither region nor box: {named[3]}, {named[5]}",
        f"left out because of being a box or point without a region: {named[1]}, {named[2]}",
        f"left out because of a region without a pixel in the image: {named[4]}, {named[6]}",
    )


def test_names_of_windows_and_a_byte_order_mark(tmp_path: Path) -> None:
    document = _document(images=[{"id": 5.0, "width": 6, "height": 4.0, "file_name": "photos\\Münze.jpg"}])
    path = tmp_path / "coco.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8-sig")
    (image,) = read_coco(path).annotation_set.images
    assert (image.id, image.file_name, image.size) == (1, "photos\\Münze.jpg", (4, 6))


def test_scores_are_read(tmp_path: Path) -> None:
    records = [_annotation(score=0.5), _annotation(id=2, score=None), _annotation(id=3, score=1)]
    objects = read_coco(_saved(tmp_path, _document(annotations=records))).annotation_set.objects
    assert [item.score for item in objects] == [0.5, None, 1.0]


def test_every_record_that_is_left_out_is_named_with_its_reason(tmp_path: Path) -> None:
    document = {
        "images": [
            {"id": 5, "width": 6, "height": 4, "file_name": "a.jpg"},
            {"id": 8, "width": 6, "height": 4, "file_name": "b.jpg"},
            {"id": 8, "width": 6, "height": 4, "file_name": "c.jpg"},
            {"id": 10, "width": 6, "height": 4, "file_name": ""},
            {"id": True, "width": 6, "height": 4, "file_name": "d.jpg"},
            "g.jpg",
        ],
        "categories": [{"id": 3, "name": "coin"}, {"id": None, "name": "note"}],
        "annotations": [
            _annotation(),
            _annotation(image_id=6),
            _annotation(id=2, category_id=8),
            _annotation(id=3, segmentation=[[1, 1, 4, 1, 4, 3, 1]]),
            {"id": 5, "category_id": 3, "segmentation": [SQUARE]},
            _annotation(id=6, image_id=8),
        ],
    }
    doubtful = "which is not in the file or has a doubtful id"
    assert read_coco(_saved(tmp_path, document)).notes == (
        "left out because of an id that is used for something else, too: images[2] (id 8)",
        "left out because of a missing file_name: images[3] (id 10)",
        "left out because of id being True: images[4] (id True)",
        "left out because of a record that is no object: images[5]",
        "left out because of id being None: categories[1] (id None)",
        f"left out because of image '6', {doubtful}: annotations[1] (id 1)",
        f"left out because of category '8', {doubtful}: annotations[2] (id 2)",
        "left out because of a polygon with an odd number of coordinates (7): annotations[3] (id 3)",
        "left out because of a missing image_id: annotations[4] (id 5)",
        f"left out because of image '8', {doubtful}: annotations[5] (id 6)",
    )


@pytest.mark.parametrize(
    ("segmentation", "expected"),
    [
        ("polygon", "neither polygons nor run lengths"),
        ([["1", "x", "4", "1", "4", "3"]], "a coordinate is 'x', not a number"),
        ([[1.0, math.nan, 4.0, 1.0, 4.0, 3.0]], "a coordinate is nan, not a number"),
        ([[1.0, 1.0, 1e12, 1.0, 4.0, 3.0]], "a coordinate that is no place in an image"),
        ({"size": [4, 6]}, "run lengths are neither text nor a list of whole numbers"),
        ({"size": [4, 6], "counts": [1.5, 22.5]}, "a run length is 1.5, not a whole number"),
        ({"size": [6, 4], "counts": [24]}, "its run lengths are for 4 x 6, the photo is 6 x 4"),
        ({"size": [4, 6], "counts": [20, -4, 8]}, "run lengths are not counts of pixels"),
        ({"size": [4, 6], "counts": [20, 3]}, "run lengths cover 23 pixels, the image has 24"),
        ({"size": [4, 6], "counts": _compressed()[:-1]}, "run lengths cover 15 pixels, the image has 24"),
        ({"size": [4, 6], "counts": ""}, "run lengths cover 0 pixels, the image has 24"),
        ({"size": [4, 6], "counts": "o" * 1_000_000}, "run lengths end in the middle of a number"),
    ],
)
def test_a_segmentation_that_is_none_is_named(tmp_path: Path, segmentation: Any, expected: str) -> None:
    found = read_coco(_saved(tmp_path, _document(annotations=[_annotation(segmentation=segmentation)])))
    (note,) = found.notes
    assert expected in note and note.endswith("annotations[0] (id 1)")
    assert found.annotation_set.objects == ()


@pytest.mark.parametrize("document", [[], {}, _document(images=None), {"images": []}])
def test_a_document_of_another_kind(tmp_path: Path, document: Any) -> None:
    with pytest.raises(BadFile):
        read_coco(_saved(tmp_path, document))


@pytest.mark.parametrize("content", [b"", b'{"images": [', b"\xff\xfe\x00", b"[" * 100_000])
def test_a_file_that_is_not_json_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "coco.json"
    path.write_bytes(content)
    with pytest.raises(BadFile) as caught:
        read_coco(path)
    assert caught.value.problems[0].startswith("it is not JSON")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_coco(tmp_path / "coco.json")


def test_an_empty_data_set_is_one(tmp_path: Path) -> None:
    found = read_coco(_saved(tmp_path, {"images": [], "categories": [], "annotations": []}))
    assert found.notes == ()
    assert found.annotation_set == AnnotationSet((), (), ())
