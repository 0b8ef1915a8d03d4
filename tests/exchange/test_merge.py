"""Two people share the photos of a folder out and bring their work together."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from vrp_core.domain.annotations import Role
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle, encode
from vrp_core.exchange.merge import merge
from vrp_core.project.project import NewImage, Project

SIZE = Size(20, 30)


def box(left: int, top: int = 2, side: int = 8) -> Rle:
    mask = np.zeros(SIZE, dtype=bool)
    mask[top : top + side, left : left + side] = True
    return encode(mask)


def made(folder: Path, photos: dict[str, str]) -> Project:
    """A project beside its photos: file names and contents."""
    project = Project.create(folder / "project")
    for name, content in photos.items():
        (folder / name).write_text(content)
    project.images.add([NewImage(folder / name, SIZE, content) for name, content in photos.items()])
    return project


@pytest.fixture
def projects(tmp_path: Path) -> Iterator[tuple[Project, Project]]:
    """Mine has photos one, two and three; the other has them under other names, and four."""
    for name in ("mine", "theirs"):
        (tmp_path / name).mkdir()
    mine = made(tmp_path / "mine", {"1.jpg": "one", "2.jpg": "two", "3.jpg": "three"})
    theirs = made(tmp_path / "theirs", {"a.jpg": "one", "1.jpg": "two", "c.jpg": "three", "4.jpg": "four"})
    with mine, theirs:
        yield mine, theirs


def draw(project: Project, name: str, label: str, mask: Rle) -> None:
    image = project.images.find(Path(name))
    project.annotations.add(image.id, project.labels.add(label).id, [], mask, Role.TRUTH)


def work_of(project: Project) -> list[tuple[str, str, Rle | None]]:
    labels = {label.id: label.name for label in project.labels.all()}
    return [
        (Path(project.images.get(one.image_id).path).name, labels[one.label_id], one.mask)
        for one in project.annotations.all()
    ]


def test_work_follows_the_content_of_the_photo_and_new_photos_come_along(projects: tuple[Project, Project]) -> None:
    mine, theirs = projects
    draw(mine, "1.jpg", "coin", box(1))
    draw(theirs, "1.jpg", "coin", box(5))
    draw(theirs, "4.jpg", "note", box(9))
    result = merge(mine, theirs)
    assert (result.photos, result.annotations, result.conflicts) == (1, 2, ())
    assert work_of(mine) == [("1.jpg", "coin", box(1)), ("2.jpg", "coin", box(5)), ("4.jpg", "note", box(9))]


def test_what_both_have_drawn_differently_is_listed_and_both_are_kept(projects: tuple[Project, Project]) -> None:
    mine, theirs = projects
    draw(mine, "1.jpg", "coin", box(1))
    draw(theirs, "a.jpg", "coin", box(3))
    draw(mine, "3.jpg", "coin", box(1))
    draw(theirs, "c.jpg", "coin", box(1))
    result = merge(mine, theirs)
    assert (result.annotations, result.already_there) == (1, 1)
    (conflict,) = result.conflicts
    assert "coin on ../1.jpg" in conflict
    assert len(mine.annotations.all()) == 3


def test_a_merge_is_one_step_to_take_back_and_repeating_it_adds_nothing(projects: tuple[Project, Project]) -> None:
    mine, theirs = projects
    draw(theirs, "a.jpg", "coin", box(3))
    first = merge(mine, theirs)
    assert merge(mine, theirs).annotations == 0
    assert first.number is not None
    mine.imports.take_back(first.number)
    assert mine.annotations.all() == () and mine.labels.all() == ()


def test_a_merge_that_is_repeated_is_no_import_and_leaves_the_first_one_to_take_back(
    projects: tuple[Project, Project],
) -> None:
    mine, theirs = projects
    draw(theirs, "1.jpg", "coin", box(5))
    first = merge(mine, theirs)
    again = merge(mine, theirs)
    assert (again.annotations, again.already_there, again.number) == (0, 1, None)
    assert mine.imports.last() == first.number
    mine.imports.take_back(mine.imports.last())
    assert (mine.annotations.all(), mine.labels.all()) == ((), ())
