"""Training from one's own photos by keyboard: train, be killed twice, use what came out, find again."""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from app.services.training.runs import choose, options_of
from tests.app.conftest import make_squares
from tests.e2e.conftest import Start, ask, take_focus, wait_for_canvas
from tests.e2e.screen import Screen, until
from vrp_core.domain.annotations import Role

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]  # the machine may be busy

STEPS, EVERY = "4", "2"
FIELDS = [one.name for one in options_of("quick")]
TABS = FIELDS.index("validate_every") - FIELDS.index("steps")  # from the one field to the other


@pytest.fixture
def run(folder: Path) -> Iterator[Path]:
    """Where the first quick run of the folder's project will be: six squares are drawn, two are to be found."""
    with make_squares(folder / "vrp-annotator", 6, 2) as project:
        project.annotations.put(replace(project.annotations.all()[0], role=Role.REFERENCE))
    run = folder / "vrp-annotator" / "training" / "quick-1"
    yield run
    with suppress(OSError, ValueError, psutil.NoSuchProcess):
        psutil.Process(int((run / "pid.txt").read_text())).kill()


def events(run: Path, kind: str) -> list[dict[str, object]]:
    """What the run has printed of a kind; its last line may be half written."""
    found = []
    with suppress(FileNotFoundError):
        for line in (run / "events.jsonl").read_text().splitlines():
            with suppress(ValueError):
                found.append(json.loads(line))
    return [one for one in found if one["kind"] == kind]


def curve_shown(screen: Screen) -> bool:
    """The curve of the loss, by its colour."""
    return int((np.abs(screen.picture().astype(int) - (0xEE, 0x77, 0x33)).max(axis=2) < 12).sum()) > 40


def open_panel(screen: Screen) -> None:
    take_focus(screen)
    screen.key("Ctrl+T")
    time.sleep(1.0)


def process_of(run: Path) -> int:
    return int((run / "pid.txt").read_text())


def test_from_photos_to_weights_in_use(screen: Screen, start: Start, folder: Path, run: Path) -> None:
    window = start(str(folder))
    wait_for_canvas(screen)
    open_panel(screen)
    screen.key("Alt+S")
    time.sleep(1.0)
    screen.focus()
    screen.key("Ctrl+A")
    screen.type(STEPS)
    for _ in range(TABS):
        screen.key("Tab")
    screen.type(EVERY)
    screen.key("Enter")
    take_focus(screen)
    screen.key("Alt+T")
    until((run / "config.json").is_file, "the start of the run", 20)
    config = json.loads((run / "config.json").read_text())
    assert (config["steps"], config["validate_every"]) == (int(STEPS), int(EVERY))
    until(lambda: events(run, "Saved"), "weights of the run", 150)
    # The training dies, and goes on from its last save.
    killed = process_of(run)
    os.kill(killed, signal.SIGKILL)
    until(lambda: curve_shown(screen), "the curve", 20)
    time.sleep(2.5)  # the panel looks once a second
    take_focus(screen)
    screen.key("Alt+R")
    until(lambda: process_of(run) != killed, "the run going on", 20)
    # The window dies, and finds the run again.
    window.send_signal(signal.SIGKILL)
    window.wait()
    window = start(str(folder))
    wait_for_canvas(screen)
    open_panel(screen)
    until(lambda: events(run, "TrainingFinished"), "the end of the run", 150)
    assert [one["step"] for one in events(run, "TrainingStarted")] == [0, 2]
    until(lambda: curve_shown(screen), "the curve of the run found again", 20)
    # Four steps need not make it better, so the weights are chosen as the list of weights chooses them.
    weights = run / "last.safetensors"
    choose(run.parent.parent, weights)
    time.sleep(2.5)
    take_focus(screen)
    screen.key("Ctrl+Shift+B")
    until(lambda: ask(folder, "SELECT finished FROM pass ORDER BY id DESC LIMIT 1"), "the pass", 200)
    passed = json.loads(ask(folder, "SELECT config FROM pass ORDER BY id DESC LIMIT 1"))
    assert run.parent.parent / passed["segment"]["vrp_weights"] == weights  # named by their place in the project
    assert ask(folder, "SELECT COUNT(*) FROM prediction") >= 2
    take_focus(screen)
    screen.key("Ctrl+Q")
    assert window.wait(30) == 0
