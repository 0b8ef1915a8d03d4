"""A clock that goes back changes nothing but the times that are written down."""

from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path

import pytest

from tests.project.test_project import SIZE, square
from vrp_core.domain.annotations import Scores
from vrp_core.domain.prompts import PointPrompt
from vrp_core.project import copies, database
from vrp_core.project.intake import NewImage
from vrp_core.project.project import NewPrediction, Project


def session(folder: Path) -> list[object]:
    """Some work in several openings; gives everything of it but times."""
    with Project.create(folder) as project:
        images = project.images.add([NewImage(folder / f"{n}.jpg", SIZE, f"digest {n}") for n in range(3)])
        label = project.labels.add("coin").id
    for number in range(3):
        with Project.open(folder) as project:
            pass_id = project.passes.start({}, [image.id for image in images])
            found = NewPrediction(label, number, square(2), Scores(0.5, 0.5, None, 0.5), False)
            project.passes.record(pass_id, images[0].id, [found])
            project.annotations.add(images[1].id, label, [PointPrompt(number, 1)])
    with Project.open(folder, writable=False) as project:
        records = [(one.id, one.targets, one.failed) for one in project.passes.all()]
        history = [what for _, what, _ in project.history()]
        return [project.annotations.all(), project.review.predictions(), project.images.overview(), records, history]


def test_a_clock_that_goes_back_gives_the_same_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = session(tmp_path / "good")
    now = datetime(2026, 1, 1, tzinfo=timezone.utc)

    class Turned(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            nonlocal now
            now -= timedelta(days=1, seconds=1)
            return now

    monkeypatch.setattr(database, "datetime", Turned)
    monkeypatch.setattr(copies.time, "time", lambda: Turned.now().timestamp())
    assert session(tmp_path / "bad") == expected
    assert len(copies.copies_of(tmp_path / "bad" / "project.sqlite")) == 2
