"""Exporting a project: a plan that counts, then files."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from tests.project.test_project import SIZE, found, square
from vrp_core.domain.annotations import ReviewStatus, Role
from vrp_core.domain.errors import BadFile
from vrp_core.domain.files import file_digest
from vrp_core.domain.reading import Reading
from vrp_core.exchange.export import ExportOptions, plan_export, write_export
from vrp_core.exchange.formats import FORMATS
from vrp_core.exchange.summary import left_out_sentences
from vrp_core.exchange.writing import Photos, SegmentationMode
from vrp_core.images.folder import look_through
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import NewImage, Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Photo a with a reference, photo b with a pending prediction of the same label."""
    with Project.create(tmp_path / "project") as project:
        files = [tmp_path / f"{name}.jpg" for name in "ab"]
        for number, file in enumerate(files):
            Image.new("RGB", (SIZE.width, SIZE.height), (number, 8, 7)).save(file)
        a, b = project.images.add([NewImage(file, SIZE, file_digest(file)) for file in files])
        label = project.labels.add("coin")
        project.annotations.add(a.id, label.id, [], square(1))
        project.passes.record(project.passes.start({}, [b.id]), b.id, [found(label.id, 0.8)])
        yield project


@pytest.mark.parametrize(
    ("include_pending", "include_references", "objects", "images", "left_out"),
    [
        (False, True, 1, 1, {"pending": 1}),
        (True, True, 2, 2, {}),
        (True, False, 1, 2, {"reference": 1}),
        (False, False, 0, 0, {"pending": 1, "reference": 1}),
    ],
)
def test_a_plan_counts_what_its_options_include(
    project: Project,
    include_pending: bool,
    include_references: bool,
    objects: int,
    images: int,
    left_out: dict[str, int],
) -> None:
    plan = plan_export(project, include_pending, include_references)
    assert (plan.summary.objects, plan.summary.images) == (objects, images)
    assert plan.exported.left_out == left_out


def test_a_photo_that_nobody_has_reviewed_is_named_and_left_out(project: Project) -> None:
    assert plan_export(project).exported.not_reviewed == ("b.jpg",)
    (found_mask,) = project.review.predictions()
    project.review.set_status([found_mask.id], ReviewStatus.REJECTED)
    plan = plan_export(project)
    assert plan.exported.not_reviewed == () and plan.summary.images_without_objects == ("b.jpg",)


def test_a_found_mask_that_a_person_drew_too_is_said_to_be_replaced(project: Project) -> None:
    (found_mask,) = project.review.predictions()
    project.review.set_status([found_mask.id], ReviewStatus.ACCEPTED)
    project.annotations.add(found_mask.image_id, found_mask.label_id, [], found_mask.mask, Role.TRUTH)
    left_out = plan_export(project).exported.left_out
    assert left_out_sentences(left_out) == ("1 found mask is replaced by your own",)


def test_an_export_over_a_photo_is_refused_whatever_is_asked_for(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"a photo")
    with pytest.raises(BadFile, match="photo of the project"):
        write_export(plan_export(project), tmp_path / "a.jpg", ExportOptions(replace=True))
    assert (tmp_path / "a.jpg").read_bytes() == b"a photo"


def test_a_photo_without_its_file_is_named_and_left_out(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes((tmp_path / "b.jpg").read_bytes() + b"another")
    plan = plan_export(project, include_pending=True)
    assert plan.exported.without_file == ("a.jpg",) and plan.exported.left_out == {"photo without its file": 1}
    assert [image.file_name for image in plan.exported.annotation_set.images] == ["b.jpg"]
    sentences = left_out_sentences(plan.exported.left_out, plan.exported.not_reviewed, plan.exported.without_file)
    assert "a.jpg" in sentences[0] and "1 object on a photo that is gone" in sentences[1]


def test_photos_are_copied_beside_a_split(project: Project, tmp_path: Path) -> None:
    options = ExportOptions("yolo-seg", photos=Photos.COPY, shares=(1, 1))
    write_export(plan_export(project, include_pending=True), tmp_path / "yolo", options)
    labels = {path.relative_to(tmp_path / "yolo/labels").with_suffix("") for path in tmp_path.rglob("labels/*/*.txt")}
    photos = {path.relative_to(tmp_path / "yolo/images").with_suffix("") for path in tmp_path.rglob("images/*/*.jpg")}
    assert labels == photos and {path.parent.name for path in labels} == {"train", "val"}
    description = (tmp_path / "yolo" / "data.yaml").read_text()
    assert description.startswith("train: images/train\nval: images/val\nnames:\n")


@pytest.mark.parametrize(
    "options", [ExportOptions(shares=(1, 1)), ExportOptions(photos=Photos.COPY), ExportOptions("labelme")]
)
@pytest.mark.parametrize("there", [False, True])
def test_a_folder_is_never_called_like_a_json_file(
    project: Project, tmp_path: Path, options: ExportOptions, there: bool
) -> None:
    out = tmp_path / "out.json"
    if there:
        out.write_text("{}")
    with pytest.raises(BadFile, match="name a folder, without"):
        write_export(plan_export(project, include_pending=True), out, replace(options, replace=True))
    assert out.exists() is there
    folder = write_export(plan_export(project, include_pending=True), tmp_path / "out", options).path
    assert len(list(folder.rglob("*.json"))) > 1


@pytest.mark.parametrize("photos", Photos)
def test_labelme_finds_the_photo_from_its_file(project: Project, tmp_path: Path, photos: Photos) -> None:
    folder = tmp_path / "deep" / "labelme"
    write_export(plan_export(project, include_pending=True), folder, ExportOptions("labelme", photos=photos))
    files = sorted(folder.glob("?.json"))
    assert len(files) == 2
    for file in files:
        assert (file.parent / json.loads(file.read_text())["imagePath"]).is_file()


def test_objects_are_cut_out_of_their_photos(project: Project, tmp_path: Path) -> None:
    folder = write_export(plan_export(project), tmp_path / "out", ExportOptions("crops")).path
    (file,) = folder.rglob("*.png")
    with Image.open(file) as picture:
        assert picture.mode == "RGBA" and picture.getchannel("A").getextrema()[1] == 255


def test_look_alikes_are_left_out_in_words(project: Project) -> None:
    image, label = project.images.all()[0], project.labels.all()[0]
    project.annotations.add(image.id, label.id, [], square(1), Role.NEGATIVE)
    left_out = plan_export(project).exported.left_out
    assert "1 look-alike is left out" in left_out_sentences(left_out)


def test_objects_are_cut_out_of_the_bands_that_were_chosen(tmp_path: Path) -> None:
    bands = np.zeros((4, *SIZE), dtype=np.uint8)
    bands[3] = 200
    tifffile.imwrite(tmp_path / "a.tif", bands, photometric="minisblack", planarconfig="separate")
    with Project.create(tmp_path / "project") as project:
        add_photos(project, [tmp_path / "a.tif"])
        (image,), label = project.images.all(), project.labels.add("coin")
        project.annotations.add(image.id, label.id, [], square(1))
        project.readings.choose(Reading((4, 1, 1)))
        folder = write_export(plan_export(project), tmp_path / "out", ExportOptions("crops")).path
    (file,) = folder.rglob("*.png")
    with Image.open(file) as picture:
        assert picture.getextrema()[:3] == ((200, 200), (0, 0), (0, 0))


@pytest.mark.parametrize("name", ["crops", "index-png", "mask-png", "voc"])
def test_exported_pictures_are_known_as_outputs_wherever_they_are_moved(
    project: Project, tmp_path: Path, name: str
) -> None:
    folder = write_export(plan_export(project), tmp_path / "out", ExportOptions(name)).path
    moved = tmp_path / "moved"
    moved.mkdir()
    pictures = [file.rename(moved / f"{number}.png") for number, file in enumerate(folder.rglob("*.png"))]
    assert pictures and set(look_through(moved).outputs) == set(pictures)


def test_coco_is_one_file_that_follows_the_options(project: Project, tmp_path: Path) -> None:
    plan = plan_export(project, include_pending=True)
    options = ExportOptions(segmentation=SegmentationMode.RLE, scores=False)
    plain = json.loads(write_export(plan, tmp_path / "plain.json").path.read_text())["annotations"]
    other = json.loads(write_export(plan, tmp_path / "other.json", options).path.read_text())["annotations"]
    assert [one.get("score") for one in plain] == [None, 0.8] and [one.get("score") for one in other] == [None, None]
    assert [type(one["segmentation"]) for one in plain] == [list, list]
    assert [type(one["segmentation"]) for one in other] == [dict, dict]


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"coco", "crops"}))
def test_every_other_format_fills_a_folder(project: Project, tmp_path: Path, name: str) -> None:
    folder = write_export(plan_export(project), tmp_path / "out", ExportOptions(name)).path
    assert folder == tmp_path / "out" and any(path.is_file() for path in folder.rglob("*"))
