"""The engine's thread with the real MobileSAM: clicks, newest first, passes beside clicks, failures as signals."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services.engine.worker import EngineState, EngineWorker, MarkAnswer, MarkRequest, PassRequest
from tests.app.conftest import make_project, square
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import ImageUnreadable, WeightsMissing
from vrp_core.domain.events import PassFinished, TargetDone
from vrp_core.domain.masks import decode
from vrp_core.domain.prompts import MaskPrompt, PointPrompt
from vrp_core.project.project import Project

CONFIG = SegmentConfig(method="gp")
PATIENCE = 60_000


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Six photos with a bright square."""
    with make_project(tmp_path / "project") as project:
        yield project


@pytest.fixture
def engine(project: Project, qtbot: QtBot, mobile_sam_file: Path) -> Iterator[EngineWorker]:
    """An engine that works on the project."""
    engine = EngineWorker()
    engine.use(project)
    engine.start(CONFIG)
    yield engine
    engine.close()


def request(project: Project, number: int, x: float = 20) -> MarkRequest:
    return MarkRequest(number, project.images.all()[0], (PointPrompt(x, 20),), preview=False)


def test_a_click_finds_the_square(engine: EngineWorker, project: Project, qtbot: QtBot) -> None:
    with qtbot.waitSignal(engine.marked, timeout=PATIENCE) as caught:
        engine.ask(request(project, 1))
    answer: MarkAnswer = caught.args[0]
    mask, wanted = decode(answer.mask), decode(square(10, 10, 20))
    assert (mask & wanted).sum() / (mask | wanted).sum() > 0.85
    assert answer.polygons


def test_of_waiting_clicks_only_the_newest_is_answered(engine: EngineWorker, project: Project, qtbot: QtBot) -> None:
    with qtbot.waitSignal(engine.image_ready, timeout=PATIENCE):
        engine.prepare(project.images.all()[0])
    answers: list[MarkAnswer] = []
    engine.marked.connect(answers.append)
    for number in range(1, 31):
        engine.ask(request(project, number, x=10 + number / 2))
    qtbot.waitUntil(lambda: bool(answers) and answers[-1].request.number == 30, timeout=PATIENCE)
    assert len(answers) < 10


def test_a_promised_answer_comes_before_newer_clicks(engine: EngineWorker, project: Project, qtbot: QtBot) -> None:
    answers: list[int] = []
    engine.marked.connect(lambda answer: answers.append(answer.request.number))
    for number, promised in ((1, True), (2, False), (3, True), (3, True), (4, False)):
        engine.ask(replace(request(project, number), promised=promised))  # before the networks are there
    qtbot.waitUntil(lambda: 4 in answers, timeout=PATIENCE)
    assert answers == [1, 3, 4]


def test_a_pass_answers_clicks_in_between_and_can_be_paused(
    engine: EngineWorker, project: Project, qtbot: QtBot
) -> None:
    project.annotations.add(
        project.images.all()[0].id, project.labels.add("thing").id, [MaskPrompt(square(10, 10, 20))]
    )
    seen: list[str] = []
    engine.marked.connect(lambda answer: seen.append("mark"))
    engine.pass_event.connect(lambda event: seen.append(type(event).__name__))
    engine.start_pass(PassRequest(None))
    qtbot.waitUntil(lambda: "TargetDone" in seen, timeout=PATIENCE)
    engine.pause_pass(True)
    qtbot.wait(300)
    done = seen.count("TargetDone")
    engine.ask(request(project, 1))
    qtbot.waitUntil(lambda: "mark" in seen, timeout=PATIENCE)
    assert seen.count("TargetDone") <= done + 1
    assert engine.passing
    engine.pause_pass(False)
    qtbot.waitUntil(lambda: "PassFinished" in seen, timeout=PATIENCE)
    assert seen.count("TargetDone") == 5
    assert len(project.review.predictions()) == 5


def test_a_cancelled_pass_keeps_what_is_done_and_goes_on_later(
    engine: EngineWorker, project: Project, qtbot: QtBot
) -> None:
    project.annotations.add(
        project.images.all()[0].id, project.labels.add("thing").id, [MaskPrompt(square(10, 10, 20))]
    )
    events: list[object] = []

    def cancel(event: object) -> None:
        if isinstance(event, TargetDone):
            engine.cancel_pass()

    # On the engine's own thread, so that no second target is done before the pass is cancelled.
    engine.pass_event.connect(cancel, Qt.ConnectionType.DirectConnection)
    engine.start_pass(PassRequest(None))
    qtbot.waitUntil(lambda: not engine.passing, timeout=PATIENCE)
    engine.pass_event.disconnect(cancel)
    pass_id = project.passes.unfinished()
    assert pass_id is not None and len(project.review.predictions()) == 1
    engine.pass_event.connect(events.append)
    engine.start_pass(PassRequest(None, pass_id))
    qtbot.waitUntil(
        lambda: bool(events) and isinstance(events[-1], PassFinished) and not events[-1].cancelled, timeout=PATIENCE
    )
    assert len(project.review.predictions()) == 5


def test_a_photo_that_is_gone_is_a_signal_and_the_engine_lives_on(
    engine: EngineWorker, project: Project, qtbot: QtBot
) -> None:
    gone, there = project.images.all()[:2]
    gone = replace(gone, digest="of a photo that nobody has encoded")
    project.images.file_of(gone).unlink()
    unanswered: list[MarkRequest] = []
    engine.unanswered.connect(unanswered.append)
    with qtbot.waitSignal(engine.failed, timeout=PATIENCE) as caught:
        engine.ask(MarkRequest(1, gone, (PointPrompt(20, 20),), preview=False))
    assert isinstance(caught.args[0], ImageUnreadable)
    assert [one.number for one in unanswered] == [1]
    with qtbot.waitSignal(engine.marked, timeout=PATIENCE):
        engine.ask(MarkRequest(2, there, (PointPrompt(20, 20),), preview=False))


def test_missing_weights_are_said_once_and_asking_again_loads(
    project: Project, qtbot: QtBot, mobile_sam_file: Path
) -> None:
    engine = EngineWorker()
    states: list[EngineState] = []
    engine.state_changed.connect(lambda state, words: states.append(state))
    with qtbot.waitSignal(engine.failed, timeout=PATIENCE) as caught:
        engine.start(SegmentConfig(method="gp", sam="sam_vit_b"))
    assert isinstance(caught.args[0], WeightsMissing)
    assert states[-1] is EngineState.FAILED
    with qtbot.waitSignal(
        engine.state_changed, timeout=PATIENCE, check_params_cb=lambda state, _: state is EngineState.READY
    ):
        engine.start(CONFIG)
    engine.close()
