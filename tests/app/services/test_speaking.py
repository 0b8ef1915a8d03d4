"""What threads say reaches the window in its own thread, where no receiver dies while it is told."""

import threading
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services.jobs import Job, Jobs, Progress, Stopped
from app.services.thumbnails import Thumbnails
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import Project

DIRECT = Qt.ConnectionType.DirectConnection  # a slot runs where the signal is emitted


def test_a_thumbnail_is_told_in_the_windows_thread(tmp_path: Path, qtbot: QtBot) -> None:
    Image.new("RGB", (20, 20)).save(tmp_path / "a.png")
    threads: list[threading.Thread] = []
    thumbnails = Thumbnails()
    thumbnails.ready.connect(lambda image_id: threads.append(threading.current_thread()), DIRECT)
    with Project.create(tmp_path / "project") as project:
        add_photos(project, [tmp_path / "a.png"])
        thumbnails.ask(project.images.all()[0], tmp_path / "a.png", [])
        qtbot.waitUntil(lambda: bool(threads))
    thumbnails.close()
    assert threads == [threading.main_thread()]


@pytest.mark.parametrize("fails", [False, True])
def test_a_job_reports_in_the_windows_thread(qtbot: QtBot, fails: bool) -> None:
    def work(progress: Progress, stopped: Stopped) -> int:
        progress(1, 2)
        return 1 // (not fails)

    threads: list[threading.Thread] = []
    job = Job(work)
    for signal in (job.progress, job.finished, job.failed):
        signal.connect(lambda *values: threads.append(threading.current_thread()), DIRECT)
    job.start()
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert set(threads) == {threading.main_thread()}


def test_jobs_that_were_left_stop_and_report_nothing_not_even_what_is_on_its_way(qtbot: QtBot) -> None:
    told: list[object] = []

    def until_stopped(progress: Progress, stopped: Stopped) -> None:
        while not stopped():
            threading.Event().wait(0.01)

    jobs = Jobs()
    ended = jobs.start(lambda progress, stopped: progress(1, 1), told.append, told.append, lambda *at: told.append(at))
    ended.wait()  # its report waits for the window's thread
    running = jobs.start(until_stopped, told.append, told.append)
    assert jobs.leave() == [running]
    running.wait()
    qtbot.wait(20)
    assert told == [] and jobs.leave() == []
