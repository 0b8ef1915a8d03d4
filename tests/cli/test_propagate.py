"""`project propagate`: what it says of a pass that was interrupted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.coins_to_try import coin_project
from vrp_core.cli import propagate
from vrp_core.cli.main import INTERRUPTED, main
from vrp_core.exchange.summary import counted
from vrp_core.project.project import Project


@contextmanager
def _interrupted_after_the_first(name: str, total: int) -> Iterator[Callable[[int], None]]:
    """In place of the progress bar: Ctrl-C as soon as it counts."""

    def count(done: int) -> None:
        if done:
            raise KeyboardInterrupt

    yield count


def test_a_pass_that_is_interrupted_says_how_it_goes_on_and_then_counts_what_it_searches_now(
    tmp_path: Path, mobile_sam_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "coins"
    coin_project(folder, ("coin-1.png", "coins-3.png", "coins-4.png")).close()
    command = ["project", "propagate", str(folder), "--method", "gp", "--no-cycle"]
    with monkeypatch.context() as patched:
        patched.setattr(propagate, "count_progress", _interrupted_after_the_first)
        assert main(command) == INTERRUPTED
    assert "The same command goes on with the other photos.\ninterrupted\n" in capsys.readouterr().err
    with Project.open(folder, writable=False) as project:
        left = len(project.passes.remaining(1))
    assert left < 2  # a result that was ready is stored, too
    assert main(command) == 0
    assert capsys.readouterr().out.startswith(f"{counted(left, 'photo')} ({2 - left} before), ")
