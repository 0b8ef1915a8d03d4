"""The map of results: alike ones lie together."""

from pathlib import Path

import numpy as np
import pytest

from app.settings import Settings
from tests.coins_to_try import coin_project
from vrp_core.domain.annotations import ReviewStatus
from vrp_core.domain.config import SegmentConfig
from vrp_core.inference.engine import Engine, load_engine
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.pass_inputs import start_pass
from vrp_core.inference.propagate import run_pass
from vrp_core.inference.result_map import lay_out, map_results
from vrp_core.project.project import Project

CONFIG = SegmentConfig(cycle=False)
KEPT = ("coin-1.png", "coins-3.png", "coins-4.png", "coins-5.png", "coffee.png", "chelsea.png")


@pytest.fixture(scope="module")
def engine(mobile_sam_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return load_engine(CONFIG, FeatureCache(tmp_path_factory.mktemp("features"), 10**9))


@pytest.fixture
def project(tmp_path: Path, engine: Engine) -> Project:
    """A pass has looked for coins on photos with and without them."""
    project = coin_project(tmp_path, KEPT)
    list(run_pass(project, start_pass(project, CONFIG), engine.segmenter, engine.encoder))
    return project


def test_coins_resemble_coins_and_lie_apart_from_what_is_none(project: Project, engine: Engine) -> None:
    found = map_results(project, engine.segmenter, engine.encoder, 1)
    assert found is not None
    names = {one.id: Path(project.images.get(one.image_id).path).name for one in project.review.predictions()}
    coins = [number for number in found.ids if names[number].startswith("coins")]
    assert len(coins) == 3 and len(found.ids) > 3
    assert set(found.most_alike(coins[0], 2)) == set(coins[1:])
    likeness = dict(found.by_likeness(coins[0]))
    least = Settings().alike / 100  # what the window groups without being asked for another likeness
    assert {number for number, like in likeness.items() if like >= least} == set(coins[1:])
    points = dict(zip(found.ids, found.points, strict=True))
    middle = np.mean([points[number] for number in coins], axis=0)
    spread = max(float(np.linalg.norm(points[number] - middle)) for number in coins)
    others = [float(np.linalg.norm(points[number] - middle)) for number in found.ids if number not in coins]
    assert min(others) > 2 * spread


def test_rejected_results_are_no_part_of_it_and_it_can_be_ended(project: Project, engine: Engine) -> None:
    (first, *_) = project.review.predictions()
    project.review.set_status([first.id], ReviewStatus.REJECTED)
    found = map_results(project, engine.segmenter, engine.encoder, 1)
    assert found is not None and first.id not in found.ids
    assert map_results(project, engine.segmenter, engine.encoder, 1, cancelled=lambda: True) is None


def test_a_map_of_few_results_is_a_map() -> None:
    assert lay_out(np.zeros((0, 4), dtype=np.float32)).shape == (0, 2)
    assert (lay_out(np.ones((1, 4), dtype=np.float32)) == 0).all()
    assert (lay_out(np.ones((3, 4), dtype=np.float32)) == 0).all()
    line = lay_out(np.array([[0.0], [1.0], [2.0]], dtype=np.float32))
    assert np.abs(line[:, 0]).max() == 1 and (line[:, 1] == 0).all()
