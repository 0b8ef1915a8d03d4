"""Training from the window: a real process that outlives it, is paused, killed, gone on with, and chosen or not."""

import json
import os
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
import torch
from PIL import Image
from PySide6.QtWidgets import QSpinBox
from pytestqt.qtbot import QtBot

from app.services.training import runs
from app.services.training.estimates import Estimates, measure
from app.services.training.runs import RunRequest, RunState, preset_config
from app.widgets.training.options_dialog import OptionsDialog
from app.widgets.training.panel import TrainingPanel
from app.widgets.training.run_tabs import RunTabs
from app.widgets.training.text import result_words
from tests.app.conftest import make_squares, square
from vrp_core.domain.annotations import Role
from vrp_core.domain.confidence import Calibration
from vrp_core.domain.config import VrpConfig
from vrp_core.domain.events import (
    Estimated,
    Failed,
    FailureCause,
    Pictured,
    Step,
    TrainEvent,
    TrainingFinished,
    TrainingStarted,
    Validated,
    to_json,
)
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.models.checkpoints import Checkpoint, build_model, load_checkpoint, save_checkpoint
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.project.project import Project
from vrp_core.training.lock import training_lock

SHORT = {"steps": 8, "batch": 2, "validate_every": 2, "validation_pairs": 2, "patience": 0}


def request(start_from: Path, settings: Mapping[str, int]) -> RunRequest:
    return RunRequest("quick", replace(preset_config("quick"), start_from=str(start_from), **settings))


CALIBRATION = Calibration(1.0, 2.0, 3.0, 4.0, 5.0, 0.5)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Eight photos of bright squares, all drawn by a person."""
    with make_squares(tmp_path / "project", 8) as project:
        yield project


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A checkpoint to start from: an untrained network with a calibration of its own."""
    torch.manual_seed(0)
    model = build_model(VrpConfig(), SemanticEncoder("efficientnet_lite2"))
    path = tmp_path / "base.safetensors"
    save_checkpoint(path, Checkpoint(VrpConfig(), "mobile_sam", CALIBRATION, {}, model.encoder.state_dict()))
    return path


def finish(folder: Path, seconds: float = 150) -> runs.Run:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        run = runs.read_run(folder)
        if run.state is not RunState.RUNNING:
            return run
        time.sleep(0.2)
    raise AssertionError("the run did not end")


def wait_for_step(folder: Path, step: int) -> None:
    end = time.monotonic() + 150
    while runs.read_run(folder).progress.step < step:
        assert time.monotonic() < end and runs.read_run(folder).state is RunState.RUNNING
        time.sleep(0.1)


@pytest.mark.slow
def test_a_run_is_compared_with_what_it_started_from_and_can_be_used(
    project: Project, base: Path, mobile_sam_file: Path
) -> None:
    run = runs.start(project.folder, request(base, SHORT))
    with pytest.raises(RuntimeError):
        runs.start(project.folder, request(base, SHORT))
    run = finish(run.folder)
    assert run.state is RunState.FINISHED, run.error
    progress = run.progress
    assert progress.step == 8 and len(progress.losses) == 8
    assert progress.before is not None and progress.best is not None
    assert (run.weights is not None) == (progress.best > progress.before)
    assert load_checkpoint(run.folder / "last.safetensors").calibration == CALIBRATION
    runs.choose(project.folder, run.folder / "last.safetensors")
    assert runs.chosen(project.folder) == run.folder / "last.safetensors"
    runs.choose(project.folder, None)
    assert runs.chosen(project.folder) is None


@pytest.mark.slow
def test_paused_and_killed_runs_resume_from_their_last_save(
    project: Project, base: Path, mobile_sam_file: Path
) -> None:
    run = runs.start(project.folder, request(base, SHORT | {"steps": 12}))
    wait_for_step(run.folder, 2)
    runs.pause(run.folder)
    paused = finish(run.folder)
    assert paused.state is RunState.PAUSED
    reached = paused.progress.step
    assert 2 <= reached < 12
    runs.go_on(run.folder)
    wait_for_step(run.folder, reached + 1)
    process = psutil.Process(int((run.folder / "pid.txt").read_text()))
    os.kill(process.pid, signal.SIGKILL)
    assert finish(run.folder).state is RunState.PAUSED
    runs.go_on(run.folder)
    done = finish(run.folder)
    assert done.state is RunState.FINISHED
    assert [step for step, _ in done.progress.mious] == [0, 2, 4, 6, 8, 10, 12]


def test_a_run_that_cannot_begin_says_why(project: Project, tmp_path: Path) -> None:
    run = runs.start(project.folder, request(tmp_path / "nowhere.safetensors", SHORT))
    run = finish(run.folder)
    assert run.state is RunState.FAILED
    assert "nowhere" in run.error


def test_another_training_of_the_project_is_named_and_it_can_be_tried_again(
    project: Project, base: Path, training_panel: TrainingPanel
) -> None:
    training_panel._document.open(project)
    with training_lock(project.folder / "training" / "elsewhere"):  # as another program would hold it
        run = finish(runs.start(project.folder, request(base, SHORT)).folder)
    assert run.state is RunState.FAILED
    training_panel.refresh()
    assert "Another training runs" in training_panel.controls.state.text()
    assert training_panel.controls.resume_button.isEnabled()


def test_the_panel_says_what_there_is_to_learn_from(
    project: Project, training_panel: TrainingPanel, qtbot: QtBot
) -> None:
    rare = project.labels.add("rare <br>")
    project.labels.add("none")
    region = square(5, 5, 12, 120, 160)
    project.annotations.add(project.images.all()[0].id, rare.id, [MaskPrompt(region)], region, Role.TRUTH)
    panel = training_panel
    panel._document.open(project)
    qtbot.waitUntil(lambda: "square: 8" in panel.material.text)
    text = panel.material.text
    assert "rare &lt;br&gt;: 1 – too few: 3 more needed" in text
    assert "none: 0 – too few: 4 more needed" in text
    assert panel.plan.start_button.isEnabled()
    assert not panel.controls.pause_button.isEnabled() and not panel.controls.use_button.isEnabled()


def test_a_last_line_that_was_cut_off_is_no_event(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text(
        lines(TrainingStarted(0, 9, 1, 1, 4, 0), Step(1, 0.5, 1e-4, 1)) + '{"kind": "St'
    )
    progress = runs.read_run(tmp_path).progress
    assert (progress.step, progress.steps, progress.losses) == (1, 9, ((1, 0.5),))


def lines(*events: TrainEvent) -> str:
    """Events as a run writes them."""
    return "".join(json.dumps(to_json(event)) + "\n" for event in events)


def written_run(project: Project, *events: TrainEvent) -> Path:
    """The folder of a run as its process would have left it."""
    folder = project.folder / "training" / "quick-1"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    (folder / "events.jsonl").write_text(lines(TrainingStarted(0, 40, 1, 1, 4, 0), *events))
    return folder


def validated(
    step: int, miou: float, kept: float | None, pixels: Mapping[str, Sequence[tuple[int, int]]] | None = None
) -> Validated:
    return Validated(step, miou, {}, pixels or {}, kept)


@pytest.mark.parametrize(("kept", "warned"), [(70.2, False), (60.0, True)])
def test_forgetting_is_reported_with_a_warning(project: Project, kept: float, warned: bool) -> None:
    ended = TrainingFinished(40, 75.0, False)
    # The best weights are those of step 20: what the later ones forgot does not count.
    folder = written_run(project, validated(0, 50, 71.0), validated(20, 75, kept), validated(40, 60, 10), ended)
    words = result_words(runs.read_run(folder), used=False)
    assert f"before 71.0, now {kept:.1f}" in words
    assert ("become worse" in words) == warned


@pytest.mark.parametrize(("spread", "sure"), [(1, True), (60, False)])
def test_the_certainty_of_a_gain_is_reported(project: Project, spread: int, sure: bool) -> None:
    before = [(40 + index % 2, 100) for index in range(8)]
    now = [(50 + spread * (1 if index % 2 else -1) // 2, 100) for index in range(8)]
    events = [
        validated(step, miou, None, {"square": pairs}) for step, miou, pairs in ((0, 40.5, before), (20, 50.0, now))
    ]
    words = result_words(runs.read_run(written_run(project, *events)), used=False)
    assert "Before 40.5, now <b>50.0</b>" in words and "points more" in words
    assert ("chance" in words) == (not sure)


def test_with_too_few_photos_no_certainty_is_reported(project: Project) -> None:
    counts = (("square", [(40, 100), (50, 100)]), ("square", [(90, 100), (95, 100)]))
    events = [
        validated(step, miou, None, dict([pixels]))
        for (step, miou), pixels in zip(((0, 45.0), (20, 92.5)), counts, strict=True)
    ]
    words = result_words(runs.read_run(written_run(project, *events)), used=False)
    assert "Too few photos" in words and "points more" not in words


def test_a_run_without_held_out_photos_says_that_its_gain_is_unknown(project: Project) -> None:
    ended = TrainingFinished(40, None, False)
    words = result_words(runs.read_run(written_run(project, ended)), used=False)
    assert "unknown whether" in words


def test_an_older_run_has_no_figures_on_the_built_in_photos(project: Project) -> None:
    folder = written_run(project)
    with (folder / "events.jsonl").open("a") as file:
        file.write('{"kind": "Validated", "step": 0, "miou": 50.0, "by_category": {}}\n')
    assert runs.read_run(folder).progress.before == 50.0
    assert "built-in" not in result_words(runs.read_run(folder), used=False)


def test_the_newest_picture_shows_and_is_read_once(project: Project, tmp_path: Path, qtbot: QtBot) -> None:
    picture = tmp_path / "step-000020.png"
    Image.new("RGB", (900, 300), "teal").save(picture)
    folder = written_run(project, Pictured(20, str(picture)))
    view = RunTabs()
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.setCurrentWidget(view.pictures)
    view.show()
    run = runs.read_run(folder)
    view.show_run(run)
    shown = view.pictures._label.pixmap()
    assert 300 < shown.width() <= 500 and abs(shown.width() / shown.height() - 3) < 0.1
    picture.unlink()
    view.show_run(run)
    assert not view.pictures._label.pixmap().isNull()
    view.show_run(None)
    assert view.pictures._label.pixmap().isNull()


def failed_run(project: Project, failure: Failed | str, **config: int) -> Path:
    """A run that has saved, and then failed: with an event, or before it could write one, with words only."""
    events = [failure] if isinstance(failure, Failed) else []
    words = failure.message if isinstance(failure, Failed) else failure
    folder = written_run(project, validated(0, 50, None), *events)
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "resume.pt").write_bytes(b"saved")
    (folder / "output.txt").write_text(f"{words}\n")
    (folder / "began.txt").write_text(str((folder / "events.jsonl").stat().st_size))
    return folder


OUT_OF_MEMORY = Failed(FailureCause.OUT_OF_MEMORY, "The device cuda ran out of memory: raise --accumulate.")


def test_out_of_memory_offers_half_the_batch_size(
    project: Project, training_panel: TrainingPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = failed_run(project, OUT_OF_MEMORY, batch=12, accumulate=2)
    training_panel._document.open(project)
    assert "ran out of memory" in training_panel.controls.state.text()
    assert "half" in training_panel.controls.resume_button.text() and training_panel.controls.resume_button.isEnabled()
    gone_on: list[Path] = []
    monkeypatch.setattr(runs, "go_on", gone_on.append)
    training_panel.controls.resume_button.click()
    assert gone_on == [folder]
    # 12 in 4 parts of 3 each: the batch, and with it the training, stays what it was.
    assert json.loads((folder / "config.json").read_text()) == {"batch": 12, "accumulate": 4}


@pytest.mark.parametrize(("batch", "accumulate", "parts"), [(9, 1, 3), (8, 1, 2), (6, 2, 6), (4, 4, None), (5, 1, 5)])
def test_half_a_batch_is_the_nearest_that_divides_it(
    project: Project, batch: int, accumulate: int, parts: int | None
) -> None:
    assert runs.parts_in_half(failed_run(project, OUT_OF_MEMORY, batch=batch, accumulate=accumulate)) == parts


def test_nothing_less_than_one_at_a_time_is_offered(project: Project, training_panel: TrainingPanel) -> None:
    failed_run(project, OUT_OF_MEMORY, batch=4, accumulate=4)
    training_panel._document.open(project)
    assert not training_panel.controls.resume_button.isEnabled()


def test_a_refused_run_shows_the_engine_s_words_and_can_be_tried_again(
    project: Project, training_panel: TrainingPanel
) -> None:
    failed_run(project, "error: <b> is in training already.\nWait for it.", batch=4, accumulate=1)
    training_panel._document.open(project)
    assert "&lt;b&gt; is in training already.<br>Wait" in training_panel.controls.state.text()
    assert training_panel.controls.resume_button.isEnabled()
    assert "half" not in training_panel.controls.resume_button.text()


def test_a_pause_that_fails_when_gone_on_from_says_why(project: Project, training_panel: TrainingPanel) -> None:
    folder = failed_run(project, OUT_OF_MEMORY, batch=12, accumulate=2)
    with (folder / "events.jsonl").open("a") as file:
        file.write(lines(TrainingFinished(20, 50.0, True), OUT_OF_MEMORY))
    run = runs.read_run(folder)
    assert run.state is RunState.FAILED and run.out_of_memory
    training_panel._document.open(project)
    assert (
        "ran out of memory" in training_panel.controls.state.text()
        and "half" in training_panel.controls.resume_button.text()
    )
    (folder / "output.txt").write_text("w.py:3: UserWarning: a RuntimeError: could come of this\nstopped at step 20\n")
    with (folder / "events.jsonl").open("a") as file:
        file.write(lines(TrainingStarted(20, 40, 1, 1, 4, 0), TrainingFinished(25, 50.0, True)))
    assert runs.read_run(folder).state is RunState.PAUSED


def test_what_a_finished_run_says_at_its_exit_does_not_undo_it(project: Project) -> None:
    folder = failed_run(project, "Exception ignored in atexit\nRuntimeError: too late to matter")
    with (folder / "events.jsonl").open("a") as file:
        file.write(lines(TrainingFinished(40, 50.0, False)))
    assert runs.read_run(folder).state is RunState.FINISHED


@pytest.fixture
def living(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A run that goes on; gives the signals that are sent to it."""
    signals: list[int] = []

    class Living:
        def send_signal(self, number: int) -> None:
            signals.append(number)

    folder = written_run(project)
    monkeypatch.setattr(runs, "_process", lambda one: Living() if one == folder else None)
    return signals


def test_a_run_is_asked_to_pause_once(project: Project, living: list[int], training_panel: TrainingPanel) -> None:
    panel = training_panel
    panel._document.open(project)
    panel.controls.pause_button.click()
    panel._look()
    assert len(living) == 1
    assert (
        "saving" in panel.controls.state.text()
        and not panel.controls.pause_button.isEnabled()
        and panel.controls.pause_button.isVisible()
    )
    runs.pause(project.folder / "training" / "quick-1")  # as another window of the project would
    assert len(living) == 1


def test_going_on_takes_back_the_pause(project: Project, living: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project.folder / "training" / "quick-1"
    runs.pause(folder)
    assert runs.read_run(folder).pausing
    monkeypatch.setattr(runs.subprocess, "Popen", lambda *args, **named: SimpleNamespace(pid=1, poll=lambda: 0))
    assert not runs.go_on(folder).pausing


DAMAGED_LINES = (b"\xff\xfe", b"[]", b"7", b'{"no": "kind"}', b'{"kind": ["Step"]}', b'{"kind": "Step", "step": 2}',
    b'{"kind": "losses"}', b'{"kind": "Validated", "step": 3, "miou": 5, "pixels": []}')  # fmt: skip


def test_damaged_lines_are_no_events(project: Project) -> None:
    folder = written_run(project)
    with (folder / "events.jsonl").open("ab") as file:
        file.write(b"\n".join(DAMAGED_LINES) + b"\n" + lines(Step(4, 0.5, 1e-4, 1)).encode())
    progress = runs.read_run(folder).progress
    assert (progress.losses, progress.mious, progress.steps) == (((4, 0.5),), (), 40)


@pytest.mark.parametrize("content", [b"\xff", b"[]", b'{"batch": "many"}', b'{"accumulate": 0}'])
def test_a_run_with_a_damaged_config_has_failed_in_words(
    project: Project, content: bytes, training_panel: TrainingPanel
) -> None:
    folder = failed_run(project, OUT_OF_MEMORY)
    (folder / "config.json").write_bytes(content)
    training_panel._document.open(project)
    training_panel._look()
    assert (
        "Its files are damaged" in training_panel.controls.state.text()
        and "config.json" in training_panel.controls.state.text()
    )
    assert not training_panel.controls.resume_button.isEnabled()


@pytest.mark.parametrize("content", [b"\xff", b"{", b"7", b'"training/quick-1/gone.safetensors"'])
def test_an_unreadable_choice_is_reported_and_reverted(
    project: Project, content: bytes, training_panel: TrainingPanel
) -> None:
    written_run(project)
    (project.folder / "training" / "chosen.json").write_bytes(content)
    assert runs.chosen(project.folder) is None
    panel = training_panel
    panel._document.open(project)
    assert "cannot be read: the shipped ones" in panel.controls.state.text()
    panel.controls.revert_button.click()
    assert "cannot be read" not in panel.controls.state.text() and not panel.controls.revert_button.isEnabled()


def test_a_damaged_note_of_corrections_counts_as_none(project: Project) -> None:
    (written_run(project) / "corrections.txt").write_bytes(b"\xff")
    assert runs.corrections_since_training(project.folder, 3) == 3


def test_an_unexpected_failure_is_reported_once(
    project: Project, training_panel: TrainingPanel, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    training_panel._document.open(project)
    qtbot.waitUntil(lambda: training_panel.material.enough)
    assert training_panel._timer.isActive()
    monkeypatch.setattr(runs, "runs_of", lambda folder: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        training_panel._look()
    assert not training_panel._timer.isActive()


def test_unchanged_data_are_not_computed_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = {"square": [(40 + index, 100) for index in range(8)]}
    events = [validated(step, 45.0 + step, None, pixels) for step in (0, 20)]
    folder = written_run(project, *events)
    first = runs.read_run(folder).progress
    assert first.gain is not None
    monkeypatch.setattr("app.services.training.progress.mean_iou_gain", lambda before, now: 1 // 0)
    again = runs.read_run(folder).progress
    assert again is first and again.gain == first.gain
    with (folder / "events.jsonl").open("a") as file:
        file.write(lines(Step(21, 0.5, 1e-4, 1)))
    more = runs.read_run(folder).progress
    assert more.step == 21 and more.gain == first.gain


def test_a_killed_run_reports_no_error_and_can_be_resumed(project: Project) -> None:
    folder = failed_run(project, "step 20: loss 0.4")
    (folder / "began.txt").write_text("0")  # its events came later
    assert runs.read_run(folder).state is RunState.PAUSED
    (folder / "began.txt").unlink()  # a run of an earlier version
    assert runs.read_run(folder).state is RunState.PAUSED


def test_a_run_that_ended_before_its_first_event_shows_its_last_words_unless_it_was_paused(project: Project) -> None:
    folder = failed_run(project, "Traceback\nModuleNotFoundError: No module named 'torch'")
    run = runs.read_run(folder)
    assert run.state is RunState.FAILED and run.error.endswith("No module named 'torch'")
    (folder / "pausing.txt").touch()
    assert runs.read_run(folder).state is RunState.PAUSED


ESTIMATED = '{"kind": "Estimated", "seconds": 245.0, "disk_bytes": 120000000, "memory_bytes": 1600000000, ' \
    '"images_to_encode": 8}'  # fmt: skip


@pytest.fixture
def engine_stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script in place of the engine's command: estimates take seconds of all cores."""
    script = tmp_path / "engine"
    script.write_text(f"#!/bin/sh\necho '{ESTIMATED}'\n")
    script.chmod(0o755)
    monkeypatch.setattr("app.services.training.command.sys.executable", str(script))
    return script


def test_the_estimate_follows_the_choice(
    project: Project, engine_stand_in: Path, training_panel: TrainingPanel, qtbot: QtBot
) -> None:
    panel = training_panel
    panel._document.open(project)
    words = panel.plan.words
    qtbot.waitUntil(lambda: "about 4 min, 120 MB on disk, 1.6 GB of memory" in words.text(), timeout=10_000)
    engine_stand_in.write_text("#!/bin/sh\necho 'error: thorough is too much' >&2\nexit 1\n")
    panel.plan.preset.setCurrentIndex(1)
    assert "Estimating" in words.text()
    qtbot.waitUntil(lambda: words.text().endswith(": thorough is too much"), timeout=10_000)
    panel.hide()
    assert words.text() == ""


SEVERAL = "echo 'error: /data/x cannot be used:' >&2\necho '  one\n  two' >&2\nexit 1\n"


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (SEVERAL, "/data/x cannot be used:\n  one\n  two"),
        (f"echo '{json.dumps(to_json(Failed(FailureCause.OTHER, 'No photo left.')))}'\nexit 1\n", "No photo left."),
        ("echo 'Killed' >&2\nexit 137\n", "Killed"),
        ("exit 1\n", "the engine ended without a word"),
    ],
)
def test_a_failed_estimate_shows_the_whole_error(engine_stand_in: Path, script: str, words: str) -> None:
    engine_stand_in.write_text(f"#!/bin/sh\n{script}")
    config = runs.plan(Path("one"), RunRequest("quick", preset_config("quick")), Path("out"))
    assert measure(config, lambda done, total: None, lambda: False) == words


def test_an_estimate_that_cannot_be_made_says_so_and_is_tried_again(
    project: Project,
    engine_stand_in: Path,
    training_panel: TrainingPanel,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    panel = training_panel
    with monkeypatch.context() as patched:
        patched.setattr("app.services.training.estimates.tempfile.TemporaryDirectory", full)
        panel._document.open(project)
        qtbot.waitUntil(lambda: "No space left on device" in panel.plan.words.text(), timeout=10_000)
    panel.plan.changed.emit()  # the same choice
    qtbot.waitUntil(lambda: "about 4 min" in panel.plan.words.text(), timeout=10_000)


def test_many_more_photos_renew_the_estimate_and_a_few_do_not(engine_stand_in: Path, qtbot: QtBot) -> None:
    estimates = Estimates()
    config = runs.plan(Path("one"), RunRequest("quick", preset_config("quick")), Path("out"))
    with qtbot.waitSignal(estimates.estimated, timeout=10_000):
        estimates.ask(config, 12)
    with qtbot.assertNotEmitted(estimates.began):
        estimates.ask(config, 13)
    with qtbot.waitSignal(estimates.estimated, timeout=10_000):
        estimates.ask(config, 112)
    estimates.close()


def test_an_estimate_is_asked_for_again_when_a_run_has_ended(
    project: Project, living: list[int], engine_stand_in: Path, training_panel: TrainingPanel, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    panel = training_panel
    panel._document.open(project)
    qtbot.waitUntil(lambda: panel.material.enough)
    assert panel.plan.words.text() == ""
    monkeypatch.setattr(runs, "_process", lambda folder: None)
    panel._look()
    qtbot.waitUntil(lambda: "about 4 min" in panel.plan.words.text(), timeout=10_000)


def test_a_paused_run_stays_in_reach_when_another_was_started(
    project: Project, training_panel: TrainingPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused = written_run(project)
    panel = training_panel
    panel._document.open(project)
    assert panel.runs.isHidden() and panel.controls.resume_button.isEnabled()
    newer = project.folder / "training" / "quick-2"
    newer.mkdir()
    (newer / "config.json").write_text("{}")
    ended = TrainingFinished(40, 75.0, False)
    (newer / "events.jsonl").write_text(lines(ended))
    os.utime(newer, (time.time() + 10, time.time() + 10))
    panel._look()
    assert panel._run is not None and panel._run.folder == newer and not panel.controls.resume_button.isEnabled()
    assert [panel.runs.itemText(row) for row in range(2)] == ["quick-2: finished", "quick-1: paused"]
    panel.runs.setCurrentIndex(1)
    panel.runs.activated.emit(1)
    panel._look()
    assert panel._run.folder == paused
    gone_on: list[Path] = []
    monkeypatch.setattr(runs, "go_on", gone_on.append)
    panel.controls.resume_button.click()
    assert gone_on == [paused]
    monkeypatch.setattr(runs, "_process", lambda folder: object() if folder == newer else None)
    panel._look()
    assert not panel.controls.resume_button.isEnabled()  # one at a time


def test_settings_of_one_project_are_not_those_of_another(
    project: Project, training_panel: TrainingPanel, tmp_path: Path
) -> None:
    training_panel._document.open(project)
    training_panel.plan.config = replace(training_panel.plan.config, steps=7)
    with make_squares(tmp_path / "second", 4) as second:
        training_panel._document.open(second)
        assert training_panel.plan.config == preset_config("quick")
        training_panel._document.close()


def test_an_estimate_that_nobody_waits_for_ends(engine_stand_in: Path, qtbot: QtBot) -> None:
    engine_stand_in.write_text("#!/bin/sh\nexec sleep 100\n")
    estimates = Estimates()
    estimates.ask(runs.plan(Path("one"), RunRequest("quick", preset_config("quick")), Path("out")))
    with qtbot.assertNotEmitted(estimates.failed, wait=1000):
        qtbot.waitUntil(lambda: estimates._job.running)
        estimates.close()
    assert not estimates._job.running


@pytest.mark.slow
def test_the_engine_measures_what_the_window_shows(project: Project, base: Path, mobile_sam_file: Path) -> None:
    config = runs.plan(project.folder, request(base, SHORT), project.folder)
    estimate = measure(config, lambda done, total: None, lambda: False)
    assert isinstance(estimate, Estimated), estimate
    assert estimate.seconds > 0 and estimate.memory_bytes > 1e8
    assert not any((project.folder / name).exists() for name in ("config.json", "events.jsonl", "training"))


@pytest.mark.slow
def test_by_the_panel_from_the_button_to_weights_in_use(
    project: Project, base: Path, mobile_sam_file: Path, training_panel: TrainingPanel, qtbot: QtBot
) -> None:
    panel = training_panel
    panel._document.open(project)
    qtbot.waitUntil(lambda: panel.material.enough)
    options = OptionsDialog(runs.options_of("quick"), panel.plan.config, panel)
    steps = next(one for one in options.findChildren(QSpinBox) if one.accessibleName() == "steps")
    steps.setValue(4)
    assert options.config() == replace(preset_config("quick"), steps=4)
    panel.plan.config = replace(options.config(), **SHORT | {"steps": 4, "start_from": str(base), "lr": 1e-3})
    panel.plan.start_button.click()
    assert panel._run is not None
    assert panel._run.state is RunState.RUNNING and not panel.plan.start_button.isEnabled()
    qtbot.waitUntil(lambda: panel._run.state is RunState.FINISHED, timeout=150_000)
    qtbot.waitUntil(lambda: panel.controls.result.text() != "")
    if panel._run.weights is not None:
        with qtbot.waitSignal(panel.chosen):
            panel.controls.use_button.click()
        assert runs.chosen(project.folder) == panel._run.weights
        panel.controls.revert_button.click()
    else:
        assert "not better than before" in panel.controls.result.text() and not panel.controls.use_button.isEnabled()
    assert runs.chosen(project.folder) is None
    assert panel._view.curve._lines  # drawn
