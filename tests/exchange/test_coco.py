"""COCO files as pycocotools and its evaluation see them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from tests.exchange.sets_to_try import annotation_sets, one_image_set, special_set
from tests.masks_to_try import SPECIAL_MASKS, shown_masks
from vrp_core.domain.annotations import AnnotationSet
from vrp_core.domain.errors import BadFile
from vrp_core.domain.masks import Mask, area, bounding_box, decode, mask_iou
from vrp_core.exchange.coco import CocoOptions, SegmentationMode, read_coco, to_coco, verify_coco, write_coco
from vrp_core.exchange.coco_reading import malformed
from vrp_core.exchange.json_reading import text

MODES = list(SegmentationMode)
HOLED = SPECIAL_MASKS["island in a hole"]


def _written(annotation_set: AnnotationSet, folder: Path, **options: Any) -> Path:
    return write_coco(annotation_set, folder / "coco.json", CocoOptions(**options))


def _drawn(annotation_set: AnnotationSet) -> AnnotationSet:
    return replace(annotation_set, objects=tuple(item for item in annotation_set.objects if area(item.mask)))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a property."""
    return tmp_path_factory.mktemp("coco")


@pytest.mark.parametrize("mode", MODES)
@given(annotation_sets())
def test_a_set_comes_back_as_it_was(folder: Path, mode: SegmentationMode, annotation_set: AnnotationSet) -> None:
    path = _written(annotation_set, folder, segmentation=mode)
    verify_coco(path, annotation_set, polygon_iou=1.0)
    expected = _drawn(annotation_set)
    found = read_coco(path)
    assert malformed(path) == ()
    assert [image.file_name for image in found.annotation_set.images] == [one.file_name for one in expected.images]
    assert [image.size for image in found.annotation_set.images] == [image.size for image in expected.images]
    places = {image.id: place for place, image in enumerate(expected.images, start=1)}
    names = {label.id: text(label.name) or f"category {label.id}" for label in expected.labels}
    found_names = {label.id: label.name for label in found.annotation_set.labels}
    assert [
        (one.image_id, found_names[one.label_id], one.mask, one.is_crowd, one.score)
        for one in found.annotation_set.objects
    ] == [(places[one.image_id], names[one.label_id], one.mask, one.is_crowd, one.score) for one in expected.objects]


@pytest.mark.parametrize("mode", MODES)
def test_pycocotools_sees_the_masks(tmp_path: Path, mode: SegmentationMode) -> None:
    annotation_set = special_set()
    coco = COCO(str(_written(annotation_set, tmp_path, segmentation=mode)))
    assert sorted(coco.imgs) == [image.id for image in annotation_set.images]
    assert sorted(coco.cats) == [1, 2, 7]
    assert sorted(coco.anns) == list(range(1, len(annotation_set.objects) + 1))
    for number, item in enumerate(annotation_set.objects, start=1):
        record = coco.anns[number]
        np.testing.assert_array_equal(coco.annToMask(record), decode(item.mask))
        assert record["area"] == decode(item.mask).sum()
        assert record["bbox"] == list(bounding_box(item.mask))
        assert {type(value) for value in (record["area"], *record["bbox"])} == {float}


@pytest.mark.parametrize("mode", MODES)
def test_perfect_detections_score_a_perfect_ap(tmp_path: Path, mode: SegmentationMode) -> None:
    annotation_set = special_set()
    truth = COCO(str(_written(annotation_set, tmp_path, segmentation=mode)))
    detections = truth.loadRes(
        [{**truth.anns[number], "score": 1.0} for number in truth.anns]  # loadRes takes the ids away again
    )
    evaluation = COCOeval(truth, detections, "segm")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    assert evaluation.stats[0] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("mode", "name", "kind"),
    [
        (SegmentationMode.AUTO, "disc", list),
        (SegmentationMode.AUTO, "island in a hole", str),
        (SegmentationMode.POLYGON, "island in a hole", list),
        (SegmentationMode.RLE, "disc", str),
        (SegmentationMode.UNCOMPRESSED_RLE, "disc", list),
    ],
)
def test_the_mode_decides_how_a_region_is_written(mode: SegmentationMode, name: str, kind: type) -> None:
    document = to_coco(one_image_set(SPECIAL_MASKS[name]), CocoOptions(segmentation=mode))
    segmentation = document["annotations"][0]["segmentation"]
    polygons = isinstance(segmentation, list)
    assert polygons == (mode is SegmentationMode.POLYGON or (mode, name) == (SegmentationMode.AUTO, "disc"))
    assert isinstance(segmentation if polygons else segmentation["counts"], kind)


def test_the_way_of_writing_is_chosen_for_each_object(tmp_path: Path) -> None:
    records = to_coco(special_set())["annotations"]
    assert {isinstance(record["segmentation"], list) for record in records} == {True, False}


def test_a_crowd_is_written_as_run_lengths() -> None:
    annotation_set = one_image_set(SPECIAL_MASKS["disc"])
    crowd = replace(annotation_set, objects=(replace(annotation_set.objects[0], is_crowd=True),))
    (record,) = to_coco(crowd)["annotations"]
    assert record["iscrowd"] == 1
    assert isinstance(record["segmentation"]["counts"], str)


def test_scores_and_info_as_asked_for() -> None:
    annotation_set = special_set()
    assert [record["score"] for record in to_coco(annotation_set)["annotations"]] == [
        item.score for item in annotation_set.objects
    ]
    bare = to_coco(annotation_set, CocoOptions(scores=False, info={"year": "2024"}))
    assert not any("score" in record for record in bare["annotations"])
    assert bare["info"] == {"year": "2024"}
    unscored = replace(annotation_set, objects=(replace(annotation_set.objects[0], score=None),))
    assert "score" not in to_coco(unscored)["annotations"][0]


def test_objects_without_a_pixel_are_left_out_and_ids_have_no_gap(tmp_path: Path) -> None:
    annotation_set = one_image_set(np.zeros((4, 5), dtype=bool))
    drawn = one_image_set(np.ones((4, 5), dtype=bool)).objects[0]
    path = _written(replace(annotation_set, objects=(*annotation_set.objects, drawn)), tmp_path)
    assert [record["id"] for record in json.loads(path.read_text())["annotations"]] == [1]


@given(shown_masks(least_side=8), st.sampled_from([0.99, 0.995]), st.sampled_from(MODES))
def test_simplified_polygons_keep_their_iou(folder: Path, mask: Mask, floor: float, mode: SegmentationMode) -> None:
    annotation_set = one_image_set(mask)
    path = _written(annotation_set, folder, polygon_iou=floor, segmentation=mode)
    verify_coco(path, annotation_set, polygon_iou=floor)
    assert mask_iou(decode(read_coco(path).annotation_set.objects[0].mask), mask) >= floor


def test_simplifying_makes_files_smaller_and_measures_what_is_written(tmp_path: Path) -> None:
    values = np.random.default_rng(3).random((6, 6))
    annotation_set = one_image_set(cv2.resize(values, (300, 300), interpolation=cv2.INTER_CUBIC) > 0.6)
    exact = _written(annotation_set, tmp_path).stat().st_size
    path = _written(annotation_set, tmp_path, polygon_iou=0.99, segmentation=SegmentationMode.POLYGON)
    assert path.stat().st_size < exact / 4
    coco = COCO(str(path))
    assert coco.anns[1]["area"] == coco.annToMask(coco.anns[1]).sum() != area(annotation_set.objects[0].mask)


def test_the_file_is_ascii_and_nothing_else_is_left_behind(tmp_path: Path) -> None:
    path = _written(special_set(), tmp_path)
    path.read_text(encoding="ascii")
    assert list(tmp_path.iterdir()) == [path]


def test_checking_prints_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verify_coco(_written(special_set(), tmp_path), special_set())
    assert capsys.readouterr() == ("", "")


# --- the check finds what is wrong ------------------------------------------------------------------------------------


def _without_hole(records: list[dict[str, Any]]) -> None:
    records[6]["segmentation"] = [[2.0, 2.0, 7.0, 2.0, 7.0, 7.0, 2.0, 7.0]]


@pytest.mark.parametrize(
    ("key", "damage", "expected"),
    [
        ("images", lambda records: records.pop(), "image 11 leer/Größe 1.png 3 4 is missing"),
        ("images", lambda records: records[0].update(file_name="b.jpg"), "image 1 b.jpg 1 1 was not to be there"),
        ("categories", lambda records: records.pop(), "category 7 note  is missing"),
        ("annotations", lambda records: records.pop(), "annotation 10 is missing"),
        ("annotations", lambda records: records[2].update(id=99), "annotation 99 was not to be there"),
        ("annotations", lambda records: records[2].update(category_id=7), "annotation 3: category_id is 7, not 2"),
        ("annotations", lambda records: records[2].update(iscrowd=1), "annotation 3: iscrowd is 1, not 0"),
        ("annotations", lambda records: records[2].update(area=2.0), "annotation 3: area or bbox is not that of"),
        ("annotations", lambda records: records[2].pop("bbox"), "annotation 3: area or bbox is not that of"),
        ("annotations", lambda records: records[2].pop("iscrowd"), "annotation 3: iscrowd is None, not 0"),
        ("annotations", lambda records: records[2].pop("id"), "pycocotools misses 'id'"),
        ("annotations", lambda records: records[2].pop("image_id"), "a missing image_id: annotations[2] (id 3)"),
        (
            "images",
            lambda records: records[0].update(width=2, height=2),
            "annotation 1: its image is 2 x 2, its mask 1 x 1",
        ),
        ("annotations", _without_hole, "annotation 7: its region agrees with the mask to an IoU of 0.6800 only"),
    ],
)
def test_the_check_names_what_differs(tmp_path: Path, key: str, damage: Any, expected: str) -> None:
    path = _written(special_set(), tmp_path)
    document = json.loads(path.read_text())
    damage(document[key])
    path.write_text(json.dumps(document))
    with pytest.raises(BadFile) as caught:
        verify_coco(path, special_set())
    assert caught.value.path == path
    assert any(expected in problem for problem in caught.value.problems), caught.value.problems


def test_the_check_takes_run_lengths_to_the_pixel(tmp_path: Path) -> None:
    mask = np.ones((40, 40), dtype=bool)
    path = _written(one_image_set(mask), tmp_path, segmentation=SegmentationMode.RLE)
    mask[0, 0] = False
    with pytest.raises(BadFile, match=r"IoU of 0\.9994"):
        verify_coco(path, one_image_set(mask))


def test_the_check_names_ids_below_one(tmp_path: Path) -> None:
    annotation_set = one_image_set(HOLED)
    from_zero = AnnotationSet(
        tuple(replace(image, id=0) for image in annotation_set.images),
        tuple(replace(label, id=0) for label in annotation_set.labels),
        tuple(replace(item, image_id=0, label_id=0) for item in annotation_set.objects),
    )
    with pytest.raises(BadFile) as caught:
        verify_coco(_written(from_zero, tmp_path), from_zero)
    assert caught.value.problems == ("image 0: ids start at 1", "category 0: ids start at 1")
