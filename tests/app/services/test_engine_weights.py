"""Which weights the engine works with, told by networks that are only their config: no torch, no waiting."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.services.engine.comparison import CompareRequest
from app.services.engine.networks import Networks
from app.services.engine.requests import MaskRequest, PassRequest
from app.services.engine.worker import EngineWorker
from tests.app.conftest import make_project, square
from vrp_core.domain.annotations import Role
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import NothingToDo
from vrp_core.domain.events import PassEvent, PassFinished, PassStarted
from vrp_core.domain.files import write_file
from vrp_core.domain.messages import explain
from vrp_core.domain.prompts import MaskPrompt, PointPrompt
from vrp_core.inference import pass_inputs, propagate
from vrp_core.project.project import Project


@dataclass
class Loader:
    """Stands in for `load_engine`: notes what is loaded; weights in `held` load only once they are let go."""

    loaded: list[str] = field(default_factory=list)
    held: dict[str, threading.Event] = field(default_factory=dict)

    def __call__(self, config: SegmentConfig) -> Any:
        name = Path(config.vrp_weights).name
        self.loaded.append(name)
        if name in self.held:
            assert self.held[name].wait(10)
        sam = SimpleNamespace(weights_id="none", device="cpu")
        return SimpleNamespace(segmenter=SimpleNamespace(sam=sam, name=name), encoder=None)


@pytest.fixture
def loader(monkeypatch: pytest.MonkeyPatch) -> Loader:
    """What is loaded."""
    loader = Loader()
    monkeypatch.setattr("vrp_core.inference.engine.load_engine", loader)
    return loader


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three photos, one with a reference."""
    with make_project(tmp_path / "project", 3) as project:
        label = project.labels.add("thing")
        marked = square(10, 10, 20)
        project.annotations.add(project.images.all()[0].id, label.id, [MaskPrompt(marked)], marked, Role.REFERENCE)
        yield project


@pytest.fixture
def engine(project: Project, loader: Loader, qtbot: QtBot) -> Iterator[EngineWorker]:
    """An engine that works on the project."""
    engine = EngineWorker()
    engine.use(project)
    yield engine
    for event in loader.held.values():
        event.set()
    engine.close()


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """For each pass that ran: the weights it says, and those it ran with."""
    ran: list[tuple[str, str]] = []

    def run_pass(
        project: Project, pass_id: int, segmenter: Any, encoder: object, cancelled: Callable[[], bool]
    ) -> Iterator[PassEvent]:
        said = pass_inputs.config_of(project, pass_id).vrp_weights
        ran.append((Path(said).name, segmenter.name))
        yield PassFinished(pass_id, 0, 0, cancelled=False)

    monkeypatch.setattr(propagate, "run_pass", run_pass)
    return ran


def weights(folder: Path, name: str) -> SegmentConfig:
    path = folder / name
    path.write_bytes(b"weights")
    return SegmentConfig(vrp_weights=str(path))


def replace_weights(config: SegmentConfig) -> None:
    """As a training does it, in one step: of two, the engine's thread, which looks whenever it likes, can load both."""
    write_file(Path(config.vrp_weights), b"better weights")


def run(engine: EngineWorker, qtbot: QtBot, request: PassRequest) -> None:
    with qtbot.waitSignal(engine.pass_event, timeout=10_000):
        engine.ask(request)


def test_weights_chosen_while_others_load_are_those_of_the_next_pass(
    engine: EngineWorker, loader: Loader, passes: list[tuple[str, str]], tmp_path: Path, qtbot: QtBot
) -> None:
    old, new = weights(tmp_path, "old"), weights(tmp_path, "new")
    loader.held["old"] = threading.Event()
    engine.start(old)
    qtbot.waitUntil(lambda: loader.loaded == ["old"])
    engine.start(new)
    with qtbot.waitSignal(engine.pass_event, timeout=10_000):
        engine.ask(PassRequest(None))
        loader.held["old"].set()
    assert loader.loaded == ["old", "new"]
    assert passes == [("new", "new")]


def test_a_pass_of_a_project_that_was_left_while_networks_load_does_not_begin_in_the_next(
    engine: EngineWorker, loader: Loader, passes: list[tuple[str, str]], tmp_path: Path, qtbot: QtBot
) -> None:
    slow = weights(tmp_path, "slow")
    loader.held["slow"] = threading.Event()
    engine.ask(PassRequest(None))
    engine.start(slow)
    qtbot.waitUntil(lambda: loader.loaded == ["slow"])
    with make_project(tmp_path / "next") as following:
        label = following.labels.add("thing")
        marked = square(10, 10, 20)
        following.annotations.add(following.images.all()[0].id, label.id, [MaskPrompt(marked)], marked, Role.REFERENCE)
        engine.use(following)
        loader.held["slow"].set()
        engine.close()
        assert following.passes.all() == () and passes == []


def test_weights_replaced_in_place_are_loaded_again(
    engine: EngineWorker, loader: Loader, passes: list[tuple[str, str]], tmp_path: Path, qtbot: QtBot
) -> None:
    config = weights(tmp_path, "best")
    engine.start(config)
    run(engine, qtbot, PassRequest(None))
    run(engine, qtbot, PassRequest(None))
    assert loader.loaded == ["best"]
    replace_weights(config)
    run(engine, qtbot, PassRequest(None))
    assert loader.loaded == ["best", "best"]
    Path(config.vrp_weights).unlink()  # what is loaded is the last there is of them
    run(engine, qtbot, PassRequest(None))
    assert loader.loaded == ["best", "best"]


def test_weights_that_go_while_they_are_looked_at_are_no_error(tmp_path: Path) -> None:
    config = weights(tmp_path, "best")
    code = "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\nwhile True:\n path.touch()\n path.unlink()"
    training = subprocess.Popen([sys.executable, "-c", code, config.vrp_weights])
    held = Networks(config, SimpleNamespace(), None)
    try:
        seen = {held.serve(config) for _ in range(20_000)}
        until = time.monotonic() + 60
        while len(seen) < 2 and time.monotonic() < until:
            seen.add(held.serve(config))
    finally:
        training.kill()
        training.wait()
    assert seen == {True, False}  # gone, and there


def test_prompts_use_replaced_weights_too(
    engine: EngineWorker,
    loader: Loader,
    project: Project,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    marks: list[int] = []
    monkeypatch.setattr(EngineWorker, "_answer", lambda self, project, engine, request: marks.append(request.number))
    config = weights(tmp_path, "best")
    engine.start(config)
    for number in (1, 2):
        engine.ask(MaskRequest(number, project.images.all()[0], (PointPrompt(20, 20),), preview=False))
        qtbot.waitUntil(lambda: len(marks) == number)  # noqa: B023 - it waits here
        if number == 1:
            replace_weights(config)
    assert loader.loaded == ["best", "best"]


def test_a_pass_continues_with_the_weights_it_started_with(
    engine: EngineWorker,
    loader: Loader,
    passes: list[tuple[str, str]],
    project: Project,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    old, new = weights(tmp_path, "old"), weights(tmp_path, "new")
    interrupted = pass_inputs.start_pass(project, replace(old, device="a machine's that is gone", cycle=False))
    engine.start(new)
    run(engine, qtbot, PassRequest(None, interrupted))
    run(engine, qtbot, PassRequest(None))  # a new one takes those in use
    assert passes == [("old", "old"), ("new", "new")]
    engine.start(old)
    run(engine, qtbot, PassRequest(None, interrupted))
    assert loader.loaded == ["new", "old", "old"]  # those in use serve the pass too: nothing is loaded beside them


@pytest.mark.parametrize("what", ["was replaced meanwhile", "was moved or removed"])
def test_a_pass_whose_weights_are_gone_is_refused_in_words(
    engine: EngineWorker, passes: list[tuple[str, str]], project: Project, tmp_path: Path, qtbot: QtBot, what: str
) -> None:
    old, new = weights(tmp_path, "old"), weights(tmp_path, "new")
    interrupted = pass_inputs.start_pass(project, old)
    if what == "was moved or removed":
        Path(old.vrp_weights).unlink()
    else:
        os.utime(old.vrp_weights, (later := time.time() + 60, later))
    engine.start(new)
    with qtbot.waitSignal(engine.failed, timeout=10_000) as caught:
        engine.ask(PassRequest(None, interrupted))
    assert isinstance(caught.args[0], NothingToDo)
    assert f"old {what}; start a new pass" in explain(caught.args[0])
    run(engine, qtbot, PassRequest(None))
    assert passes == [("new", "new")]


@pytest.mark.parametrize("after", ["a pass", "other weights", "another project"])
def test_networks_for_comparing_are_kept_for_the_next_photo_but_not_for_ever(
    engine: EngineWorker,
    loader: Loader,
    passes: list[tuple[str, str]],
    project: Project,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    after: str,
) -> None:
    monkeypatch.setattr("app.services.engine.worker.find_on", lambda *arguments: {})
    shipped, own, newer = SegmentConfig(), weights(tmp_path, "own"), weights(tmp_path, "newer")
    engine.start(own)
    for image in project.images.all():
        with qtbot.waitSignal(engine.compared, timeout=10_000):
            engine.ask(CompareRequest(image, (shipped, own)))
    assert loader.loaded == ["own", ""]
    assert engine._networks.other is not None
    if after == "a pass":
        run(engine, qtbot, PassRequest(None))
    elif after == "other weights":
        engine.start(newer)
        qtbot.waitUntil(lambda: loader.loaded == ["own", "", "newer"])
    else:
        engine.use(None)
    qtbot.waitUntil(lambda: engine._networks.other is None)


def test_a_failed_prompt_does_not_end_the_pass(
    engine: EngineWorker,
    loader: Loader,
    project: Project,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    going = threading.Event()

    def run_pass(project: Project, pass_id: int, *arguments: object) -> Iterator[PassEvent]:
        assert going.wait(10)
        yield PassStarted(pass_id, 2, 0)
        yield PassFinished(pass_id, 2, 0, cancelled=False)

    def answer(self: EngineWorker, project: Project, engine: object, request: MaskRequest) -> None:
        raise OSError("the drive was pulled out")

    monkeypatch.setattr(propagate, "run_pass", run_pass)
    monkeypatch.setattr(EngineWorker, "_answer", answer)
    events: list[object] = []
    engine.pass_event.connect(events.append)
    engine.failed.connect(events.append)
    engine.start(weights(tmp_path, "own"))
    engine.ask(PassRequest(None))
    qtbot.waitUntil(lambda: engine._running is not None)
    engine.ask(MaskRequest(1, project.images.all()[0], (PointPrompt(20, 20),), preview=False))
    going.set()
    qtbot.waitUntil(lambda: len(events) == 3)
    assert [type(one) for one in events] == [PassStarted, OSError, PassFinished]
