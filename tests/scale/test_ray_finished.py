"""What `label --ray` does where nothing is left to do: it starts neither Ray nor a worker."""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.scale.rows_to_try import LABELS, rows_of_photo
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import ExtraMissing, OtherRun
from vrp_core.domain.reading import Reading
from vrp_core.scale.bundle import Bundle, Manifest, Member
from vrp_core.scale.listing import measure
from vrp_core.scale.on_ray import Cluster, label_on_ray
from vrp_core.scale.results import run_of, write_rows

NAMES = [f"{number}.jpg" for number in range(5)]


def bundle_of(digest: str) -> Bundle:
    manifest = Manifest("", "", SegmentConfig(), "", LABELS, (), "a" * 64, Member(0, "a" * 64), {})
    labels = tuple(one.label for one in LABELS)
    return Bundle(Path("coins.vrpbundle"), digest * 64, SegmentConfig(), Reading(), labels, manifest)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The results of five photos and Ray's checkpoint in two parts, on a machine that would fail to start Ray."""
    monkeypatch.setitem(sys.modules, "ray", None)
    source, out = tmp_path / "list.txt", tmp_path / "out"
    source.write_text("\n".join(NAMES))
    (out / "checkpoint").mkdir(parents=True)
    with (out / "part.parquet").open("wb") as file:
        rows = (row for name in NAMES for row in rows_of_photo(name))
        write_rows(file, rows, run_of(bundle_of("b"), measure(str(source)), shards=0))
    for part, names in {"1": NAMES[:2], "2": NAMES[2:]}.items():
        pq.write_table(pa.table({"path": names * 2}), out / "checkpoint" / f"{part}.parquet")  # one for each row
    return tmp_path


def label(run: Path, digest: str = "b") -> bool:
    return label_on_ray(bundle_of(digest), str(run / "list.txt"), str(run / "out"), Cluster())


def test_a_finished_run_starts_nothing(run: Path) -> None:
    assert not label(run)
    with pytest.raises(OtherRun):
        label(run, "c")


@pytest.mark.parametrize("change", ["a part is missing", "a part is not confirmed", "no results are there"])
def test_an_unfinished_run_goes_on(run: Path, change: str) -> None:
    part = run / "out/checkpoint/2.parquet"
    if change == "a part is missing":
        part.unlink()
    elif change == "a part is not confirmed":
        part.rename(part.with_name("2.pending.parquet"))
    else:
        (run / "out/part.parquet").unlink()
    with pytest.raises(ExtraMissing):  # Ray would be started
        label(run)
