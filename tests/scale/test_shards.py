"""`label` over shards: killed and repeated it gives the same results, and mixes no two runs."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.scale.conftest import Labelled, comparable
from vrp_core.cli.main import main
from vrp_core.domain.errors import BadFile, NothingToDo, OtherRun
from vrp_core.domain.messages import explain
from vrp_core.scale.labeller import Labeller
from vrp_core.scale.listing import Shard, measure, paths_of, photos_of
from vrp_core.scale.results import Results, is_finished, open_results, run_of
from vrp_core.scale.shards import label_shards


def the_list(place: Path, labelled: Labelled, more: tuple[str, ...] = ()) -> str:
    place.write_text("\n".join((*labelled.photos, *more)) + "\n")
    return str(place)


def found(results: Results) -> dict[str, list[tuple[object, ...]]]:
    rows = list(results.rows())
    return {path: comparable(tuple(row for row in rows if row.path == path)) for path in {row.path for row in rows}}


def test_the_shards_of_a_list_have_each_photo_once(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("\n".join(f"{n}.jpg" for n in range(10)) + "\n\n")
    parts = [list(photos_of(str(file), Shard(index, 3))) for index in range(3)]
    assert sorted(path for part in parts for path in part) == sorted(paths_of(str(file)))
    assert measure(str(file)).photos == 10
    pq.write_table(pa.table({"path": [f"{n}.jpg" for n in range(10)]}), tmp_path / "list.parquet")
    assert measure(str(tmp_path / "list.parquet")) == measure(str(file))
    with pytest.raises(BadFile, match="column"):
        pq.write_table(pa.table({"file": ["a.jpg"]}), tmp_path / "list.parquet")
        measure(str(tmp_path / "list.parquet"))
    file.write_text("\n")
    with pytest.raises(NothingToDo):
        measure(str(file))


def test_a_run_over_a_folder_equals_the_pass(
    labelled: Labelled, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in labelled.photos:
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / Path(path).name).symlink_to(path)
    (tmp_path / "in" / "broken.jpg").write_bytes(b"no picture")
    arguments = ["label", "--bundle", str(labelled.bundle.path), "--list", str(tmp_path / "in")]
    assert main([*arguments, "--out", str(tmp_path / "out")]) == 0
    assert "on 4 photos, 1 not readable" in capsys.readouterr().out
    results = open_results(str(tmp_path / "out"))
    by_name = {Path(path).name: rows for path, rows in found(results).items()}
    assert by_name.pop("broken.jpg") == [("", 0, (0, 0), "", None, False)]
    assert by_name == {Path(path).name: rows for path, rows in labelled.expected.items()}
    assert results.unfinished == ()
    written = (tmp_path / "out" / Shard(0, 1).name).stat().st_mtime_ns
    assert main([*arguments, "--out", str(tmp_path / "out")]) == 0
    assert "there already" in capsys.readouterr().out
    assert (tmp_path / "out" / Shard(0, 1).name).stat().st_mtime_ns == written


def test_killed_at_any_moment_and_repeated_the_results_are_the_same(labelled: Labelled, tmp_path: Path) -> None:
    source = the_list(tmp_path / "list.txt", labelled)
    out = tmp_path / "out"
    command = ["label", "--bundle", str(labelled.bundle.path), "--list", source, "--out", str(out), "--shard"]
    process = subprocess.Popen([sys.executable, "-m", "vrp_core", *command, "0/2"])
    while not (out.is_dir() and any(out.iterdir())):  # until it writes
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(out.glob("*.parquet")) == []
    for shard in ("0/2", "1/2"):
        assert main([*command, shard]) == 0
    assert sorted(one.name for one in out.iterdir()) == [Shard(0, 2).name, Shard(1, 2).name]  # and nothing unfinished
    assert found(open_results(str(out))) == labelled.expected


def test_results_in_a_store_are_read_back(labelled: Labelled, labeller: Labeller, tmp_path: Path) -> None:
    store = fsspec.filesystem("memory")
    for path in labelled.photos:
        store.pipe(f"/shop/in/{Path(path).name}", Path(path).read_bytes())
    listing = measure("memory://shop/in")
    run = run_of(labelled.bundle, listing, 2)
    shards = [Shard(0, 2), Shard(1, 2)]
    done = list(label_shards(lambda: labeller, "memory://shop/in", shards, run, "memory://shop/out"))
    assert sum(one.photos for one in done) == listing.photos == 3
    assert sorted(store.ls("/shop/out", detail=False)) == [f"/shop/out/{shard.name}" for shard in shards]
    again = list(label_shards(lambda: labeller, "memory://shop/in", shards, run, "memory://shop/out"))
    assert all(one.skipped for one in again)
    by_name = {path.rsplit("/", 1)[-1]: rows for path, rows in found(open_results("memory://shop/out")).items()}
    assert by_name == {Path(path).name: rows for path, rows in labelled.expected.items()}


def test_two_runs_are_not_mixed(labelled: Labelled, labeller: Labeller, tmp_path: Path) -> None:
    source, out = the_list(tmp_path / "list.txt", labelled), str(tmp_path / "out")
    run = run_of(labelled.bundle, measure(source), 3)
    list(label_shards(lambda: labeller, source, [Shard(0, 3)], run, out))
    longer = run_of(labelled.bundle, measure(the_list(tmp_path / "list.txt", labelled, ("more.jpg",))), 3)
    with pytest.raises(OtherRun) as caught:
        is_finished(out, Shard(1, 3), longer)
    assert "another list of photos" in explain(caught.value)
    with pytest.raises(OtherRun, match="number of shards"):
        is_finished(out, Shard(0, 4), run_of(labelled.bundle, measure(source), 4))
    (tmp_path / "out" / Shard(0, 3).name).write_bytes(b"PAR1 half a file")
    assert not is_finished(out, Shard(0, 3), run)  # a damaged one is written again
    with pytest.raises(BadFile, match="damaged"):
        open_results(out)


@pytest.mark.parametrize(("module", "extra", "more"), [("pyarrow", "scale", []), ("ray", "ray", ["--ray"])])
def test_without_its_packages_the_command_names_the_extra(
    labelled: Labelled, tmp_path: Path, module: str, extra: str, more: list[str]
) -> None:
    arguments = ["label", "--bundle", str(labelled.bundle.path), "--list", the_list(tmp_path / "list.txt", labelled)]
    arguments += ["--out", str(tmp_path / "out"), *more]
    code = (
        f"import sys; sys.modules[{module!r}] = None; from vrp_core.cli.main import main; sys.exit(main({arguments}))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.returncode == 1 and f"pip install 'vrp-annotator[{extra}]'" in ran.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_missing_in_the_command_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["label", "--list", "x"]) == 2
    assert "--bundle" in capsys.readouterr().err
    assert main(["label", "--shard", "4/4", "--list", "x"]) == 2
    assert "is not I/N, such as 0/64" in capsys.readouterr().err
