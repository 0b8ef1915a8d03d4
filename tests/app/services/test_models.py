"""The networks of a project: what the catalogue and the files say, and the project's choice."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services import models
from app.services.models import Choice
from app.services.training import runs
from app.services.training.weights import bring_in
from vrp_core.domain.config import SegmentConfig
from vrp_core.models.checkpoints import load_checkpoint, save_checkpoint, shipped_path
from vrp_core.models.semantic import SPECS
from vrp_core.weights import catalogue, store

USUAL = Choice("vrp", "mobile_sam", "efficientnet_lite2")


def own_weights(project: Path, sam: str, semantic: str = "efficientnet_lite2") -> Path:
    """Weights of a run, trained for a SAM and a semantic encoder as far as the file says."""
    place = runs.folder_of(project) / "quick-1" / "best.safetensors"
    place.parent.mkdir(parents=True)
    shipped = load_checkpoint(shipped_path())
    save_checkpoint(place, replace(shipped, sam=sam, config=replace(shipped.config, semantic=semantic)))
    return place


def test_the_choice_of_a_project_is_kept(tmp_path: Path) -> None:
    assert models.choice_of(None) == models.choice_of(tmp_path) == USUAL
    models.choose(tmp_path, Choice("gp", "sam_vit_b", "efficientnet_lite0"))
    assert models.choice_of(tmp_path) == Choice("gp", "sam_vit_b", "efficientnet_lite0")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"method": "magic", "sam": "mobile_sam", "semantic": "efficientnet_lite2"}',
        '{"method": "gp", "sam": "efficientnet_lite2", "semantic": "mobile_sam"}',
        '{"method": "gp", "sam": "sam_vit_z", "semantic": "resnet50"}',
    ],
)
def test_a_choice_that_makes_no_sense_is_the_usual_one(tmp_path: Path, text: str) -> None:
    runs.folder_of(tmp_path).mkdir()
    (runs.folder_of(tmp_path) / "model.json").write_text(text)
    assert models.choice_of(tmp_path) == USUAL


def test_other_weights_bring_the_trained_method_and_a_sam_that_fits(tmp_path: Path) -> None:
    models.choose(tmp_path, Choice("gp", "sam_vit_h", "efficientnet_lite0"))
    models.follow_weights(tmp_path)  # the shipped ones serve ViT-H, too
    assert models.choice_of(tmp_path) == Choice("vrp", "sam_vit_h", "efficientnet_lite2")
    runs.choose(tmp_path, own_weights(tmp_path, "sam_vit_b"))
    models.follow_weights(tmp_path)
    assert models.choice_of(tmp_path) == Choice("vrp", "sam_vit_b", "efficientnet_lite2")


def test_weights_say_which_sams_they_serve(tmp_path: Path) -> None:
    own_weights(tmp_path, "sam_vit_b")
    (runs.folder_of(tmp_path) / "imported").mkdir()
    (runs.folder_of(tmp_path) / "imported" / "broken.safetensors").write_bytes(b"nothing")
    served = {one.name: [sam.id for sam in models.sams() if one.fits(sam.id)] for one in models.trained(tmp_path)}
    assert served == {"shipped": ["mobile_sam", "sam_vit_h"], "quick-1": ["sam_vit_b"], "broken": []}


def test_encoders_of_the_hub_are_found_where_its_client_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    found = {one.id: one for one in models.semantics()}
    assert found["efficientnet_lite2"].present and not found["resnet50"].present
    file = tmp_path / "models--timm--resnet50.tv_in1k" / "snapshots" / "0123" / "model.safetensors"
    file.parent.mkdir(parents=True)
    file.write_bytes(bytes(2_000_000))
    (resnet,) = (one for one in models.semantics() if one.id == "resnet50")
    assert resnet.present and resnet.size == "2 MB"
    assert store.status("resnet50").present


def test_the_catalogue_names_the_repositories_that_timm_loads(qtbot: QtBot) -> None:
    hub = [one for one in catalogue.CATALOGUE.values() if one.kind == "hub"]
    assert {one.repository for one in hub} == {f"timm/{SPECS[one.id].model}" for one in hub}
    assert SegmentConfig().semantic in SPECS


def test_a_new_network_is_trained_for_the_chosen_networks_and_fine_tuning_keeps_what_it_starts_from(
    tmp_path: Path,
) -> None:
    scratch, quick = runs.preset_config("scratch"), runs.preset_config("quick")
    assert models.for_training(tmp_path, scratch) == scratch
    models.choose(tmp_path, Choice("vrp", "sam_vit_b", "efficientnet_lite0"))
    chosen = models.for_training(tmp_path, scratch)
    assert (chosen.sam, chosen.vrp.semantic) == ("sam_vit_b", "efficientnet_lite0")
    assert models.for_training(tmp_path, quick) == quick  # the shipped weights do not work with it
    models.choose(tmp_path, Choice("vrp", "sam_vit_h", "efficientnet_lite0"))
    tuned = models.for_training(tmp_path, quick)
    assert (tuned.sam, tuned.vrp) == ("sam_vit_h", quick.vrp)


def test_weights_for_another_sam_are_taken_and_say_so(tmp_path: Path) -> None:
    brought = bring_in(tmp_path / "project", own_weights(tmp_path, "sam_vit_b"))
    assert load_checkpoint(brought).sam == "sam_vit_b"
