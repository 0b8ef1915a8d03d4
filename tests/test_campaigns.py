"""The campaigns: that they see harm where there is some, and a short one of everything."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.settings import SettingsStore
from campaigns import __main__ as runner
from campaigns import inputs
from campaigns.children import harm_of, run_child
from campaigns.mutations import spoil_bytes, spoil_json
from campaigns.outcomes import Campaign, Outcome, Table, carry_out
from vrp_core.cli.main import main
from vrp_core.domain.config import TrainConfig, from_dict, to_dict
from vrp_core.domain.errors import NotFound
from vrp_core.domain.events import from_json
from vrp_core.images.reading import read_image

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="campaigns fork, and limit memory as Linux does")


def refuse() -> None:
    raise NotFound("file", "x")


def fill_memory() -> None:
    bytearray(4 << 30)


def work_for_ever() -> None:
    while True:
        pass


def test_success_and_errors_of_ours_are_no_harm() -> None:
    assert harm_of(lambda: None) == ""
    assert harm_of(refuse) == ""


def test_every_other_end_is_harm() -> None:
    assert harm_of(lambda: 1 // 0).startswith("ZeroDivisionError")
    assert harm_of(lambda: os.kill(os.getpid(), signal.SIGSEGV)) == "ended by signal SIGSEGV"
    assert harm_of(fill_memory).startswith("MemoryError")
    assert harm_of(work_for_ever, seconds=1) == "no end within 1 s"


def test_a_child_that_is_killed_was_struck_and_one_that_ended_was_not() -> None:
    assert run_child(lambda say: time.sleep(60), 0.1).struck
    ended = run_child(lambda say: say("done"), 60)
    assert (ended.said, ended.struck, ended.signal) == ("done", False, 0)


def test_the_same_seed_spoils_in_the_same_way() -> None:
    def spoiled(seed: int) -> list[bytes]:
        rng = random.Random(seed)
        return [spoil_bytes(bytes(range(200)), rng) for _ in range(50)] + [
            spoil_json({"a": [1]}, rng) for _ in "x" * 50
        ]

    assert spoiled(3) == spoiled(3) != spoiled(4)
    assert len(set(spoiled(3))) > 60


def test_what_is_damaged_is_whole_before(tmp_path: Path) -> None:
    """Otherwise every try would be refused at once, and reach nothing."""
    files = inputs.run_files()
    assert [type(from_json(event)).__name__ for event in files["events.jsonl"]] == [
        event["kind"] for event in files["events.jsonl"]
    ]
    assert to_dict(from_dict(TrainConfig, files["config.json"])) == files["config.json"]
    (tmp_path / "settings.json").write_text(json.dumps(inputs.SETTINGS))
    assert SettingsStore(tmp_path / "settings.json").values.recent == tuple(inputs.SETTINGS["recent"])
    folder = inputs.project(tmp_path)
    (tmp_path / "marks.json").write_text(json.dumps(inputs.MARKS))
    (tmp_path / "coco.json").write_text(json.dumps(inputs.coco(folder)))
    assert main(["project", "annotate", str(folder), "--json", str(tmp_path / "marks.json"), "--no-sharpen"]) == 0
    assert main(["project", "import-coco", str(folder), str(tmp_path / "coco.json")]) == 0
    for number, (ending, content) in enumerate(inputs.pictures()):
        (tmp_path / f"{number}{ending}").write_bytes(content)
        assert read_image(tmp_path / f"{number}{ending}").shape == (*inputs.SIZE, 3)


def test_failures_are_counted_and_what_did_it_is_kept(tmp_path: Path) -> None:
    def tries(rng: random.Random, folder: Path) -> Iterator[Outcome]:
        while True:
            yield Outcome("good")
            yield Outcome("bad", "it broke", b"input")

    table = Table()
    for outcome in carry_out(Campaign("some", tries, 5, 1.0), 7, None, tmp_path, tmp_path / "evidence"):
        table.count(outcome)
    assert {name: (row.tried, len(row.failures)) for name, row in table.rows.items()} == {"good": (3, 0), "bad": (2, 2)}
    assert "| bad | 2 | 2 |" in table.text() and "seed 7, try 2: it broke" in table.text()
    assert [path.read_bytes() for path in (tmp_path / "evidence").iterdir()] == [b"input"] * 2


_IN_CHECK = (  # all but those that need the networks
    *("project-files", "project-rows", "marks", "coco", "settings", "run-files", "checkpoints", "training-states"),
    *("pictures", "storing", "commands", "disks", "vanishing", "clocks", "races", "memory", "endurance"),
)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_short_campaign_of_everything_finds_nothing(tmp_path: Path) -> None:
    """One seed; `make campaign` runs them all with another each time."""
    table, evidence = tmp_path / "table.md", tmp_path / "evidence"
    command = [sys.executable, "-m", "campaigns", "--minutes", "1.2", "--seed", "16", "--out", str(table)]
    command += ["--evidence", str(evidence), "--only", *_IN_CHECK]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(table.read_text(encoding="utf-8").splitlines()) > 20


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_campaign_that_is_stopped_prints_what_it_counted(tmp_path: Path, number: signal.Signals) -> None:
    table = tmp_path / "out" / "table.md"
    command = [sys.executable, "-u", "-m", "campaigns", "--minutes", "0.4", "--only", "settings", "storing"]
    command += ["--out", str(table), "--evidence", str(tmp_path)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while not process.stdout.readline().startswith("settings: tried "):
        assert process.poll() is None
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(number)
    said, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Stopped before its end." in said and "| all |" in said
    assert table.read_text(encoding="utf-8").count("| all |") == 1
    assert not psutil.wait_procs(children, timeout=30)[1]  # none is left


def test_a_campaign_that_breaks_down_is_a_failure_and_the_next_one_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(rng: random.Random, folder: Path) -> Iterator[Outcome]:
        yield Outcome("good")
        raise RuntimeError("no")

    def whole(rng: random.Random, folder: Path) -> Iterator[Outcome]:
        while True:
            yield Outcome("good too")

    monkeypatch.setattr(runner, "CAMPAIGNS", (Campaign("one", broken, 5, 1.0), Campaign("two", whole, 5, 1.0)))
    monkeypatch.setattr(sys, "argv", ["campaigns", "--out", str(tmp_path / "table.md")])
    monkeypatch.setenv("XDG_STATE_HOME", "")  # both are put back
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        assert runner.main() == 1
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    text = (tmp_path / "table.md").read_text(encoding="utf-8")
    assert "| good | 1 | 0 |" in text and "| good too | 5 | 0 |" in text and "| the campaign one | 1 | 1 |" in text
