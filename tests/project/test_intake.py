"""Photos and their annotations when files are renamed, swapped, replaced, copied, moved and deleted; real files."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrp_core.domain.annotations import ReviewStatus, Scores
from vrp_core.domain.files import file_digest, file_stamp
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import encode
from vrp_core.domain.prompts import PointPrompt
from vrp_core.project.intake import Intake, NewImage
from vrp_core.project.passes import NewPrediction
from vrp_core.project.project import Project

SIZE = Size(8, 10)


def write(folder: Path, contents: dict[str, str]) -> None:
    """Files with these contents; all others of the folder go."""
    for old in [path for path in folder.rglob("*") if path.is_file()]:
        old.unlink()
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


def new(path: Path, size: Size = SIZE) -> NewImage:
    return NewImage(path, size, file_digest(path), file_stamp(path))


class Album:
    """A folder of files and a project of them."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "photos"
        self.folder.mkdir(parents=True)
        self.project = Project.create(root / "project")

    def add(self, contents: dict[str, str], size: Size = SIZE, keep_annotations: bool = False) -> Intake:
        """The folder holds these files now, and is added."""
        write(self.folder, contents)
        return self.project.images.take_in([new(self.folder / name, size) for name in contents], keep_annotations)

    def annotate(self, names: Sequence[str]) -> None:
        """A mark on each, whose place says which content it belongs to."""
        label = self.project.labels.add("a")
        for name in names:
            image = self.project.images.find(self.folder / name)
            self.project.annotations.add(image.id, label.id, [PointPrompt(len(self.content(name)), 1)])

    def content(self, name: str) -> str:
        return (self.folder / name).read_text()

    def marked(self) -> dict[str, int]:
        """Stored name -> which content its mark belongs to."""
        images = {image.id: image for image in self.project.images.all()}
        found = {}
        for one in self.project.annotations.all():
            (prompt,) = one.prompts
            assert isinstance(prompt, PointPrompt)
            found[images[one.image_id].path.removeprefix("../photos/")] = int(prompt.x)
        return found

    def names(self) -> list[str]:
        return [image.path.removeprefix("../photos/") for image in self.project.images.all()]


@pytest.fixture
def album(tmp_path: Path):
    album = Album(tmp_path)
    yield album
    album.project.close()


def test_add_renumbered_photos_annotation_follows_its_picture(album: Album) -> None:
    album.add({"1.jpg": "x", "2.jpg": "xx", "3.jpg": "xxx"})
    album.annotate(["2.jpg"])
    result = album.add({"1.jpg": "new", "2.jpg": "x", "3.jpg": "xx", "4.jpg": "xxx"})
    assert album.marked() == {"3.jpg": 2}
    assert album.names() == ["1.jpg", "2.jpg", "3.jpg", "4.jpg"]
    assert (result.added, len(result.moved), result.renewed, result.replaced) == (1, 3, (), ())


def test_add_swapped_names_annotations_swap_too(album: Album) -> None:
    album.add({"a.jpg": "x", "b.jpg": "xx"})
    album.annotate(["a.jpg", "b.jpg"])
    result = album.add({"a.jpg": "xx", "b.jpg": "x"})
    assert album.marked() == {"a.jpg": 2, "b.jpg": 1}
    assert result.added == 0 and len(result.moved) == 2


def test_add_first_photo_deleted_and_the_rest_renumbered_nothing_is_lost(album: Album) -> None:
    album.add({"1.jpg": "x", "2.jpg": "xx", "3.jpg": "xxx"})
    album.annotate(["1.jpg", "2.jpg", "3.jpg"])
    result = album.add({"1.jpg": "xx", "2.jpg": "xxx"})
    (replaced,) = result.replaced
    assert replaced[0] == "../photos/1.jpg" and "1 (earlier " in replaced[1]
    assert album.marked() == {"1.jpg": 2, "2.jpg": 3, replaced[1].removeprefix("../photos/"): 1}
    album.add({"1.jpg": "x", "2.jpg": "xx", "3.jpg": "xxx"})  # it comes back from a backup
    assert album.marked() == {"1.jpg": 1, "2.jpg": 2, "3.jpg": 3}


def test_add_copies_moved_together_keep_their_own_annotations(album: Album) -> None:
    album.add({"b/1.jpg": "x", "b/2.jpg": "x", "a/1.jpg": "x", "c.jpg": "other"})
    before = {image.path.removeprefix("../photos/"): image.id for image in album.project.images.all()}
    album.add({"new/a/1.jpg": "x", "new/b/1.jpg": "x", "new/b/2.jpg": "x", "c.jpg": "other"})
    after = {image.path.removeprefix("../photos/"): image.id for image in album.project.images.all()}
    assert {name.removeprefix("new/"): image_id for name, image_id in after.items()} == before


def test_add_copies_renamed_together_keep_their_order(album: Album) -> None:
    album.add({"img_9.jpg": "x", "img_10.jpg": "x", "img_11.jpg": "x"})
    before = [image.id for image in album.project.images.all()]
    album.add({"photo_099.jpg": "x", "photo_100.jpg": "x", "photo_101.jpg": "x"})
    assert [image.id for image in album.project.images.all()] == before
    assert album.names() == ["photo_099.jpg", "photo_100.jpg", "photo_101.jpg"]


def test_add_second_copy_of_a_photo_that_is_still_there_is_a_new_photo(album: Album) -> None:
    album.add({"a.jpg": "x"})
    album.annotate(["a.jpg"])
    (album.folder / "b.jpg").write_text("x")
    result = album.project.images.take_in([new(album.folder / "b.jpg")])
    assert (result.added, result.moved) == (1, ()) and album.marked() == {"a.jpg": 1}


def test_add_photo_moved_while_another_picture_took_its_name_is_moved(album: Album) -> None:
    album.add({"a.jpg": "x"})
    album.annotate(["a.jpg"])
    write(album.folder, {"a.jpg": "another", "b.jpg": "x"})
    result = album.project.images.take_in([new(album.folder / "b.jpg")])  # a.jpg is not among the files
    assert album.marked() == {"b.jpg": 1} and result.added == 0


@pytest.mark.parametrize("size", [SIZE, Size(4, 5)])
def test_add_new_picture_under_the_name_of_an_annotated_one_is_a_photo_of_its_own(album: Album, size: Size) -> None:
    album.add({"a.jpg": "x"})
    album.annotate(["a.jpg"])
    result = album.add({"a.jpg": "another"}, size)
    ((_, kept_as),) = result.replaced
    assert result.added == 1 and album.marked() == {kept_as.removeprefix("../photos/"): 1}
    found = album.project.images.find(album.folder / "a.jpg")
    assert found.size == size and album.project.annotations.all(found.id) == ()
    assert [one.path for one in album.project.images.check_files().missing] == [kept_as]


def test_add_new_picture_that_is_the_same_scene_keeps_annotations_when_asked(album: Album) -> None:
    album.add({"a.jpg": "x", "b.jpg": "xx"})
    album.annotate(["a.jpg", "b.jpg"])
    result = album.add({"a.jpg": "brighter", "b.jpg": "xx"}, keep_annotations=True)
    assert result.renewed == ("../photos/a.jpg",) and album.marked() == {"a.jpg": 1, "b.jpg": 2}
    result = album.add({"a.jpg": "smaller", "b.jpg": "xx"}, Size(4, 5), keep_annotations=True)
    assert len(result.replaced) == 1 and "a.jpg" not in album.marked()


def test_add_new_picture_under_the_name_of_one_nobody_worked_on_takes_its_place(album: Album) -> None:
    album.add({"a.jpg": "x", "b.jpg": "y"})
    image, other = album.project.images.all()
    label = album.project.labels.add("a")
    pass_id = album.project.passes.start({}, [image.id, other.id])
    found = NewPrediction(label.id, 0, encode(np.ones(SIZE, dtype=bool)), Scores(1, 1, 1, 1), False)
    for _ in range(2):
        album.project.passes.record(pass_id, image.id, [found])
    result = album.add({"a.jpg": "another", "b.jpg": "y"}, Size(4, 5))
    assert result.renewed == ("../photos/a.jpg",) and album.names() == ["a.jpg", "b.jpg"]
    assert album.project.review.predictions() == ()  # it was of the picture before
    assert album.project.passes.replaced(image.id) == ()
    assert album.project.passes.remaining(pass_id) == (image.id, other.id)


def test_add_new_picture_under_the_name_of_one_with_a_decision_keeps_the_decision(album: Album) -> None:
    album.add({"a.jpg": "x"})
    image, label = album.project.images.all()[0], album.project.labels.add("a")
    pass_id = album.project.passes.start({}, [image.id])
    mask = encode(np.ones(SIZE, dtype=bool))
    (one,) = album.project.passes.record(
        pass_id, image.id, [NewPrediction(label.id, 0, mask, Scores(1, 1, 1, 1), False)]
    )
    album.project.review.set_status([one.id], ReviewStatus.ACCEPTED)
    assert len(album.add({"a.jpg": "another"}).replaced) == 1
    assert [prediction.image_id for prediction in album.project.review.predictions()] == [image.id]


def test_check_files_names_deleted_and_replaced_photos(album: Album) -> None:
    album.add({"a.jpg": "x", "b.jpg": "xx", "c.jpg": "xxx"})
    assert album.project.images.check_files().ids == frozenset()
    (album.folder / "a.jpg").unlink()
    (album.folder / "b.jpg").write_text("another")
    report = album.project.images.check_files()
    assert [one.path for one in report.missing] == ["../photos/a.jpg"]
    assert [one.path for one in report.changed] == ["../photos/b.jpg"]


def test_check_files_sees_a_swap_of_files_of_one_size_and_time(album: Album) -> None:
    album.add({"a.jpg": "x", "b.jpg": "y"})
    one, other = album.folder / "a.jpg", album.folder / "b.jpg"
    for path in (one, other):
        os.utime(path, (1, 1))
    album.project.images.take_in([new(one), new(other)])
    one.rename(album.folder / "t")
    other.rename(one)
    (album.folder / "t").rename(other)
    assert len(album.project.images.check_files().changed) == 2


def test_check_files_reads_nothing_while_the_stamp_is_the_same(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    album.add({"a.jpg": "x"})
    monkeypatch.setattr("vrp_core.project.photo_files.file_digest", lambda path: pytest.fail(f"{path} was read"))
    assert album.project.images.check_files().ids == frozenset()


def test_undisputed_are_the_files_whose_place_no_other_file_can_change(album: Album) -> None:
    album.add({"a.jpg": "x", "b.jpg": "xx", "c.jpg": "xxx"})
    write(album.folder, {"a.jpg": "x", "b.jpg": "another", "d.jpg": "xxx", "e.jpg": "new"})
    files = [new(album.folder / name) for name in ("a.jpg", "b.jpg", "d.jpg", "e.jpg")]
    assert {path.name for path in album.project.images.undisputed(files)} == {"a.jpg", "e.jpg"}


names = st.sampled_from([f"{number}.jpg" for number in range(6)])
contents = st.dictionaries(names, st.integers(1, 9).map(lambda length: "x" * length), max_size=6)


@settings(max_examples=60, deadline=None)
@given(first=contents, later=st.lists(contents, min_size=1, max_size=3))
def test_add_whatever_happened_to_the_files_annotations_stay_with_their_picture(
    tmp_path_factory: pytest.TempPathFactory, first: dict[str, str], later: list[dict[str, str]]
) -> None:
    album = Album(tmp_path_factory.mktemp("album"))
    try:
        album.add(first)
        album.annotate(list(first))
        for files in later:
            album.add(files)
            assert len(album.project.annotations.all()) == len(first)
            assert set(files) <= set(album.names())
            for name, content in album.marked().items():
                assert name not in files or len(files[name]) == content
            wrong = album.project.images.check_files().ids
            there = [image for image in album.project.images.all() if image.id not in wrong]
            assert sorted(image.path.removeprefix("../photos/") for image in there) == sorted(files)
    finally:
        album.project.close()
