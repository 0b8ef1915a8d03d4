"""Measures the window's response: start, 10,000 photos, clicks, the brush on 24 megapixels, gaps during a pass.

    python -m benchmarks.window     (part of make bench)

Sends real events to a window on the offscreen platform; writes medians of several tries to out/bench-window.json.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import psutil
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.model import image_commands, label_commands
from app.widgets.main_window import MainWindow
from benchmarks.pipeline import make_photos
from benchmarks.screenshots import open_window, until, wait
from vrp_core.domain.annotations import ReviewStatus, Role, Scores
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import encode
from vrp_core.domain.prompts import BoxPrompt
from vrp_core.images.reading import digest_of, read_size
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import NewImage, NewPrediction, Project

_LEFT = Qt.MouseButton.LeftButton
_START = """
import os, sys, time
started = time.perf_counter()
from app.services import collector
collector.pause()
from PySide6.QtWidgets import QApplication
from app.application import make_window
application = QApplication([])
window = make_window()
window.resize(1440, 900)
window.show()
application.processEvents()
print(time.perf_counter() - started, "torch" in sys.modules)
"""


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """Median time of some work with the events it causes."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        QApplication.processEvents()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def start_to_first_paint() -> float:
    """Seconds of a new process from its first line to a painted window, without the interpreter's start.

    The first start compiles the code, as an installation does; it is not counted.
    """
    with tempfile.TemporaryDirectory() as compiled:
        environment = os.environ | {"PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-c", _START]
        outputs = [
            subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()
            for _ in range(6)
        ][1:]
    assert all(loaded == "False" for _, loaded in outputs), "torch was loaded before the first paint"
    return statistics.median(float(taken) for taken, _ in outputs)


def ten_thousand(window: MainWindow, folder: Path) -> dict[str, float]:
    """Open a project of 10,000 photos with a result on each, scroll through it, and decide some results."""
    (photo,) = make_photos(folder, 1)
    Project.create(folder / "many").close()
    with Project.open(folder / "many") as project:
        digest, size = digest_of(photo), read_size(photo)
        for number in range(10_000):
            (folder / f"many-{number}.jpg").symlink_to(photo)
        project.images.add([NewImage(folder / f"many-{n}.jpg", size, digest) for n in range(10_000)])
        ids = [image.id for image in project.images.all()]
        assert len(ids) == 10_000
        label, mask = project.labels.add("thing").id, np.zeros(size, dtype=bool)
        mask[: size.height // 3, : size.width // 3] = True
        found = NewPrediction(label, 0, encode(mask), Scores(0.9, 0.9, None, 0.7), absent=False)
        pass_id = project.passes.start({}, ids)
        for image_id in ids:
            project.passes.record(pass_id, image_id, [found])
    started = time.perf_counter()
    window.projects.open_folder(folder / "many")
    QApplication.processEvents()
    opened = time.perf_counter() - started
    bar = window.photo_list.view.verticalScrollBar()
    steps = [round(bar.maximum() * share / 40) for share in range(40)]
    scrolled = []
    for step in steps:
        started = time.perf_counter()
        bar.setValue(step)
        window.photo_list.view.viewport().repaint()
        scrolled.append(time.perf_counter() - started)
        wait(5)
    decided = seconds(window.actions_["review.accept"].trigger, times=15)
    document = window.document
    thing, some = document.project.labels.get(label), [row.image.id for row in document.images.shown[100:1100]]
    changes = {
        "accept 1,000 photos": lambda: image_commands.decide_images(document, some, ReviewStatus.ACCEPTED),
        "take that back": document.undo_stack.undo,
        "remove 1,000 photos": lambda: image_commands.remove_images(document, some),
        "take the removal back": document.undo_stack.undo,
        "a threshold that changes 10,000 results": lambda: label_commands.set_threshold(document, thing, 0.8),
        "delete their label": lambda: label_commands.delete_label(document, label),
        "take the deletion back": document.undo_stack.undo,
    }
    taken = {name: seconds(work, times=1) for name, work in changes.items()}
    window.projects.close_project()
    return taken | {
        "open 10,000 photos": opened,
        "scroll to another place": statistics.median(scrolled),
        "accept a result, next photo": decided,
    }


def large_photo(window: MainWindow, folder: Path) -> dict[str, float]:
    """24 megapixels with 200 masks: panning, zooming, painting."""
    rng = np.random.default_rng(0)
    small = rng.integers(0, 255, (400, 600, 3), dtype=np.uint8)
    file = folder / "large.jpg"
    Image.fromarray(small).resize((6000, 4000), Image.Resampling.BICUBIC).save(file, quality=90)
    with Project.create(folder / "large") as project:
        add_photos(project, [file])
        image = project.images.find(file)
        label = project.labels.add("thing")
        rows, columns = np.ogrid[:200, :200]
        disc = (rows - 100) ** 2 + (columns - 100) ** 2 < 90**2
        for number in range(200):
            mask = np.zeros(Size(4000, 6000), dtype=bool)
            top, left = 200 * (number // 20) + 50, 290 * (number % 20) + 20
            mask[top : top + 200, left : left + 200] = disc
            box = BoxPrompt(left, top, left + 200, top + 200)
            project.annotations.add(image.id, label.id, [box], encode(mask), Role.TRUTH)
    window.projects.open_folder(folder / "large")
    until(lambda: window.photos.held(window.document.current) is not None)
    wait(300)
    canvas, view = window.canvas, window.canvas.viewport()
    found = {"repaint 24 megapixels with 200 masks, fitted": seconds(view.repaint)}
    canvas.objects.hide(True)
    found["the same without the masks"] = seconds(view.repaint)
    canvas.objects.hide(False)
    canvas.zoom_to(1.0)
    found["repaint at 100 %"] = seconds(view.repaint)
    canvas.fit()
    window.actions_["tool.brush"].trigger()
    window.settings.set(brush=120)
    moves, ends = zip(*(_stroke(window, 280 + 8 * number) for number in range(9)), strict=True)
    found["brush: one move"] = statistics.median(one for stroke in moves for one in stroke)
    found["brush: slowest move of a stroke"] = statistics.median(max(stroke) for stroke in moves)
    found["brush: end of a stroke"] = statistics.median(ends)
    window.projects.close_project()
    return found


def _stroke(window: MainWindow, height: int) -> tuple[list[float], float]:
    """Paint a new object at a height of the view: the seconds of each move, and of the end."""
    window.document.select(None)
    view = window.canvas.viewport()
    view.repaint()
    wait(200)  # what the stroke before has left to do
    QTest.mousePress(view, _LEFT, pos=QPoint(200, height))
    moves = []
    for step in range(60):
        started = time.perf_counter()
        QTest.mouseMove(view, QPoint(200 + 4 * step, height + step % 7))
        QApplication.processEvents()
        moves.append(time.perf_counter() - started)
    started = time.perf_counter()
    QTest.mouseRelease(view, _LEFT, pos=QPoint(440, height))
    QApplication.processEvents()
    return moves, time.perf_counter() - started


def marking_and_passing(window: MainWindow, folder: Path, count: int) -> dict[str, float]:
    """Clicks with a ready embedding; then the longest gap of the event loop while a pass runs; then memory."""
    (folder / "pass").mkdir()
    files = make_photos(folder / "pass", count + 1)
    with Project.create(folder / "passing") as project:
        add_photos(project, files)
        images = project.images.all()
        label = project.labels.add("thing")
        project.annotations.add(images[0].id, label.id, [BoxPrompt(200, 100, 400, 350)])
    window.projects.open_folder(folder / "passing")
    until(lambda: window.hover.live)
    window.actions_["tool.point"].trigger()
    view, clicks = window.canvas.viewport(), []
    for number in range(8):
        place = window.canvas.mapFromScene(QPointF(200 + 20 * number, 200))
        started = time.perf_counter()
        QTest.mouseClick(view, _LEFT, pos=place)
        while window.draft.waiting:
            QApplication.processEvents()
            time.sleep(0.001)
        clicks.append(time.perf_counter() - started)
        window.draft.drop()
    gaps: list[float] = []
    last = [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(5)
    last[0] = time.perf_counter()
    window.actions_["pass.all"].trigger()
    until(lambda: window.engine.passing)
    started = time.perf_counter()
    while window.engine.passing:
        wait(20)
    taken = time.perf_counter() - started
    timer.stop()
    ordered = sorted(gaps)
    return {
        "click to mask, embedding ready": statistics.median(clicks[1:]),
        "event loop while passing: longest gap": ordered[-1],
        "event loop while passing: 99.9 % of gaps below": ordered[int(len(ordered) * 0.999)],
        "passing: seconds per photo": taken / count,
    }


def visiting(window: MainWindow, photos: int) -> dict[str, float]:
    """Megabytes before and after so many photos were shown."""
    process = psutil.Process()
    ids = [row.image.id for row in window.document.images.shown]
    marks = {}
    for number in range(photos):
        window.document.show_image(ids[number % len(ids)])
        wait(15)
        if number in {photos // 10, photos - 1}:
            marks[f"memory after {number + 1} photos, MB"] = process.memory_info().rss / 1e6
    return marks


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/bench-window.json"))
    parser.add_argument("--images", type=int, default=40, help="photos of the pass")
    args = parser.parse_args()
    found = {"start to first paint": start_to_first_paint()}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        application, window = open_window(folder)
        found |= ten_thousand(window, folder)
        found |= large_photo(window, folder)
        found |= marking_and_passing(window, folder, args.images)
        found |= visiting(window, 500)
        window.close()
        application.quit()
    width = max(len(name) for name in found)
    for name, value in found.items():
        print(f"{name:{width}}  " + (f"{value:.0f}" if name.endswith("MB") else f"{value * 1000:8.1f} ms"))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    machine = f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"
    args.out.write_text(json.dumps({"machine": machine, "seconds": found}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
