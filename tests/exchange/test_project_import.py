"""Annotations of a COCO file on the photos of a project: which photo is which."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from vrp_core.domain.annotations import Role
from vrp_core.domain.errors import LabelBlank
from vrp_core.domain.geometry import Size
from vrp_core.exchange.project_import import import_file
from vrp_core.project.imports import NewAnnotation
from vrp_core.project.project import NewImage, Project

SIZE = Size(8, 10)
CROWD = {"counts": [0, 80], "size": [8, 10]}


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "project") as project:
        names = ("a/0.jpg", "a/1.jpg", "b/0.jpg", "only.jpg")
        project.images.add([NewImage(tmp_path / "photos" / name, SIZE, name) for name in names])
        yield project


def coco_file(folder: Path, names: list[str], crowds: int = 0) -> Path:
    """One square on each photo, the file and the photo of equal number; and crowds on the first."""
    shape = [[1, 1, 5, 1, 5, 5, 1, 5]]
    objects = [{"image_id": number, "segmentation": shape, "iscrowd": 0} for number in range(1, len(names) + 1)]
    objects += [{"image_id": 1, "segmentation": CROWD, "iscrowd": 1}] * crowds
    shared = {"category_id": 1, "area": 16, "bbox": [1, 1, 4, 4]}
    content = {
        "images": [{"id": n, "file_name": name, "height": 8, "width": 10} for n, name in enumerate(names, start=1)],
        "categories": [{"id": 1, "name": "thing"}],
        "annotations": [{"id": n, **shared, **one} for n, one in enumerate(objects, start=1)],
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "set.json"
    path.write_text(json.dumps(content))
    return path


def marked(project: Project) -> list[str]:
    return sorted(
        Path(project.images.get(one.image_id).path).as_posix()[len("../photos/") :] for one in project.annotations.all()
    )


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a/0.jpg", "b/0.jpg"], ["a/0.jpg", "b/0.jpg"]),  # the folder tells photos of one name apart
        (["elsewhere/1.jpg", "deep/down/only.jpg"], ["a/1.jpg", "only.jpg"]),  # moved, but no other has that name
        (["0.jpg"], []),  # either of two
        (["a/1.jpg", "c/1.jpg"], ["a/1.jpg"]),  # c's is another photo, which is not in the project
        (["c/1.jpg", "d/1.jpg"], []),  # one of them may be it
        (["nowhere.jpg"], []),
    ],
)
@pytest.mark.parametrize("folder", ["photos", "download"])
def test_each_object_is_on_its_own_photo_or_on_none(
    project: Project, tmp_path: Path, folder: str, names: list[str], expected: list[str]
) -> None:
    result = import_file(project, coco_file(tmp_path / folder, names), Role.TRUTH)
    assert marked(project) == expected
    assert (result.annotations, result.images) == (len(expected), len(expected))
    assert result.left_out == len(names) - len(expected)


def test_a_path_of_the_photos_own_folder_is_exact(project: Project, tmp_path: Path) -> None:
    import_file(project, coco_file(tmp_path / "photos" / "b", ["0.jpg"]), Role.REFERENCE)
    assert marked(project) == ["b/0.jpg"]


def test_a_photo_that_is_not_in_the_project_is_noted_with_how_many_objects_it_has(
    project: Project, tmp_path: Path
) -> None:
    result = import_file(project, coco_file(tmp_path / "photos", ["only.jpg", "gone.jpg"]), Role.TRUTH)
    assert result.notes == ("left out because of a photo that is not in the project: gone.jpg (1 object)",)
    assert (result.annotations, result.left_out) == (1, 1)


def test_labels_are_stored_as_names_in_one_line(project: Project, tmp_path: Path) -> None:
    for folder in ("new\nline", "  "):
        (tmp_path / "masks" / folder).mkdir(parents=True)
        Image.new("1", SIZE[::-1], 1).save(tmp_path / "masks" / folder / "only.png")
    import_file(project, tmp_path / "masks", Role.TRUTH)
    assert {label.name for label in project.labels.all()} == {"new line", "label without a name"}
    odd = NewAnnotation(project.images.all()[0].id, "a\tb ", (), None, Role.TRUTH)
    project.imports.add([odd], "test")
    assert project.labels.get("a b").id == project.annotations.all()[-1].label_id
    with pytest.raises(LabelBlank):
        project.imports.add([replace(odd, label=" ")], "test")
