"""Results as COCO JSON: judged by pycocotools, without holding them in memory."""

import contextlib
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pycocotools.coco import COCO

from tests.scale.rows_to_try import SIZE, rows_of_photo, run_of_labels, write_run
from vrp_core.cli.main import main
from vrp_core.domain.masks import Rle, encode, iou
from vrp_core.scale.results import write_rows
from vrp_core.scale.rows import Row


def coco_of(file: Path) -> COCO:
    with contextlib.redirect_stdout(io.StringIO()):
        return COCO(str(file))


def objects(coco: COCO) -> list[tuple[str, str, Rle, float]]:
    found = []
    for one in coco.anns.values():
        coded = coco.annToRLE(one)
        counts = coded["counts"] if isinstance(coded["counts"], str) else coded["counts"].decode()
        name = coco.cats[one["category_id"]]["name"]
        found.append((coco.imgs[one["image_id"]]["file_name"], name, Rle(*coded["size"], counts), one["score"]))
    return found


def check(found: list[tuple[str, str, Rle, float]], rows: list[Row], floor: float = 0.0) -> None:
    wanted = [row for row in rows if not row.absent and not row.error and (row.confidence or 0) >= floor]
    assert len(found) == len(wanted) > 0
    for (path, label, mask, score), row in zip(found, wanted, strict=True):
        assert (path, label, score) == (row.path, row.label, row.confidence)
        assert iou(mask, Rle(row.height, row.width, row.counts)) == 1


def test_one_file_has_every_object_of_every_shard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = write_run(tmp_path / "run", [f"p/{n}.jpg" for n in range(9)], 2, bad=("bad.jpg",))
    assert main(["label", "export", str(tmp_path / "run"), str(tmp_path / "all.json")]) == 0
    assert "1 photo could not be read" in capsys.readouterr().out
    coco = coco_of(tmp_path / "all.json")
    check(objects(coco), rows)
    assert [image["file_name"] for image in coco.imgs.values()] == [*dict.fromkeys(r.path for r in rows if not r.error)]
    assert [(one["id"], one["name"], one["supercategory"]) for one in coco.cats.values()] == [
        (3, "coin", "money"),
        (7, "cup", ""),
    ]


def test_a_folder_gets_a_file_for_each_shard_with_ids_of_their_own(tmp_path: Path) -> None:
    rows = write_run(tmp_path / "run", [f"{n}.jpg" for n in range(7)], 3)
    arguments = ["label", "export", str(tmp_path / "run"), str(tmp_path / "coco"), "--min-confidence", "0.5"]
    assert main(arguments) == 0
    files = sorted((tmp_path / "coco").iterdir())
    assert [file.name for file in files] == [f"shard-0000{index}-of-00003.json" for index in range(3)]
    cocos = [coco_of(file) for file in files]
    check([one for coco in cocos for one in objects(coco)], rows, 0.5)
    for kind in ("imgs", "anns"):
        ids = [key for coco in cocos for key in getattr(coco, kind)]
        assert sorted(ids) == list(range(1, len(ids) + 1))


def test_a_photo_that_is_listed_twice_is_two_photos(tmp_path: Path) -> None:
    write_run(tmp_path / "run", ["a.jpg", "a.jpg", "b.jpg"], 1)
    assert main(["label", "export", str(tmp_path / "run"), str(tmp_path / "all.json")]) == 0
    written = json.loads((tmp_path / "all.json").read_text())
    assert [image["file_name"] for image in written["images"]] == ["a.jpg", "a.jpg", "b.jpg"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process's memory is read from /proc")
def test_memory_does_not_grow_with_the_results(tmp_path: Path) -> None:
    """Peak memory of the export of 100 and of 4,000 photos, each in a process of its own.

    Each has an object with many corners: kept in memory, those of 4,000 photos would take 40 MB.
    """
    comb = np.zeros(SIZE, dtype=bool)
    comb[5:55, 5:75] = True
    comb[8:55, 8:68:2] = False
    counts = encode(comb).counts
    peaks = []
    for photos in (100, 4000):
        folder = tmp_path / str(photos)
        folder.mkdir()
        with (folder / "shard-00000-of-00001.parquet").open("wb") as file:
            write_rows(
                file,
                (replace(next(rows_of_photo(f"{n}.jpg")), counts=counts, absent=False) for n in range(photos)),
                run_of_labels(1),
            )
        code = (
            "import sys; from pathlib import Path; from vrp_core.cli.main import main;"
            f"status = main(['label', 'export', {str(folder)!r}, {str(folder / 'all.json')!r}]);"
            # not `ru_maxrss`, which counts the memory of the process that started this one, too
            "said = dict(line.split(':', 1) for line in Path('/proc/self/status').read_text().splitlines());"
            "print(status, said['VmHWM'].split()[0], 'torch' in sys.modules)"
        )
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        status, peak, torch = ran.stdout.splitlines()[-1].split()
        assert (status, torch) == ("0", "False")
        peaks.append(int(peak) / 1024)
    assert (tmp_path / "4000" / "all.json").stat().st_size > 5e6
    assert peaks[1] < peaks[0] + 16  # MB


def test_a_file_that_somebody_else_made_is_replaced_only_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = write_run(tmp_path / "run", ["a.jpg", "b.jpg"], 2)
    export = ["label", "export", str(tmp_path / "run")]
    assert main([*export, str(tmp_path / "out")]) == 0
    assert main([*export, str(tmp_path / "out")]) == 0  # an earlier export is no one else's
    mine, first = tmp_path / "mine.json", min((tmp_path / "out").iterdir())
    for path in (mine, first):
        path.write_text("mine")
    capsys.readouterr()
    for out, path in ((mine, mine), (tmp_path / "out", first)):
        assert main([*export, str(out)]) == 1
        assert path.name in capsys.readouterr().err and path.read_text() == "mine"
    assert main([*export, str(mine), "--replace"]) == 0
    check(objects(coco_of(mine)), rows)
