"""Adding photos: what is listed, what is added, what is refused."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vrp_core.domain.errors import NotFound, NothingToDo
from vrp_core.domain.prompts import PointPrompt
from vrp_core.project.ingest import Ingested, add_photos, look_for_photos
from vrp_core.project.project import Project


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Photos 1 to 100, every one of them different; photo 3 is no photo."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(1, 101):
        Image.fromarray(np.full((4, 6, 3), number, dtype=np.uint8)).save(folder / f"{number}.png")
    (folder / "3.png").write_text("no photo")
    return folder


def test_listing_a_folder_and_a_file_gives_the_photos_of_both(photos: Path, tmp_path: Path) -> None:
    single = tmp_path / "single.png"
    single.write_bytes((photos / "1.png").read_bytes())
    listed = look_for_photos([photos, single]).images
    assert len(listed) == 101 and listed[:3] == tuple(photos / f"{number}.png" for number in (1, 2, 3))
    assert listed[-1] == single


def test_listing_a_path_that_does_not_exist_is_refused(photos: Path) -> None:
    with pytest.raises(NotFound):
        look_for_photos([photos, photos / "nowhere"])


def test_listing_a_folder_without_photos_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingToDo):
        look_for_photos([tmp_path])


def test_adding_reports_added_photos_and_names_the_refused_one(photos: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    with Project.create(tmp_path / "project") as project:
        result = add_photos(project, look_for_photos([photos]).images, lambda done, total: steps.append((done, total)))
        assert (result.added, result.renewed, len(project.images.all())) == (99, 0, 99)
    (refusal,) = result.refused
    assert refusal.path == photos / "3.png"
    assert steps == [(number, 100) for number in range(1, 101)]


def test_adding_again_counts_a_changed_and_a_moved_photo_as_renewed(photos: Path, tmp_path: Path) -> None:
    (photos / "3.png").unlink()
    with Project.create(tmp_path / "project") as project:
        add_photos(project, look_for_photos([photos]).images)
        (photos / "1.png").write_bytes((photos / "2.png").read_bytes() + b"changed")
        (photos / "4.png").rename(photos / "moved.png")
        moved = (("../photos/4.png", "../photos/moved.png"),)
        assert add_photos(project, look_for_photos([photos]).images) == Ingested(0, 2, (), moved)


def test_adding_more_photos_than_a_transaction_holds_keeps_annotations_across_its_end(
    photos: Path, tmp_path: Path
) -> None:
    (photos / "3.png").unlink()
    with Project.create(tmp_path / "project") as project:
        add_photos(project, look_for_photos([photos]).images)
        images = project.images.all()
        marked = {images[place].id: images[place].digest for place in (0, 62, 63, 64, 98)}
        label = project.labels.add("a")
        for image_id in marked:
            project.annotations.add(image_id, label.id, [PointPrompt(1, 1)])
        for number in range(100, 0, -1):
            if number != 3:
                (photos / f"{number}.png").rename(photos / f"{number + 1}.png")
        result = add_photos(project, look_for_photos([photos]).images)
        assert (result.added, result.renewed, result.replaced) == (0, 99, ())
        assert {one.image_id for one in project.annotations.all()} == set(marked)
        assert all(project.images.get(image_id).digest == digest for image_id, digest in marked.items())
        assert project.images.check_files().ids == frozenset()


def test_stopping_keeps_the_photos_that_were_read_before(photos: Path, tmp_path: Path) -> None:
    done: list[int] = []
    with Project.create(tmp_path / "project") as project:
        add_photos(
            project,
            look_for_photos([photos]).images,
            lambda number, total: done.append(number),
            lambda: len(done) == 70,
        )
        assert len(project.images.all()) == 69  # 70 files, of which one is no photo
