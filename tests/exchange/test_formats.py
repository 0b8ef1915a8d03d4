"""The table of formats: each of them, whole."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.exchange.sets_to_try import annotation_sets, special_set
from vrp_core.domain.annotations import AnnotationSet
from vrp_core.exchange.coco import verify_coco
from vrp_core.exchange.formats import FORMATS

WITHOUT_PHOTOS = [name for name in FORMATS if name != "crops"]


def test_the_names_are_those_of_the_command_line() -> None:
    assert list(FORMATS) == [
        *("coco", "mask-png", "index-png", "yolo-seg", "labelme", "voc", "cvat", "datumaro", "geojson", "crops")
    ]
    assert all(one.name == name and one.sentence.endswith(".") for name, one in FORMATS.items())


@pytest.mark.parametrize("name", WITHOUT_PHOTOS)
def test_every_format_says_what_it_wrote(tmp_path: Path, name: str) -> None:
    written = FORMATS[name].write(special_set(), tmp_path, None)
    assert len(set(written)) == len(written)
    assert set(written) == {path for path in tmp_path.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", WITHOUT_PHOTOS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(annotation_sets())
def test_every_format_takes_every_set(tmp_path: Path, name: str, annotation_set: AnnotationSet) -> None:
    for path in FORMATS[name].write(annotation_set, tmp_path, None):
        assert path.is_file()
        assert tmp_path in path.resolve().parents


@pytest.mark.parametrize("name", WITHOUT_PHOTOS)
def test_an_empty_set_writes_only_the_files_that_list_what_there_is(tmp_path: Path, name: str) -> None:
    lists = {
        "coco": {"coco.json"},
        "mask-png": {"masks/labels.json"},
        "index-png": {"index/labels.json"},
        "yolo-seg": {"data.yaml"},
        "voc": {"labelmap.txt", "ImageSets/Main/default.txt", "ImageSets/Segmentation/default.txt"},
        "cvat": {"annotations.xml"},
        "datumaro": {"annotations/default.json"},
    }
    FORMATS[name].write(AnnotationSet((), (), ()), tmp_path, None)
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written == lists.get(name, set())


def test_coco_is_one_checked_file(tmp_path: Path) -> None:
    assert FORMATS["coco"].write(special_set(), tmp_path, None) == [tmp_path / "coco.json"]
    verify_coco(tmp_path / "coco.json", special_set())
