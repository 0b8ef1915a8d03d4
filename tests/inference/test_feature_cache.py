"""The feature cache: what it keeps, what it drops, and what it never believes."""

import errno
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
import torch
from safetensors.torch import save

from vrp_core.domain.errors import DiskFull
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.packed import Packed, packed


@pytest.fixture
def cache(tmp_path: Path) -> FeatureCache:
    return FeatureCache(tmp_path / "features", 10**9)


def some(count: int) -> Packed:
    """That many random numbers."""
    return packed(torch.randn(1, 1, count))


def test_features_come_back_as_they_were_put_in_a_byte_a_number(cache: FeatureCache) -> None:
    put = packed(torch.randn(16, 32, 32))
    cache.put("key", put)
    found = cache.get("key")
    assert found is not None and found.values.dtype == torch.int8
    assert torch.equal(found.values, put.values) and torch.equal(found.scale, put.scale)
    assert torch.equal(found.features(), put.features())
    assert cache.get("another key") is None
    assert 16 * 32 * 32 < cache.size_bytes() < 16 * 32 * 32 + 500


@pytest.mark.parametrize("damage", ["flip", "cut", "empty"])
def test_a_damaged_entry_is_absent_and_goes(cache: FeatureCache, damage: str) -> None:
    cache.put("key", some(100))
    path = cache._path("key")
    content = bytearray(path.read_bytes())
    content[-3] ^= 255
    path.write_bytes({"flip": bytes(content), "cut": bytes(content[:50]), "empty": b""}[damage])
    assert cache.get("key") is None
    assert not path.exists()


def test_an_entry_of_the_former_format_is_absent_and_goes(cache: FeatureCache) -> None:
    body = save({"embedding": torch.randn(16, 8, 8).half()})
    path = cache._path("key")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"VRF1" + zlib.crc32(body).to_bytes(4, "little") + body)
    assert cache.get("key") is None
    assert not path.exists()
    cache.put("key", some(100))
    assert cache.get("key") is not None


def test_the_least_recently_used_leave_first(tmp_path: Path) -> None:
    entry = some(2000)
    FeatureCache(tmp_path, 10**9).put("probe", entry)
    size = FeatureCache(tmp_path, 10**9).size_bytes()
    cache = FeatureCache(tmp_path, 5 * size)
    for number in range(8):
        cache.put(str(number), entry)
        os.utime(cache._path(str(number)), (number, number))
    os.utime(cache._path("probe"), (100, 100))
    cache.get("0")  # used just now
    cache.sweep()
    kept = {key for key in ("probe", *map(str, range(8))) if cache.get(key) is not None}
    assert "0" in kept and "probe" in kept
    assert kept - {"0", "probe"} == {"6", "7"}
    assert cache.size_bytes() <= 5 * size


def test_short_runs_keep_the_folder_within_its_cap_too(tmp_path: Path) -> None:
    entry = some(2000)
    FeatureCache(tmp_path, 10**9).put("probe", entry)
    size = FeatureCache(tmp_path, 10**9).size_bytes()
    for run in range(6):
        cache = FeatureCache(tmp_path, 5 * size)
        for number in range(4):
            cache.put(f"{run} {number}", entry)
    assert cache.size_bytes() <= (5 + 4) * size


def test_two_processes_share_it(cache: FeatureCache, tmp_path: Path) -> None:
    code = (
        "import sys, torch; from pathlib import Path; from vrp_core.inference.feature_cache import FeatureCache\n"
        "from vrp_core.inference.packed import Packed\n"
        "cache, one = FeatureCache(Path(sys.argv[1]), 10**9), torch.ones(1, 1, 1)\n"
        "for n in range(200): cache.put('key', Packed(torch.full((1, 1, 500), n % 100, dtype=torch.int8), one))"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "features")])
    seen = 0
    while child.poll() is None:
        found = cache.get("key")
        if found is not None:
            seen += 1
            assert len(found.features().unique()) == 1  # never a mixture
    assert child.returncode == 0 and seen > 0


def test_a_full_disk_is_reported(cache: FeatureCache, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)  # a full disk cannot be had otherwise
    with pytest.raises(DiskFull):
        cache.put("key", some(1))
