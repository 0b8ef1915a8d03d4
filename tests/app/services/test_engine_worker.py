"""The engine's thread with the real MobileSAM: clicks, newest first, passes beside clicks, failures as signals."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services.engine.comparison import HeatRequest
from app.services.engine.requests import (
    CheckRequest,
    EncodeRequest,
    MapRequest,
    MaskAnswer,
    MaskRequest,
    PassRequest,
    SharpenRequest,
)
from app.services.engine.worker import EngineState, EngineWorker
from tests.app.conftest import make_project, square
from vrp_core.domain.annotations import ReviewStatus
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import ImageUnreadable, WeightsMissing
from vrp_core.domain.events import PassFinished, TargetDone
from vrp_core.domain.masks import decode, encode
from vrp_core.domain.prompts import MaskPrompt, PointPrompt
from vrp_core.project.ingest import add_photos
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


def request(project: Project, number: int, x: float = 20) -> MaskRequest:
    return MaskRequest(number, project.images.all()[0], (PointPrompt(x, 20),), preview=False)


def test_a_click_finds_the_square(engine: EngineWorker, project: Project, qtbot: QtBot) -> None:
    with qtbot.waitSignal(engine.answered, timeout=PATIENCE) as caught:
        engine.ask(request(project, 1))
    answer: MaskAnswer = caught.args[0]
    mask, wanted = decode(answer.mask), decode(square(10, 10, 20))
    assert (mask & wanted).sum() / (mask | wanted).sum() > 0.85
    assert answer.polygons


def test_of_waiting_clicks_only_the_newest_is_answered(engine: EngineWorker, project: Project, qtbot: QtBot) -> None:
    with qtbot.waitSignal(engine.image_ready, timeout=PATIENCE):
        engine.ask(EncodeRequest(project.images.all()[0]))
    answers: list[MaskAnswer] = []
    engine.answered.connect(answers.append)
    for number in range(1, 31):
        engine.ask(request(project, number, x=10 + number / 2))
    qtbot.waitUntil(lambda: bool(answers) and answers[-1].request.number == 30, timeout=PATIENCE)
    assert len(answers) < 10


def test_of_waiting_requests_the_newest_click_is_first_and_every_sharpening_is_done(
    engine: EngineWorker, project: Project, qtbot: QtBot
) -> None:
    answers: list[object] = []
    engine.answered.connect(lambda answer: answers.append(("click", answer.request.number)))
    engine.sharpened.connect(lambda answer: answers.append(("sharpen", answer.request.annotation_id)))
    image = project.images.all()[0]
    for number in (1, 2, 3):  # before the networks are there
        engine.ask(request(project, number))
        engine.ask(SharpenRequest(number, image, (PointPrompt(20, 20),)))
    qtbot.waitUntil(lambda: ("sharpen", 3) in answers, timeout=PATIENCE)
    assert answers == [("click", 3), ("sharpen", 1), ("sharpen", 2), ("sharpen", 3)]


def test_a_right_click_corrects_a_mask_from_the_mask_itself(
    engine: EngineWorker, project: Project, qtbot: QtBot
) -> None:
    both = encode(decode(square(10, 10, 20)) | decode(square(50, 35, 20)))
    wrong = PointPrompt(60, 45, positive=False)
    with qtbot.waitSignal(engine.answered, timeout=PATIENCE) as caught:
        engine.ask(MaskRequest(1, project.images.all()[0], (wrong,), preview=False, start=both))
    mask, wanted = decode(caught.args[0].mask), decode(square(10, 10, 20))
    assert not mask[45, 60]
    assert (mask & wanted).sum() / (mask | wanted).sum() > 0.8


def test_a_pass_answers_clicks_in_between_and_can_be_paused(
    engine: EngineWorker, project: Project, qtbot: QtBot
) -> None:
    project.annotations.add(
        project.images.all()[0].id, project.labels.add("thing").id, [MaskPrompt(square(10, 10, 20))]
    )
    seen: list[str] = []
    engine.answered.connect(lambda answer: seen.append("mark"))
    engine.pass_event.connect(lambda event: seen.append(type(event).__name__))
    engine.ask(PassRequest(None))
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


def test_a_cancelled_pass_keeps_its_results_and_can_be_resumed(
    engine: EngineWorker, project: Project, tmp_path: Path, qtbot: QtBot
) -> None:
    project.annotations.add(
        project.images.all()[0].id, project.labels.add("thing").id, [MaskPrompt(square(10, 10, 20))]
    )
    # Five results may wait for the writer before the first event, so there are more targets than that.
    with make_project(tmp_path / "more", 14) as more:
        add_photos(project, [more.images.file_of(image) for image in more.images.all()[6:]])
    targets = len(project.images.all()) - 1
    events: list[object] = []

    def stop_after_the_first(event: object) -> None:
        if isinstance(event, TargetDone):
            engine.cancel_pass()

    # On the engine's own thread: however fast it is, it stops after the first target.
    engine.pass_event.connect(stop_after_the_first, Qt.ConnectionType.DirectConnection)
    engine.pass_event.connect(events.append)
    engine.ask(PassRequest(None))
    qtbot.waitUntil(lambda: any(isinstance(one, TargetDone) for one in events), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not engine.passing, timeout=PATIENCE)
    pass_id = project.passes.unfinished()
    done = len(project.review.predictions())
    assert pass_id is not None and 0 < done < targets
    engine.pass_event.disconnect(stop_after_the_first)
    engine.ask(PassRequest(None, pass_id))
    qtbot.waitUntil(lambda: isinstance(events[-1], PassFinished) and not events[-1].cancelled, timeout=PATIENCE)
    assert len(project.review.predictions()) == targets


def test_a_photo_that_is_gone_is_a_signal_and_the_engine_lives_on(
    engine: EngineWorker, project: Project, qtbot: QtBot
) -> None:
    gone, there = project.images.all()[:2]
    gone = replace(gone, digest="of a photo that nobody has encoded")
    project.images.file_of(gone).unlink()
    unanswered: list[MaskRequest] = []
    engine.unanswered.connect(unanswered.append)
    with qtbot.waitSignal(engine.failed, timeout=PATIENCE) as caught:
        engine.ask(MaskRequest(1, gone, (PointPrompt(20, 20),), preview=False))
    assert isinstance(caught.args[0], ImageUnreadable)
    assert [one.number for one in unanswered] == [1]
    with qtbot.waitSignal(engine.answered, timeout=PATIENCE):
        engine.ask(MaskRequest(2, there, (PointPrompt(20, 20),), preview=False))


def test_missing_weights_are_reported_once_and_a_later_request_loads(
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


def test_a_setting_that_loads_no_network_counts_from_the_next_pass_on(
    engine: EngineWorker, project: Project, qtbot: QtBot
) -> None:
    project.annotations.add(
        project.images.all()[0].id, project.labels.add("thing").id, [MaskPrompt(square(10, 10, 20))]
    )
    with qtbot.waitSignal(engine.answered, timeout=PATIENCE):
        engine.ask(request(project, 1))  # the networks are loaded
    engine.start(replace(CONFIG, instances=True, cycle=not CONFIG.cycle))
    engine.ask(PassRequest(None))
    qtbot.waitUntil(lambda: bool(project.passes.all()) and not engine.passing, timeout=PATIENCE)
    (made,) = project.passes.all()
    assert made.config["segment"]["instances"] is True
    assert made.config["segment"]["cycle"] is not CONFIG.cycle


def test_it_answers_why_what_is_alike_and_whether_references_helped(
    engine: EngineWorker, project: Project, qtbot: QtBot
) -> None:
    first, second = project.images.all()[:2]
    label = project.labels.add("thing").id
    marked = project.annotations.add(first.id, label, [MaskPrompt(square(10, 10, 20))])
    engine.ask(PassRequest(None))
    qtbot.waitUntil(lambda: bool(project.passes.all()) and not engine.passing, timeout=PATIENCE)
    with qtbot.waitSignal(engine.heated, timeout=PATIENCE) as why:
        engine.ask(HeatRequest(second, label))
    assert why.args[0].heat.shape == (192, 256)
    with qtbot.waitSignal(engine.mapped, timeout=PATIENCE) as alike:
        engine.ask(MapRequest(label))
    assert alike.args[0].map is not None and len(alike.args[0].map.ids) == 5
    project.review.set_status([project.review.predictions(second.id)[0].id], ReviewStatus.ACCEPTED)
    with qtbot.waitSignal(engine.checked, timeout=PATIENCE) as helped:
        engine.ask(CheckRequest((marked.id,), (marked.id,)))
    assert helped.args[0].check is not None and helped.args[0].check.compared == 1
