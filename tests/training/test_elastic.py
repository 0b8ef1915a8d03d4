"""Training on two nodes of which a worker is killed: torchrun restarts both, and the run ends as it would have."""

import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from tests.runs_to_try import config, paint_data
from vrp_core.domain.config import TrainConfig, VrpConfig, to_dict
from vrp_core.domain.events import Step
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.training.trainer import fit

ROOT = Path(__file__).parent.parent.parent
STEPS = 12


def node(number: int, port: int, config_file: Path, log: Path) -> "subprocess.Popen[bytes]":
    """An agent of torchrun with one worker, as each node of a cluster starts one."""
    command = [
        *(sys.executable, "-m", "torch.distributed.run", "--nnodes", "2", "--nproc-per-node", "1"),
        *("--max-restarts", "3", "--rdzv-backend", "c10d", "--rdzv-id", "test", "--rdzv-endpoint", f"127.0.0.1:{port}"),
        *("--rdzv-conf", f"is_host={int(number == 0)}", "--local-addr", "127.0.0.1"),
        *("-m", "vrp_core", "train", "--config", str(config_file)),
    ]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT), "GLOO_SOCKET_IFNAME": "lo"}
    environment["TORCH_DISABLE_SHARE_RDZV_TCP_STORE"] = "1"  # see docs/training.md
    with log.open("wb") as file:
        return subprocess.Popen(command, env=environment, stdout=file, stderr=subprocess.STDOUT)


def events(out: Path, kind: str) -> list[dict[str, object]]:
    file = out / "events.jsonl"
    if not file.exists():
        return []
    lines = (
        json.loads(line) for line in file.read_text(encoding="utf-8").splitlines(keepends=True) if line[-1] == "\n"
    )
    return [line for line in lines if line["kind"] == kind]


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, mobile_sam_file: Path
) -> tuple[TrainConfig, dict[int, float]]:
    """A run on one machine: its config, and the loss of each step."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / "data").mkdir()
    vrp = VrpConfig(semantic="efficientnet_lite0", map_dropout=0.0)
    data = paint_data(folder / "data")
    plain = config(data, folder / "one", vrp=vrp, steps=STEPS, validate_every=2, validation_pairs=2)
    steps = (event for event in fit(plain, cache=FeatureCache(folder / "features", 10**9)) if isinstance(event, Step))
    return plain, {event.step: event.loss for event in steps}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("victim", [0, 1])
def test_a_killed_worker_costs_the_steps_since_the_last_save_only(
    tmp_path: Path, undisturbed: tuple[TrainConfig, dict[int, float]], victim: int
) -> None:
    plain, alone = undisturbed
    out = tmp_path / "two"
    file = tmp_path / "config.json"
    file.write_text(json.dumps(to_dict(replace(plain, out=str(out)))))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    logs = [tmp_path / f"node-{number}.log" for number in range(2)]
    nodes = [node(number, port, file, log) for number, log in enumerate(logs)]
    try:
        while len(events(out, "Step")) < 5:  # two saves, and one step more
            assert all(one.poll() is None for one in nodes), "\n".join(log.read_text() for log in logs)
            time.sleep(0.02)
        (worker,) = psutil.Process(nodes[victim].pid).children()
        worker.kill()
        done = len(events(out, "Step"))
        assert [one.wait(timeout=200) for one in nodes] == [0, 0], "\n".join(log.read_text()[-3000:] for log in logs)
    finally:
        for one in nodes:
            if one.poll() is None:
                one.kill()
    assert done < STEPS  # it was killed in the middle
    began = [int(str(event["step"])) for event in events(out, "TrainingStarted")]
    assert began[0] == 0 and len(began) == 2 and 4 <= began[1] <= done  # not from the beginning
    losses = {int(str(event["step"])): float(str(event["loss"])) for event in events(out, "Step")}
    assert sorted(losses) == list(range(1, STEPS + 1))
    assert [losses[step] for step in sorted(losses)] == pytest.approx([alone[step] for step in sorted(alone)], rel=5e-3)
    (finished,) = events(out, "TrainingFinished")
    assert finished["step"] == STEPS and not finished["stopped"]
    assert (out / "last.safetensors").is_file()
