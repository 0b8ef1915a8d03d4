"""`evaluate` end to end, on coins of a real photograph that are found with the real SAM."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from scipy import ndimage
from skimage import data, filters, morphology, segmentation

from vrp_core.cli.main import main
from vrp_core.domain.config import VrpConfig
from vrp_core.inference.methods import VRP_CALIBRATION
from vrp_core.models.checkpoints import Checkpoint, save_checkpoint
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.vrp_sam import VrpModel
from vrp_core.project import demo
from vrp_core.weights import store


@pytest.fixture(scope="module")
def coins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four cuts of the coins photograph with their coins, and two photos of which the bright parts are named."""
    root = tmp_path_factory.mktemp("sets") / "coins"
    for name in ("images", "masks/coin", "masks/light"):
        (root / name).mkdir(parents=True)
    for photo in demo.photos():
        stem = Path(photo.name).stem
        if stem in {"coin-1", "coins-2", "coins-3", "coins-4"}:
            light = photo.pixels > filters.threshold_otsu(data.coins())  # coins, and a strip of the ground at the edge
            whole = ndimage.binary_fill_holes(segmentation.clear_border(light))
            mask, category = morphology.opening(whole, morphology.disk(3)), "coin"
        elif stem in {"coffee", "chelsea"}:
            mask, category = photo.pixels.mean(axis=2) > 150, "light"
        else:
            continue
        Image.fromarray(photo.pixels).save(root / "images" / photo.name)
        Image.fromarray(mask).save(root / "masks" / category / photo.name)
    return root


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of random weights on another semantic encoder than the default one."""
    torch.manual_seed(0)
    config = VrpConfig(network="augmenter", semantic="efficientnet_lite0", queries=4)
    state = VrpModel(config, SemanticEncoder(config.semantic)).encoder.state_dict()
    path = tmp_path_factory.mktemp("weights") / "untrained.safetensors"
    save_checkpoint(path, Checkpoint(config, "mobile_sam", VRP_CALIBRATION, {}, state))
    return path


def test_figures_come_with_what_made_them(
    coins: Path,
    tmp_path: Path,
    mobile_sam_file: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "vrp_core.evaluation.evaluate.commit_or_version", lambda: "v1-2-gabcdef"
    )  # others may commit meanwhile
    out, drawn = tmp_path / "new" / "figures.json", tmp_path / "pairs.png"
    options = ["--methods", "gp-points", "--pairs", "6", "--seed", "7", "--absent", "--calibration", "--device", "cpu"]
    assert main(["evaluate", str(coins), *options, "--json", str(out), "--pictures", str(drawn)]) == 0
    printed = capsys.readouterr().out
    text = out.read_text(encoding="utf-8")
    made = json.loads(text)
    digest = hashlib.sha256(store.path_of("mobile_sam").read_bytes()).hexdigest()
    assert made["provenance"] == {
        "weights": {"sam": {"file": "mobile_sam.safetensors", "sha256": digest}},
        "semantic": "efficientnet_lite2",
        "data": [{"name": "coins", "samples": 6, "images": 6, "categories": 2}],
        "seed": 7,
        "pairs": 6,
        "commit": "v1-2-gabcdef",
        "torch": torch.__version__,
        "device": "cpu",
    }
    for told in (digest[:12], "mobile_sam.safetensors", "coins, 6 samples", "seed 7", "v1-2-gabcdef", "6 pairs"):
        assert told in printed
    assert str(tmp_path) not in text and str(coins.parent) not in text
    (row,) = made["rows"]
    report = row["report"]
    assert (row["method"], row["data"], row["setting"], report["pairs"]) == ("gp-points", "coins", "mask", 6)
    assert report["by_category"]["coin"] > 10  # the one coin nearly fully, of the five only the ground around them
    for name in ("miou", "miou_512", "fb_iou", "fb_iou_512"):
        assert 0 <= report[name]["low"] <= report[name]["value"] <= report[name]["high"] <= 100
        assert f"{report[name]['value']:.1f}" in printed
    assert sum(tenth["pairs"] for tenth in report["calibration"]) == 6
    assert row["absence"]["absent"] == 6 and len(row["absence"]["roc"]) > 2
    with Image.open(drawn) as picture:
        pixels = np.asarray(picture).astype(int)
        assert json.loads(picture.info["Description"])["provenance"] == made["provenance"]
    assert pixels.std() > 30 and pixels.shape[1] > 8 * 300  # random, best, worst and absent pairs
    for color in ((240, 228, 66), (220, 38, 127), (86, 180, 233)):
        assert (np.abs(pixels - color).sum(axis=2) < 40).sum() > 100


def test_one_run_compares_marks_references_and_sharpening(
    coins: Path, tmp_path: Path, mobile_sam_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.json"
    options = ["--methods", "gp-box", "--kinds", "point,mask", "--references", "1,3", "--sharpen-both", "--pairs", "2"]
    assert main(["evaluate", str(coins), *options, "--json", str(out), "--pictures", str(tmp_path / "p.png")]) == 0
    rows = json.loads(out.read_text())["rows"]
    names = ["point", "point sharpened", "point x3", "point x3 sharpened", "mask", "mask x3"]
    assert [row["setting"] for row in rows] == names
    assert rows[0]["report"]["miou"] != rows[1]["report"]["miou"]
    pictures = {f"p-gp-box-coins-{name.replace(' ', '-')}.png" for name in names}
    assert {path.name for path in tmp_path.glob("*.png")} == pictures


def test_every_method_runs_on_the_encoders_of_the_vrp_weights(
    coins: Path, untrained: Path, tmp_path: Path, mobile_sam_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def figures(*options: str) -> dict[str, object]:
        out = tmp_path / "figures.json"
        assert main(["evaluate", str(coins), "--pairs", "4", "--json", str(out), *options]) == 0
        return json.loads(out.read_text())

    both = figures("--methods", "gp-points,vrp", "--vrp-weights", str(untrained))
    assert [row["method"] for row in both["rows"]] == ["gp-points", "vrp"]
    assert both["provenance"]["semantic"] == "efficientnet_lite0"
    digest = hashlib.sha256(untrained.read_bytes()).hexdigest()
    assert both["provenance"]["weights"]["vrp"] == {"file": "untrained.safetensors", "sha256": digest}
    alone = figures("--methods", "gp-points")  # on the default encoder, so it finds something else
    assert alone["provenance"]["semantic"] == "efficientnet_lite2" and "vrp" not in alone["provenance"]["weights"]
    assert alone["rows"][0]["report"]["miou"] != both["rows"][0]["report"]["miou"]
    again = figures("--methods", "vrp,gp-points", "--vrp-weights", str(untrained))
    assert again["rows"] == both["rows"][::-1]  # order and company change nothing


def test_a_data_set_with_problems_is_refused(coins: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken"
    for name in ("images", "masks/coin"):
        (broken / name).mkdir(parents=True)
    for photo in ("coin-1.png", "coins-2.png"):
        (broken / "images" / photo).write_bytes((coins / "images" / photo).read_bytes())
        (broken / "masks" / "coin" / photo).write_bytes((coins / "masks" / "coin" / photo).read_bytes())
    (broken / "masks" / "coin" / "nowhere.png").write_bytes((coins / "masks" / "coin" / "coin-1.png").read_bytes())
    assert main(["evaluate", str(coins), str(broken), "--methods", "gp-box"]) == 1
    assert "nowhere.png" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [("--methods", "gp-points,magic", "magic"), ("--kinds", "mask,lasso", "lasso"), ("--references", "1,0", "least 1")],
)
def test_unknown_names_are_reported(option: str, value: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "somewhere", option, value]) == 2
    assert told in capsys.readouterr().err


def test_a_set_without_a_photo_that_lacks_the_object_says_so(
    coins: Path, tmp_path: Path, mobile_sam_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(coins / "masks" / "coin", tmp_path / "set" / "masks" / "coin")
    (tmp_path / "set" / "images").mkdir()
    for mask in (coins / "masks" / "coin").iterdir():
        shutil.copy(coins / "images" / mask.name, tmp_path / "set" / "images")
    options = ["--methods", "gp-box", "--pairs", "1", "--absent"]
    assert main(["evaluate", str(tmp_path / "set"), *options]) == 0
    assert "every photo shows the object" in capsys.readouterr().err
