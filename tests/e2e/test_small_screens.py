"""The main job on small screens: find, correct, accept and export, everything in reach the first time."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pycocotools.coco import COCO

from tests.e2e.conftest import Start, ask, mark_coin, passed, take_focus
from tests.e2e.screen import Screen, until

pytestmark = pytest.mark.slow

SCREENS = {"1024x700": "1", "1366x768": "2"}  # size -> pixels of the screen per pixel of the window


@pytest.fixture(params=SCREENS)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def screen(size: str) -> Iterator[Screen]:
    screen = Screen(size)
    yield screen
    screen.close()


@pytest.fixture
def environment(environment: dict[str, str], size: str) -> dict[str, str]:
    return environment | {"QT_SCALE_FACTOR": SCREENS[size]}


def test_a_result_is_found_corrected_and_exported(screen: Screen, start: Start, folder: Path) -> None:
    process = mark_coin(screen, start, folder)
    assert not screen.outside()
    screen.key("Ctrl+B")
    until(lambda: passed(folder), "the pass", 200)
    time.sleep(0.5)
    screen.key("N")
    time.sleep(0.7)
    screen.key("Shift+E")
    left, top, right, bottom = screen.canvas()
    assert right - left > 200 and bottom - top > 150  # there is something to work on
    screen.drag(*[(left + (right - left) * share, (top + bottom) / 2) for share in (0.05, 0.3, 0.6, 0.95)])
    until(lambda: ask(folder, "SELECT COUNT(*) FROM prediction WHERE status = 'edited'"), "the correction")
    screen.key("N")
    time.sleep(0.7)
    screen.key("1")
    until(lambda: ask(folder, "SELECT COUNT(*) FROM prediction WHERE status = 'accepted'"), "the acceptance")
    screen.key("Ctrl+T")  # the training panel opens, and again gives its place back
    time.sleep(1.5)
    assert not screen.outside()
    take_focus(screen)
    screen.key("Ctrl+T")
    time.sleep(1.0)
    assert screen.canvas()[3] >= bottom - 4
    screen.key("Ctrl+Shift+E")
    time.sleep(1.5)
    screen.focus()
    screen.key("Enter")
    file = folder / "vrp-annotator" / "coco.json"
    until(file.exists, "the export")
    assert len(COCO(str(file)).getAnnIds()) == 3
    screen.key("Esc")
    take_focus(screen)
    screen.key("Ctrl+Q")
    assert process.wait(30) == 0
