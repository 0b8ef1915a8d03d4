"""`project propagate`: what it says of a pass that was interrupted."""

from pathlib import Path

import pytest

from tests.coins_to_try import coin_project
from vrp_core.cli.main import main
from vrp_core.domain.config import SegmentConfig
from vrp_core.inference.pass_inputs import start_pass


def test_a_resumed_pass_counts_what_it_searches_now(
    tmp_path: Path, mobile_sam_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with coin_project(tmp_path / "coins", ("coin-1.png", "coins-3.png", "coins-4.png")) as project:
        pass_id = start_pass(project, SegmentConfig(method="gp", cycle=False))
        first, _ = project.passes.targets(pass_id)
        project.passes.record(pass_id, first, [])
    assert main(["project", "propagate", str(project.folder)]) == 0
    assert capsys.readouterr().out.startswith("1 photo (1 before), ")
