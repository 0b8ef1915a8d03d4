"""What of a folder is a photo, what is named as left out, and where links lead."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vrp_core.domain.outputs import marked
from vrp_core.images.folder import look_through


def photo(path: Path, **options: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 6), (9, 200, 30)).save(path, **options)
    return path


def names(paths: tuple[Path, ...], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_skipped_files_are_named_and_what_is_hidden_or_the_systems_is_not(tmp_path: Path) -> None:
    photo(tmp_path / "a.jpg")
    for name in ("notes.txt", "sub/film.mp4", ".hidden.png", ".cache/x.txt", "Thumbs.db", "desktop.ini"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = look_through(tmp_path)
    assert names(found.images, tmp_path) == ["a.jpg"] and names(found.skipped, tmp_path) == [
        "notes.txt",
        "sub/film.mp4",
    ]


def test_a_picture_without_a_suffix_is_found(tmp_path: Path) -> None:
    photo(tmp_path / "IMG_1", format="PNG")
    (tmp_path / "README").write_text("x")
    found = look_through(tmp_path)
    assert names(found.images, tmp_path) == ["IMG_1"] and names(found.skipped, tmp_path) == ["README"]


def test_linked_folders_are_followed_once_and_loops_end(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photo(photos / "a.png")
    photo(photos / "real" / "r.png")
    photo(tmp_path / "share" / "deep" / "c.png")
    (photos / "again").symlink_to(photos / "real")
    (photos / "linked").symlink_to(tmp_path / "share")
    (photos / "linked too").symlink_to(tmp_path / "share")
    (photos / "loop").symlink_to(photos)
    (tmp_path / "share" / "back").symlink_to(photos)
    (photos / "broken.png").symlink_to(tmp_path / "nowhere.png")
    found = look_through(photos)
    assert names(found.images, photos) == ["a.png", "linked/deep/c.png", "real/r.png"]
    assert names(found.skipped, photos) == ["broken.png"]


@pytest.mark.parametrize("mode", [0, 0o400, 0o100])  # closed; its names can be read, or its files, but not both
def test_a_folder_that_may_not_be_read_is_named_and_the_others_are_looked_through(
    nobodys_folder: Path, mode: int
) -> None:
    photo(nobodys_folder / "a.png")
    photo(nobodys_folder / "lost+found" / "b.png").parent.chmod(mode)
    found = look_through(nobodys_folder)
    assert names(found.images, nobodys_folder) == ["a.png"]
    assert names(found.skipped, nobodys_folder) == ["lost+found"]
    with pytest.raises(PermissionError):
        look_through(nobodys_folder / "lost+found")


def test_what_this_program_wrote_is_no_photo(tmp_path: Path) -> None:
    photo(tmp_path / "a.png")
    photo(tmp_path / "sheet.png", pnginfo=marked())
    photo(tmp_path / "vrp-annotator" / "photos" / "b.png")
    (tmp_path / "vrp-annotator" / "project.sqlite").touch()
    photo(tmp_path / "out" / "index" / "a.png")
    (tmp_path / "out" / "index" / "labels.json").write_text("{}")
    photo(tmp_path / "run" / "pictures" / "step-000250.png")
    (tmp_path / "out" / "masks" / "coin").mkdir(parents=True)
    Image.fromarray(np.ones((6, 8), dtype=bool)).save(tmp_path / "out" / "masks" / "coin" / "a.png")
    found = look_through(tmp_path)
    assert names(found.images, tmp_path) == ["a.png"]
    assert sorted(names(found.outputs, tmp_path)) == [
        "out/index",
        "out/masks/coin/a.png",
        "run/pictures/step-000250.png",
        "sheet.png",
    ]


@pytest.mark.parametrize("name", ["photos/b.png", "b.png"])
def test_a_folder_inside_a_project_that_is_asked_for_is_looked_through(tmp_path: Path, name: str) -> None:
    (tmp_path / "project.sqlite").touch()
    photo(tmp_path / name)
    assert names(look_through(tmp_path).images, tmp_path) == [name]
