"""Training: the gradient path, exact resume, two processes like one, and what stops a run."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load, load_file

from tests.runs_to_try import config, paint_data
from vrp_core.cli.main import main
from vrp_core.datasets.samples import Sample
from vrp_core.domain.config import TrainConfig, VrpConfig, field_sentences, from_dict, to_dict
from vrp_core.domain.errors import BadFile, NotFound, TrainingDiverged, WeightsMismatch
from vrp_core.domain.events import (
    Failed,
    FailureCause,
    Pictured,
    Saved,
    Step,
    TrainEvent,
    TrainingFinished,
    TrainingStarted,
    Validated,
    from_json,
)
from vrp_core.images.reading import read_image
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.models.checkpoints import build_vrp, load_checkpoint, save_checkpoint, shipped_path
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.training.checkpoint import TrainState
from vrp_core.training.datasets import open_sources
from vrp_core.training.schedule import goes_through_sam, learning_rate
from vrp_core.training.trainer import fit
from vrp_core.training.validation import builtin_pairs, builtin_source

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return paint_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> FeatureCache:
    return FeatureCache(tmp_path_factory.mktemp("features"), 10**9)


def losses(events: list[TrainEvent]) -> list[float]:
    return [event.loss for event in events if isinstance(event, Step)]


def test_a_run_reports_validates_and_saves(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    events = list(fit(config(data, tmp_path, ema=0.9), cache=cache))
    (started,) = [event for event in events if isinstance(event, TrainingStarted)]
    assert (started.step, started.steps, started.categories, started.images) == (0, 4, 1, 4)
    assert [event.step for event in events if isinstance(event, Step)] == [1, 2, 3, 4]
    assert [list(event.by_category) for event in events if isinstance(event, Validated)] == [["square"]] * 2
    assert events[-1] == TrainingFinished(4, events[-1].best_miou, stopped=False)
    paths = {Path(event.path).name for event in events if isinstance(event, Saved)}
    assert "last.safetensors" in paths and "best.safetensors" in paths
    checkpoint = load_checkpoint(tmp_path / "last.safetensors")
    assert checkpoint.provenance["train"]["data"] == [str(data)] and checkpoint.provenance["step"] == 4
    build_vrp(checkpoint, SemanticEncoder("efficientnet_lite0"), tmp_path)


def test_four_episodes_can_be_learned_by_heart(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    """The loss goes to nearly 0, so the gradient path through SAM's decoder is right."""
    chosen = config(data, tmp_path, overfit=4, batch=4, steps=45, lr=1e-3, validate_every=45, single=0.0)
    events = list(fit(replace(chosen, kinds=(0, 0, 0, 1), style="paper", held_out=()), cache=cache))
    (validated,) = [event for event in events if isinstance(event, Validated)]
    assert validated.miou >= 95, losses(events)
    assert losses(events)[-1] < losses(events)[0] / 4


def test_interrupted_and_resumed_equals_uninterrupted(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    whole = list(fit(config(data, tmp_path / "whole", ema=0.9), cache=cache))
    seen: list[TrainEvent] = []
    for event in fit(config(data, tmp_path / "parts", ema=0.9), lambda: len(losses(seen)) >= 3, cache):
        seen.append(event)
    assert isinstance(seen[-1], TrainingFinished) and seen[-1].stopped and seen[-1].step == 3
    rest = list(fit(config(data, tmp_path / "parts", ema=0.9), cache=cache))
    assert losses(seen) + losses(rest) == losses(whole)  # to the bit
    expected = load_checkpoint(tmp_path / "whole" / "last.safetensors").state
    resumed = load_checkpoint(tmp_path / "parts" / "last.safetensors").state
    assert all(torch.equal(resumed[name], value) for name, value in expected.items())


def test_the_last_steps_teach_the_prompts_too_and_resume_to_the_bit(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    chosen = {"vrp": VrpConfig(semantic="efficientnet_lite0", trunk_width=16, queries=3), "sam_steps": 2}
    before = list(
        fit(
            config(data, tmp_path / "parts", **chosen),
            lambda: (tmp_path / "parts" / "last.safetensors").exists(),
            cache,
        )
    )
    first = load_checkpoint(tmp_path / "parts" / "last.safetensors").state
    rest = list(fit(config(data, tmp_path / "parts", **chosen), cache=cache))
    whole = list(fit(config(data, tmp_path / "whole", **chosen), cache=cache))
    assert losses(before) + losses(rest) == losses(whole) and len(losses(whole)) == 4
    last = load_checkpoint(tmp_path / "whole" / "last.safetensors").state
    resumed = load_checkpoint(tmp_path / "parts" / "last.safetensors").state
    assert all(torch.equal(resumed[name], value) for name, value in last.items())
    torch.manual_seed(0)
    moved = {name.split(".")[0] for name, value in last.items() if not torch.equal(first[name], value)}
    assert moved == {"locator", "prompts"}
    alone = load_checkpoint(_trained_without_sam(data, tmp_path, cache)).state
    assert all(torch.equal(alone[name], first[name]) for name in first if name.startswith("prompts."))


def _trained_without_sam(data: Path, tmp_path: Path, cache: FeatureCache) -> Path:
    """Weights after two steps of the coarse mask alone, from the same seed: their prompts are as they began."""
    vrp = VrpConfig(semantic="efficientnet_lite0", trunk_width=16, queries=3)
    list(fit(config(data, tmp_path / "alone", vrp=vrp, steps=2), cache=cache))
    return tmp_path / "alone" / "last.safetensors"


def test_a_fine_tuning_shows_what_it_finds_and_what_it_forgets(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    events = list(fit(config(data, tmp_path / "tuned", start_from="shipped", lr=1e-2), cache=cache))
    judged = [event for event in events if isinstance(event, Validated)]
    assert [event.step for event in judged] == [0, 2, 4]
    kept = [event.kept for event in judged]
    assert None not in kept and len(set(kept)) > 1  # measured anew each time
    pictures = [Path(event.path) for event in events if isinstance(event, Pictured)]
    assert [path.name for path in pictures] == ["step-000000.png", "step-000002.png", "step-000004.png"]
    (started,) = [event for event in events if isinstance(event, TrainingStarted)]
    assert (started.categories, started.images) == (1, 4)  # the built-in photos are not trained on
    alone = config(data, tmp_path / "alone", start_from="shipped", builtin=False, steps=1, validate_every=1)
    assert [event.kept for event in fit(alone, cache=cache) if isinstance(event, Validated)] == [None, None]


def test_the_picture_of_a_resumed_fine_tuning_still_shows_what_was_found_before(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    list(fit(config(data, tmp_path / "base", steps=1, validate_every=1), cache=cache))
    changes = {"start_from": str(tmp_path / "base" / "last.safetensors"), "lr": 1e-2}
    list(fit(config(data, tmp_path / "whole", **changes), cache=cache))
    seen: list[TrainEvent] = []
    for event in fit(config(data, tmp_path / "parts", **changes), lambda: len(losses(seen)) >= 3, cache):
        seen.append(event)
    list(fit(config(data, tmp_path / "parts", **changes), cache=cache))
    resumed, whole = (read_image(tmp_path / name / "pictures" / "step-000004.png") for name in ("parts", "whole"))
    assert resumed.shape[1] > 5 * 320  # reference, target, before, now, truth
    assert np.array_equal(resumed, whole)
    said = [load_checkpoint(tmp_path / name / "last.safetensors").provenance for name in ("base", "whole", "parts")]
    before = [one["validation_before"] for one in said]
    assert before[0] is None and before[1] == before[2] is not None
    alone = read_image(tmp_path / "base" / "pictures" / "step-000001.png")
    assert alone.shape[1] < 5 * 320  # there is no before where nothing is started from


def test_the_built_in_pairs_are_different_ones() -> None:
    source = builtin_source()
    assert source.problems() == []
    pairs = {(pair.reference.image, pair.target.image) for pair in builtin_pairs(source)}
    assert len(pairs) == 8 and all(reference != target for reference, target in pairs)
    assert all(0.01 < source.mask(sample).mean() < 0.9 for sample in source.samples())


def test_accumulation_changes_nothing_but_memory(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    plain = VrpConfig(semantic="efficientnet_lite0", map_dropout=0.0)
    one = list(fit(config(data, tmp_path / "one", vrp=plain), cache=cache))
    two = list(fit(config(data, tmp_path / "two", vrp=plain, accumulate=2), cache=cache))
    assert losses(two) == pytest.approx(losses(one), rel=1e-4)


def test_two_processes_train_like_one(data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path) -> None:
    """By the command, so that what each of them writes counts too."""
    plain = config(data, tmp_path / "one", vrp=VrpConfig(semantic="efficientnet_lite0", map_dropout=0.0))
    alone = list(fit(plain, cache=cache))
    two = tmp_path / "two"
    two.mkdir()
    (tmp_path / "config.json").write_text(json.dumps(to_dict(replace(plain, out=str(two)))))
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    result = subprocess.run(
        [*command, "-m", "vrp_core", "train", "--config", str(tmp_path / "config.json")],
        env=os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    assert json.loads((two / "config.json").read_text())["out"] == str(two)
    lines = [json.loads(line) for line in (two / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    steps = [line for line in lines if line["kind"] == "Step"]
    assert [step["step"] for step in steps] == [1, 2, 3, 4]  # once, not once by each process
    assert [step["loss"] for step in steps] == pytest.approx(losses(alone), rel=1e-3)
    judged = [line["miou"] for line in lines if line["kind"] == "Validated"]
    assert judged == pytest.approx([event.miou for event in alone if isinstance(event, Validated)], rel=1e-2)
    assert len(judged) == 2


def test_a_resumed_run_keeps_its_pairs_when_the_data_have_grown(
    tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    (tmp_path / "data").mkdir()
    data = paint_data(tmp_path / "data")
    chosen = config(data, tmp_path / "run", held_out=(), held_out_share=0.25, validate_every=1, validation_pairs=6)
    seen: list[TrainEvent] = []
    for event in fit(chosen, lambda: len(losses(seen)) >= 2, cache):
        seen.append(event)
    before = open_sources(chosen, goes_on=True)
    for number in range(8):  # more photos: drawn anew, the split would be another
        for folder in ("images", "masks/disc"):
            picture = Image.open(data / folder / "disca.png")
            picture.crop((number + 1, 0, *picture.size)).save(data / folder / f"new{number}.png")
    after = open_sources(chosen, goes_on=True)
    anew = open_sources(replace(chosen, out=str(tmp_path / "other")))
    assert after.split.pairs == before.split.pairs != anew.split.pairs
    held = {image for of_source in before.split.images for image in of_source}
    trained = {sample.image for sample in after.train_samples}
    assert held and not held & trained and len(trained) == len({s.image for s in before.train_samples}) + 8
    list(fit(chosen, cache=cache))
    (data / "masks" / "disc" / next(image.name for image in held if "disc" in image.name)).unlink()
    with pytest.raises(BadFile, match="begin a new run"):
        list(fit(chosen, cache=cache))


def test_a_run_resumed_before_its_first_step_chooses_new_held_out_pairs(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    """Else another command in the folder of one that failed would be validated on what it is trained on."""
    list(fit(config(data, tmp_path, held_out=("square",)), lambda: True, cache))
    events = list(fit(config(data, tmp_path, held_out=("disc",)), cache=cache))
    assert [list(event.by_category) for event in events if isinstance(event, Validated)] == [["disc"]] * 2


def test_a_run_is_validated_whatever_is_held_out_or_learned_by_heart(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    for name, changes in (("both", {"held_out_share": 0.25, "validation_pairs": 4}), ("heart", {"overfit": 2})):
        events = list(fit(config(data, tmp_path / name, steps=1, validate_every=1, **changes), cache=cache))
        assert any(isinstance(event, Validated) for event in events)


def test_weights_without_a_better_validation_are_not_called_the_best(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    events = list(fit(config(data, tmp_path, held_out=(), steps=2), cache=cache))
    assert events[-1] == TrainingFinished(2, None, stopped=False)
    assert [Path(event.path).name for event in events if isinstance(event, Saved)] == ["last.safetensors"]
    assert not any(isinstance(event, Validated) for event in events)


def test_stopped_while_features_are_computed_it_does_nothing_more(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    list(fit(config(data, tmp_path / "base", steps=1, validate_every=1), cache=cache))
    tuned = config(data, tmp_path / "tuned", start_from=str(tmp_path / "base" / "last.safetensors"))
    events = list(fit(tuned, lambda: True, cache))
    assert [type(event) for event in events] == [TrainingStarted, TrainingFinished] and events[-1].stopped
    assert events[-1].best_miou is None  # nothing was validated


def test_features_of_cropped_versions_are_read_without_their_photos(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = config(data, tmp_path / "first", held_out=(), steps=2, variants=1)
    first = list(fit(chosen, cache=cache))
    monkeypatch.setattr(Sample, "pixels", lambda sample: pytest.fail(f"{sample.image.name} was read"))
    assert losses(list(fit(replace(chosen, out=str(tmp_path / "again")), cache=cache))) == losses(first)


def test_a_run_that_ended_early_has_ended(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    chosen = config(data, tmp_path, steps=12, validate_every=1, patience=1, lr=1e-9, warmup=0.0)
    first = list(fit(chosen, cache=cache))
    assert len(losses(first)) < 12 and not first[-1].stopped
    again = list(fit(chosen, cache=cache))
    assert losses(again) == [] and again[-1] == first[-1]


def test_killed_before_its_state_is_saved_it_has_its_best_weights_the_next_time(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be lost between weights and state: what is written first is written again."""

    def fail(folder: Path, state: TrainState) -> None:
        raise OSError

    with monkeypatch.context() as broken, pytest.raises(OSError):
        broken.setattr("vrp_core.training.trainer.save_state", fail)
        list(fit(config(data, tmp_path), cache=cache))
    saved = (tmp_path / "best.safetensors").read_bytes()
    seen: list[TrainEvent] = []
    for event in fit(config(data, tmp_path), lambda: len(losses(seen)) >= 2, cache):
        seen.append(event)
    assert losses(seen)  # it began anew
    assert load_checkpoint(tmp_path / "best.safetensors").provenance["step"] == 2
    again = load_file(tmp_path / "best.safetensors")
    assert all(torch.equal(value, load(saved)[name]) for name, value in again.items())


def test_a_loss_that_is_no_number_names_its_batch(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    with pytest.raises(TrainingDiverged) as caught:
        list(fit(config(data, tmp_path, lr=1e30, grad_clip=0.0, steps=8), cache=cache))
    assert all("disc" in name for name in caught.value.episodes)


def test_bad_data_is_named_before_training(data: Path, tmp_path: Path, mobile_sam_file: Path) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        list(fit(config(tmp_path / "nowhere", tmp_path)))
    with pytest.raises(NotFound, match="triangle"):
        list(fit(config(data, tmp_path, held_out=("triangle",))))
    (tmp_path / "bad" / "masks" / "disc").mkdir(parents=True)
    (tmp_path / "bad" / "images").mkdir()
    for name in ("a", "b"):
        Image.new("1", (4, 4)).save(tmp_path / "bad" / "masks" / "disc" / f"{name}.png")
    with pytest.raises(BadFile) as caught:
        list(fit(config(tmp_path / "bad", tmp_path)))
    assert len(caught.value.problems) == 2


def test_weights_of_another_network_are_refused(
    tmp_path: Path, data: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    list(fit(config(data, tmp_path, steps=2), cache=cache))
    checkpoint = load_checkpoint(tmp_path / "last.safetensors")
    save_checkpoint(tmp_path / "other.safetensors", replace(checkpoint, config=VrpConfig.paper("efficientnet_lite0")))
    other = load_checkpoint(tmp_path / "other.safetensors")
    with pytest.raises(WeightsMismatch):
        build_vrp(other, SemanticEncoder("efficientnet_lite0"), tmp_path / "other.safetensors")
    with pytest.raises(WeightsMismatch):
        list(fit(config(data, tmp_path / "tuned", start_from=str(tmp_path / "other.safetensors")), cache=cache))
    save_checkpoint(tmp_path / "sam.safetensors", replace(checkpoint, sam="sam_vit_b"))
    with pytest.raises(WeightsMismatch, match="sam_vit_b"):
        list(fit(config(data, tmp_path / "tuned", start_from=str(tmp_path / "sam.safetensors")), cache=cache))
    with pytest.raises(WeightsMismatch):  # the saved state is of another network
        list(fit(config(data, tmp_path, vrp=VrpConfig(semantic="efficientnet_lite0", trunk_width=32)), cache=cache))


@pytest.mark.parametrize(
    "values",
    [{"batch": 0}, {"loss": "hope"}, {"kinds": (1.0,)}, {"absent": 1.5}, {"shares": (1.0, 2.0)}, {"data": ()}],
)
def test_values_that_are_not_allowed(values: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        TrainConfig(**({"data": ("a",), "out": "b"} | values))  # type: ignore[arg-type]


def test_every_field_has_its_sentence_and_comes_back() -> None:
    chosen = TrainConfig(data=("a",), out="b")
    assert set(field_sentences(TrainConfig)) == set(to_dict(chosen))
    assert from_dict(VrpConfig, to_dict(VrpConfig.paper())) == VrpConfig.paper()
    with pytest.raises(ValueError, match="hope"):
        from_dict(VrpConfig, {"hope": 1})


def test_saved_weights_keep_a_share_of_those_it_started_from(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    chosen = {"start_from": "shipped", "builtin": False, "steps": 2, "lr": 1e-2}
    states = {}
    for share in (0.0, 0.25, 1.0):
        list(fit(config(data, tmp_path / str(share), keep_base=share, **chosen), cache=cache))
        states[share] = load_checkpoint(tmp_path / str(share) / "last.safetensors").state
    base = load_checkpoint(shipped_path()).state
    moved = False
    for name, value in base.items():
        torch.testing.assert_close(states[1.0][name], value)
        torch.testing.assert_close(states[0.25][name], 0.75 * states[0.0][name] + 0.25 * value)
        moved = moved or not torch.equal(states[0.0][name], value)
    assert moved


def test_the_steps_through_sam_rise_and_fall_on_their_own_and_lower() -> None:
    chosen = TrainConfig(data=("x",), out="y", steps=100, sam_steps=40, warmup=0.1)
    rates = [learning_rate(chosen, step) for step in range(100)]
    assert max(rates[:60]) == pytest.approx(chosen.lr) and rates[59] < chosen.lr / 100
    assert max(rates[60:]) == pytest.approx(chosen.lr / 4) and rates[60] < rates[63] > rates[99]
    assert [goes_through_sam(chosen, step) for step in (59, 60)] == [False, True]


def test_the_learning_rate_rises_and_falls() -> None:
    chosen = TrainConfig(data=("a",), out="b", steps=100, warmup=0.1, lr=1.0)
    rates = [learning_rate(chosen, step) for step in range(100)]
    assert rates[9] == max(rates) == 1.0
    assert rates[0] == pytest.approx(0.1) and rates[-1] < 0.001
    assert rates[10:] == sorted(rates[10:], reverse=True)


def test_a_run_that_fails_reports_it_as_its_last_event(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run"
    assert main(["train", "--data", str(tmp_path / "nowhere"), "--out", str(out), "--events"]) == 1
    printed = [from_json(json.loads(line)) for line in capsys.readouterr().out.splitlines()]
    written = [from_json(json.loads(line)) for line in (out / "events.jsonl").read_text().splitlines()]
    assert printed == written
    (failed,) = printed
    assert isinstance(failed, Failed) and failed.cause is FailureCause.OTHER and "nowhere" in failed.message


def test_data_that_cannot_be_used_leave_the_config_of_the_run_that_is_there(tmp_path: Path) -> None:
    config_file = tmp_path / "run" / "config.json"
    config_file.parent.mkdir()
    config_file.write_text("the run's own")
    assert main(["train", "--data", str(tmp_path / "nowhere"), "--out", str(tmp_path / "run")]) == 1
    assert config_file.read_text() == "the run's own"


def test_a_run_that_ends_while_it_encodes_keeps_its_config(tmp_path: Path, mobile_sam_file: Path) -> None:
    photo = paint_data(tmp_path) / "images" / "disca.png"
    photo.write_bytes(photo.read_bytes()[:-200])  # its header is whole, so the data can be used until it is encoded
    file, out = tmp_path / "mine.json", tmp_path / "run"
    file.write_text(json.dumps(to_dict(config(tmp_path, out))))
    assert main(["train", "--config", str(file), "--lr", "0.25"]) == 1
    kept = json.loads((out / "config.json").read_text())
    assert kept == json.loads(json.dumps(to_dict(config(tmp_path, out, lr=0.25))))
    assert "TrainingStarted" not in (out / "events.jsonl").read_text()
