"""What a pass is started with, however the project or the working folder changes before it is resumed."""

from pathlib import Path

import pytest

from tests.coins_to_try import coin_project
from vrp_core.domain.config import SegmentConfig
from vrp_core.inference.pass_inputs import config_of, start_pass
from vrp_core.project.project import Project

KEPT = ("coin-1.png", "coins-3.png")


def test_weights_inside_the_project_move_with_it(tmp_path: Path) -> None:
    inside = Path("training") / "quick-1" / "best.safetensors"
    with coin_project(tmp_path / "coins", KEPT) as project:
        config = SegmentConfig(vrp_weights=str(project.folder / inside))
        pass_id = start_pass(project, config)
        assert config_of(project, pass_id) == config
    moved = project.folder.parent / "elsewhere"
    project.folder.rename(moved)
    with Project.open(moved) as again:
        assert config_of(again, pass_id).vrp_weights == str(again.folder / inside)


def test_weights_named_from_the_working_folder_are_found_from_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with coin_project(tmp_path / "coins", KEPT) as project:
        pass_id = start_pass(project, SegmentConfig(vrp_weights="run/best.safetensors"))
        monkeypatch.chdir("/")
        assert config_of(project, pass_id).vrp_weights == str(tmp_path / "run" / "best.safetensors")


def test_the_shipped_weights_stay_without_a_name(tmp_path: Path) -> None:
    with coin_project(tmp_path / "coins", KEPT) as project:
        assert config_of(project, start_pass(project, SegmentConfig())).vrp_weights == ""
