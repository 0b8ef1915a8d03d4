"""The same rows from a Ray cluster of two nodes of which a worker is killed in the middle."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import ray
from ray.cluster_utils import Cluster as RayCluster

from tests.scale.conftest import Labelled, comparable
from vrp_core.scale import on_ray
from vrp_core.scale.on_ray import Cluster, label_on_ray
from vrp_core.scale.results import Results, open_results

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    # What Ray's own processes and threads leave to the garbage collector, and its own deprecations.
    pytest.mark.filterwarnings("ignore"),
]
BATCH, COPIES = 4, 7  # of each photo: 21 photos and a missing one, six batches


@pytest.fixture
def two_nodes(monkeypatch: pytest.MonkeyPatch) -> Iterator[RayCluster]:
    # Ray's workers give way to all other processes: beside other work they would load torch for minutes.
    monkeypatch.setenv("RAY_worker_niceness", "0")
    cluster = RayCluster(
        initialize_head=True,
        head_node_args={"num_cpus": 2, "object_store_memory": 100_000_000},
    )
    cluster.add_node(num_cpus=2, object_store_memory=100_000_000)
    ray.init(address=cluster.address, log_to_driver=False)
    try:
        yield cluster
    finally:
        ray.shutdown()
        cluster.shutdown()


def found(results: Results) -> dict[str, list[tuple[object, ...]]]:
    rows = list(results.rows())
    return {path: comparable(tuple(row for row in rows if row.path == path)) for path in {row.path for row in rows}}


def test_a_cluster_that_loses_a_worker_gives_the_rows_of_the_pass(
    labelled: Labelled, tmp_path: Path, two_nodes: RayCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_ray, "_BATCH", BATCH)  # as many batches as needed with few photos
    expected = {}
    for path, rows in labelled.expected.items():
        for number in range(COPIES):
            link = tmp_path / f"{Path(path).stem}-{number}.png"
            link.symlink_to(path)
            expected[str(link)] = rows
    missing = str(tmp_path / "none.png")
    (tmp_path / "list.txt").write_text("\n".join([*expected, missing]))
    out = tmp_path / "out"
    killed: list[int] = []

    def kill_one() -> None:
        """Kill a worker once the first results are there."""
        while not list(out.glob("*.parquet")):
            time.sleep(0.2)
        children = psutil.Process().children(recursive=True)
        workers = [one.pid for one in children if "MapWorker" in "".join(one.cmdline())]
        os.kill(workers[0], signal.SIGKILL)
        killed.append(len(list(out.glob("*.parquet"))))

    thread = threading.Thread(target=kill_one)
    thread.start()
    label_on_ray(labelled.bundle, str(tmp_path / "list.txt"), str(out), Cluster(workers=2, device="cpu"))
    thread.join(timeout=60)
    assert len({node["NodeID"] for node in ray.nodes() if node["Alive"]}) == 2
    results = open_results(str(out))
    assert killed and killed[0] < len(results.files)  # in the middle
    rows = found(results)
    (failed,) = rows.pop(missing)
    assert failed[0] == "" and rows == expected
    assert len(list(results.rows())) == len(expected) + 1  # nothing twice

    before = {file: file.stat().st_mtime_ns for file in out.glob("*.parquet")}
    assert not label_on_ray(labelled.bundle, str(tmp_path / "list.txt"), str(out), Cluster(workers=2, device="cpu"))
    assert {file: file.stat().st_mtime_ns for file in out.glob("*.parquet")} == before  # all was done
