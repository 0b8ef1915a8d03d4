"""Weights files from strangers: the network they describe, or one refusal."""

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save, save_file

from vrp_core.domain.confidence import Calibration, Evidence
from vrp_core.domain.config import VrpConfig, to_dict
from vrp_core.domain.errors import WeightsDamaged, WeightsMismatch, WeightsOutdated
from vrp_core.domain.messages import explain
from vrp_core.models.checkpoints import FORMAT, load_checkpoint

GOOD = {
    "format": FORMAT,
    "config": json.dumps(to_dict(VrpConfig())),
    "sam": "mobile_sam",
    "calibration": json.dumps(dict.fromkeys(Calibration.__slots__, 1.0)),
    "provenance": json.dumps({"step": 3}),
}
DEEP = "[" * 100_000


def changed(name: str, **values: Any) -> str:
    """The JSON of one entry of the metadata with other values in it."""
    return json.dumps(json.loads(GOOD[name]) | values)


METADATA: dict[str, dict[str, str]] = {
    "no config": {"config": ""},
    "a config that is a list": {"config": "[]"},
    "a config without end": {"config": DEEP},
    "an unknown field": {"config": changed("config", depth=3)},
    "a width of another SAM": {"config": changed("config", width=128)},
    "a number that is text": {"config": changed("config", queries="many")},
    "a number without bounds": {"config": changed("config", queries=10**12)},
    "a number of 5,000 digits": {"config": '{"queries": 1' + "0" * 5000 + "}"},
    "a share that is a number no more": {"config": '{"dropout": NaN}'},
    "a calibration of lists": {"calibration": changed("calibration", bias=[1])},
    "a calibration of objects": {"calibration": changed("calibration", bias={})},
    "a calibration at infinity": {"calibration": changed("calibration", bias=1e300)},
    "a calibration without end": {"calibration": '{"bias": ' + DEEP},
    "a calibration that lacks a part": {"calibration": '{"bias": 1}'},
    "provenance that is a number": {"provenance": "7"},
    "provenance without end": {"provenance": DEEP},
    "another format": {"format": "somebody's/9"},
}


@pytest.mark.parametrize("metadata", METADATA.values(), ids=METADATA)
def test_metadata_that_make_no_sense_are_refused(tmp_path: Path, metadata: dict[str, str]) -> None:
    save_file({"a": torch.zeros(2)}, tmp_path / "w.safetensors", GOOD | metadata)
    with pytest.raises(WeightsMismatch):
        load_checkpoint(tmp_path / "w.safetensors")


@pytest.mark.parametrize("name", GOOD)
def test_metadata_that_lack_a_part_are_refused(tmp_path: Path, name: str) -> None:
    save_file({"a": torch.zeros(2)}, tmp_path / "w.safetensors", {key: GOOD[key] for key in GOOD if key != name})
    with pytest.raises(WeightsMismatch, match=name):
        load_checkpoint(tmp_path / "w.safetensors")


@pytest.mark.parametrize(
    "tensor", [torch.tensor([1.0, float("nan")]), torch.tensor([float("inf")]), torch.tensor([1]), torch.tensor([1j])]
)
def test_weights_that_are_no_finite_numbers_are_refused(tmp_path: Path, tensor: torch.Tensor) -> None:
    save_file({"a": tensor}, tmp_path / "w.safetensors", GOOD)
    with pytest.raises(WeightsDamaged):
        load_checkpoint(tmp_path / "w.safetensors")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: b"",
        lambda data: b"PK\x03\x04" + data,
        lambda data: struct.pack("<Q", 2**63) + data[8:],
        lambda data: struct.pack("<Q", 100) + b"[" * 100 + data[108:],
    ],
)
def test_damaged_files_are_refused(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "w.safetensors"
    save_file({"a": torch.zeros(100)}, path, GOOD)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(WeightsDamaged):
        load_checkpoint(path)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    save_file({"a": torch.zeros(2).half()}, tmp_path / "w.safetensors", GOOD)
    found = load_checkpoint(tmp_path / "w.safetensors")
    assert (found.config, found.sam, found.provenance) == (VrpConfig(), "mobile_sam", {"step": 3})
    assert found.state["a"].dtype == torch.float32


def test_a_confidence_has_a_value_however_the_calibration_was_chosen() -> None:
    evidence = Evidence(1.0, 1.0, 1.0, 1.0)
    assert Calibration(-1e9, 0, 0, 0, 0, 0).confidence(evidence) == pytest.approx(0, abs=1e-300)
    assert Calibration(1e9, 0, 0, 0, 0, 0).confidence(evidence) == 1


def test_a_checkpoint_of_an_earlier_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "old.safetensors"
    path.write_bytes(save({"x": torch.zeros(1)}, {"format": "vrp-annotator/1"}))
    with pytest.raises(WeightsOutdated) as refused:
        load_checkpoint(path)
    assert "vrp-annotator train" in explain(refused.value) and str(path) in explain(refused.value)


def test_a_calibration_with_the_earlier_names_of_its_fields_keeps_its_figures(tmp_path: Path) -> None:
    figures = json.loads(GOOD["calibration"])
    del figures["object_similarity"], figures["background_similarity"]
    written = json.dumps(figures | {"likeness": 2.5, "strangeness": -1.5})
    save_file({"a": torch.zeros(2)}, tmp_path / "w.safetensors", GOOD | {"calibration": written})
    calibration = load_checkpoint(tmp_path / "w.safetensors").calibration
    assert (calibration.object_similarity, calibration.background_similarity) == (2.5, -1.5)


def test_weights_from_before_the_contrast_judge_without_it(tmp_path: Path) -> None:
    figures = json.loads(GOOD["calibration"])
    figures.pop("contrast", None)
    save_file({"a": torch.zeros(2)}, tmp_path / "w.safetensors", GOOD | {"calibration": json.dumps(figures)})
    calibration = load_checkpoint(tmp_path / "w.safetensors").calibration
    assert calibration.contrast == 0 and calibration.cycle_iou == figures["cycle_iou"]
