"""Run lengths from outside are checked before pycocotools, which reads foreign memory, crashes or never ends."""

import sqlite3
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.masks_to_try import masks
from vrp_core.domain.annotations import Role
from vrp_core.domain.errors import ProjectDamaged
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, Rle, area, encode, from_runs, runs_of
from vrp_core.project.project import NewImage, Project


@pytest.mark.parametrize(
    ("height", "width", "counts"),
    [
        (48, 64, "zzzz0"),
        (48, 64, ""),
        (0, 64, ""),
        (-1, -1, "1"),
        (200_000, 200_000, "P`o]ZS1"),
        (4, 6, "h"),
        (4, 6, "é"),
        (4, 6, b"h0"),
        (4.0, 6, "h0"),
        (4, 6, "h0\x00"),
        (4, 6, " h0"),
        (4, 6, "d0"),
        (4, 6, "d0d0"),
        (4, 6, "oooooooooooooooooo0"),
        (4, 6, "A" + "h0"),
    ],
)
def test_a_code_that_does_not_fit_its_image_is_refused(height: int, width: int, counts: str) -> None:
    with pytest.raises(ValueError, match="run lengths"):
        Rle(height, width, counts)


def test_a_number_without_an_end_is_refused_at_once() -> None:
    start = time.perf_counter()
    with pytest.raises(ValueError, match="run lengths"):
        Rle(48, 64, "o" * 4_000_000)
    assert time.perf_counter() - start < 2


@given(st.binary(max_size=40), st.integers(-1, 30), st.integers(-1, 30))
def test_any_bytes_give_a_mask_of_their_size_or_one_error(content: bytes, height: int, width: int) -> None:
    try:
        rle = Rle(height, width, content.decode("latin-1"))
    except ValueError:
        return
    assert sum(runs_of(rle)) == height * width
    assert 0 <= area(rle) <= height * width


@given(masks(), st.data())
def test_runs_of_no_pixel_leave_the_same_code(mask: Mask, data: st.DataObject) -> None:
    rle = encode(mask)
    runs = runs_of(rle)
    place = data.draw(st.integers(0, len(runs) - 1))
    part = data.draw(st.integers(0, runs[place]))
    assert from_runs([*runs[:place], part, 0, runs[place] - part, *runs[place + 1 :]], Size(*mask.shape)) == rle


@pytest.mark.parametrize("counts", ["zzzz0", "", "P`o]ZS1", "\udc80"])
@pytest.mark.parametrize("table", ["annotation", "prediction"])
def test_a_damaged_row_is_one_error_that_names_the_file(tmp_path: Path, table: str, counts: str) -> None:
    with Project.create(tmp_path / "p") as project:
        (image,) = project.images.add([NewImage(tmp_path / "a.png", Size(48, 64), "x")])
        label = project.labels.add("coin")
        project.annotations.add(image.id, label.id, [], encode(np.ones((48, 64), dtype=bool)), Role.TRUTH)
        if table == "prediction":
            add_prediction(project, image.id, label.id)
        path = project.folder / "project.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE {table} SET counts = ?", (counts.encode("utf-8", "surrogateescape"),))
    connection.close()
    with Project.open(tmp_path / "p") as project, pytest.raises(ProjectDamaged) as caught:
        list(project.annotations.all()) + list(project.review.predictions())
    assert caught.value.path == path


def add_prediction(project: Project, image_id: int, label_id: int) -> None:
    """One prediction, as a pass stores it."""
    connection = sqlite3.connect(project.folder / "project.sqlite")
    connection.execute("INSERT INTO pass (id, config, started) VALUES (1, '{}', '')")
    connection.execute(
        "INSERT INTO prediction (image_id, label_id, instance, counts, predicted_iou, prior_agreement, confidence,"
        " absent, status, pass_id) VALUES (?, ?, 0, ?, 1, 1, 1, 0, 'pending', 1)",
        (image_id, label_id, encode(np.ones((48, 64), dtype=bool)).counts),
    )
    connection.commit()
    connection.close()
