"""Emptying the feature cache while programs use it."""

import subprocess
import sys
from pathlib import Path

import torch

from vrp_core.inference.cache_folder import CacheFolder
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.packed import packed

_FEATURES = packed(torch.ones(1, 10, 10))


def test_clearing_leaves_nothing_but_what_is_being_written(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path, 10**9)
    for number in range(5):
        cache.put(str(number), _FEATURES)
    written = next(tmp_path.glob("*/*")).with_name(".0123456789abcdef.part")
    written.write_bytes(b"half")
    folder = CacheFolder(tmp_path, 10**9)
    folder.clear()
    assert folder.size_bytes() == len(b"half") and written.exists()
    assert all(cache.get(str(number)) is None for number in range(5))


def test_clearing_stops_when_it_is_no_longer_wanted(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path, 10**9)
    for number in range(5):
        cache.put(str(number), _FEATURES)
    answers = iter((False, False, True))
    CacheFolder(tmp_path, 10**9).clear(lambda: next(answers))
    assert sum(cache.get(str(number)) is not None for number in range(5)) == 3


def test_a_program_that_writes_meanwhile_loses_no_write(tmp_path: Path) -> None:
    code = (
        "import sys, torch; from pathlib import Path; from vrp_core.inference.feature_cache import FeatureCache\n"
        "from vrp_core.inference.packed import Packed\n"
        "cache, one = FeatureCache(Path(sys.argv[1]), 10**9), torch.ones(1, 1, 1)\n"
        "print('begun', flush=True)\n"
        "for n in range(300):\n"
        "    cache.put(str(n % 7), Packed(torch.full((1, 50, 100), n % 100, dtype=torch.int8), one))\n"
        "    found = cache.get(str(n % 7))\n"
        "    assert found is None or len(found.features().unique()) == 1"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None and child.stdout.readline() == "begun\n"
        folder, rounds = CacheFolder(tmp_path, 10**9), 0
        while child.poll() is None:
            folder.clear()
            rounds += 1
    assert child.returncode == 0
    assert rounds > 1
