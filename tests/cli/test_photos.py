"""Photos as people really have them, through the command line: renamed, replaced, deleted, odd and unreadable."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from vrp_core.cli.main import main
from vrp_core.domain.annotations import Scores
from vrp_core.domain.assets import asset
from vrp_core.domain.errors import ImageUnreadable
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import encode
from vrp_core.domain.reading import reading_of
from vrp_core.images.reading import read_image
from vrp_core.project.project import NewImage, NewPrediction, Project


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(1, 5):
        save(folder / f"img_{number}.png", number)
    return folder


def save(path: Path, number: int, width: int = 80) -> None:
    Image.new("RGB", (width, 60), (number * 40, 90, 200 - number * 30)).save(path)


def command(*words: object) -> int:
    return main(["project", *map(str, words)])


@pytest.fixture
def project(tmp_path: Path, photos: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "project"
    assert command("new", folder, "--images", photos) == 0
    marked = command("annotate", folder, "img_2.png", "--label", "a", "--box", "10,10,30,30", "--no-sharpen", "--truth")
    assert marked == 0
    capsys.readouterr()
    return folder


def exported(project: Path, out: Path) -> dict[str, int]:
    """The photos of an export: name -> how many objects."""
    assert command("export", project, "--out", out, "--include-pending") == 0
    content = json.loads(out.read_text())
    objects = [one["image_id"] for one in content["annotations"]]
    return {image["file_name"]: objects.count(image["id"]) for image in content["images"]}


def test_add_images_after_renumbering_annotation_is_on_its_picture(
    tmp_path: Path, photos: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(4, 0, -1):
        (photos / f"img_{number}.png").rename(photos / f"img_{number + 1}.png")
    save(photos / "img_1.png", 0)
    assert command("add-images", project, photos) == 0
    out = capsys.readouterr().out
    assert "1 photo added, 5 in the project" in out and "img_2.png is ../photos/img_3.png now" in out
    assert exported(project, tmp_path / "c.json") == {f"img_{n}.png": int(n == 3) for n in range(1, 6)}


@pytest.mark.parametrize("width", [80, 100])
def test_replaced_photo_is_reported_everywhere_and_never_exported_with_old_annotations(
    tmp_path: Path, photos: Path, project: Path, capsys: pytest.CaptureFixture[str], width: int
) -> None:
    save(photos / "img_2.png", 6, width)
    assert command("status", project) == 0
    assert "1 photo whose file holds another picture" in capsys.readouterr().out
    assert "img_2.png" not in exported(project, tmp_path / "before.json")
    assert "img_2.png" in capsys.readouterr().out
    assert command("add-images", project, photos) == 1
    assert "img_2.png holds another picture now" in capsys.readouterr().out
    assert exported(project, tmp_path / "after.json")["img_2.png"] == 0
    sizes = {one["file_name"]: one["width"] for one in json.loads((tmp_path / "after.json").read_text())["images"]}
    assert sizes["img_2.png"] == width


def test_deleted_photo_is_reported_and_not_exported(
    tmp_path: Path, photos: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (photos / "img_2.png").unlink()
    for words in (("status", project), ("add-images", project, photos)):
        assert command(*words) == 0
        assert "1 photo without a file" in capsys.readouterr().out
    assert sum(exported(project, tmp_path / "c.json").values()) == 0
    assert "1 photo whose file is gone" in capsys.readouterr().out
    assert command("status", project, "--json") == 0
    assert json.loads(capsys.readouterr().out)["missing"] == ["../photos/img_2.png"]


def test_brighter_photo_keeps_annotations_when_asked(tmp_path: Path, photos: Path, project: Path) -> None:
    save(photos / "img_2.png", 6)
    assert command("add-images", project, photos, "--keep-annotations") == 0
    assert exported(project, tmp_path / "c.json")["img_2.png"] == 1


def test_what_is_one_is_said_as_one(tmp_path: Path, photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "p"
    mark = ("annotate", folder, "img_1.png", "--box", "10,10,30,30", "--no-sharpen", "--label")
    assert command("new", folder, "--images", photos / "img_1.png") == 0
    assert command(*mark, "a", "--truth") == command(*mark, "b", "--negative") == 0
    assert command("status", folder) == 0
    assert command("export", folder, "--out", tmp_path / "a.json", "--include-pending") == 0
    out = capsys.readouterr().out
    assert "1 photo added, 1 in the project" in out and "a.json: 1 object on 1 photo\n" in out
    assert "1 photo, labels: a, b\n0 references, 1 other annotation, 1 look-alike\n" in out


def test_skipped_files_and_several_pages_are_reported(
    tmp_path: Path, photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (photos / "film.mp4").touch()
    tifffile.imwrite(photos / "pages.tif", np.zeros((3, 10, 12, 3), dtype=np.uint8), photometric="rgb")
    assert command("new", tmp_path / "p", "--images", photos) == 0
    out = capsys.readouterr().out
    assert "5 photos added" in out and "left out: 1 file that cannot be read as photos" in out
    assert "film.mp4" in out and "pages.tif holds 3 pictures; the first one is taken" in out


@pytest.mark.parametrize("content", [None, b"no photo"])
def test_folder_without_a_readable_photo_leaves_no_project(tmp_path: Path, content: bytes | None) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    if content is not None:
        (folder / "a.jpg").write_bytes(content)
    assert command("new", tmp_path / "p", "--images", folder) == 1
    assert not (tmp_path / "p").exists()


def test_exports_beside_the_photos_do_not_come_in_as_photos(
    photos: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("mask-png", "index-png"):
        assert command("export", project, "--format", kind, "--out", photos / kind, "--include-pending") == 0
    capsys.readouterr()
    assert command("add-images", project, photos) == 0
    assert "0 photos added, 4 in the project" in capsys.readouterr().out


def test_pictures_choice_is_kept_and_printed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("pictures", project, "--window", "1,99") == 0
    assert command("pictures", project, "img_1.png", "--bands", "3,2,1") == 0
    capsys.readouterr()
    assert command("pictures", project) == 0
    out = capsys.readouterr().out
    assert "all photos: window=1,99" in out and "img_1.png: bands=3,2,1" in out
    with Project.open(project, writable=False) as opened:
        assert [one.reading for one in opened.images.all()] == ["bands=3,2,1", *["window=1,99"] * 3]
    assert command("pictures", project, "--window", "99,1") == 2


def test_bands_that_a_photo_does_not_have_are_refused_or_told_as_such(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("pictures", project, "img_1.png", "--bands", "9,9,9") == 1
    assert "img_1.png: it has 3 bands, band 9 was asked for; choose others" in capsys.readouterr().err
    with Project.open(project, writable=False) as opened:
        assert {one.reading for one in opened.images.all()} == {""}
    assert command("pictures", project, "--bands", "9,9,9") == 0  # of all photos, some may have them
    capsys.readouterr()
    with Project.open(project, writable=False) as opened, pytest.raises(ImageUnreadable) as caught:
        image = opened.images.all()[0]
        read_image(opened.images.file_of(image), reading_of(image.reading))
    assert caught.value.reason == "it has 3 bands, band 9 was asked for; choose others"  # not that it is damaged
    assert command("pictures", project, "--reset") == 0


@pytest.mark.parametrize("point", ["nan,1", "1", "1,2,3", "inf,0", "a,b"])
def test_a_point_that_is_none_is_wrong_usage(project: Path, capsys: pytest.CaptureFixture[str], point: str) -> None:
    assert command("annotate", project, "img_1.png", "--label", "a", "--point", point, "--no-sharpen") == 2
    assert "is not 2 numbers" in capsys.readouterr().err


def test_blank_label_is_refused_and_a_newline_becomes_a_space(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = ["--box", "1,1,9,9", "--no-sharpen"]
    assert command("annotate", project, "img_1.png", "--label", "  \n", *mark) == 1
    assert "is not a label name" in capsys.readouterr().err
    assert command("annotate", project, "img_1.png", "--label", "red\ncar :car:", *mark) == 0
    assert "red car :car:" in capsys.readouterr().out


def test_mask_of_several_values_is_asked_about(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = np.zeros((60, 80), dtype=np.uint8)
    numbers[5:20, 5:20], numbers[30:50, 30:50] = 1, 2
    Image.fromarray(numbers).save(tmp_path / "m.png")
    mark = ["annotate", project, "img_1.png", "--label", "a", "--mask", tmp_path / "m.png", "--no-sharpen"]
    assert command(*mark) == 1
    assert "1 (225 pixels), 2 (400 pixels)" in capsys.readouterr().err
    assert command(*mark, "--mask-value", "2") == 0


def test_a_photograph_in_place_of_a_mask_is_refused_and_nothing_stored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = asset("episodes", "images", "cup-1.jpg")
    folder = tmp_path / "p"
    assert command("new", folder, "--images", photo.parent) == 0
    assert command("annotate", folder, "cup-1.jpg", "--label", "cup", "--mask", photo, "--no-sharpen") == 1
    assert "cup-1.jpg cannot be used:\n  it is a photograph, not a mask" in capsys.readouterr().err
    with Project.open(folder, writable=False) as opened:
        assert not opened.annotations.all() and not opened.labels.all()


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (Image.new("L", (60, 80), 255), "it must be 80 pixels wide and 60 high, as the photo is"),
        (Image.new("L", (80, 60)), "The mask is empty"),
        (None, "it cannot be read as a mask: the file does not exist"),
    ],
    ids=["size", "empty", "missing"],
)
def test_a_mask_that_does_not_fit_is_refused_with_what_is_wrong(
    tmp_path: Path,
    project: Path,
    capsys: pytest.CaptureFixture[str],
    picture: Image.Image | None,
    words: str,
) -> None:
    mask = tmp_path / "mask.png"
    if picture is not None:
        picture.save(mask)
    with Project.open(project) as opened:
        image, label = opened.images.all()[0], opened.labels.add("a")
        whole = encode(np.ones((60, 80), dtype=bool))
        found = NewPrediction(label.id, 0, whole, Scores(0.9, 0.9, None, 0.5), absent=False)
        (stored,) = opened.passes.record(opened.passes.start({}, [image.id]), image.id, [found])
    for words_of in (
        ["annotate", project, "img_1.png", "--label", "a", "--mask", mask, "--no-sharpen"],
        ["review", project, "edit", stored.id, "--mask", mask],
    ):
        assert command(*words_of) == 1
        assert words in capsys.readouterr().err
    with Project.open(project, writable=False) as opened:
        assert opened.review.prediction(stored.id).mask == whole and len(opened.annotations.all()) == 1


def test_an_exception_of_a_library_that_is_no_exception_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Panic(BaseException):
        pass

    def panic(args: object) -> int:
        raise Panic("native code gave up")

    monkeypatch.setattr("platformdirs.user_log_dir", lambda *_: str(tmp_path / "logs"))
    monkeypatch.setattr("vrp_core.cli.project.run", panic)
    assert command("status", tmp_path) == 1
    assert "native code gave up" in capsys.readouterr().err


def test_copied_project_still_knows_its_photos(tmp_path: Path, photos: Path, project: Path) -> None:
    """Every stamp of the files is another one then."""
    shutil.copytree(tmp_path / "photos", tmp_path / "copy" / "photos")
    shutil.copytree(project, tmp_path / "copy" / "project")
    with Project.open(tmp_path / "copy" / "project", writable=False) as opened:
        assert opened.images.check_files().ids == frozenset()


def test_an_import_of_which_nothing_can_be_used_fails(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = {"id": 1, "image_id": 1, "category_id": 1, "segmentation": [[1, 1, 5, 1, 5]]}
    images = [{"id": 1, "file_name": "img_1.png", "height": 60, "width": 80}]
    content = {"images": images, "categories": [{"id": 1, "name": "a"}], "annotations": [odd]}
    file = tmp_path / "odd.json"
    file.write_text(json.dumps(content))
    assert command("import", project, file) == 1
    assert "odd number of coordinates (5)" in capsys.readouterr().out
    file.write_text(json.dumps(content | {"annotations": []}))  # nothing to use, nothing left out
    assert command("import", project, file) == 0


def test_a_list_that_is_not_shown_in_a_terminal_names_every_photo_whole_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"{'a long name ' * 15}.png"
    save(tmp_path / name, 1)
    with Project.create(tmp_path / "project") as project:
        image = project.images.add([NewImage(tmp_path / name, Size(60, 80), "1")])[0]
        label, mask = project.labels.add("coin"), encode(np.ones((60, 80), dtype=bool))
        found = NewPrediction(label.id, 0, mask, Scores(0.9, 0.9, None, 0.5), absent=False)
        project.passes.record(project.passes.start({}, [image.id]), image.id, [found])
    assert command("review", tmp_path / "project", "list") == 0
    assert sum(name in line and "pending" in line for line in capsys.readouterr().out.splitlines()) == 1
