"""What a training would take: what is cached is not counted, nothing is trained or written."""

import json
from pathlib import Path

import pytest

from tests.runs_to_try import config, paint_data
from vrp_core.cli.main import main
from vrp_core.domain.config import to_dict
from vrp_core.domain.events import Step
from vrp_core.inference.engine import user_cache
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.models.checkpoints import load_checkpoint
from vrp_core.training.estimate import estimate
from vrp_core.training.trainer import fit


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return paint_data(tmp_path_factory.mktemp("data"))


@pytest.fixture
def cache(tmp_path: Path) -> FeatureCache:
    return FeatureCache(tmp_path / "features", 10**9)


def test_the_estimate_counts_only_images_missing_from_the_cache(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    chosen = config(data, tmp_path / "run", validation_pairs=8, variants=1)
    empty = estimate(chosen, cache)
    assert empty.images_to_encode == 4 * 2 + 4  # discs in two versions, and the squares
    assert not (tmp_path / "run").exists()
    plain = config(data, tmp_path / "run", validation_pairs=8)
    events = list(fit(plain, cache=cache))
    full = estimate(config(data, tmp_path / "other", validation_pairs=8), cache)
    assert full.images_to_encode == 0 and full.seconds > 0
    state = load_checkpoint(tmp_path / "run" / "last.safetensors").state
    weights = sum(one.numel() * one.element_size() for one in state.values())
    assert weights <= full.disk_bytes <= 6 * weights  # no features, only checkpoints
    assert empty.disk_bytes - full.disk_bytes == pytest.approx(cache.size_bytes() / 8 * empty.images_to_encode, rel=0.5)
    assert full.memory_bytes > weights
    steps = [event.seconds for event in events if isinstance(event, Step)]
    assert full.seconds > 0.5 * min(steps) * len(steps)


def test_more_steps_take_longer_and_a_saved_state_shortens_it(
    data: Path, tmp_path: Path, cache: FeatureCache, mobile_sam_file: Path
) -> None:
    ten = estimate(config(data, tmp_path / "run", steps=10, validate_every=10), cache)
    thousand = estimate(config(data, tmp_path / "run", steps=1000, validate_every=1000), cache)
    assert thousand.seconds > 3 * ten.seconds  # the first one encodes the photos too
    list(fit(config(data, tmp_path / "run", steps=4), cache=cache))
    done = estimate(config(data, tmp_path / "run", steps=4), cache)
    assert done.seconds == 0


@pytest.mark.parametrize("as_json", [True, False])
def test_the_command_prints_it_and_writes_nothing(
    as_json: bool, data: Path, tmp_path: Path, mobile_sam_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    file = tmp_path / "config.json"
    file.write_text(json.dumps(to_dict(config(data, out, steps=2))))
    assert main(["train", "--config", str(file), "--estimate", *(["--events"] if as_json else [])]) == 0
    said = capsys.readouterr().out
    assert not out.exists() and user_cache().size_bytes() > 0
    if as_json:
        event = json.loads(said)
        assert event["kind"] == "Estimated" and event["seconds"] > 0
    else:
        assert said.startswith("at most ")
