"""Damaged results and lists: one sentence, whichever bytes are damaged and whichever library finds it."""

import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.scale.rows_to_try import run_of_labels, write_run
from vrp_core.domain.errors import BadFile, OtherRun
from vrp_core.scale.bundle import MANIFEST, open_bundle
from vrp_core.scale.listing import Shard, measure, paths_of
from vrp_core.scale.on_ray import _write_list
from vrp_core.scale.results import is_finished, open_results, rows_of, write_rows
from vrp_core.scale.rows import COLUMNS, failed_row


def damaged(content: bytes, seed: int) -> bytes:
    rng, changed = random.Random(seed), bytearray(content)
    for place in rng.sample(range(len(content)), 3):
        changed[place] = rng.randrange(256)
    return bytes(changed[: rng.randrange(len(content))] if seed % 5 == 0 else changed)


def test_damaged_results_are_told_or_counted_as_missing(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    write_run(folder, [f"{number}.jpg" for number in range(40)], shards=1)
    file = folder / Shard(0, 1).name
    good, refused = file.read_bytes(), 0
    for seed in range(60):
        file.write_bytes(damaged(good, seed))
        try:
            list(open_results(str(folder)).rows())
        except (BadFile, OtherRun):
            refused += 1
        with suppress(OtherRun):
            is_finished(str(folder), Shard(0, 1), run_of_labels(1))
    assert refused > 30


def test_a_changed_bit_never_becomes_another_row(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    write_run(folder, [f"{number}.jpg" for number in range(40)], shards=1)
    file = folder / Shard(0, 1).name
    good, rows = file.read_bytes(), list(open_results(str(folder)).rows())
    of_columns = [pq.read_metadata(file).row_group(0).column(index) for index in range(len(COLUMNS))]
    end = max(one.data_page_offset + one.total_compressed_size for one in of_columns)
    rng, refused = random.Random(0), 0
    for _ in range(200):
        changed = bytearray(good)
        changed[rng.randrange(4, end)] ^= 1 << rng.randrange(8)
        file.write_bytes(changed)
        try:
            assert list(rows_of(str(file))) == rows
        except BadFile:
            refused += 1
    assert refused > 100


def test_a_disk_that_fails_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "results"
    write_run(folder, ["a.jpg"], shards=1)

    def fails(file: object, **options: object) -> object:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("pyarrow.parquet.ParquetFile", fails)
    with pytest.raises(OSError, match="Input/output error"):
        open_results(str(folder))


@pytest.mark.parametrize("kind", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compressed_bundle_is_refused(tmp_path: Path, kind: int) -> None:
    file = tmp_path / "b.vrpbundle"
    with zipfile.ZipFile(file, "w", kind) as archive:
        archive.writestr(MANIFEST, "{}" * 1000)
    good = file.read_bytes()
    for seed in range(20):
        file.write_bytes(damaged(good, seed))
        with pytest.raises(BadFile):
            open_bundle(file)


def test_a_list_that_is_no_text_or_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 a photo")
    with pytest.raises(BadFile, match="no list of paths"):
        measure(str(tmp_path / "photo.jpg"))
    (tmp_path / "list.parquet").write_bytes(b"PAR1 half a file")
    with pytest.raises(BadFile, match="damaged"):
        measure(str(tmp_path / "list.parquet"))


def test_a_name_that_is_not_unicode_is_a_row_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / Shard(0, 1).name
    with file.open("wb") as stream:
        write_rows(stream, [failed_row("c\udcff.jpg", "Cannot read c\udcff.jpg")], run_of_labels(1))
    (row,) = open_results(str(tmp_path)).rows()
    assert row.path == r"c\udcff.jpg" and row.error == r"Cannot read c\udcff.jpg"


def test_ray_gets_a_name_that_is_not_unicode_as_the_row_has_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "c\udcff.jpg").write_bytes(b"a photo")
    _write_list(str(tmp_path / "in"), str(tmp_path / "list"))
    assert list(paths_of(str(tmp_path / "list" / "photos.parquet"))) == [str(tmp_path / "in" / r"c\udcff.jpg")]
