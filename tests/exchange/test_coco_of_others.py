"""COCO files of other tools, with an odd record each: what can be used comes in, the rest is noted."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from vrp_core.domain.annotations import Role
from vrp_core.domain.errors import BadFile
from vrp_core.domain.masks import decode
from vrp_core.exchange.project_import import Crowds, Imported, import_file
from vrp_core.images.reading import read_size
from vrp_core.project.project import NewImage, Project

SQUARE = [10, 10, 30, 10, 30, 30, 10, 30]
ELSEWHERE = [40, 10, 60, 10, 60, 30, 40, 30]
RUNS = [610, *[20, 40] * 19, 20, 3030]


@pytest.fixture
def project(tmp_path: Path):
    """Photos a.png and b.png of 80 x 60, turned.jpg lying on its side (EXIF 6), and names that tools change."""
    photos = tmp_path / "photos"
    names = ("a.png", "b.png", "IMG_7.PNG", "my photo (1).png", "s1/same.png", "s2/same.png", "Gro\u0308\u00dfe.png")
    for number, name in enumerate(names):
        (photos / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((60, 80, 3), number, np.uint8)).save(photos / name)
    exif = Image.Exif()
    exif[274] = 6
    Image.fromarray(np.zeros((60, 80, 3), np.uint8)).save(photos / "turned.jpg", exif=exif)
    files = sorted(path for path in photos.rglob("*") if path.is_file())
    with Project.create(tmp_path / "project") as project:
        project.images.add([NewImage(path, read_size(path), str(path)) for path in files])
        yield project


def document() -> dict[str, Any]:
    return {
        "images": [{"id": 1, "file_name": "a.png", "width": 80, "height": 60}],
        "annotations": [annotation()],
        "categories": [{"id": 1, "name": "thing", "supercategory": ""}],
    }


def annotation(**changes: Any) -> dict[str, Any]:
    own = {"id": 1, "image_id": 1, "category_id": 1, "segmentation": [SQUARE], "bbox": [10, 10, 20, 20], "iscrowd": 0}
    return {**own, **changes}


def imported(project: Project, values: Any, crowds: Crowds = Crowds.ONE_PART) -> Imported:
    path = project.folder.parent / "photos" / "set.json"
    path.write_text(json.dumps(values))
    result = import_file(project, path, Role.TRUTH, crowds=crowds)
    path.unlink()
    return result


def marked(project: Project) -> list[str]:
    return sorted(project.images.get(one.image_id).path[len("../photos/") :] for one in project.annotations.all())


Change = Callable[[dict[str, Any]], object]
ODD: dict[str, tuple[Change, int]] = {
    "annotation id twice": (lambda d: d["annotations"].append(annotation(segmentation=[ELSEWHERE])), 2),
    "category id is text": (
        lambda d: (d["categories"][0].update(id="1"), d["annotations"][0].update(category_id=1.0)),
        1,
    ),
    "category name is a number": (lambda d: d["categories"][0].update(name=5), 1),
    "category name is missing": (lambda d: d["categories"][0].pop("name"), 1),
    "category is null": (lambda d: d["annotations"].append(annotation(id=2, category_id=None)), 1),
    "image id is text": (lambda d: d["images"][0].update(id="1"), 1),
    "ids are uuids": (lambda d: (d["images"][0].update(id="9f-a"), d["annotations"][0].update(image_id="9f-a")), 1),
    "no list of annotations": (lambda d: d.pop("annotations"), 0),
    "no list of categories": (lambda d: d.pop("categories"), 1),
    "no size": (lambda d: (d["images"][0].pop("width"), d["images"][0].pop("height")), 1),
    "size 0": (lambda d: d["images"][0].update(width=0, height=0), 1),
    "size null": (lambda d: d["images"][0].update(width=None, height=None), 1),
    "size is text": (lambda d: d["images"][0].update(width="80", height="60"), 1),
    "size beyond all sense": (lambda d: d["images"][0].update(width=10**400, height=10**400), 1),
    "unknown image": (lambda d: d["annotations"].append(annotation(id=2, image_id=99)), 1),
    "unknown category": (lambda d: d["annotations"].append(annotation(id=2, category_id=99)), 1),
    "runs are floats": (
        lambda d: d["annotations"][0].update(
            segmentation={"size": [60.0, 80.0], "counts": [float(run) for run in RUNS]}
        ),
        1,
    ),
    "runs do not fill the image": (
        lambda d: d["annotations"].append(annotation(id=2, segmentation={"size": [60, 80], "counts": [610, 20]})),
        1,
    ),
    "runs are bytes as Python prints them": (
        lambda d: d["annotations"][0].update(segmentation={"size": [60, 80], "counts": "b'Pi0010'"}),
        0,
    ),
    "score is a list": (lambda d: d["annotations"][0].update(score=[0.9]), 1),
    "score is text": (lambda d: d["annotations"][0].update(score="high"), 1),
    "one flat polygon": (lambda d: d["annotations"][0].update(segmentation=SQUARE), 1),
    "a polygon of pairs": (
        lambda d: d["annotations"][0].update(segmentation=[[[10, 10], [30, 10], [30, 30], [10, 30]]]),
        1,
    ),
    "an odd number of coordinates": (lambda d: d["annotations"][0].update(segmentation=[SQUARE[:-1]]), 0),
    "one bad polygon of many": (
        lambda d: d["annotations"].extend(
            [annotation(id=2, segmentation=[SQUARE[:5]]), annotation(id=3, segmentation=[ELSEWHERE])]
        ),
        2,
    ),
    "another size": (
        lambda d: (
            d["images"].append({"id": 2, "file_name": "b.png", "width": 160, "height": 120})
            or d["annotations"].append(annotation(id=2, image_id=2))
        ),
        1,
    ),
    "another size without annotations": (
        lambda d: d["images"].append({"id": 2, "file_name": "b.png", "width": 160, "height": 120}),
        1,
    ),
    "crowd as text": (lambda d: d["annotations"][0].update(iscrowd="0"), 1),
    "crowd of one polygon": (lambda d: d["annotations"][0].update(iscrowd=1), 1),
    "a painted mask of CVAT's": (
        lambda d: d["annotations"][0].update(iscrowd=1, segmentation={"size": [60, 80], "counts": RUNS}),
        1,
    ),
    "a box without a region": (
        lambda d: d["annotations"].append(annotation(id=2, segmentation=[], bbox=[50, 50, -9, -9])),
        2,
    ),
    "a record that is no object": (lambda d: d["annotations"].append("annotation"), 1),
    "a number of 400 digits": (
        lambda d: d["annotations"].append(annotation(id=2, segmentation=[[10**400, 1, 2, 2, 3, 3]])),
        1,
    ),
    "image id of two images": (
        lambda d: d["images"].append({"id": 1, "file_name": "b.png", "width": 80, "height": 60}),
        0,
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_what_can_be_used_of_an_odd_file_comes_in(project: Project, name: str) -> None:
    values = document()
    change, expected = ODD[name]
    change(values)
    result = imported(project, values)
    assert result.annotations == expected == len(project.annotations.all())
    listed = len(values.get("annotations", []))
    assert expected == listed or result.notes  # nothing is missing without a word


def test_a_region_drawn_on_a_photo_lying_on_its_side_is_turned(project: Project) -> None:
    values = document()
    values["images"][0]["file_name"] = "turned.jpg"  # 80 x 60 in the file, 60 x 80 upright
    assert imported(project, values).annotations == 1
    (one,) = project.annotations.all()
    assert one.mask is not None
    expected = np.zeros((60, 80), dtype=bool)
    expected[10:30, 10:30] = True
    np.testing.assert_array_equal(decode(one.mask), np.rot90(expected, -1))


@pytest.mark.parametrize(
    ("name", "photo"),
    [
        ("img_7.png", "IMG_7.PNG"),
        ("images/cb0618f6-a.png", "a.png"),
        ("/data/local-files/?d=photos%2Fa.png", "a.png"),
        ("/data/upload/3/cb0618f6-my_photo.png", None),
        ("my%20photo%20(1).png", "my photo (1).png"),
        ("https://host/data/a.png?token=abc", "a.png"),
        ("s3://bucket/deep/a.png", "a.png"),
        ("C:\\Users\\me\\photos\\a.png", "a.png"),
        ("a.jpeg", "a.png"),
        ("a_png.rf.0123abcd.jpg", "a.png"),
        ("Gr\u00f6\u00dfe.png", "Gro\u0308\u00dfe.png"),
        ("s1/same.png", "s1/same.png"),
        ("S2/SAME.png", "s2/same.png"),
        ("same.png", None),
        ("nowhere.png", None),
    ],
)
def test_a_name_leads_to_the_photo_that_it_means(project: Project, name: str, photo: str | None) -> None:
    values = document()
    values["images"][0]["file_name"] = name
    result = imported(project, values)
    assert marked(project) == ([photo] if photo else [])
    assert bool(result.notes) == (photo is None)


def test_a_name_that_fits_two_photos_is_reported(project: Project) -> None:
    values = document()
    values["images"][0]["file_name"] = "same.png"
    (note,) = imported(project, values).notes
    assert "fitting 2 photos equally well (s1/same.png and s2/same.png)" in note


def test_an_image_that_is_listed_twice_has_all_its_objects(project: Project) -> None:
    values = document()
    values["images"].append({**values["images"][0], "id": 2})
    values["annotations"].append(annotation(id=2, image_id=2, segmentation=[ELSEWHERE]))
    assert imported(project, values).annotations == 2
    assert marked(project) == ["a.png", "a.png"]


@pytest.mark.parametrize(("crowds", "expected"), [(Crowds.ONE_PART, 1), (Crowds.ALL, 2), (Crowds.NONE, 0)])
def test_which_crowds_come_in_is_a_choice(project: Project, crowds: Crowds, expected: int) -> None:
    values = document()
    values["annotations"] = [annotation(iscrowd=1), annotation(id=2, iscrowd=1, segmentation=[SQUARE, ELSEWHERE])]
    assert imported(project, values, crowds).annotations == expected


def test_an_import_that_is_repeated_changes_nothing(project: Project) -> None:
    values = document()
    values["annotations"] += [
        annotation(id=2, segmentation=[ELSEWHERE]),
        annotation(id=3, segmentation=[], bbox=[1, 2, 3, 4]),
    ]
    first, second = imported(project, values), imported(project, values)
    assert (first.annotations, first.prompts, second.annotations, second.already_there) == (3, 1, 0, 3)
    assert len(project.annotations.all()) == 3
    assert second.number is None


def test_an_import_is_one_step_to_take_back_and_to_repeat(project: Project) -> None:
    project.labels.add("kept")
    result = imported(project, document())
    before = project.annotations.all()
    assert result.number == project.imports.last()
    taken = project.imports.take_back(result.number)
    assert project.annotations.all() == () and [label.name for label in project.labels.all()] == ["kept"]
    project.imports.bring_again(taken)
    assert project.annotations.all() == before and [label.name for label in project.labels.all()] == ["kept", "thing"]


def test_an_import_that_is_interrupted_leaves_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(prompts: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("vrp_core.project.imports.prompts_text", interrupt)
    with pytest.raises(KeyboardInterrupt):
        imported(project, document())
    assert project.annotations.all() == () and project.labels.all() == ()


@pytest.mark.parametrize("values", [[], {}, {"images": []}, {"annotations": [], "categories": []}, 5, {"images": {}}])
def test_a_file_that_is_none_of_coco_is_refused(project: Project, values: Any) -> None:
    with pytest.raises(BadFile):
        imported(project, values)
