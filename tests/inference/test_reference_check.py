"""Whether further references made results better, or only surer."""

from pathlib import Path

import numpy as np
import pytest

from tests.coins_to_try import coin_project
from vrp_core.domain.annotations import ReviewStatus, Role
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.masks import Mask, encode
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.inference.engine import Engine, load_engine
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.pass_inputs import start_pass
from vrp_core.inference.propagate import run_pass
from vrp_core.inference.reference_check import ReferenceCheck, check_references
from vrp_core.project.project import Project

CONFIG = SegmentConfig(cycle=False)
KEPT = ("coin-1.png", "coins-3.png", "coins-4.png", "coins-5.png", "coffee.png")


@pytest.fixture(scope="module")
def engine(mobile_sam_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return load_engine(CONFIG, FeatureCache(tmp_path_factory.mktemp("features"), 10**9))


@pytest.fixture
def project(tmp_path: Path, engine: Engine) -> Project:
    """A pass has found the coins of three photos, which are accepted."""
    project = coin_project(tmp_path, KEPT)
    list(run_pass(project, start_pass(project, CONFIG), engine.segmenter, engine.encoder))
    present = [one.id for one in project.review.predictions(absent=False)]
    project.review.set_status(present, ReviewStatus.ACCEPTED)
    return project


def further(project: Project, name: str, mask: Mask) -> int:
    image, region = project.images.find(Path(name)), encode(mask)
    return project.annotations.add(image.id, 1, [MaskPrompt(region)], region, Role.REFERENCE).id


def test_coins_that_are_said_to_be_look_alikes_make_decided_results_worse(project: Project, engine: Engine) -> None:
    first = project.annotations.all()[0].id
    coins = project.images.find(Path("coins-4.png"))
    (found, *_) = project.review.predictions(coins.id)
    wrong = project.annotations.add(coins.id, 1, [MaskPrompt(found.mask)], found.mask, Role.NEGATIVE).id
    check = check_references(project, engine.segmenter, engine.encoder, (first,), (first, wrong))
    assert check is not None and check.compared == 2
    assert check.iou_before > 0.95  # what was accepted is found again
    assert check.iou_after < check.iou_before - 0.01 or check.confidence_after < check.confidence_before - 0.05


def test_the_same_references_change_nothing_and_a_photo_with_a_reference_is_not_compared(
    project: Project, engine: Engine
) -> None:
    first = project.annotations.all()[0].id
    coin = np.zeros(project.images.find(Path("coins-3.png")).size, dtype=bool)
    coin[8:50, 10:50] = True
    both = (first, further(project, "coins-3.png", coin))
    check = check_references(project, engine.segmenter, engine.encoder, both, both)
    assert check is not None and check.compared == 2
    assert check.iou_before == check.iou_after and check.confidence_before == check.confidence_after
    assert check_references(project, engine.segmenter, engine.encoder, both, both, cancelled=lambda: True) is None


@pytest.mark.parametrize(
    ("iou", "confidence", "told"), [(0.80, 0.9, True), (0.85, 0.9, False), (0.80, 0.71, False), (0.70, 0.9, True)]
)
def test_surer_and_not_better_is_what_it_says(iou: float, confidence: float, told: bool) -> None:
    assert ReferenceCheck(5, 0.8, iou, 0.7, confidence).surer_not_better is told
