"""Folders in which a file is damaged, foreign, or the only one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from vrp_core.domain.errors import BadFile
from vrp_core.exchange.found import Found
from vrp_core.exchange.readers import READERS, read_any

_SQUARE = [1, 1, 5, 1, 5, 5, 1, 5]


def _labelme(name: str) -> str:
    points = [[1, 1], [5, 1], [5, 5]]
    return json.dumps({"imagePath": f"{name}.png", "shapes": [{"label": "weed", "points": points}]})


def _voc(name: str) -> str:
    box = "<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>5</xmax><ymax>5</ymax></bndbox>"
    return f"<annotation><filename>{name}.png</filename><object><name>weed</name>{box}</object></annotation>"


def _coco(name: str) -> str:
    annotation = {"id": 1, "image_id": 1, "category_id": 1, "segmentation": [_SQUARE]}
    images = [{"id": 1, "file_name": f"{name}.png", "height": 8, "width": 10}]
    return json.dumps({"images": images, "categories": [{"id": 1, "name": "weed"}], "annotations": [annotation]})


def _datumaro(name: str) -> str:
    shape = {"type": "polygon", "label_id": 0, "points": _SQUARE}
    items = [{"id": name, "image": {"path": f"{name}.png", "size": [8, 10]}, "annotations": [shape]}]
    return json.dumps({"categories": {"label": {"labels": [{"name": "weed"}]}}, "items": items})


def _sam(name: str) -> str:
    image = {"file_name": f"{name}.png", "height": 8, "width": 10}
    return json.dumps({"image": image, "annotations": [{"segmentation": {"size": [8, 10], "counts": [0, 80]}}]})


KINDS = {
    "labelme": ("", ".json", _labelme),
    "voc": ("", ".xml", _voc),
    "coco": ("annotations", ".json", _coco),
    "datumaro": ("annotations", ".json", _datumaro),
    "sam": ("", ".json", _sam),
}


def _names(found: Found) -> list[str]:
    return sorted(found.images[item.image].name for item in found.objects)


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_among_others_is_noted_and_the_others_are_read(tmp_path: Path, kind: str) -> None:
    within, suffix, content = KINDS[kind]
    folder = tmp_path / within
    folder.mkdir(exist_ok=True)
    (folder / f"a{suffix}").write_text(content("c")[:-5])  # the first, by which a folder is recognised
    for name in "bc":
        (folder / f"{name}{suffix}").write_text(content(name))
    found = read_any(tmp_path)
    assert _names(found) == ["b.png", "c.png"]
    (note,) = found.notes
    assert note.startswith(f"left out, since it is not {suffix[1:].upper()}") and note.endswith(f"a{suffix}")


@pytest.mark.parametrize("kind", KINDS)
def test_the_only_file_of_a_folder_is_refused_where_it_is_damaged(tmp_path: Path, kind: str) -> None:
    within, suffix, content = KINDS[kind]
    folder = tmp_path / within
    folder.mkdir(exist_ok=True)
    (folder / f"a{suffix}").write_text(content("a")[:-5])
    with pytest.raises(BadFile):
        read_any(tmp_path, kind)


@pytest.mark.parametrize(
    "kind", sorted(READERS.keys() - {"cvat", "label-studio"})
)  # these name a file, which is not there
def test_a_folder_without_files_of_the_format_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(BadFile):
        read_any(tmp_path, kind)


def test_a_file_of_another_kind_beside_labelme_files_does_not_decide_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "a-settings.json").write_text('{"theme": "dark"}')
    (tmp_path / "b.json").write_text(_labelme("b"))
    assert _names(read_any(tmp_path)) == ["b.png"]


def _coco_of_two(folder: Path, second: str) -> Path:
    document = json.loads(_coco("a"))
    document["categories"].append({"id": 2, "name": second})
    (folder / "a.json").write_text(json.dumps(document))
    return folder / "a.json"


def _yolo_of_two(folder: Path, second: str) -> Path:
    (folder / "data.yaml").write_text(f"names: [weed, {second}]\n")
    (folder / "a.txt").write_text("0 0.1 0.1 0.5 0.1 0.5 0.5\n1 0.1 0.1 0.5 0.1 0.5 0.5\n")
    return folder


@pytest.mark.parametrize(
    ("write", "keys"), [(_coco_of_two, "id 1, id 2"), (_yolo_of_two, "class 0, class 1")], ids=["coco", "yolo"]
)
def test_kinds_of_one_name_are_said_to_become_one_label(
    tmp_path: Path, write: Callable[[Path, str], Path], keys: str
) -> None:
    assert read_any(write(tmp_path, "leaf")).notes == ()
    assert read_any(write(tmp_path, "weed")).notes == (
        f"made one label, because the names are the same: weed ({keys})",
    )
