"""Work of which only the newest answer counts."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.services.jobs import LatestJob, Progress, Stopped


@pytest.fixture
def job(qtbot: QtBot) -> Iterator[LatestJob]:
    owner = QObject()
    job = LatestJob(owner)
    yield job
    job.end()


@pytest.fixture
def answers(job: LatestJob) -> list[object]:
    told: list[object] = []
    job.finished.connect(told.append)
    job.failed.connect(told.append)
    return told


def until_stopped(name: str, begun: list[str]) -> Callable[[Progress, Stopped], str]:
    def work(progress: Progress, stopped: Stopped) -> str:
        begun.append(name)
        while not stopped():
            threading.Event().wait(0.01)
        return name

    return work


def test_of_many_asked_for_one_runs_and_the_newest_answers(job: LatestJob, answers: list[object], qtbot: QtBot) -> None:
    begun: list[str] = []
    job.ask(until_stopped("first", begun))
    qtbot.waitUntil(lambda: begun == ["first"])
    for name in ("second", "third"):
        job.ask(until_stopped(name, begun))
    job.ask(lambda progress, stopped: "newest")
    assert job.busy
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["newest"] and begun == ["first"] and not job.busy and not job.running


def test_a_failure_is_an_answer(job: LatestJob, answers: list[object], qtbot: QtBot) -> None:
    job.ask(lambda progress, stopped: 1 // 0)
    qtbot.waitUntil(lambda: bool(answers))
    assert isinstance(answers[0], ZeroDivisionError) and not job.busy


def test_what_is_cancelled_does_not_answer(job: LatestJob, answers: list[object], qtbot: QtBot) -> None:
    begun: list[str] = []
    job.ask(until_stopped("first", begun))
    qtbot.waitUntil(lambda: begun == ["first"])
    job.cancel()
    assert not job.busy
    qtbot.waitUntil(lambda: not job.running)
    qtbot.wait(20)
    assert answers == []


def test_at_the_end_nothing_runs(job: LatestJob, qtbot: QtBot) -> None:
    begun: list[str] = []
    job.ask(until_stopped("first", begun))
    qtbot.waitUntil(lambda: begun == ["first"])
    job.end()
    assert not job.running
