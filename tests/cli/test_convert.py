"""`convert` as its user meets it: what it says of files without objects."""

import json
from pathlib import Path

import pytest

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
