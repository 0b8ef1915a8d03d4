"""Simulates failures of the machine: full and read-only disks, vanishing folders, clock changes, little memory, a
second process, and long use."""

import contextlib
import ctypes
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any

import psutil

from campaigns import inputs
from campaigns.children import harm_of, run_child
from campaigns.commands import main
from campaigns.outcomes import Outcome
from vrp_core.domain.annotations import Scores
from vrp_core.domain.errors import DiskFull, ProjectLocked, VrpError
from vrp_core.domain.prompts import PointPrompt
from vrp_core.project.project import NewPrediction, Project

_CLONE_NEWNS, _CLONE_NEWUSER = 0x00020000, 0x10000000
_MS_RDONLY, _MS_REMOUNT, _MS_REC, _MS_PRIVATE = 1, 32, 16384, 1 << 18
_GROWTH = 32 << 20  # bytes of memory that long use may add


# --- disks -----------------------------------------------------------------------------------------------------------


def disks(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """A small full or read-only disk: the program must report one sentence, lose nothing, and then continue."""
    base = inputs.project(folder / "base").parent
    disk = folder / "disk"
    disk.mkdir()
    if run_child(lambda say: say("" if _mount(disk, 4) else "no"), 60).said:
        return  # this system does not let users mount a disk
    while True:
        kind, left = rng.choice(("full", "read-only")), rng.choice((0, 4, 16, 64, 200)) << 10

        def work(kind: str = kind, left: int = left) -> None:
            _mount(disk, 4)
            shutil.copytree(base, disk, dirs_exist_ok=True)
            before = _seen(disk / "p")
            filler = disk / "filler"
            _fill(filler, left)
            if kind == "read-only":
                _libc().mount(b"none", os.fsencode(disk), None, _MS_REMOUNT | _MS_RDONLY, None)
            done = _work_until_it_fails(disk, kind)
            if kind == "read-only":
                _libc().mount(b"none", os.fsencode(disk), None, _MS_REMOUNT, None)
            filler.unlink()
            after = _seen(disk / "p")
            if after["annotations"] != before["annotations"] + done:
                raise AssertionError(f"{done} annotations were acknowledged, {after} are there")
            _write_all(disk)
            if list(disk.rglob("*.part*")):
                raise AssertionError("unfinished files are left")

        yield Outcome(f"{kind} disks", harm_of(work, memory=None))


def _work_until_it_fails(disk: Path, kind: str) -> int:
    """Annotate until the disk is full; returns the number of acknowledged annotations."""
    done = 0
    try:
        with Project.open(disk / "p") as project:
            for _ in range(3000):
                project.annotations.add(1, 1, [PointPrompt(3, 3)] * 40, inputs.square(6))
                done += 1
    except DiskFull:
        return done
    except OSError:
        if kind != "read-only":
            raise AssertionError("a full disk is not called so") from None
        return done
    raise AssertionError("the disk never refused anything")


def _write_all(disk: Path) -> None:
    """Check that work continues once there is free space."""
    if main(["project", "export", str(disk / "p"), "--out", str(disk / "a.json")]) != 0:
        raise AssertionError("after room was made the export fails")
    with Project.open(disk / "p") as project:
        project.annotations.add(1, 1, [PointPrompt(3, 3)])


def _seen(folder: Path) -> dict[str, int]:
    with Project.open(folder, writable=False) as project:
        return {"annotations": len(project.annotations.all()), "predictions": len(project.review.predictions())}


def _fill(file: Path, left: int) -> None:
    """Write a file until only the given number of bytes is free on its disk."""
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as stream:
        while (free := shutil.disk_usage(file.parent).free) > left:
            stream.write(bytes(min(1 << 16, free - left)))


def _mount(place: Path, megabytes: int) -> bool:
    """Mount a memory disk at `place` that only this process sees."""
    libc = _libc()
    if libc.unshare(_CLONE_NEWNS) != 0 and libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNS) != 0:
        return False
    libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None)
    return bool(libc.mount(b"tmpfs", os.fsencode(place), b"tmpfs", 0, f"size={megabytes}m".encode()) == 0)


def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)


# --- folders that vanish ---------------------------------------------------------------------------------------------


def vanishing(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """The folder of the project or its photos vanishes during work and returns: the engine's error, no damage."""
    base = inputs.project(folder / "base").parent
    place, away = folder / "here", folder / "away"
    while True:
        for old in (place, away):
            shutil.rmtree(old, ignore_errors=True)
        shutil.copytree(base, place)
        gone = rng.choice(("p", "photos", "."))
        delay = rng.uniform(0, 0.15)

        def work(gone: str = gone, delay: float = delay) -> None:
            mover = os.fork()
            if mover == 0:
                try:
                    time.sleep(delay)
                    (place / gone).rename(away)
                finally:
                    os._exit(0)
            try:
                _busy(place / "p", 0.3)
            finally:
                os.waitpid(mover, 0)

        problem = harm_of(work, memory=None)
        if away.exists():
            shutil.rmtree(place / gone, ignore_errors=True)  # files written where the folder had been
            away.rename(place / gone)
        yield Outcome("folders that vanish", problem or harm_of(lambda: _seen(place / "p")))


def _busy(folder: Path, seconds: float) -> None:
    """Sessions that annotate, look at the photos and export, one after the other."""
    from vrp_core.images.reading import read_image

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with Project.open(folder) as project:
            for image in project.images.all():
                with contextlib.suppress(VrpError):
                    read_image(project.images.file_of(image))
                project.annotations.add(image.id, 1, [PointPrompt(3, 3)])
        main(["project", "export", str(folder), "--out", str(folder / "a.json")])


# --- clocks ----------------------------------------------------------------------------------------------------------


def clocks(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """A clock that runs backward or leaps: the project must equal that made with a correct clock."""
    base = inputs.project(folder / "base").parent
    place = folder / "here"

    def session(step: float | None) -> Callable[[Callable[[str], None]], None]:
        def work(say: Callable[[str], None]) -> None:
            if step is not None:
                _turn_clock(step)
            for number in range(3):
                with Project.open(place / "p") as project:
                    pass_id = project.passes.start({"segment": {}, "references": [1]}, [2, 3])
                    found = NewPrediction(2, number, inputs.square(4), Scores(0.5, 0.5, None, 0.5), False)
                    project.passes.record(pass_id, 3, [found])
                    project.annotations.add(3, 1, [PointPrompt(number, 3)])
            with Project.open(place / "p", writable=False) as project:
                history = [what for _, what, _ in project.history()]
                unfinished = project.passes.unfinished()
                say(
                    repr(
                        (
                            project.annotations.all(),
                            project.review.predictions(),
                            history,
                            unfinished,
                            project.images.overview(),
                        )
                    )
                )

        return work

    shutil.copytree(base, place)
    expected = run_child(session(None), 60).said
    while True:
        shutil.rmtree(place)
        shutil.copytree(base, place)
        step = -rng.choice((1.0, 60.0, 86_400.0, 3.2e7)) * rng.uniform(0.1, 1)
        found = run_child(session(step), 60).said
        yield Outcome("backward clocks", "" if found == expected else f"another project: {found[:200]}")


def _turn_clock(step: float) -> None:
    """Set this process's clock back by `step` seconds whenever it is read."""
    from vrp_core.project import database

    reads = 0
    real = time.time

    def turned() -> float:
        nonlocal reads
        reads += 1
        return real() + step * reads

    class Turned(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.fromtimestamp(0, timezone.utc) + timedelta(seconds=turned() % 4e9)

    time.time = turned
    database.datetime = Turned  # type: ignore[attr-defined]


# --- two processes ---------------------------------------------------------------------------------------------------


def races(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Three processes write at once: one at a time may, the others must be refused, and nothing may be lost."""
    base = inputs.project(folder / "base").parent
    inside = base / "inside"
    number = 0
    while True:
        number += 1
        children = [_racer(base / "p", inside, f"{number} {child}", rng.uniform(0, 0.01)) for child in range(3)]
        statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        with Project.open(base / "p", writable=False) as project:
            stored = {label.name for label in project.labels.all()}
        wrote = [f"{number} {child}" for child, status in enumerate(statuses) if status == 0]
        problem = "" if set(statuses) <= {0, 7} else f"exit statuses {statuses}"
        if not set(wrote) <= stored or not wrote:
            problem = problem or f"{wrote} wrote, and their labels are not there"
        yield Outcome("races for a project", problem)


def _racer(folder: Path, inside: Path, name: str, delay: float) -> int:
    """A child that writes a label: exit status 0 if it wrote, 7 if it was refused, 8 if another process wrote too."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        time.sleep(delay)
        with Project.open(folder) as project:
            try:
                os.close(os.open(inside, os.O_CREAT | os.O_EXCL))
                project.labels.add(name)
                inside.unlink()
                status = 0
            except FileExistsError:
                status = 8
    except ProjectLocked:
        status = 7
    finally:
        os._exit(status)


# --- memory and long use ---------------------------------------------------------------------------------------------


def memory(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Commands with little memory: they must succeed or report one sentence, and leave the project whole."""
    base = inputs.project(folder / "base").parent
    Path(base / "big.json").write_text("[" + '{"image": "photo-0.png", "label": "a", "prompts": []},' * 5_000 + "{}]")
    wide = base / "photos" / "wide.png"
    from PIL import Image

    Image.new("RGB", (6000, 4000)).save(wide)

    def read(work: Callable[[], int]) -> Callable[[], None]:
        def run() -> None:
            status = work()
            if status not in (0, 1):
                raise AssertionError(f"status {status}")

        return run

    project = str(base / "p")
    wanted: dict[str, Callable[[], int]] = {
        "export": lambda: main(["project", "export", project, "--out", str(base / "a.json")]),
        "annotate": lambda: main(["project", "annotate", project, "--json", str(base / "big.json"), "--no-sharpen"]),
        "read": lambda: _read_wide(wide),
    }
    while True:
        name = rng.choice(list(wanted))
        harm = harm_of(read(wanted[name]), memory=rng.randrange(1 << 20, 96 << 20))
        yield Outcome("commands with little memory", harm or harm_of(lambda: _seen(base / "p")))


def _read_wide(file: Path) -> int:
    from vrp_core.domain.messages import explain
    from vrp_core.images.reading import read_image

    try:
        read_image(file)
    except (VrpError, MemoryError) as error:
        if "memory" not in explain(error):
            raise AssertionError(explain(error)) from error
    return 0


def endurance(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """One process that works for long: memory and open files must not grow. Each try is 50 sessions."""
    base = inputs.project(folder / "base").parent

    def work() -> None:
        process = psutil.Process()
        _sessions(base / "p", 20)
        before, files = process.memory_info().rss, process.num_fds()
        _sessions(base / "p", 50)
        growth, more = process.memory_info().rss - before, process.num_fds() - files
        if growth > _GROWTH or more > 0:
            raise AssertionError(f"{growth >> 20} MB and {more} open files more after 50 sessions")

    while True:
        yield Outcome("fifty sessions in one process", harm_of(work, 300, None))


def _sessions(folder: Path, count: int) -> None:
    for number in range(count):
        with Project.open(folder) as project:
            annotation = project.annotations.add(1, 1, [PointPrompt(number % 40, 3)], inputs.square(6))
            project.images.overview(), project.annotations.all(), project.review.predictions()
            project.annotations.remove(annotation.id)
        main(["project", "export", str(folder), "--out", str(folder / "a.json")])
