"""Jobs that fail: the words stand where the result would have been."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.model.document import Document
from app.services.jobs import Jobs
from app.services.training import data, runs
from app.services.training.estimates import Estimates
from app.widgets.training.data_summary import DataSummary
from app.widgets.training.extra_datasets import ExtraDatasets
from tests.app.conftest import make_squares


def failing(*arguments: object) -> Any:
    raise OSError("the drive was pulled out")


@pytest.fixture
def learner(tmp_path: Path, qtbot: QtBot) -> Document:
    """An open document of eight photos to learn from."""
    document = Document()
    document.open(make_squares(tmp_path / "project", 8))
    return document


def test_a_job_without_a_failure_handler_is_refused() -> None:
    start: Callable[..., object] = Jobs().start
    with pytest.raises(TypeError, match="failed"):
        start(failing, print)


def test_a_failed_split_is_reported(learner: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "split_of", failing)
    material = DataSummary(learner)
    qtbot.addWidget(material)
    material.refresh()
    qtbot.waitUntil(lambda: material.enough)
    material.show_split(0.2, 0)
    qtbot.waitUntil(lambda: "the drive was pulled out" in material.split.text())
    material.wait()
    learner.close()


def test_a_data_set_that_cannot_be_looked_at_says_why(
    learner: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(data, "check", failing)
    also = ExtraDatasets(learner)
    qtbot.addWidget(also)
    also.add(tmp_path / "bolts")
    qtbot.waitUntil(lambda: "the drive was pulled out" in also.list.item(0).text())
    assert also.list.item(0).text().startswith("bolts") and not also.ready
    also.wait()
    learner.close()


def test_a_failed_estimate_is_reported(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.services.training.estimates.measure", failing)
    estimates = Estimates()
    with qtbot.waitSignal(estimates.failed) as caught:
        estimates.ask(runs.plan(Path("one"), runs.RunRequest("quick", runs.preset_config("quick")), Path("out")))
    assert "the drive was pulled out" in caught.args[0]
    estimates.close()
