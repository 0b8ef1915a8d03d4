"""What may be loaded together."""

from pathlib import Path

import pytest
import torch

from vrp_core.domain.config import SegmentConfig, VrpConfig
from vrp_core.domain.errors import NotFound, WeightsMismatch
from vrp_core.inference.engine import load_engine
from vrp_core.inference.methods import VRP_CALIBRATION
from vrp_core.models.checkpoints import Checkpoint, save_checkpoint
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.vrp_sam import VrpModel


@pytest.fixture
def of_vit_b(tmp_path: Path) -> Path:
    """VRP weights that say they were trained for SAM ViT-B."""
    torch.manual_seed(0)
    config = VrpConfig(network="augmenter", semantic="efficientnet_lite0", queries=2)
    state = VrpModel(config, SemanticEncoder(config.semantic)).encoder.state_dict()
    path = tmp_path / "of-vit-b.safetensors"
    save_checkpoint(path, Checkpoint(config, "sam_vit_b", VRP_CALIBRATION, {}, state))
    return path


def test_a_sam_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(NotFound) as refused:
        load_engine(SegmentConfig(sam="sam_vit_x"))
    assert refused.value.name == "sam_vit_x" and "mobile_sam" in refused.value.known


def test_weights_trained_for_another_sam_are_refused(of_vit_b: Path) -> None:
    with pytest.raises(WeightsMismatch) as refused:
        load_engine(SegmentConfig(sam="mobile_sam", vrp_weights=str(of_vit_b)))
    assert "mobile_sam" in refused.value.expected and "sam_vit_b" in refused.value.found
