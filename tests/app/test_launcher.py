"""The installed program's door: a window, a command, or one clear sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from app import launcher

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What the launcher asked the window to open, in order; no window is made."""
    calls: list[tuple[str, ...]] = []

    def open_window(*folder: str) -> int:
        calls.append(folder)
        return 0

    monkeypatch.setattr(launcher, "open_window", open_window)
    return calls


def test_main_without_arguments_opens_the_window(opened: list[tuple[str, ...]]) -> None:
    assert launcher.main([]) == 0
    assert opened == [()]


def test_main_with_a_folder_opens_the_window_on_it(opened: list[tuple[str, ...]], tmp_path: Path) -> None:
    assert launcher.main([str(tmp_path)]) == 0
    assert opened == [(str(tmp_path),)]


def test_main_with_a_command_runs_it(opened: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]) -> None:
    assert launcher.main(["models", "list"]) == 0
    assert "mobile_sam" in capsys.readouterr().out
    assert opened == []


def test_main_with_the_name_of_a_folder_that_is_a_command_runs_the_command(
    opened: list[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "models").mkdir()
    monkeypatch.chdir(tmp_path)
    assert launcher.main(["models", "list"]) == 0
    assert opened == []
    assert launcher.main(["./models"]) == 0
    assert opened == [("./models",)]


def test_help_says_how_the_window_opens(opened: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]) -> None:
    assert launcher.main(["--help"]) == 0
    assert "the window opens" in capsys.readouterr().out
    assert opened == []


@pytest.mark.parametrize("words", [["no-such-folder"], ["photo.jpg"], ["mdels", "list"]])
def test_main_refuses_what_is_neither_a_folder_nor_a_command_in_one_sentence(
    words: list[str],
    opened: list[tuple[str, ...]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "photo.jpg").touch()
    monkeypatch.chdir(tmp_path)
    assert launcher.main(words) == 2
    assert capsys.readouterr().err.startswith(f"error: {words[0]} is neither a folder of photos nor a command.")
    assert opened == []


def test_main_refuses_a_second_folder(
    opened: list[tuple[str, ...]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert launcher.main([str(tmp_path), "other"]) == 2
    assert "other" in capsys.readouterr().err
    assert opened == []


@pytest.mark.parametrize("words", [[], ["folder"]])
def test_start_window_hands_over_at_most_one_folder(
    words: list[str], opened: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["vrp-annotator-window", *words])
    assert launcher.start_window() == 0
    assert opened == [tuple(words)]


def test_what_the_first_paint_does_not_need_is_loaded_after_it_and_beside_the_window() -> None:
    code = (
        "import sys, threading; from app.application import load_the_rest; before = 'vrp_core.exchange' in sys.modules;"
        " thread = load_the_rest(); thread.join(60);"
        " print(before, thread.is_alive(), 'app.widgets.dialogs.export' in sys.modules, 'torch' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["False", "False", "True", "False"]
