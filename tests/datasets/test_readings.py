"""Bands and contrast that were chosen for a project's photos: training and evaluation see what a pass sees."""

from pathlib import Path

import numpy as np
import pytest
import tifffile
import torch

from vrp_core.datasets.samples import project_source
from vrp_core.domain.config import TrainConfig
from vrp_core.domain.masks import encode
from vrp_core.domain.reading import Reading
from vrp_core.images.reading import read_image
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.image_encoder import ImageEncoder, content_of
from vrp_core.models.sam import load_sam
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import Project
from vrp_core.training.batches import EpisodeTensors

BANDS = Reading((4, 2, 1))


def make_project(folder: Path) -> Path:
    """Two photos of four bands with an object each; bands are chosen for the first one only."""
    rng = np.random.default_rng(0)
    mask = np.zeros((40, 60), dtype=bool)
    mask[10:30, 10:30] = True
    files = [folder / "0.tif", folder / "1.tif"]
    for file in files:
        bands = rng.integers(0, 255, (4, 40, 60), dtype=np.uint8)
        tifffile.imwrite(file, bands, photometric="minisblack", planarconfig="separate")
    with Project.create(folder / "project") as project:
        add_photos(project, files)
        label = project.labels.add("thing")
        for image in project.images.all():
            project.annotations.add(image.id, label.id, [], encode(mask))
        project.readings.choose(BANDS, [project.images.all()[0].id])
    return folder / "project"


def test_a_sample_of_a_project_shows_the_bands_that_were_chosen(tmp_path: Path) -> None:
    first, second = project_source(make_project(tmp_path)).samples()
    np.testing.assert_array_equal(first.pixels(), read_image(first.image, BANDS))
    assert not np.array_equal(first.pixels(), read_image(first.image))
    np.testing.assert_array_equal(second.pixels(), read_image(second.image))


@pytest.mark.slow
def test_training_and_a_pass_share_the_features_of_the_chosen_bands(tmp_path: Path, mobile_sam_file: Path) -> None:
    sam, semantic = load_sam("mobile_sam", mobile_sam_file), SemanticEncoder("efficientnet_lite2")
    encoder = ImageEncoder(sam, semantic, FeatureCache(tmp_path / "features", 10**9))
    source = project_source(make_project(tmp_path))
    tensors = EpisodeTensors([source], encoder, TrainConfig(data=("x",), out="x"), torch.device("cpu"))
    for sample in source.samples():
        tensors.encode(sample, 0)
    with Project.open(tmp_path / "project", writable=False) as project:
        for record in project.images.all():
            assert encoder.cached(content_of(record), record.size) is not None
