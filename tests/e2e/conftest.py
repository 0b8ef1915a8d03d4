"""The real program on a real (virtual) screen, in a process of its own."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.e2e.screen import Screen, until
from vrp_core.project.demo import CLICK, REFERENCE, photos
from vrp_core.weights import store

ROOT = Path(__file__).parent.parent.parent
Start = Callable[..., "subprocess.Popen[bytes]"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They come last: fast tests first."""
    items.sort(key=lambda item: "tests/e2e/" in item.nodeid)


@pytest.fixture
def screen() -> Iterator[Screen]:
    """A screen of the test's own."""
    if not shutil.which("Xvfb"):
        pytest.skip("Xvfb is not installed: make ready says how")
    screen = Screen()
    yield screen
    screen.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The demo's photos in a folder with a space in its name."""
    folder = tmp_path / "my photos"
    folder.mkdir()
    for photo in photos():
        Image.fromarray(photo.pixels).save(folder / photo.name)
    return folder


@pytest.fixture
def program() -> tuple[str, ...]:
    """The command that opens the window."""
    return (sys.executable, str(ROOT / "main.py"))


@pytest.fixture
def environment(tmp_path: Path, mobile_sam_file: Path) -> dict[str, str]:
    """Settings and state of the test's own, the weights that are here, nothing of this process's Python."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_"))}
    return {
        **inherited,
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "VRP_ANNOTATOR_SETTINGS": str(tmp_path / "settings.json"),
        store.CACHE_VARIABLE: str(store.cache_dir()),
    }


@pytest.fixture
def start(screen: Screen, tmp_path: Path, program: tuple[str, ...], environment: dict[str, str]) -> Iterator[Start]:
    """Starts the program on the screen; what still runs at the end is killed."""
    running: list[subprocess.Popen[bytes]] = []
    shown = environment | {"DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb"}

    def begin(*arguments: str) -> "subprocess.Popen[bytes]":
        log = (tmp_path / f"log-{len(running)}.txt").open("wb")
        process = subprocess.Popen([*program, *arguments], cwd=tmp_path, env=shown, stdout=log, stderr=log)
        log.close()
        running.append(process)
        return process

    yield begin
    Image.fromarray(screen.picture()).save(tmp_path / "last-seen.png")  # to find the cause of a failure
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait()


def canvas_there(screen: Screen) -> bool:
    """The photo's surroundings are on the screen."""
    from tests.e2e.screen import BACKGROUND

    return bool((screen.picture() == BACKGROUND).all(axis=2).sum() > 3000)


def wait_for_canvas(screen: Screen) -> None:
    """Until a project is open and shown."""
    until(lambda: canvas_there(screen), "a project on the screen")


def take_focus(screen: Screen) -> None:
    """Give the photo the keyboard: without a window manager nobody does that after a dialog."""
    time.sleep(0.5)
    left, top, _, _ = screen.canvas()
    screen.click(left + 2, top + 2, button=2)
    screen.focus()


def ask(folder: Path, query: str) -> Any:
    """One value of the project's file, read from outside while the program works."""
    file = folder / "vrp-annotator" / "project.sqlite"
    if not file.exists():
        return None
    with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as connection:
        row = connection.execute(query).fetchone()
    connection.close()
    return row[0] if row else None


def mark_coin(screen: Screen, start: Start, folder: Path) -> "subprocess.Popen[bytes]":
    """Open the folder, name the label, go to the reference, click its coin, and let SAM mark it."""
    names = sorted(one.name for one in folder.glob("*.png"))
    process = start(str(folder))
    wait_for_canvas(screen)
    until(lambda: ask(folder, "SELECT COUNT(*) FROM image") == len(names), "the photos in the project")
    take_focus(screen)
    screen.key("Ctrl+L")
    until(lambda: len(screen.windows()) > 1, "the question for the label", 20)
    time.sleep(0.7)
    screen.focus()
    screen.type("coin")
    screen.key("Enter")
    until(lambda: ask(folder, "SELECT name FROM label") == "coin", "the label")
    take_focus(screen)
    for _ in range(names.index(REFERENCE)):
        screen.key("D")
    time.sleep(1.0)
    screen.key("Q")
    with Image.open(folder / REFERENCE) as photo:
        size = photo.size
    screen.click(*screen.photo_point(CLICK.x, CLICK.y, *size))
    screen.move(*screen.photo_point(2, 2, *size))
    until(lambda: _draft_shown(screen), "SAM's answer to the click")
    screen.key("Enter")
    until(lambda: ask(folder, "SELECT COUNT(*) FROM annotation") == 1, "the reference")
    return process


def _draft_shown(screen: Screen) -> bool:
    """The outline that SAM proposes, by its colour."""
    return int((np.abs(screen.picture().astype(int) - (0x00, 0xC2, 0xFF)).max(axis=2) < 12).sum()) > 300


def passed(folder: Path) -> Any:
    """When the newest pass ended; None while it runs."""
    return ask(folder, "SELECT finished FROM pass ORDER BY id DESC LIMIT 1")
