"""`convert` as its user meets it: what it says of files without objects."""

import json
from pathlib import Path

import pytest
from PIL import Image

from vrp_core.cli.main import main

IMAGE = {"id": 1, "file_name": "a.png", "height": 8, "width": 10}


@pytest.mark.parametrize("images", [[], [IMAGE]])
def test_a_file_without_objects_is_converted_and_said_to_hold_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], images: list[dict]
) -> None:
    source = tmp_path / "empty.json"
    source.write_text(json.dumps({"images": images, "categories": [], "annotations": []}))
    assert main(["convert", str(source), str(tmp_path / "out.json")]) == 0
    out, err = capsys.readouterr()
    assert f"there are no objects in {source}" in err and f"0 objects on {len(images)} photo" in out
    assert len(json.loads((tmp_path / "out.json").read_text())["images"]) == len(images)


def test_a_file_with_objects_is_converted_without_a_word_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = {"id": 1, "image_id": 1, "category_id": 1, "segmentation": [[1, 1, 5, 1, 5, 5]]}
    content = {"images": [IMAGE], "categories": [{"id": 1, "name": "weed"}], "annotations": [one]}
    (tmp_path / "one.json").write_text(json.dumps(content))
    assert main(["convert", str(tmp_path / "one.json"), str(tmp_path / "out.json")]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("labelme", "no file of labelme's"),
        ("label-studio", "no file of Label Studio's"),
        ("yolo", "no file of YOLO's"),
        ("mask-png", "it is a file; name the folder"),
        ("index-png", "it is a file; name the folder"),
        ("datumaro", "no file of Datumaro's"),
        ("voc", "it is not XML"),
        ("cvat", "it is not XML"),
        ("sam", "no file of Segment Anything's"),
    ],
)
def test_a_file_of_another_format_than_was_said_is_refused_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, words: str
) -> None:
    source = tmp_path / "coco.json"
    source.write_text(json.dumps({"images": [IMAGE], "categories": [], "annotations": []}))
    (tmp_path / "a.txt").write_text("0 0.1 0.1 0.5 0.5")  # YOLO's, which nobody has named
    assert main(["convert", str(source), str(tmp_path / "out.json"), "--from", name]) == 1
    error = capsys.readouterr().err
    assert words in error and "it looks like coco, which --from coco reads" in error
    assert not (tmp_path / "out.json").exists()


def test_a_damaged_file_is_not_said_to_be_of_another_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.json").write_text("[1, 2]")
    for name in ("coco", "datumaro", "labelme"):
        assert main(["convert", str(tmp_path / "list.json"), str(tmp_path / "out.json"), "--from", name]) == 1
        assert "looks like" not in capsys.readouterr().err
    (tmp_path / "list.json").write_text("{")
    assert main(["convert", str(tmp_path / "list.json"), str(tmp_path / "out.json"), "--from", "coco"]) == 1
    assert capsys.readouterr().err.count("list.json") == 1


def test_a_file_of_which_every_object_is_left_out_is_refused_as_by_an_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = {"id": 1, "image_id": 1, "category_id": 1, "segmentation": [[1, 1, 5, 1, 5]]}
    content = {"images": [IMAGE], "categories": [{"id": 1, "name": "weed"}], "annotations": [odd]}
    (tmp_path / "odd.json").write_text(json.dumps(content))
    assert main(["convert", str(tmp_path / "odd.json"), str(tmp_path / "out.json")]) == 1
    assert "no usable annotations" in capsys.readouterr().err and not (tmp_path / "out.json").exists()


def test_photos_that_are_not_there_to_be_copied_are_named_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "coco.json"
    source.write_text(json.dumps({"images": [IMAGE], "categories": [], "annotations": []}))
    assert main(["convert", str(source), str(tmp_path / "out"), "--to", "labelme", "--photos", "copy"]) == 1
    error = capsys.readouterr().err
    assert "--images" in error and "a.png" in error and not (tmp_path / "out").exists()


@pytest.mark.parametrize("outside", ["{}/letter.png", "../letter.png"])
def test_a_file_outside_the_folder_that_a_stranger_names_is_never_copied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], outside: str
) -> None:
    (tmp_path / "letter.png").write_text("private")
    source = tmp_path / "given" / "coco.json"
    source.parent.mkdir()
    image = IMAGE | {"file_name": outside.format(tmp_path)}
    source.write_text(json.dumps({"images": [image], "categories": [], "annotations": []}))
    command = ["convert", str(source), str(tmp_path / "out"), "--photos", "copy", "--to"]
    for name in ("coco", "yolo-seg", "crops"):
        assert main([*command, name]) == 1
        assert "letter.png" in capsys.readouterr().err and not (tmp_path / "out").exists()


def test_objects_are_not_cut_out_of_a_photo_of_another_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = {"id": 1, "image_id": 1, "category_id": 1, "segmentation": [[6, 5, 9, 5, 9, 8]]}
    content = {"images": [IMAGE], "categories": [{"id": 1, "name": "weed"}], "annotations": [one]}
    (tmp_path / "one.json").write_text(json.dumps(content))
    Image.new("RGB", (5, 4)).save(tmp_path / "a.png")
    command = ["convert", str(tmp_path / "one.json"), str(tmp_path / "out"), "--to", "crops"]
    assert main(command) == 1
    assert "the annotations are of a photo 10 pixels wide and 8 high" in capsys.readouterr().err
    Image.new("RGB", (10, 8)).save(tmp_path / "a.png")
    assert main(command) == 0
