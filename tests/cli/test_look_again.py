"""`project look-again`: its words, its exit status, and what it refuses."""

from pathlib import Path

import pytest

from tests.coins_to_try import coin_project
from vrp_core.cli.main import main
from vrp_core.domain.annotations import ReviewStatus
from vrp_core.domain.config import SegmentConfig
from vrp_core.inference.pass_inputs import start_pass
from vrp_core.project.project import Project

KEPT = ("coin-1.png", *(f"coins-{number}.png" for number in range(2, 9)))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Eight photos of coins; a coin is marked on the first."""
    coin_project(tmp_path / "coins", KEPT).close()
    return tmp_path / "coins"


def decide(folder: Path, most: int) -> None:
    """Accept what was found on the first so many photos."""

    with Project.open(folder) as project:
        found = sorted(project.review.predictions(), key=lambda one: one.image_id)
        project.review.set_status([one.id for one in found[:most]], ReviewStatus.ACCEPTED)


def test_after_five_decisions_doubtful_photos_are_searched_again(
    project: Path, mobile_sam_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vrp_core.project.decided_photos.SURE", 2.0)
    assert main(["project", "look-again", str(project)]) == 1
    assert "There are no results to look at again: find the objects first" in capsys.readouterr().err
    assert main(["project", "propagate", str(project), "--method", "vrp", "--absent-below", "0"]) == 0
    decide(project, 4)
    capsys.readouterr()
    assert main(["project", "look-again", str(project)]) == 1
    assert "accept or correct the results on five photos" in capsys.readouterr().err
    decide(project, 5)
    assert main(["project", "look-again", str(project)]) == 0
    out, err = capsys.readouterr()
    assert "coin: 5 decided photos" in err
    assert out.startswith("2 photos, ") and "with a new result, 0 failed" in out


def test_an_interrupted_pass_is_resumed_first(
    project: Path, mobile_sam_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:

    with Project.open(project) as opened:
        start_pass(opened, SegmentConfig())
    assert main(["project", "look-again", str(project)]) == 1
    assert "resume the newest one first" in capsys.readouterr().err
