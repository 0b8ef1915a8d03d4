"""One project with a pass, and its bundle, for all tests of this room: each photo takes the networks a second."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.coins_to_try import coin_project
from vrp_core.domain.config import SegmentConfig
from vrp_core.inference.engine import load_engine
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.pass_inputs import start_pass
from vrp_core.inference.propagate import run_pass
from vrp_core.project.project import Project
from vrp_core.scale.bundle import Bundle
from vrp_core.scale.bundling import write_bundle
from vrp_core.scale.labeller import Labeller
from vrp_core.scale.rows import Row

KEPT = ("coin-1.png", "coins-3.png", "coins-4.png", "coffee.png")
CONFIG = SegmentConfig()


@dataclass(frozen=True)
class Labelled:
    """A project on which a pass has run, and the bundle that was made of it."""

    folder: Path
    bundle: Bundle
    photos: tuple[str, ...]  # paths of the targets
    expected: dict[str, list[tuple[object, ...]]]  # path -> what the pass stored


def comparable(rows: tuple[Row, ...]) -> list[tuple[object, ...]]:
    """What must be the same in a row and in a prediction."""
    return [(one.label, one.instance, one.size, one.counts, one.scores, one.absent) for one in rows]


@pytest.fixture(scope="session")
def labelled(tmp_path_factory: pytest.TempPathFactory, mobile_sam_file: Path) -> Labelled:
    folder = tmp_path_factory.mktemp("labelled")
    engine = load_engine(CONFIG, FeatureCache(tmp_path_factory.mktemp("features"), 10**9))
    with coin_project(folder / "project", KEPT) as project:
        reference = project.images.find(Path("coin-1.png"))
        list(run_pass(project, start_pass(project, CONFIG), engine.segmenter, engine.encoder))
        bundle = write_bundle(project, folder / "coins.vrpbundle", CONFIG, engine)
        targets = [image for image in project.images.all() if image.id != reference.id]
        expected = {str(project.images.file_of(image)): stored(project, image.id) for image in targets}
    return Labelled(folder / "project", bundle, tuple(expected), expected)


def stored(project: Project, image_id: int) -> list[tuple[object, ...]]:
    names = {label.id: label.name for label in project.labels.all()}
    found = sorted(project.review.predictions(image_id), key=lambda one: (one.label_id, one.instance))
    return [
        (names[one.label_id], one.instance, one.mask.size, one.mask.counts, one.scores, one.absent) for one in found
    ]


@pytest.fixture(scope="session")
def labeller(labelled: Labelled) -> Labeller:
    return Labeller(labelled.bundle)
